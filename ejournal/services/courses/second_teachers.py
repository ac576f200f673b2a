"""The second teachers of courses, read in one column of whatever statement reads the first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import FromClause, Text, cast, func, literal, select

from ejournal.access.co_teaching import TeachingSpan
from ejournal.models import CoTeacher
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db

_BETWEEN, _AFTER = "\x1f", "\x1e"
"""What stands between the parts of a row and between rows: in no name, and dates are written as ISO."""


@dataclass(frozen=True, slots=True)
class SecondTeacher:
    """A second teacher of a course by short name, and from which to which day."""

    id: int
    person_id: int
    span: TeachingSpan
    name: str


def seconds_of_courses() -> Any:
    """The column for a statement that reads courses."""
    return _seconds_of(db.course, db.course.c.id, db.course.c.teacher_id)


def seconds_of_lessons() -> Any:
    """The column for a statement that reads lessons; whoever gives one is not beside himself."""
    lesson = db.lesson
    return _seconds_of(lesson, lesson.c.course_id, func.coalesce(lesson.c.substitute_id, lesson.c.teacher_id))


def seconds_of_lessons_on_their_day() -> Any:
    """The same with only those who are one on the lesson's day."""
    day = db.lesson.c.day
    first = func.coalesce(db.lesson.c.substitute_id, db.lesson.c.teacher_id)
    return _seconds_of(db.lesson, db.lesson.c.course_id, first, day)


def _seconds_of(rows: FromClause, course_id: Any, first_id: Any, day: Any = None) -> Any:
    """The second teachers as one text, for read_seconds."""
    second = table(CoTeacher).alias("second")
    person = db.person.alias("second_person")
    parts = (
        cast(second.c.id, Text), cast(second.c.teacher_id, Text),
        func.coalesce(cast(second.c.starts, Text), ""), func.coalesce(cast(second.c.ends, Text), ""),
        person.c.last_name, person.c.first_name, func.coalesce(person.c.middle_name, ""),
    )  # fmt: skip
    line: Any = parts[0]
    for part in parts[1:]:
        line = line.concat(literal(_BETWEEN, literal_execute=True)).concat(part)
    return (
        select(func.aggregate_strings(line, _AFTER))
        .select_from(second)
        .join(person, person.c.id == second.c.teacher_id)
        .where(
            second.c.school_id == rows.c.school_id,
            second.c.course_id == course_id,
            second.c.teacher_id != first_id,
            *(() if day is None else (holds_on(second.c, day),)),
        )
        .correlate(rows)
        .scalar_subquery()
    )


def read_seconds(text: str | None) -> tuple[SecondTeacher, ...]:
    """The second teachers out of the column, in the order in which they were entered."""
    return tuple(sorted(map(_second, filter(None, (text or "").split(_AFTER))), key=lambda one: one.id))


def _second(line: str) -> SecondTeacher:
    key, person_id, starts, ends, *name = line.split(_BETWEEN)
    span = TeachingSpan(_day(starts), _day(ends))
    return SecondTeacher(int(key), int(person_id), span, short_name(*name))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def names_on(day: date, first: str, seconds: Iterable[SecondTeacher]) -> str:
    """The teachers of a course on the day, the first one first."""
    return ", ".join((first, *(one.name for one in seconds if one.span.holds_on(day))))
