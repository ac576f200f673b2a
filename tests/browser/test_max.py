"""A parent connects MAX: by a code on the page, a press in the bot, and the page shows it by itself."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.test_push import press
from tests.infra.browser import DEVICES, assert_accessible, person, sign_in
from tests.infra.max_server import TOKEN, Max, serving
from tests.infra.servers import LiveServer, files_of, wait_until

MOTHER = 501


@pytest.fixture
def service() -> Iterator[Max]:
    """MAX."""
    with serving() as found:
        yield found


@pytest.fixture
def server(
    start_server: Callable[..., LiveServer], demo_database: Path, tmp_path: Path, service: Max
) -> LiveServer:
    """The journal with a bot in MAX."""
    copy = tmp_path / "school.db"
    shutil.copyfile(demo_database, copy)
    return start_server(
        f"sqlite:///{copy}", storage_folder=str(files_of(demo_database)), max_url=service.url,
        max_token=TOKEN, public_url="http://127.0.0.1:PORT",
    )  # fmt: skip


@pytest.fixture(params=list(DEVICES))
def of_parent(
    request: pytest.FixtureRequest, browser: Browser, server: LiveServer
) -> Iterator[BrowserContext]:
    """The browser of a parent."""
    with person(browser, server.url, request.node, **DEVICES[str(request.param)]) as context:
        yield context


def test_max_is_connected_by_a_code_tried_and_let_go(of_parent: BrowserContext, service: Max) -> None:
    wait_until(lambda: "GET /updates" in service.asked, 60, "nobody listens")
    page = sign_in(of_parent, "parent", to="/notices/choices")
    sheet = page.locator(".sheet").filter(has=page.get_by_role("heading", name="В мессенджере MAX"))
    press(page, "Подключить MAX")
    expect(sheet.get_by_role("img", name="QR-код с адресом бота")).to_be_visible()
    expect(sheet.locator(".secret")).to_have_text(re.compile(r"^[\w-]{43}$"))
    assert_accessible(page)
    code = sheet.locator(".secret").text_content() or ""
    service.start(MOTHER, code)
    expect(sheet.get_by_text("Мария Л.")).to_be_visible(timeout=30_000)
    expect(sheet.locator(".secret")).to_have_count(0)
    assert_accessible(page)
    wait_until(lambda: len(service.written) == 1, 30, "the bot has said nothing")
    assert service.written[0][1].startswith("Подключено.")
    press(page, "Отправить пробное")
    wait_until(lambda: len(service.written) == 2, 30, "no trial has come")
    assert service.written[1] == (MOTHER, "Проверка: уведомления сюда приходят")
    sheet.get_by_role("button", name="Отключить").click()
    expect(sheet.get_by_role("button", name="Подключить MAX")).to_be_visible()
    expect(sheet.get_by_text("Мария Л.")).to_have_count(0)
