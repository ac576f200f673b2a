"""A mark of another journal in a browser: sent as a list, nothing to settle, taken in, taken back."""

import sqlite3
from contextlib import closing
from datetime import date

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.first_steps import LONG_MS, button, says
from tests.browser.spread import asked, pupil_of
from tests.infra.browser import assert_accessible, sign_in
from tests.infra.servers import LiveServer
from tests.services.marks_files import marks_list

CLASS, PUPIL, SUBJECT = "6А", "Лебедева Анна", "Математика"
FILE = "выгрузка.csv"
EMPTY_LESSON = """
    SELECT lesson.day, lesson.number, lesson.id
    FROM lesson JOIN course ON course.id = lesson.course_id JOIN subject ON subject.id = course.subject_id
    JOIN enrolment ON enrolment.class_id = course.class_id AND enrolment.pupil_id = :pupil
    WHERE subject.name = :subject AND lesson.status <> 'cancelled' AND lesson.day < '2026-11-20'
    AND NOT EXISTS (SELECT 1 FROM mark WHERE lesson_id = lesson.id AND pupil_id = :pupil)
    AND NOT EXISTS (SELECT 1 FROM attendance WHERE lesson_id = lesson.id AND pupil_id = :pupil)
    ORDER BY lesson.day DESC, lesson.number LIMIT 1
"""
EMPTY_VIEWS = {
    "0 уточнить": "Nothing to settle",
    "0 иначе в журнале": "The journal says nothing else",
    "0 не ложится": "Nothing here",
}


def empty_lesson(server: LiveServer, pupil: int) -> tuple[date, int, int]:
    """Day, number and id of the last lesson that left nothing in the pupil's cell."""
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"))) as database:
        values = {"pupil": pupil, "subject": SUBJECT}
        day, number, lesson = database.execute(EMPTY_LESSON, values).fetchone()
    return date.fromisoformat(day), number, lesson


def test_a_mark_of_another_journal_is_taken_in_and_taken_back(
    desktop: BrowserContext, server: LiveServer
) -> None:
    pupil = pupil_of(server)
    day, number, lesson = empty_lesson(server, pupil)

    def marks() -> int:
        words = "SELECT count(*) FROM mark WHERE lesson_id = ? AND pupil_id = ? AND value = '5'"
        return asked(server, words, lesson, pupil)

    page = sign_in(desktop, "deputy", to="/marks/import")
    sends(page, marks_list((CLASS, PUPIL, SUBJECT, f"{day:%d.%m.%Y}", "5", "", "", "", number)))
    for view, message in EMPTY_VIEWS.items():
        page.get_by_role("button", name=view).click()
        says(page, message)
    assert_accessible(page)
    expect(page.get_by_text("Новых: 1, изменится: 0, без изменений: 0")).to_be_visible()
    assert marks() == 0

    button(page, "Take the marks in").click()
    says(page, "The marks are taken in")
    expect(page.locator(".facts")).to_contain_text("Отметки")
    assert_accessible(page)
    assert marks() == 1

    button(page, "Undo the import").click()
    page.get_by_role("dialog").locator("visible=true").get_by_role("button", name="Отменить загрузку").click()
    says(page, "The marks of the file were taken back")
    expect(page.get_by_text(FILE)).to_have_count(0)
    assert marks() == 0


def sends(page: Page, data: bytes) -> None:
    """The file is given on the page, and looked at."""
    page.locator("input[type=file]").set_input_files({"name": FILE, "mimeType": "text/csv", "buffer": data})
    expect(page.get_by_role("button", name="0 уточнить")).to_be_visible(timeout=LONG_MS)
