"""A teacher falls ill: reported on a phone, settled at a desk, seen in the open diary and in the hall."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.spread import course_of, pupil_of
from tests.infra.browser import DESKTOP, PHONE, assert_accessible, person, sign_in, sign_in_by_form
from tests.infra.servers import LiveServer

TODAY = "2026-11-20"


def test_a_teacher_falls_ill(browser: Browser, server: LiveServer, request: pytest.FixtureRequest) -> None:
    test = request.node
    with (
        person(browser, server.url, test, **PHONE) as at_home,
        person(browser, server.url, test, **DESKTOP) as office,
        person(browser, server.url, test, **PHONE) as family,
        person(browser, server.url, test, **DESKTOP) as hall,
    ):
        desk = sign_in(office, "deputy", to="/schedule")
        screen = hall.new_page()
        screen.clock.install()
        screen.goto(address_of_the_hall(desk))
        diary = sign_in(family, "pupil", to=f"/diary?child={pupil_of(server)}&day={TODAY}")
        maths = diary.locator(".diary-day-shown .diary-lesson", has_text="Математика")
        expect(maths).to_have_count(1)
        expect(maths).not_to_contain_text("замена")
        diary.evaluate("window.notReloaded = true")
        desk.goto("/substitutions")
        expect(desk.locator("h1")).to_have_text("Замены")

        phone = sign_in(at_home, "teacher", to="/absence")
        reports_sick_leave(phone)
        substitute = assigns_the_best(desk, class_of(server))

        expect(maths).to_contain_text(substitute)
        assert diary.evaluate("window.notReloaded === true")
        screen.clock.fast_forward(31_000)
        expect(screen.locator(".days section").first).to_contain_text(substitute)
        leaves_a_task(phone)
        desk.goto("/substitutions/journal")
        expect(desk.get_by_role("row").filter(has_text=substitute).last).to_be_visible()
        assert_accessible(desk)


def reports_sick_leave(phone: Page) -> None:
    phone.locator("#field-starts").fill(TODAY)
    phone.get_by_label("Причина").select_option("больничный")
    phone.locator("#field-absence_note").fill("Температура")
    assert_accessible(phone)
    phone.get_by_role("button", name="Сообщить завучу").click()
    expect(phone.get_by_text("ждёт решения завуча").last).to_be_visible()


def assigns_the_best(desk: Page, school_class: str) -> str:
    """Accept the report, give the class's lesson to the best candidate; the initials and surname."""
    row = desk.get_by_role("listitem").filter(has_text="Температура")
    row.get_by_role("button", name="Принять").click()
    row.get_by_role("link", name="Показать уроки").click()
    lesson = desk.get_by_role("listitem").filter(has_text=f"Математика, {school_class}").first
    lesson.get_by_role("button", name="Заменить").click()
    dialog = desk.get_by_role("dialog").locator("visible=true")
    best = dialog.get_by_role("listitem").first
    name = best.locator(".row-title").inner_text()
    assert_accessible(desk)
    best.get_by_role("button", name="Назначить").click()
    expect(dialog).to_have_count(0)
    surname = name.split()[0]
    expect(lesson).to_contain_text(surname)
    assert_accessible(desk)
    return surname


def leaves_a_task(phone: Page) -> None:
    phone.get_by_role("button", name="Оставить задание").first.click()
    phone.locator("#field-left_task").fill("Решить № 5–9 на странице 42")
    phone.get_by_role("dialog").get_by_role("button", name="Оставить задание").click()
    expect(phone.get_by_text("Решить № 5–9 на странице 42").last).to_be_visible()
    assert_accessible(phone)


def address_of_the_hall(desk: Page) -> str:
    desk.get_by_role("button", name="Ещё").locator("visible=true").click()
    desk.get_by_role("button", name="Экран в холле").locator("visible=true").click()
    desk.get_by_label("Где стоит экран").fill("Холл")
    desk.get_by_role("button", name="Получить адрес").click()
    expect(desk.locator(".secret-address input")).to_have_value(re.compile("/kiosk/"))
    return desk.locator(".secret-address input").input_value()


def class_of(server: LiveServer) -> str:
    """The class that the teacher of the demo gives mathematics to, as it is written."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"))) as database:
        grade, letter = database.execute(
            "SELECT k.grade, k.letter FROM school_class k JOIN course c ON c.class_id = k.id WHERE c.id = ?",
            (course_of(server, "teacher", "Математика"),),
        ).fetchone()
    return f"{grade} «{letter}»"


def test_an_administrator_gives_a_new_password(
    browser: Browser, server: LiveServer, request: pytest.FixtureRequest
) -> None:
    with (
        person(browser, server.url, request.node, **DESKTOP) as office,
        person(browser, server.url, request.node, **PHONE) as phone,
    ):
        forgetful = sign_in(phone, "parent")
        page = sign_in(office, "admin", to="/accounts")
        page.get_by_label("Имя или логин").fill("parent")
        page.get_by_role("button", name="Найти").click()
        expect(page.locator(".content .row")).to_have_count(1)
        assert_accessible(page)
        page.locator(".content button.row").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Выдать новый пароль").click()
        expect(dialog.get_by_text("Прежний пароль перестанет действовать")).to_be_visible()
        dialog.get_by_role("button", name="Выдать новый пароль").click()
        expect(dialog.locator(".secret")).not_to_be_empty()
        password = dialog.locator(".secret").inner_text()
        assert re.fullmatch(r"([a-z]{4}-){3}[a-z]{4}", password)
        assert_accessible(page)
        dialog.get_by_role("button", name="Готово").click()
        expect(page.get_by_text(password)).to_have_count(0)
        forgetful.wait_for_url(re.compile("/login|/$"))
        other = sign_in_by_form(phone, "parent", password)
        expect(other.locator("h1").first).to_be_visible()
