"""A parent on a phone links a sign-in of another service, and then comes in by it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.infra.browser import PHONE, assert_accessible, person, sign_in
from tests.infra.providers import Provider
from tests.infra.servers import LiveServer, stop

ENDS = {
    "stranger": "ещё не привязан к учётной записи",
    "closed": "учётная запись закрыта",
    "refused": "нельзя доверять",
    "declined": "не разрешил вход",
    "again": "Начните заново",
    "away": "сейчас не отвечает",
    "unknown": "больше нет",
}


@pytest.fixture
def server(
    start_server: Callable[..., LiveServer], demo_database: Path, tmp_path: Path, provider: Provider
) -> Iterator[LiveServer]:
    """The demo school, which has the provider."""
    shutil.copyfile(demo_database, tmp_path / "school.db")
    address = "http://127.0.0.1:PORT"
    live = start_server(
        f"sqlite:///{tmp_path / 'school.db'}", oidc_providers=provider.setting, public_url=address
    )
    yield live
    stop(live.process)


@pytest.fixture
def phone(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with person(browser, server.url, request.node, **PHONE) as context:
        yield context


def sign_in_there(page: Page) -> None:
    page.get_by_placeholder("sub").fill("parent-there")
    page.get_by_role("button", name="Authorize").tap()


def looks_right(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_parent_links_a_sign_in_and_comes_in_by_it(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/login?next=/account")
    page.get_by_role("link", name="Войти через «Школы области»").tap()
    sign_in_there(page)
    expect(page.get_by_text(ENDS["stranger"])).to_be_visible()
    looks_right(page)

    sign_in(phone, "parent", to="about:blank").close()
    page.goto("/account")
    page.get_by_role("button", name="Привязать").tap()
    page.get_by_label("Ваш пароль", exact=True).last.fill("wrong")
    page.get_by_role("button", name="Дальше").tap()
    expect(page.get_by_text("Это не ваш нынешний пароль")).to_be_visible()
    looks_right(page)
    page.get_by_label("Ваш пароль", exact=True).last.fill("demo")
    page.get_by_role("button", name="Дальше").tap()
    sign_in_there(page)
    expect(page.get_by_text("Вход привязан")).to_be_visible()
    looks_right(page)
    page.goto("/account?link=taken")
    expect(page.get_by_text("уже привязан к другой учётной записи")).to_be_visible()

    phone.clear_cookies()
    page.goto("/login?next=/account")
    page.get_by_role("link", name="Войти через «Школы области»").tap()
    sign_in_there(page)
    page.get_by_role("button", name="Отвязать").tap()
    page.get_by_role("dialog").get_by_role("button", name="Отвязать").tap()
    expect(page.get_by_text("Отвязан: войти через него больше нельзя")).to_be_visible()
    for sign, words in ENDS.items():
        page.goto(f"/login?error=provider-{sign}")
        expect(page.locator(".sign-in-column .callout")).to_contain_text(words)
