"""What waits for a deputy head: lessons to come without a teacher, reports of absence to decide."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import AbsenceReason, TeacherAbsence
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import meets
from ejournal.services.base import tables as db
from ejournal.services.schedule.lessons import lesson, read_lessons
from ejournal.services.schedule.weeks import calendar_on
from ejournal.services.substitutions.cover import away_between, is_away, is_settled

AHEAD = timedelta(days=7)
"""Lessons further ahead do not hurry."""

_away = table(TeacherAbsence).c
_WAITS = (
    _away.school_id == bindparam("school_id"),
    _away.approved.is_(False),
    _away.declined.is_(False),
    meets(_away, bindparam("today"), None),
)
_COUNT = select(func.count()).where(*_WAITS)
_REPORTS: Select[Any] = (
    select(_away.id, _away.starts, _away.ends, _away.reason)
    .add_columns(db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)
    .join_from(table(TeacherAbsence), db.person, db.person.c.id == _away.teacher_id)
    .where(*_WAITS)
    .order_by(_away.starts, _away.id)
)


@dataclass(frozen=True, slots=True)
class LessonWithoutTeacher:
    """A lesson to come whose teacher is away and for which nobody is found."""

    lesson_id: int
    day: date
    number: int
    starts: time | None
    subject: str
    classes: str
    teacher: str


@dataclass(frozen=True, slots=True)
class Report:
    """An absence that a teacher has reported and nobody has decided."""

    id: int
    teacher: str
    starts: date
    ends: date
    reason: AbsenceReason


def count_reports(session: Session, actor: Actor) -> int:
    """How many reports wait for the actor; 0 for whoever does not decide them; one query."""
    if not actor.may(Permission.SUBSTITUTION_WRITE):
        return 0
    asked = {"school_id": actor.school_id, "today": actor.today}
    return int(session.connection().execute(_COUNT, asked).scalar_one())


def reports(session: Session, actor: Actor) -> list[Report]:
    """The reports that wait for a decision, the nearest first; one query."""
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    asked = {"school_id": actor.school_id, "today": actor.today}
    return [
        Report(
            row.id,
            short_name(row.last_name, row.first_name, row.middle_name),
            row.starts,
            row.ends,
            row.reason,
        )
        for row in session.connection().execute(_REPORTS, asked)
    ]


def lessons_without_teacher(session: Session, actor: Actor) -> list[LessonWithoutTeacher]:
    """The lessons of the coming week that nobody gives, the nearest first; those begun are left out."""
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    first, last = actor.today, actor.today + AHEAD
    away = away_between(session, actor.school_id, first, last)
    calendar = calendar_on(session, actor.school_id, first)
    if not away or calendar is None:
        return []
    people = {one.teacher_id for one in away}
    now = clock.local(clock.now(), actor.time_zone).time()
    given = or_(lesson.c.teacher_id.in_(people), lesson.c.substitute_id.in_(people))
    found = [
        LessonWithoutTeacher(
            one.lesson_id, one.day, one.number, one.starts, one.subject, one.classes, one.teacher
        )
        for one in read_lessons(session, calendar, first, last, given)
        if not one.cancelled
        and is_away(away, one.teacher_id, one.day, one.number)
        and not is_settled(one, away)
        and (one.day > actor.today or one.starts is None or one.starts > now)
    ]
    return sorted(found, key=lambda one: (one.day, one.starts or time.max, one.number, one.lesson_id))
