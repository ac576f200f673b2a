"""A deputy has the whole school printed and closes the browser; the server is started anew: papers wait."""

import shutil
import signal
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.first_steps import LONG_MS, button
from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person, sign_in
from tests.infra.servers import LiveServer, running, stop, wait_until

MADE_WITHIN_S = 180
MADE = "SELECT id, made_at FROM paper_part WHERE made_at IS NOT NULL"
Start = Callable[[], LiveServer]


@pytest.fixture
def start(built_pages: None, demo_database: Path, tmp_path: Path) -> Iterator[Start]:
    """start(): a server of the demo school; the next one goes on with the same database and files."""
    shutil.copyfile(demo_database, tmp_path / "school.db")
    with ExitStack() as servers:
        yield lambda: servers.enter_context(
            running(tmp_path, f"sqlite:///{tmp_path}/school.db", data_folder=str(tmp_path / "data"))
        )


def parts(folder: Path, question: str = MADE) -> dict[int, Any]:
    with closing(sqlite3.connect(folder / "school.db")) as database:
        return dict(database.execute(question).fetchall())


def begins(page: Page) -> None:
    expect(page.get_by_role("heading", name="Вся школа")).to_be_visible()
    page.get_by_role("button", name="I ч.", exact=True).last.click()
    page.get_by_label("Сводные ведомости").click()
    expect(page.get_by_label("Сводные ведомости")).to_be_checked()
    assert_accessible(page)
    button(page, "Print the whole school").click()
    expect(page.locator(".progress")).to_contain_text("в работе, сделано", timeout=LONG_MS)


@pytest.mark.parametrize(("screen", "end"), [(DESKTOP, signal.SIGKILL), (PHONE, signal.SIGTERM)])
def test_the_whole_school_is_printed_across_a_restart(
    screen: dict[str, Any], end: signal.Signals, start: Start, browser: Browser, tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    server = start()
    with person(browser, server.url, request.node, **screen) as context:
        begins(sign_in(context, "deputy", to="/papers"))
        wait_until(lambda: len(parts(tmp_path)) >= 2, MADE_WITHIN_S, server.log.read_text)
    made = parts(tmp_path)
    server.process.send_signal(end)
    server.process.wait(timeout=30)
    server = start()
    with person(browser, server.url, request.node, **screen) as context:
        page = sign_in(context, "deputy", to="/papers")
        taken = page.get_by_role("link", name="Файл на каждый класс")
        expect(taken).to_be_visible(timeout=MADE_WITHIN_S * 1000)
        assert_accessible(page)
        after = parts(tmp_path)
        assert made.items() <= after.items()
        assert set(parts(tmp_path, "SELECT tries, count(*) FROM paper_part GROUP BY tries")) <= {1, 2}
        with page.expect_download() as download:
            taken.click()
        with zipfile.ZipFile(download.value.path()) as zipped:
            assert zipped.testzip() is None
            assert len(zipped.namelist()) == len(after)
        with page.expect_download() as download:
            page.get_by_role("link", name="Один файл на всех").click()
        assert len(PdfReader(download.value.path()).outline) == len(after)
    stop(server.process)
