"""What is not there and what is not for the person look the same; a page that cannot be drawn says so."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from tests.browser.spread import course_of
from tests.infra.browser import sign_in
from tests.infra.servers import LiveServer

SHARED = True
ABSENT = "/no-such-page"
TITLES = {"ru": "Такой страницы нет · Школьный журнал", "en": "There is no such page · School journal"}


@pytest.fixture
def language_given_back(server: LiveServer) -> Iterator[None]:
    """Whatever becomes of the test, the pupil's account speaks Russian afterwards."""
    yield
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"), timeout=20)) as school, school:
        school.execute("UPDATE account SET locale = 'ru' WHERE login = 'pupil'")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_foreign_page_and_its_tab_say_what_an_absent_one_says(
    device: str, server: LiveServer, language_given_back: None, request: pytest.FixtureRequest
) -> None:
    context: BrowserContext = request.getfixturevalue(device)
    page = sign_in(context, "pupil", to="about:blank")
    absent = told(page, ABSENT, "ru")
    foreign = course_of(server, "teacher", "Математика")
    closed = ["/accounts", "/settings", "/late-changes"]
    addresses = [f"/journal?course={foreign}", "/journal?course=1000000", *closed]
    for address in addresses:
        assert told(page, address, "ru") == absent, address
    if device == "phone":  # there the switch of languages is behind «Ещё»
        return
    speak(page, "English", "en")
    told(page, addresses[0], "en")
    page.goto("/diary")
    expect(page).not_to_have_title(TITLES["en"])
    speak(page, "Русский", "ru")


def speak(page: Page, name: str, language: str) -> None:
    """Choose the language, which stays with the account."""
    page.goto("/account")
    page.get_by_role("button", name=name).filter(visible=True).first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def told(page: Page, address: str, language: str) -> str:
    """The words of a page whose tab says that there is no such page."""
    page.goto(address)
    expect(page).to_have_title(TITLES[language])
    expect(page.locator(".empty h1")).to_be_visible()
    return page.locator(".empty").inner_text()


def test_a_page_that_cannot_be_drawn_says_that_what_was_saved_is_safe(desktop: BrowserContext) -> None:
    page = sign_in(desktop, "pupil", to="/account")
    expect(page.locator("h1")).to_be_visible()
    desktop.route_web_socket(re.compile("_event"), spoil_name)
    page.goto("/notices")
    expect(page.locator(".mishap h1")).to_have_text("Не получилось показать страницу")
    expect(page.locator(".mishap")).to_contain_text("Всё сохранённое цело. Обновите страницу")


def spoil_name(socket: WebSocketRoute) -> None:
    """Pass all on, but for the person's name: no text comes where every page draws one."""
    server = socket.connect_to_server()
    spoilt = r'"person_name\1":{"no":"text"}'
    server.on_message(lambda told: socket.send(re.sub(r'"person_name(\w*)": ?"[^"]*"', spoilt, str(told))))
