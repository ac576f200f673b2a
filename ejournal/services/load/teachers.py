"""What teachers need of a year's timetable: closed lessons and days, the most lessons a day, an own room."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, insert, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AcademicYear,
    Room,
    SchoolClass,
    TeacherNeeds,
    TeacherUnavailability,
    TimetableEntry,
    TimetableVersion,
)
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import load_topic
from ejournal.services.load.adding import teachers_of
from ejournal.services.timetable.editing import LAST_NUMBER

WHOLE_DAY = 0
"""Stands for every lesson of a day in the place of a lesson's number."""
MOST_A_DAY = 12
LEAST_DAYS, LEAST_NUMBERS = 5, 7


@dataclass(frozen=True)
class TeacherWeek:
    """A teacher's closed (weekday, number), the most lessons a day, the own room; None: nothing is set."""

    teacher_id: int
    closed: frozenset[tuple[int, int]]
    most_a_day: int | None
    room_id: int | None

    def is_closed(self, weekday: int, number: int) -> bool:
        """Whether the teacher cannot be given that lesson."""
        return not self.closed.isdisjoint(((weekday, number), (weekday, WHOLE_DAY)))


def teacher_week(session: Session, actor: Actor, year_id: int, teacher_id: int) -> TeacherWeek:
    """What the teacher needs in the year; NotFound for who is no teacher of the school."""
    _check(session, actor, year_id, teacher_id)
    away = table(TeacherUnavailability)
    rows = session.execute(
        select(away.c.weekday, away.c.number).where(*_of(away, actor.school_id, year_id, teacher_id))
    )
    kept = _needs(session, actor.school_id, year_id, teacher_id)
    return TeacherWeek(
        teacher_id,
        frozenset((weekday, number) for weekday, number in rows),
        kept.most_a_day if kept else None,
        kept.room_id if kept else None,
    )


def size_of_week(session: Session, actor: Actor, year_id: int) -> tuple[int, int]:
    """The last weekday and the last lesson number of the year's classes, at least five days of seven."""
    guard.get(session, actor, AcademicYear, year_id, Permission.SCHEDULE_WRITE)
    school_class, version, entry = table(SchoolClass), table(TimetableVersion), table(TimetableEntry)
    days = session.scalar(
        select(func.max(school_class.c.days_per_week)).where(
            school_class.c.school_id == actor.school_id, school_class.c.year_id == year_id
        )
    )
    numbers = session.scalar(
        select(func.max(entry.c.number))
        .join(version, version.c.id == entry.c.version_id)
        .where(version.c.school_id == actor.school_id, version.c.year_id == year_id)
    )
    return max(LEAST_DAYS, days or 0), max(LEAST_NUMBERS, numbers or 0)


def set_closed(
    session: Session, actor: Actor, year_id: int, teacher_id: int, weekday: int, number: int, closed: bool
) -> None:
    """Close or open a lesson of the teacher's week; with WHOLE_DAY as its number all of the day."""
    lock_school(session, actor.school_id)
    week = teacher_week(session, actor, year_id, teacher_id)
    if not 1 <= weekday <= 7 or not 0 <= number <= LAST_NUMBER:
        raise DomainError("There is no such lesson in the week", field="number")
    before = {at for day, at in week.closed if day == weekday}
    after = _after(before, number, closed)
    if after == before:
        return
    away = table(TeacherUnavailability)
    session.execute(
        delete(away).where(*_of(away, actor.school_id, year_id, teacher_id), away.c.weekday == weekday)
    )
    if after:
        owner = {"school_id": actor.school_id, "year_id": year_id, "teacher_id": teacher_id}
        session.execute(insert(away), [owner | {"weekday": weekday, "number": at} for at in sorted(after)])
    _record(
        session, actor, teacher_id, {"weekday": weekday, "closed": sorted(before)}, {"closed": sorted(after)}
    )


def _after(before: set[int], number: int, closed: bool) -> set[int]:
    if number == WHOLE_DAY:
        return {WHOLE_DAY} if closed else set()
    if closed:
        return before if WHOLE_DAY in before else before | {number}
    return (set(range(1, LAST_NUMBER + 1)) if WHOLE_DAY in before else before) - {number}


def set_needs(
    session: Session,
    actor: Actor,
    year_id: int,
    teacher_id: int,
    most_a_day: int | None,
    room_id: int | None,
) -> None:
    """Set the most lessons a day and the room that is the teacher's own; None takes the limit away."""
    lock_school(session, actor.school_id)
    _check(session, actor, year_id, teacher_id)
    if most_a_day is not None and not 1 <= most_a_day <= MOST_A_DAY:
        raise DomainError("From 1 to {most} lessons a day", field="most", most=MOST_A_DAY)
    if room_id is not None:
        guard.get(session, actor, Room, room_id, Permission.SCHEDULE_WRITE)
    kept = _needs(session, actor.school_id, year_id, teacher_id) or TeacherNeeds(
        school_id=actor.school_id, year_id=year_id, teacher_id=teacher_id
    )
    before = {"most_a_day": kept.most_a_day, "room": kept.room_id}
    kept.most_a_day, kept.room_id = most_a_day, room_id
    session.add(kept)
    session.flush()
    _record(session, actor, teacher_id, before, {"most_a_day": most_a_day, "room": room_id})


def _check(session: Session, actor: Actor, year_id: int, teacher_id: int) -> None:
    guard.get(session, actor, AcademicYear, year_id, Permission.SCHEDULE_WRITE)
    if teacher_id not in {one.id for one in teachers_of(session, actor.school_id)}:
        raise NotFound


def _needs(session: Session, school_id: int, year_id: int, teacher_id: int) -> TeacherNeeds | None:
    return session.scalars(
        select(TeacherNeeds).where(
            col(TeacherNeeds.school_id) == school_id,
            col(TeacherNeeds.year_id) == year_id,
            col(TeacherNeeds.teacher_id) == teacher_id,
        )
    ).first()


def _of(rows: Table, school_id: int, year_id: int, teacher_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        rows.c.school_id == school_id,
        rows.c.year_id == year_id,
        rows.c.teacher_id == teacher_id,
    )


def _record(
    session: Session,
    actor: Actor,
    teacher_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    change = audit.Change("timetable.teacher-needs", "person", teacher_id, before=before, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, load_topic(actor.school_id))
