"""The first steps in a school in which nothing stands yet, and what each page says meanwhile."""

import re
import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import Locator, Page, expect

from ejournal.i18n import gettext, ngettext
from tests.infra.messages import seen_texts
from tests.infra.servers import LiveServer
from tests.services.timetable_files import asc, sheet

TEACHER = "Орлова"
ONE_TEACHER = re.sub('teacherids="[^"]*"', 'teacherids="T1"', asc().decode()).encode()
"""All is taught by one, two lessons at once among it."""
ALIKE = asc(
    **{'name="9 Б" short="9Б"': 'name="9 А очень длинное название класса, которого нет нигде" short="9А"'}
)
NO_LAYOUT = sheet(("A1", None), ("C1", "Альфа"), ("E1", "Бета"), ("F1", None), title="Расписание")
SATURDAY, MONDAY = "2026-11-21", "2026-11-23"
LONG_MS = 60_000


def says(page: Page, message: str, **params: Any) -> None:
    """The page shows the message in Russian."""
    words = gettext("ru", message, **params)
    expect(page.get_by_text(words, exact=True).filter(visible=True).first).to_be_visible(timeout=LONG_MS)
    seen_texts.add(words)  # it may be left at once


def button(page: Page, message: str) -> Locator:
    """The visible button of those words."""
    return page.get_by_role("button", name=gettext("ru", message), exact=True).filter(visible=True).first


def shows_faults(page: Page, number: int) -> None:
    """So many faults are told of a list of people."""
    words = ngettext("ru", "{n} fault", "{n} faults", number)
    expect(page.get_by_role("button", name=words, exact=True)).to_be_visible(timeout=LONG_MS)


def begins_the_year(page: Page) -> None:
    """A year without classes."""
    page.goto("/schedule/calendar")
    page.locator(".empty button").click()
    button(page, "Weeks of classes").click()
    says(page, "There are no classes this year")


def imports_a_timetable(page: Page) -> None:
    """Files that cannot be taken in; then one as a draft, published, and sent once more."""
    sends(page, NO_LAYOUT, "наше.xlsx")
    says(page, "No lesson was found in the file")
    says(
        page,
        "Say below where class, weekday and lesson number stand: "
        "the row or column by its name in the picture.",
    )
    sends(page, ALIKE)
    button(page, "See what will change").click()
    says(page, "Nothing was imported")
    sends(page, ONE_TEACHER)
    button(page, "Leave as a draft").click()
    takes_in(page, "Import as a draft")
    says(page, "The draft waits in the editor of the timetable.")
    sends(page, ONE_TEACHER)
    says(page, "All of these names are known")
    takes_in_whole(page)
    sends(page, ONE_TEACHER)
    button(page, "See what will change").click()
    says(page, "The timetable is the same as now")


def imports_whole(page: Page, data: bytes) -> None:
    """A timetable of another program is sent, looked at and published."""
    sends(page, data)
    takes_in_whole(page)


def takes_in_whole(page: Page) -> None:
    """The timetable that was sent is published."""
    takes_in(page, "Import and publish")
    expect(page.get_by_role("status").filter(has_text="Уроки года: создано").first).to_be_visible()


def sends(page: Page, data: bytes, name: str = "расписание.xml") -> None:
    """In place of whichever file was sent before."""
    page.goto("/schedule/import")
    field = page.locator("input[type=file]")
    others = [button(page, words) for words in ("Another file", "Import another file")]
    expect(field.or_(others[0]).or_(others[1])).to_be_attached()
    for other in others:
        if other.count():
            other.click()
    field.set_input_files({"name": name, "mimeType": "text/xml", "buffer": data})
    says(page, "Found in the file")


def takes_in(page: Page, words: str) -> None:
    """What would change is looked at, then done."""
    button(page, "See what will change").click()
    button(page, words).click(timeout=LONG_MS)
    says(page, "The timetable is imported")


def edits_the_timetable(page: Page, server: LiveServer) -> None:
    """A draft with errors; courses, groups and second teachers of the timetable in force."""
    page.goto("/schedule/edit")
    button(page, "Publish…").click()
    says(page, "There are errors in the timetable")
    page.reload()
    page.get_by_label("Расписание", exact=True).select_option(index=0)
    says(page, "This timetable is published. To change it, make a new one from it: the past stays as it was.")
    opens_course(page, "Английский язык")
    button(page, "Second teachers").click()
    says(page, "No second teacher yet")
    page.reload()
    opens_course(page, "Английский язык")
    button(page, "Pupils of the group").click()
    says(page, "No pupils in these classes yet")
    with closing(sqlite3.connect(server.database.removeprefix("sqlite:///"), timeout=20)) as database:
        database.execute("UPDATE lesson SET topic = 'Дроби'")
        database.commit()
    page.reload()
    opens_course(page, "Алгебра")
    button(page, "Remove…").click()
    says(page, "There are marks, absences or topics in this course: it stays. Set its hours to 0.")


def begins_a_timetable(page: Page) -> None:
    """A draft in a school whose class has no courses."""
    page.goto("/schedule/edit")
    button(page, "New timetable").click()
    button(page, "Make a draft").click()
    opens_load(page)
    says(page, "No courses yet")


def opens_load(page: Page) -> None:
    """The courses of whose week is shown."""
    page.locator("[popovertarget=menu-timetable]").click()
    button(page, "Teaching load").click()


def opens_course(page: Page, subject: str) -> None:
    """The form of the first course of the subject."""
    opens_load(page)
    page.get_by_role("dialog").get_by_role("button").filter(has_text=subject).first.click()


def settles_absences(page: Page) -> None:
    """The only teacher is away, on a day without lessons and on one with."""
    enters_absence(page, SATURDAY)
    says(page, "No lessons on these days")
    says(page, "Nothing has to be settled.")
    enters_absence(page, MONDAY)
    button(page, "Settle").click()
    says(page, "Nobody is free at this hour: move the lesson or cancel it.")


def enters_absence(page: Page, day: str) -> None:
    """The teacher is ill that day."""
    page.goto("/substitutions")
    button(page, "A teacher is away").click()
    form = page.get_by_role("dialog").filter(visible=True)
    teacher = form.locator("select[name=teacher]")
    teacher.select_option(label=teacher.locator("option").filter(has_text=TEACHER).inner_text())
    form.locator("input[name=starts]").fill(day)
    form.locator("select[name=reason]").select_option(index=1)
    button(page, "Enter the absence").click()
    page.wait_for_url("**absence=*")


def who_has_no_account(page: Page) -> None:
    """The card of oneself, and of who came with the timetable."""
    page.goto("/accounts")
    person = page.locator(".content button.row")
    person.filter(has_text="Admin").click()
    says(page, "This is your own account. Its password is changed on your own page.")
    page.reload()
    person.filter(has_text=TEACHER).click()
    says(page, "This person has no account and cannot sign in.")
