"""Signing in as a person sees it: each refusal in words, and the page that was asked for, on both sizes."""

import sqlite3
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from ejournal.services.accounts import throttle
from tests.browser.spread import Spread, course_of
from tests.infra.browser import assert_accessible, sign_in
from tests.infra.servers import LiveServer

SHARED = True
WORDS = {
    "ru": {
        "wrong": "Проверьте логин и пароль: вместе они никому не подходят.",
        "locked": "Слишком много попыток",
        "wait": "Подождите {n} с и попробуйте снова.",
        "minutes": "Подождите {n} мин и попробуйте снова.",
        "later": "Попробуйте позже.",
        "ended": "Вход завершён. Войдите ещё раз.",
    },
    "en": {
        "wrong": "Check the login and the password: together they match nobody.",
        "locked": "Too many tries",
        "wait": "Wait {n} s and try again.",
        "minutes": "Wait {n} min and try again.",
        "later": "Try again later.",
        "ended": "Your sign-in has ended. Sign in again.",
    },
}
LANGUAGES = {"ru": "Русский", "en": "English"}
EMBLEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30"/></svg>'
)


@pytest.fixture(params=["desktop", "phone"])
def device(request: pytest.FixtureRequest) -> BrowserContext:
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


def knock(page: Page, login: str, password: str) -> None:
    """Fill the form and send it; the page that follows stands there."""
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("form button[type=submit]").click()


def speak(page: Page, language: str) -> None:
    page.get_by_role("button", name=LANGUAGES[language]).click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def trouble(page: Page) -> Locator:
    """What the page says of the last try."""
    return page.locator(".sign-in-column .callout")


def place(page: Page) -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def end_sign_ins(server: LiveServer) -> None:
    """As if all had been signed out elsewhere."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"), timeout=20)) as database:
        database.execute("UPDATE sign_in_session SET ended_at = created_at")
        database.commit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_is_said_and_the_login_stays(device: BrowserContext, language: str) -> None:
    page = device.new_page()
    page.goto("/login")
    knock(page, "teacher", "wrong")
    expect(page.locator("input[name=password]")).to_be_focused()
    expect(page.locator("input[name=login]")).to_have_value("teacher")
    speak(page, language)
    expect(trouble(page)).to_have_text(WORDS[language]["wrong"])
    assert_accessible(page)
    knock(page, "teacher", "demo")
    assert place(page) == "/"


def test_too_many_tries_say_how_long_to_wait_whoever_is_named(device: BrowserContext) -> None:
    page = device.new_page()
    nobody = f"nobody at {page.viewport_size}"
    page.goto("/login")
    for _ in range(throttle.PAIR.free):
        knock(page, nobody, "wrong")
        expect(trouble(page)).to_contain_text(WORDS["ru"]["wrong"])
    knock(page, nobody, "wrong")
    expect(trouble(page)).to_contain_text(WORDS["ru"]["locked"])
    expect(trouble(page)).to_contain_text("попробуйте снова")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("error=locked&wait=45", ("locked", "wait", 45)),
        ("error=locked&wait=600", ("locked", "minutes", 10)),
        ("error=locked", ("locked", "later", 0)),
        ("error=ended", ("ended", "ended", 0)),
    ],
)
def test_each_refusal_has_its_words(
    device: BrowserContext, language: str, address: str, said: tuple[str, str, int]
) -> None:
    page = device.new_page()
    page.goto(f"/login?{address}")
    speak(page, language)
    title, text, number = said
    expect(trouble(page)).to_contain_text(WORDS[language][title])
    expect(trouble(page)).to_contain_text(WORDS[language][text].format(n=number))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_unknown_trouble_in_the_address_says_nothing(device: BrowserContext) -> None:
    page = device.new_page()
    page.goto("/login?error=<b>x</b>&wait=soon")
    expect(page.locator("input[name=login]")).to_be_focused()
    expect(trouble(page)).to_have_count(0)


def test_a_deep_link_leads_through_the_sign_in_even_a_refused_one(
    device: BrowserContext, server: LiveServer
) -> None:
    wanted = f"/journal?course={course_of(server, 'teacher', 'Математика')}"
    page = device.new_page()
    page.goto(wanted)
    page.wait_for_url("**/login?**")
    expect(page.locator("input[name=next]")).to_have_value(wanted)
    expect(trouble(page)).to_have_count(0)
    knock(page, "teacher", "wrong")
    expect(trouble(page)).to_have_text(WORDS["ru"]["wrong"])
    knock(page, "teacher", "demo")
    assert place(page) == wanted
    expect(page.locator(".sj-row").first).to_be_visible()


@pytest.mark.parametrize("foreign", ["//example.com", "https://example.com/", "/\\example.com", "/login"])
def test_no_link_leads_through_the_sign_in_to_somewhere_else(device: BrowserContext, foreign: str) -> None:
    page = device.new_page()
    page.goto(f"/login?next={foreign}")
    expect(page.locator("input[name=next]")).to_have_value(foreign)
    knock(page, "teacher", "demo")
    assert place(page) == "/"


def test_a_sign_in_that_ended_says_so_and_leads_back(device: BrowserContext, server: LiveServer) -> None:
    page = sign_in(device, "parent", to="/diary/marks")
    expect(page.locator("h1")).to_be_visible()
    end_sign_ins(server)
    page.reload()
    expect(trouble(page)).to_have_text(WORDS["ru"]["ended"])
    page.reload()
    expect(trouble(page)).to_have_text(WORDS["ru"]["ended"])
    knock(page, "parent", "demo")
    assert place(page) == "/diary/marks"


def test_an_open_journal_whose_sign_in_ended_says_so_at_the_next_touch(
    device: BrowserContext, server: LiveServer
) -> None:
    spread = Spread.of(device, "teacher", course_of(server, "teacher", "Математика"))
    wanted = place(spread.page)
    end_sign_ins(server)
    with suppress(NotInTime):  # what the page asks by itself may be refused before the hand comes
        cell = spread.page.locator(".sj-row").first.locator("td[data-c]").last
        cell.tap(timeout=5000) if spread.is_phone else cell.dblclick(timeout=5000)
    expect(trouble(spread.page)).to_have_text(WORDS["ru"]["ended"])
    expect(spread.page.locator("input[name=next]")).to_have_value(wanted)
    knock(spread.page, "teacher", "demo")
    assert place(spread.page) == wanted


def test_a_school_alone_shows_its_emblem_before_the_sign_in(device: BrowserContext) -> None:
    device.route("**/auth/logo", lambda route: route.fulfill(body=EMBLEM, content_type="image/svg+xml"))
    page = device.new_page()
    for address in ("/login", "/register"):
        page.goto(address)
        expect(page.locator(".cover > .cover-logo")).to_be_visible()
    assert_accessible(page)
