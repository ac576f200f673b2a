"""How long after their lessons marks come: in days of the school's own clock."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_lesson, _mark = db.lesson.c, db.mark.c
GIVEN_BY = func.coalesce(_lesson.substitute_id, _lesson.teacher_id)
"""Whose lesson it is."""


def days_to_marks(session: Session, actor: Actor, first: date, last: date) -> Counter[tuple[int, int]]:
    """How many marks of these lessons came, by who gave the lesson and days until the entry; one query."""
    entered = _entered_on(session, actor, first)
    rows = session.execute(
        select(GIVEN_BY, _lesson.day, entered, func.count())
        .join_from(db.lesson, db.mark, _mark.lesson_id == _lesson.id)
        .where(in_days(_lesson, actor.school_id, first, last))
        .group_by(GIVEN_BY, _lesson.day, entered)
    )
    found: Counter[tuple[int, int]] = Counter()
    for teacher_id, day, at, times in rows:
        found[teacher_id, max((date.fromisoformat(str(at)) - day).days, 0)] += times
    return found


def _entered_on(session: Session, actor: Actor, first: date) -> Any:
    """The day of the entry on the school's clock: SQLite knows no zones, so it is told each shift of it."""
    moment = _mark.created_at
    if session.get_bind().dialect.name != "sqlite":
        return func.date(func.timezone(actor.time_zone, moment))
    (_, shift), *changes = _shifts(min(first, actor.today), actor.today + _DAY, actor.time_zone)
    if not changes:
        return func.date(moment, _modifier(shift))
    until = []
    for since, following in changes:
        until.append((moment < since, _modifier(shift)))
        shift = following
    return func.date(moment, case(*until, else_=_modifier(shift)))


def _modifier(shift: timedelta) -> str:
    return f"{shift.total_seconds():+.0f} seconds"


def _shifts(first: date, last: date, time_zone: str) -> Iterator[tuple[datetime, timedelta]]:
    """By how much the clock is before Greenwich on the first day, then each moment at which that changes."""
    zone, before = ZoneInfo(time_zone), None
    for number in range((last - first).days + 1):
        starts = clock.start_of(first + _DAY * number, time_zone)
        ends = clock.start_of(first + _DAY * (number + 1), time_zone)
        for hour in range((ends - starts) // _HOUR if ends - starts != _DAY else 1):
            moment = starts + _HOUR * hour
            shift = moment.astimezone(zone).utcoffset() or timedelta()
            if shift != before:
                yield moment, shift
            before = shift
