"""Rows of the year's calendar: what is asked of their days and names, how they are written and audited."""

from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import (
    AcademicYear,
)
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.year import GRADES, YearSpan

MORE = Permission.CALENDAR_WRITE
"""What whoever changes the calendar may."""


def year_of(session: Session, actor: Actor, year_id: int) -> YearSpan:
    """A year that the actor may change; NotFound for another school's."""
    year = guard.get(session, actor, AcademicYear, year_id, MORE)
    return YearSpan(year_id, year.name, year.starts, year.ends)


def check_name(name: str, limit: int) -> None:
    """DomainError unless there is a name, and not too long a one."""
    if not name.strip():
        raise DomainError("Fill this in", field="name")
    if len(name.strip()) > limit:
        raise DomainError("Too long: at most {limit} characters", field="name", limit=limit)


def check_span(year: YearSpan, starts: date, ends: date) -> None:
    """DomainError by the field unless both days are of the year, in their order."""
    if ends < starts:
        raise DomainError("It ends before it begins", field="ends")
    if starts not in year:
        raise DomainError("The day must be in the academic year", field="starts")
    if ends not in year:
        raise DomainError("The day must be in the academic year", field="ends")


def check_grades(grades: tuple[int, int]) -> None:
    """DomainError unless these are grades of a school, the lower first."""
    if not all(grade in GRADES for grade in grades) or grades[0] > grades[1]:
        raise DomainError("Grades go from 1 to 11, the lower first", field="grade_to")


def values_of(row: SQLModel) -> dict[str, Any]:
    """The row as the trail keeps it."""
    return row.model_dump(mode="json")


def save_row(
    session: Session, actor: Actor, action: str, row: Any, before: dict[str, Any] | None, **more: Any
) -> int:
    """Write the row, with its trail and where it shows; its number."""
    session.add(row)
    session.flush()
    record_row(session, actor, action, row, before, **more)
    return int(row.id)


def delete_row(session: Session, actor: Actor, action: str, row: Any) -> None:
    """Take the row away, with its trail and where it showed."""
    change = audit.Change(action, row.__tablename__, row.id, before=values_of(row))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
    session.delete(row)
    session.flush()


def record_row(
    session: Session, actor: Actor, action: str, row: Any, before: dict[str, Any] | None = None, **more: Any
) -> None:
    """Put down in the trail what was written, and say where it shows."""
    change = audit.Change(action, row.__tablename__, row.id, before=before, after=values_of(row) | more)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
