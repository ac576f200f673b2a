"""A map of absences: the share of missed lessons by day of the week and number of the lesson."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import weekday_short
from ejournal.models import LessonStatus
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import by_name
from ejournal.services.grading.averages import share
from ejournal.services.grading.scales import ABSENCES, CODE_TEXT
from ejournal.services.reports.book import Book
from ejournal.services.reports.charts.pupil_grids import MONDAY
from ejournal.services.reports.charts.seats import Seats
from ejournal.services.reports.grid import Fact, Form, Grid, Row, Spot
from ejournal.services.reports.periods import Period

ALL = "all"
_lesson, _attendance, _person = db.lesson.c, db.attendance.c, db.person.c
Cell = tuple[int, int]


def absences_grid(session: Session, actor: Actor, book: Book, period: Period, locale: str) -> Grid:
    """Missed lessons of pupils in per cent of all that these were to sit in until today; two queries."""
    seats = Seats(book, period)
    first, until = period.starts, min(period.ends, actor.today)
    expected: dict[Cell, int] = {}
    rows = session.execute(
        select(_lesson.course_id, _lesson.day, _lesson.number, func.count())
        .where(in_days(_lesson, actor.school_id, first, until), _lesson.status != LessonStatus.CANCELLED)
        .where(_lesson.course_id.in_([one.id for one in book.courses if one.is_reported]))
        .group_by(_lesson.course_id, _lesson.day, _lesson.number)
    )
    for course_id, day, number, times in rows:
        course = book.course(course_id)
        sitting = seats.count(course, day) if course else 0
        if sitting:
            cell = (number, day.weekday())
            expected[cell] = expected.get(cell, 0) + sitting * times
    missed = _missed(session, actor, book, seats, first, until)
    return _grid(expected, missed, locale)


def _missed(
    session: Session, actor: Actor, book: Book, seats: Seats, first: date, last: date
) -> dict[Cell, list[Fact]]:
    rows = session.execute(
        select(_attendance.pupil_id, _attendance.course_id, _attendance.day, _attendance.code, _lesson.number)
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.attendance, db.lesson, _lesson.id == _attendance.lesson_id)
        .join(db.person, _person.id == _attendance.pupil_id)
        .where(in_days(_attendance, actor.school_id, first, last), _attendance.code.in_(ABSENCES))
        .where(_lesson.status != LessonStatus.CANCELLED)
        .where(_attendance.course_id.in_([one.id for one in book.courses if one.is_reported]))
    ).all()
    found: dict[Cell, list[Fact]] = {}
    for row in sorted(rows, key=lambda one: (by_name(one), one.day, one.number)):
        course = book.course(row.course_id)
        if course is not None and seats.holds(row.pupil_id, course, row.day):
            found.setdefault((row.number, row.day.weekday()), []).append(_fact(book, row, course.subject))
    return found


def _fact(book: Book, row: Any, subject: str) -> Fact:
    return Fact(
        row.pupil_id, f"{row.last_name} {row.first_name}", book.class_of(row.pupil_id, row.day),
        row.course_id, subject, row.day, row.number, CODE_TEXT[row.code],
    )  # fmt: skip


def _grid(expected: dict[Cell, int], missed: dict[Cell, list[Fact]], locale: str) -> Grid:
    numbers = sorted({number for number, _ in expected})
    weekdays = sorted({day for _, day in expected})

    def spot(cells: Sequence[Cell]) -> Spot:
        of = sum(expected.get(cell, 0) for cell in cells)
        facts = [fact for cell in cells for fact in missed.get(cell, ())]
        return Spot(share(len(facts) * 100, of), facts)

    rows = [
        Row(
            str(number),
            str(number),
            (*(spot([(number, day)]) for day in weekdays), spot([(number, day) for day in weekdays])),
            1,
        )
        for number in numbers
    ]
    of_days = (spot([(number, day) for number in numbers]) for day in weekdays)
    every = spot([(number, day) for number in numbers for day in weekdays])
    words = gettext(locale, "All")
    rows.append(Row(ALL, words, (*of_days, every), 1))
    return Grid(
        "absences",
        gettext(locale, "Absences by day and lesson, % of lessons"),
        Form.HEAT,
        (
            *((str(day), weekday_short(locale, MONDAY + timedelta(days=day))) for day in weekdays),
            (ALL, words),
        ),
        tuple(rows) if expected else (),
        first=gettext(locale, "Lesson"),
    )
