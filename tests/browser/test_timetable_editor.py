"""The timetable's editor in the hands of a deputy: by keyboard, a conflict caught, published from Monday."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy.engine import make_url

from tests.infra.browser import assert_accessible, sign_in
from tests.infra.servers import LiveServer

TEACHING, TITLE = "9 «А»", "Расписание с понедельника"
LONG_MS = 60_000


@pytest.fixture
def deputy(desktop: BrowserContext) -> Page:
    """The deputy at the editor, class 9А of the timetable in force."""
    page = sign_in(desktop, "deputy", to="/schedule")
    page.get_by_role("link", name="Составить").click()
    page.wait_for_url("**/schedule/edit**")  # the schedule has a choice of that name too
    page.get_by_label("Класс", exact=True).select_option(label=TEACHING)
    page.wait_for_url("**id=*")
    return page


@pytest.fixture
def school(server: LiveServer) -> Iterator[sqlite3.Connection]:
    """The school's database, to be looked into."""
    with closing(sqlite3.connect(str(make_url(server.database).database))) as connection:
        yield connection


def cell(page: Page, key: str) -> Locator:
    return page.locator(f"[data-key='{key}']")


def stands(page: Page, key: str, subject: str) -> None:
    """The server has the lesson there too."""
    expect(cell(page, key).locator(".tb-card:not(.is-pending)")).to_contain_text(subject)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go(page: Page, key: str) -> None:
    """Move the cursor by arrows to a cell."""
    day, number = key.split(".")
    press(
        page, "Home", *["ArrowUp"] * 8, *["ArrowRight"] * (int(day) - 1), *["ArrowDown"] * (int(number) - 1)
    )
    expect(cell(page, key)).to_be_focused()


def rows(school: sqlite3.Connection, question: str) -> list[tuple[object, ...]]:
    return sorted(school.execute(question).fetchall())


def test_a_week_by_keyboard_a_conflict_caught_published_without_losing_a_mark(
    deputy: Page, school: sqlite3.Connection
) -> None:
    page, monday = deputy, date(2026, 11, 23)
    marks = rows(school, "SELECT id, lesson_id, value FROM mark")
    past = rows(school, f"SELECT id, course_id, day, number FROM lesson WHERE day < '{monday}'")
    makes_a_draft(page)
    places_by_keyboard(page)
    assert_accessible(page)
    publishes(page)
    assert rows(school, "SELECT id, lesson_id, value FROM mark") == marks
    assert rows(school, f"SELECT id, course_id, day, number FROM lesson WHERE day < '{monday}'") == past


def makes_a_draft(page: Page) -> None:
    page.get_by_role("button", name="Новое расписание").first.click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Действует с")).to_have_value("2026-11-23")
    form.get_by_label("Название").fill(TITLE)
    form.get_by_role("button", name="Создать черновик").click()
    expect(page.locator(".tb.is-editable")).to_be_visible()
    expect(page.get_by_label("Расписание", exact=True)).to_contain_text(TITLE)


def places_by_keyboard(page: Page) -> None:
    """A lesson goes to the tray and, past a cell where it clashes, to a free place at the day's end."""
    subject = cell(page, "3.1").locator(".tb-title").first.inner_text()
    cell(page, "3.1").focus()
    press(page, "Delete")
    expect(cell(page, "3.1").locator(".tb-card")).to_have_count(0)
    line = page.get_by_role("option", name=subject).first
    line.focus()
    press(page, "Enter")
    expect(page.locator(".tb-cell.slot-error").first).to_be_visible()
    go(page, "1.2")
    status = page.get_by_role("status").filter(has_text="В руке")
    expect(status).to_contain_text("два урока сразу")
    go(page, "3.1")
    expect(status).to_contain_text("Свободно")
    press(page, "Enter")
    stands(page, "3.1", subject)
    # To the next free lesson and back by undo, then there again.
    free = page.locator(".tb-cell:not(:has(.tb-card))").first.get_attribute("data-key") or ""
    press(page, "Enter")
    go(page, free)
    press(page, "Enter")
    stands(page, free, subject)
    press(page, "Control+z")
    stands(page, "3.1", subject)
    press(page, "Control+y")
    stands(page, free, subject)


def publishes(page: Page) -> None:
    page.get_by_role("button", name="Опубликовать…").click()
    preview = page.get_by_role("dialog").filter(has_text="Что изменит публикация")
    expect(preview).to_be_visible(timeout=LONG_MS)
    expect(preview).to_contain_text("Прибавятся")
    with_errors = preview.get_by_label("Почему публикуется с ошибками")
    if with_errors.count():
        with_errors.fill("Решение педсовета")
        with_errors.blur()
    preview.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_role("dialog").filter(has_text="Расписание опубликовано")).to_be_visible(
        timeout=LONG_MS
    )
    page.get_by_role("button", name="Готово").click()
    expect(page.locator(".tb.is-editable")).to_have_count(0)


def test_a_phone_reads_the_week(phone: BrowserContext) -> None:
    page = sign_in(phone, "deputy", to="/schedule/edit")
    expect(page.locator(".tb-card").first).to_be_visible()
    expect(page.get_by_role("button", name="Новое расписание")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert_accessible(page)


def opens_needs(page: Page) -> Locator:
    """The dialog of what teachers need, at the shown teacher."""
    page.goto("/schedule/edit?by=teacher")
    expect(page.locator(".tb-cell").first).to_be_visible()
    page.locator("[popovertarget=menu-timetable]").click()
    page.get_by_role("button", name="Пожелания учителей").click()
    dialog = page.get_by_role("dialog").filter(has_text="Пожелания учителей")
    expect(dialog.get_by_role("button", name="Понедельник: без уроков")).to_be_visible()
    return dialog


def test_a_teachers_lesson_is_closed_by_keyboard_and_shaded_on_the_board(desktop: BrowserContext) -> None:
    page = sign_in(desktop, "deputy", to="about:blank")
    lesson = opens_needs(page).get_by_role("button", name="Пятница, 7\u2011й урок: не ставить")
    lesson.focus()
    press(page, "Space")
    expect(lesson).to_have_attribute("aria-pressed", "true")
    expect(lesson).to_be_focused()
    assert_accessible(page)
    press(page, "Escape")
    expect(cell(page, "5.7")).to_contain_text("закрыто")
    again = opens_needs(page).get_by_role("button", name="Пятница, 7\u2011й урок: не ставить")
    again.focus()
    press(page, "Space")
    expect(again).to_have_attribute("aria-pressed", "false")


def test_a_phone_closes_a_whole_day_in_one_tap(phone: BrowserContext) -> None:
    page = sign_in(phone, "deputy", to="about:blank")
    dialog = opens_needs(page)
    day = dialog.get_by_role("button", name="Понедельник: без уроков")
    day.tap()
    expect(day).to_have_attribute("aria-pressed", "true")
    expect(dialog.get_by_role("button", name="Понедельник, 1\u2011й урок: не ставить")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert_accessible(page)
    day.tap()
    expect(day).to_have_attribute("aria-pressed", "false")
