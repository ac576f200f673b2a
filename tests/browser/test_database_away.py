"""The database does not answer: the page says so, and comes back by itself; so does the sign-in page."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ejournal.access.actor import COOKIE
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop

WAITS = "База данных не отвечает. Последнее действие могло не сохраниться. Страница обновится сама"
LATER = "База данных не отвечает. Повторите через минуту: сохранённое не пропало"
BACK_WITHIN_MS = 60_000


@pytest.fixture(scope="module")
def server(own_databases: Databases, start_server: Callable[..., LiveServer]) -> Iterator[LiveServer]:
    with own_databases.copy("postgresql", make_cast) as address:
        live = start_server(address)
        yield live
        stop(live.process)


def test_a_page_waits_and_comes_back_by_itself(
    desktop: BrowserContext, server: LiveServer, own_databases: Databases
) -> None:
    desktop.add_cookies([{"name": COOKIE, "value": "cast-guardian", "url": server.url}])
    page = desktop.new_page()
    page.goto("/diary")
    week = page.locator(".week-dates").first
    expect(week).to_contain_text("ноября")
    before = week.inner_text()
    with own_databases.postgres_stopped():
        page.get_by_role("link", name="Следующая неделя").first.click()
        expect(page.get_by_text(WAITS)).to_be_visible(timeout=BACK_WITHIN_MS)
    expect(page.get_by_text(WAITS)).to_be_hidden(timeout=BACK_WITHIN_MS)
    expect(week).not_to_have_text(before)


def test_a_sign_in_is_asked_for_later(desktop: BrowserContext, own_databases: Databases) -> None:
    page = desktop.new_page()
    page.goto("/login")
    with own_databases.postgres_stopped():
        sign_in(page)
        expect(page.get_by_text(LATER)).to_be_visible(timeout=BACK_WITHIN_MS)


def sign_in(page: Page) -> None:
    page.locator("input[name=login]").fill("teacher")
    page.locator("input[name=password]").fill("demo")
    page.locator("form button[type=submit]").click()
