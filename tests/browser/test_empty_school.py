"""A school in which nothing stands yet: every page says so, and what to do next; so does each first step."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, SQLModel

from ejournal import clock
from ejournal.models import (
    AcademicYear,
    Account,
    Enrolment,
    Guardianship,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolClass,
    SchoolSettings,
    Term,
    TermKind,
    TermScheme,
)
from tests.browser.first_steps import (
    begins_a_timetable,
    begins_the_year,
    edits_the_timetable,
    imports_a_timetable,
    says,
    settles_absences,
    who_has_no_account,
)
from tests.cast import PASSWORD, PASSWORD_HASH, TERMS, YEAR_ENDS, YEAR_STARTS
from tests.infra.browser import DESKTOP, person, sign_in
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer

PEOPLE = {
    "admin": Role.ADMINISTRATOR,
    "deputy": Role.DEPUTY,
    "teacher": Role.TEACHER,
    "tutor": Role.CLASS_TEACHER,
    "pupil": Role.PUPIL,
    "parent": Role.GUARDIAN,
}
NOT_YET = {
    ("admin", "/people/openings"): (
        "No such lines",
        "Who opens a card, a class list or a file with personal data is written down here.",
    ),
    ("admin", "/consents"): (
        "No purposes yet",
        "Each purpose is a document of its own: people agree to each apart.",
    ),
    ("admin", "/consents/register"): (
        "No such lines",
        "Nobody is asked before a document is published, and nobody fits another name or state.",
    ),
    ("admin", "/accounts?q=никого"): (
        "Nobody is found",
        "Try a part of the surname, the first name or the login.",
    ),
    ("admin", "/people?q=никого"): (
        "Nobody is found",
        "Try a part of the surname, a class like 6б, or the last digits of a phone.",
    ),
    ("admin", "/settings?section=kinds"): ("No kinds of work yet",),
    ("admin", "/settings?section=marks"): (),
    ("teacher", "/"): ("No lessons today", "Everything is done"),
    ("teacher", "/journal"): (
        "No journals yet",
        "A journal appears here when the deputy head gives you a class and a subject.",
    ),
    ("tutor", "/class"): (
        "No class of yours yet",
        "A class appears here when the deputy head makes you its class teacher.",
    ),
    ("deputy", "/"): ("All journals are filled", "All is decided"),
    ("deputy", "/reports"): (
        "Nothing to report yet",
        "Figures stand here once the year has begun and marks are given.",
    ),
    ("deputy", "/reports/early"): (
        "Nobody is noticed today",
        "Marks and absences stay within the bounds, or there are too few of them to say anything.",
    ),
    ("deputy", "/reports/charts"): (
        "Nothing to chart yet",
        "Choose another period, or come back once there are marks, absences or homework.",
    ),
    ("deputy", "/chat/reports"): ("Nothing waits for a decision",),
    ("deputy", "/forum"): (
        "The forum has no sections yet",
        "The administration and class teachers make them.",
        "The usual sections: of the whole school, of parents, of each class.",
    ),
    ("deputy", "/forum/waiting"): ("Nothing waits for a decision",),
    ("deputy", "/class-page"): (
        "No class to show",
        "A class's page is read by its pupils, their parents, its teachers and the administration.",
    ),
    ("deputy", "/documents?view=school"): (
        "Nothing is published yet",
        "Publish a local act or an order: the journal asks, reminds and keeps the register.",
    ),
    ("deputy", "/events?view=list"): (
        "No events",
        "To what the school and the class invite stands here.",
    ),
    ("deputy", "/events?view=mine"): (
        "No drafts",
        "What you begin to plan stands here until it is announced.",
    ),
    ("deputy", "/news"): ("No news yet", "News of the school and of the class stand here."),
    ("deputy", "/news?view=mine"): (
        "No drafts",
        "What you begin to write stands here until it is published.",
    ),
    ("deputy", "/news?view=archive"): (
        "The archive is empty",
        "News move here after their last day in the list.",
    ),
    ("deputy", "/late-changes"): (
        "No changes wait for a decision",
        "When a teacher changes a mark of a closed day or term, the request with its reason appears here.",
    ),
    ("deputy", "/schedule/rooms"): (
        "No rooms to show",
        "Choose another lesson, show the taken rooms too, or enter the school's rooms.",
        "Nothing is booked",
        "Find a free room and press «Book».",
    ),
    ("deputy", "/schedule/calendar"): (
        "There is no academic year yet",
        "It is made with quarters and the usual holidays; then you correct the days.",
    ),
    ("deputy", "/schedule/edit"): (
        "There is no timetable yet",
        "Begin an empty one here, or import it from a file.",
    ),
    ("deputy", "/substitutions"): (
        "Nobody is away",
        "Enter an absence, and the program shows its lessons and who could give them.",
        "Choose an absence",
        "Its lessons appear here, with who could give them.",
    ),
    ("deputy", "/substitutions/journal"): (
        "No substitutions in this month",
        "Lines appear here when lessons of absent teachers are settled.",
    ),
    ("deputy", "/no-such-page"): ("The address may be mistyped, or the page is not open to you.",),
    # With a year, a class and a pupil, and nothing more.
    ("admin2", "/settings?section=exemptions"): ("Nobody is exempt this year",),
    ("admin", "/settings?section=classes"): ("No classes this year yet",),
    ("deputy", "/class"): ("No classes yet", "Classes of the year are made in one line: 1А 1Б 2А."),
    ("deputy", "/journal"): (
        "No journals yet",
        "Journals appear once the teaching load says who teaches what to which class.",
    ),
    ("deputy", "/schedule"): (
        "There is no schedule to show yet",
        "It appears once there are classes, teachers and a timetable.",
    ),
    ("parent2", "/diary/absences"): ("No missed lessons this year",),
    ("parent2", "/diary/marks"): ("No subjects in this term",),
    ("parent2", "/diary/dynamics"): (
        "No marks in this term yet",
        "Charts stand here once marks are given.",
    ),
    ("tutor2", "/class"): ("Every absence has its reason",),
    ("deputy2", "/schedule/bells"): ("No lessons on this day",),
    ("deputy2", "/schedule/calendar?part=days"): (
        "No holidays yet",
        "No moved days",
        "A Saturday on which Monday's lessons are given is a moved day.",
    ),
    ("deputy2", "/schedule/calendar?part=bells"): (
        "No bells yet",
        "Without them the schedule shows lesson numbers but no times.",
    ),
    # With a year and a class, and nobody in it.
    ("tutor4", "/class/people"): ("Nobody sits in this class",),
}
Come = Callable[[str], Page]


def plant(session: Session) -> None:
    """Two schools of people alone, one with a year, a class and a pupil, and one with an empty class."""
    for suffix in ("", "2", "3", "4"):
        school = School(code=f"empty{suffix}", name="Новая школа", short_name="Новая школа")
        _add(session, school)
        school_id = school.id or 0
        _add(session, SchoolSettings(school_id=school_id))
        people = {
            name: Person(school_id=school_id, last_name="Новый", first_name=name.title(), middle_name="")
            for name in PEOPLE
        }
        _add(session, *people.values())
        class_id = _year(session, school_id) if suffix in ("2", "4") else None
        if suffix == "2":
            _add(session, _place(school_id, people["pupil"].id or 0, class_id or 0))
        for name, role in PEOPLE.items():
            person_id = people[name].id or 0
            own = class_id if role is Role.CLASS_TEACHER else None
            _add(
                session,
                RoleGrant(school_id=school_id, person_id=person_id, role=role, class_id=own),
                Account(
                    school_id=school_id, person_id=person_id, login=name + suffix,
                    password_hash=PASSWORD_HASH, password_changed_at=clock.now(),
                ),
            )  # fmt: skip
        _add(
            session,
            Guardianship(
                school_id=school_id, guardian_id=people["parent"].id or 0, pupil_id=people["pupil"].id or 0
            ),
        )


def _year(session: Session, school_id: int) -> int:
    year = AcademicYear(school_id=school_id, name="2026/2027", starts=YEAR_STARTS, ends=YEAR_ENDS)
    _add(session, year)
    scheme = TermScheme(school_id=school_id, year_id=year.id or 0, kind=TermKind.QUARTER, name="Четверти")
    _add(session, scheme)
    terms = [
        Term(school_id=school_id, scheme_id=scheme.id or 0, number=number, starts=starts, ends=ends)
        for number, (starts, ends) in enumerate(TERMS, 1)
    ]
    one = SchoolClass(
        school_id=school_id, year_id=year.id or 0, grade=5, letter="А", scheme_id=scheme.id or 0
    )
    _add(session, one, *terms)
    return one.id or 0


def _place(school_id: int, pupil_id: int, class_id: int) -> Enrolment:
    return Enrolment(school_id=school_id, pupil_id=pupil_id, class_id=class_id, starts=date(2026, 9, 1))


def _add(session: Session, *rows: SQLModel) -> None:
    for row in rows:
        session.add(row)
    session.flush()


@pytest.fixture(scope="module")
def empty(databases: Databases, start_server: Callable[..., LiveServer]) -> Iterator[LiveServer]:
    """The journal over the new schools."""
    with databases.copy("sqlite", plant) as address:
        yield start_server(address)


@pytest.fixture
def come(empty: LiveServer, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Come]:
    """come("deputy"): that person signs in on a desktop."""
    with person(browser, empty.url, request.node, **DESKTOP) as context:

        def one(login: str) -> Page:
            context.clear_cookies()
            return sign_in(context, login, PASSWORD, to="about:blank")

        yield one


@pytest.mark.parametrize("login", sorted({login for login, _ in NOT_YET}))
def test_what_is_not_there_yet_is_said_with_the_next_step(come: Come, login: str) -> None:
    page = come(login)
    for (who, address), told in NOT_YET.items():
        if who == login:
            page.goto(address)
            for message in told:
                says(page, message)


def test_a_school_without_rooms_enters_its_first_one(come: Come) -> None:
    page = come("deputy")
    page.goto("/schedule/rooms")
    page.get_by_role("button", name="Изменить кабинеты").click()
    rooms = page.get_by_role("dialog", name="Кабинеты школы")
    expect(rooms).to_be_visible()
    says(page, "No rooms yet")
    rooms.get_by_role("button", name="Добавить кабинет").click()
    form = page.get_by_role("dialog", name="Новый кабинет")
    form.get_by_label("Название или номер").fill("Спортзал")
    form.get_by_role("button", name="Сохранить").click()
    expect(rooms.get_by_text("Спортзал")).to_be_visible()
    rooms.get_by_role("button", name="Готово").click()
    expect(rooms).to_be_hidden()
    expect(page.get_by_text("Спортзал")).to_be_visible()


def test_each_first_step_of_a_new_school_says_what_is_still_missing(come: Come, empty: LiveServer) -> None:
    page = come("deputy3")
    begins_the_year(page)
    imports_a_timetable(page)
    edits_the_timetable(page, empty)
    settles_absences(page)
    who_has_no_account(come("admin3"))
    begins_a_timetable(come("deputy2"))
