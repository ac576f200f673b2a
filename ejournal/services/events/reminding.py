"""Those who come are reminded of a date once, a day before it; of one that asks nothing all invited."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.readers import actor_of_person
from ejournal.models import Event, EventDate, EventPer, EventSaid, EventState
from ejournal.services.base import tables as db
from ejournal.services.events.planning import WRITE, invited
from ejournal.services.events.telling import tell_soon

AHEAD = timedelta(days=1)
"""So long before a date begins; of one that takes the whole day, before its midnight."""
_date, _event, _answer, _school = db.event_date.c, db.school_event.c, db.event_answer.c, db.school.c


def any_due(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Dates of which people are to be reminded now: school and number."""
    rows = session.execute(
        select(_date.school_id, _date.id, _date.day, _date.starts, _school.time_zone)
        .join_from(db.event_date, db.school_event, _event.id == _date.event_id)
        .join(db.school, _school.id == _date.school_id)
        .where(
            _date.reminded_at.is_(None),
            _date.cancelled.is_(False),
            _event.state == EventState.OUT,
            _date.day.between((now - AHEAD).date(), (now + 2 * AHEAD).date()),
        )
        .order_by(_date.day, _date.id)
        .limit(100)
    )
    return [(row.school_id, row.id) for row in rows if _is_soon(row, now)]


def _is_soon(row: object, now: datetime) -> bool:
    """Whether it begins within a day, by the school's clock, and has not begun."""
    local = clock.local(now, row.time_zone).replace(tzinfo=None)  # type: ignore[attr-defined]
    day, starts = row.day, row.starts  # type: ignore[attr-defined]
    begins = datetime.combine(day, starts) if starts else datetime.combine(day, datetime.min.time())
    return local < begins <= local + AHEAD


def remind_due(session: Session, school_id: int, date_id: int, now: datetime) -> None:
    """Remind of the date, once whoever asks: who marks it first tells."""
    marked = session.execute(
        update(db.event_date)
        .where(
            _date.school_id == school_id,
            _date.id == date_id,
            _date.reminded_at.is_(None),
            _date.cancelled.is_(False),
        )
        .values(reminded_at=now)
    )
    if not marked.rowcount:  # type: ignore[attr-defined]
        return
    at = session.get_one(EventDate, date_id, populate_existing=True)
    event = session.get_one(Event, at.event_id)
    tell_soon(session, event, at, _whom(session, event, at, now), now)


def _whom(session: Session, event: Event, at: EventDate, now: datetime) -> Collection[int]:
    if event.per is not EventPer.NOBODY:
        came = select(_answer.person_id).where(
            _answer.school_id == event.school_id,
            _answer.date_id == at.id,
            col(_answer.said).in_((EventSaid.YES, EventSaid.MAYBE)),
            _answer.waits_from.is_(None),
        )
        return set(session.scalars(came))
    actor = actor_of_person(session, event.school_id, event.author_id, now)
    return invited(session, actor, event) if actor is not None and actor.may(WRITE) else ()
