"""Events as somebody reads them: those of a month, those to come, one with its dates and answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.events import keeps_event, own_events
from ejournal.access.permissions import Permission
from ejournal.access.rules import asker_of
from ejournal.models import Event, EventAnswer, EventDate, EventKind, EventPer, EventSaid, EventState
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.events.answering import for_whom, is_over
from ejournal.services.events.planning import files_of
from ejournal.services.files.keeping import Stored

READ, WRITE = Permission.EVENT_READ, Permission.EVENT_WRITE
MOST = 400
"""Dates of a month, or to come."""
_event, _date, _answer, _person = db.school_event.c, db.event_date.c, db.event_answer.c, db.person.c


@dataclass(frozen=True, slots=True)
class OnDay:
    """A date of an event in the calendar; said: what the reader answered, for each for whom they did.

    asks: an answer of the reader's is lacking, or was given before the date was moved.
    """

    event_id: int
    date_id: int
    kind: EventKind
    title: str
    place: str
    day: date
    starts: time | None
    ends: time | None
    cancelled: bool
    said: tuple[EventSaid, ...]
    waits: bool
    asks: bool
    seats: int | None
    taken: int


@dataclass(frozen=True, slots=True)
class Own:
    """What was answered for somebody of a date; before: the date was moved since then."""

    said: EventSaid
    guests: int
    waits: bool
    before: bool
    place: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of an open event, with what the reader answered for each for whom they may."""

    id: int
    day: date
    starts: time | None
    ends: time | None
    cancelled: bool
    is_over: bool
    taken: int
    waiting: int
    answers: Mapping[int, Own] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """One event; people: for whom the reader may answer."""

    event: Event
    author: str
    dates: tuple[Dated, ...]
    people: Mapping[int, str]
    files: tuple[Stored, ...]
    keeps: bool


def between(session: Session, actor: Actor, first: date, last: date) -> list[OnDay]:
    """The events that the reader sees from a day to a day, in their order; four queries."""
    guard.require(actor, READ)
    mine = own_events(session, actor)
    rows = session.execute(
        select(_event.kind, _event.title, _event.place, _event.per, _event.seats, _event.state)
        .add_columns(_date.id, _date.event_id, _date.day, _date.starts, _date.ends, _date.cancelled)
        .add_columns(_date.taken, _date.sequence)
        .join_from(db.event_date, db.school_event, _event.id == _date.event_id)
        .where(_seen(session, actor, mine), in_days(_date, actor.school_id, first, last))
        .order_by(_date.day, func.coalesce(_date.starts, time.min), _date.id)
        .limit(MOST)
    ).all()
    said = own_answers(session, actor, [row.id for row in rows])
    known = frozenset(mine)
    return [_on_day(row, said.get(row.id, ()), asked=row.event_id in known) for row in rows]


def _on_day(row: Any, said: Sequence[Any], *, asked: bool) -> OnDay:
    is_open = asked and not row.cancelled and row.per is not EventPer.NOBODY
    fresh = bool(said) and all(one.sequence == row.sequence for one in said)
    return OnDay(
        row.event_id, row.id, row.kind, row.title, row.place, row.day, row.starts, row.ends,
        row.cancelled or row.state is EventState.CANCELLED, tuple(one.said for one in said),
        any(one.waits_from is not None for one in said), is_open and not fresh, row.seats, row.taken,
    )  # fmt: skip


def own_answers(session: Session, actor: Actor, dates: Collection[int]) -> dict[int, list[Any]]:
    """What the actor has answered, or another for the actor, by the date; one query."""
    if not dates:
        return {}
    found: dict[int, list[Any]] = {}
    rows = session.execute(
        select(_answer.date_id, _answer.said, _answer.waits_from, _answer.sequence, _answer.for_id)
        .where(
            _answer.school_id == actor.school_id,
            _answer.date_id.in_(dates),
            or_(_answer.person_id == actor.person_id, _answer.for_id == actor.person_id),
        )
        .order_by(_answer.id)
    )
    for row in rows:
        found.setdefault(row.date_id, []).append(row)
    return found


def _seen(session: Session, actor: Actor, mine: Sequence[int]) -> ColumnElement[bool]:
    """The events that are no drafts and invite the actor, or are looked after by them: sees_event."""
    keeps = keeps_event.of_rows(asker_of(session, actor), _event)
    announced = (_event.school_id == actor.school_id, _event.state != EventState.DRAFT)
    return and_(*announced, or_(keeps, _event.id.in_(mine)))


def opened(session: Session, actor: Actor, event_id: int, now: datetime) -> Opened:
    """One event, for whoever sees it; NotFound for all others."""
    event = guard.get(session, actor, Event, event_id, READ)
    people = for_whom(session, actor, event)
    dates = session.scalars(
        select(EventDate)
        .where(_date.school_id == actor.school_id, _date.event_id == event_id)
        .order_by(_date.day, _date.starts, _date.id)
    ).all()
    answers = _answers_for(session, actor, [one.id or 0 for one in dates], people)
    waiting = _waiting(session, actor, event_id)
    name = session.execute(
        select(_person.last_name, _person.first_name, _person.middle_name).where(
            _person.id == event.author_id
        )
    ).one()
    return Opened(
        event,
        short_name(name.last_name, name.first_name, name.middle_name or ""),
        tuple(
            Dated(
                one.id or 0, one.day, one.starts, one.ends, one.cancelled,
                is_over(one, now, actor.time_zone), one.taken, len(waiting.get(one.id or 0, ())),
                _own(one, answers, waiting.get(one.id or 0, ())),
            )
            for one in dates
        ),
        people,
        files_of(session, event),
        guard.may(session, actor, event, WRITE),
    )  # fmt: skip


def _answers_for(
    session: Session, actor: Actor, dates: Collection[int], people: Collection[int]
) -> list[EventAnswer]:
    if not dates or not people:
        return []
    return list(
        session.scalars(
            select(EventAnswer).where(
                _answer.school_id == actor.school_id,
                _answer.date_id.in_(dates),
                _answer.for_id.in_(people),
            )
        )
    )


def _own(at: EventDate, answers: Sequence[EventAnswer], waiting: Sequence[int]) -> dict[int, Own]:
    return {
        one.for_id: Own(
            one.said, one.guests, one.waits_from is not None, one.sequence != at.sequence,
            waiting.index(one.id or 0) + 1 if one.id in waiting else 0,
        )
        for one in answers
        if one.date_id == at.id
    }  # fmt: skip


def _waiting(session: Session, actor: Actor, event_id: int) -> dict[int, list[int]]:
    """By the date the answers that wait for places, the longest first; one query."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(_answer.id, _answer.date_id)
        .join_from(db.event_answer, db.event_date, _date.id == _answer.date_id)
        .where(
            _answer.school_id == actor.school_id,
            _date.school_id == actor.school_id,
            _date.event_id == event_id,
            _answer.said == EventSaid.YES,
            _answer.waits_from.is_not(None),
        )
        .order_by(_answer.waits_from, _answer.id)
    )
    for row in rows:
        found.setdefault(row.date_id, []).append(row.id)
    return found
