"""Second factors in a browser: staff made to set codes up, and a passkey on a phone instead of a password."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pyotp import TOTP

from ejournal import clock
from tests.browser.first_steps import says
from tests.infra.browser import assert_accessible, sign_in
from tests.infra.servers import LiveServer

STEP = timedelta(seconds=30)


@pytest.fixture
def asked_of_teachers(server: LiveServer) -> Iterator[None]:
    """As if the school had asked its teachers for long, of accounts opened long ago; not after the test."""
    file = server.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=20)) as database, database:
        database.execute(
            "INSERT INTO second_factor_rule (school_id, role, since)"
            " SELECT id, 'teacher', '2020-01-01' FROM school"
        )
        database.execute("UPDATE account SET grace_from = '2020-01-01 00:00:00.000000'")
    yield
    with closing(sqlite3.connect(file, timeout=20)) as database, database:
        database.execute("DELETE FROM second_factor_rule")


def fits(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def types(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Подтвердить").click()


def knocks(page: Page, login: str) -> None:
    page.goto("/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("demo")
    page.locator("form button[type=submit]").click()


def test_a_teacher_sets_codes_up_because_the_school_asks_and_signs_in_by_them(
    desktop: BrowserContext, asked_of_teachers: None
) -> None:
    page = sign_in(desktop, "teacher")
    page.wait_for_url("**/account")
    says(page, "Your school asks to confirm sign-ins. Set it up here, then all else opens again.")
    page.goto("/journal")
    page.wait_for_url("**/account")
    page.get_by_role("button", name="Настроить").click()
    page.get_by_label("Ваш пароль", exact=True).filter(visible=True).last.fill("demo")
    page.get_by_role("button", name="Дальше").click()
    expect(page.get_by_role("img", name="QR-код с ключом")).to_be_visible()
    key = page.locator(".secret").inner_text().replace(" ", "")
    fits(page)
    now = clock.unpretended()
    page.locator("input[name=factor_code]").fill(TOTP(key).at(now + 3 * STEP))
    page.get_by_role("button", name="Подтвердить").click()
    expect(page.get_by_text("часы телефона")).to_be_visible()
    page.locator("input[name=factor_code]").fill(TOTP(key).at(clock.unpretended()))
    page.get_by_role("button", name="Подтвердить").click()
    says(
        page,
        "They are shown only now. Print or write them down, and keep them away from the phone: each lets you "
        "in once when it is lost.",
    )
    lines = page.locator(".secret-lines li")
    expect(lines).to_have_count(10)
    codes = lines.all_inner_texts()
    assert len(set(codes)) == 10
    fits(page)
    page.get_by_role("button", name="Коды сохранены").click()
    expect(page.get_by_text("осталось 10 кодов")).to_be_visible()
    page.goto("/journal")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.partition("?")[0].endswith("/journal")

    page.get_by_role("button", name="Выйти").first.click()
    page.wait_for_url("**/login")
    knocks(page, "teacher")
    expect(page.get_by_role("heading", name="Подтвердите вход")).to_be_visible()
    fits(page)
    types(page, "000000")
    expect(page.get_by_text("Код не подходит")).to_be_visible()
    types(page, TOTP(key).at(clock.unpretended() + STEP))  # of this step one has been used
    page.wait_for_url(lambda address: "/login" not in address)
    page.get_by_role("button", name="Выйти").first.click()
    page.wait_for_url("**/login")
    knocks(page, "teacher")
    types(page, codes[0])  # the phone is at home
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto("/auth/login/second")
    says(page, "The time to confirm the sign-in is over. Sign in again")


def test_a_class_teacher_adds_a_passkey_to_a_phone_and_signs_in_by_it_alone(
    phone: BrowserContext, server: LiveServer
) -> None:
    by_name = server.url.replace("127.0.0.1", "localhost")
    page = phone.new_page()
    devtools = phone.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    page.goto(f"{by_name}/login?next=/account")
    expect(page.locator("input[name=next]")).to_have_value("/account")
    page.locator("input[name=login]").fill("classteacher")
    page.locator("input[name=password]").fill("demo")
    page.locator("form button[type=submit]").tap()
    page.wait_for_url(f"{by_name}/account")
    page.get_by_role("button", name="Добавить ключ доступа").tap()
    page.get_by_label("Как назвать").fill("Мой телефон")
    page.get_by_label("Ваш пароль", exact=True).filter(visible=True).last.fill("demo")
    fits(page)
    page.get_by_role("button", name="Дальше").tap()
    expect(page.locator(".secret-lines li")).to_have_count(10)
    page.get_by_role("button", name="Коды сохранены").tap()
    expect(page.get_by_text("Мой телефон")).to_be_visible()
    fits(page)

    phone.clear_cookies()
    page.goto(f"{by_name}/login?next=/class")
    way = page.get_by_role("button", name="Войти по ключу доступа")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    way.tap()
    expect(page.get_by_text("Ключ доступа не сработал")).to_be_visible()
    fits(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    way.tap()
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto(f"{by_name}/account")
    expect(page.get_by_text(re.compile("добавлен .* последн"))).to_be_visible()

    phone.clear_cookies()
    page.goto(f"{by_name}/login")
    page.locator("input[name=login]").fill("classteacher")
    page.locator("input[name=password]").fill("demo")
    page.locator("form button[type=submit]").tap()
    expect(page.get_by_role("heading", name="Подтвердите вход")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Войти по ключу доступа").tap()
    page.wait_for_url(lambda address: "/login" not in address)
