"""An event changed after it was announced: moved, further dates, cancelled; everybody concerned is told."""

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Session, col

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import Event, EventDate, EventSaid, EventState
from ejournal.services.base import tables as db
from ejournal.services.base.locks import lock_row
from ejournal.services.events.answering import move_up
from ejournal.services.events.planning import (
    MOST_DATES,
    Filled,
    check_day,
    check_times,
    invited,
    kept_event,
    put_fields,
    put_files,
    record,
    save,
)
from ejournal.services.events.telling import event_key, tell_changed
from ejournal.services.notices.outbox import take_back_unread

_date, _answer = db.event_date.c, db.event_answer.c


def change(session: Session, actor: Actor, event_id: int, filled: Filled, now: datetime) -> None:
    """Give an announced event these words, place, places and files; its dates are changed one by one.

    Those invited are told where its place is another. More places go to those who wait.
    """
    event = _open(session, actor, event_id)
    was = event.place
    had = event.per
    put_fields(event, filled)
    if event.per is not had and _answers(session, event):
        raise DomainError("There are answers already: for whom one answers stays", field="per")
    put_files(session, actor, event, filled.files, now)
    event.edited_at = now
    save(session, event)
    record(session, actor, event, "event.changed")
    if event.place != was:
        tell_changed(session, event, None, "place", _concerned(session, actor, event), now)
    for one in dates_of(session, event):
        if not one.cancelled:
            move_up(session, event, one.id or 0, now)


def move(
    session: Session, actor: Actor, event_id: int, date_id: int, day: date, starts: time | None,
    ends: time | None, now: datetime,
) -> None:  # fmt: skip
    """Move a date: everybody invited is told, and those who have answered are asked anew.

    Their places stay theirs until they say otherwise.
    """
    event = _open(session, actor, event_id)
    at = held_date(session, event, date_id)
    if at.cancelled:
        raise NotFound
    check_day(actor, day)
    check_times(starts, ends)
    if (day, starts, ends) == (at.day, at.starts, at.ends):
        return
    was = at.day.isoformat()
    at.day, at.starts, at.ends, at.sequence, at.reminded_at = day, starts, ends, at.sequence + 1, None
    session.add(at)
    save(session, event)
    record(session, actor, event, "event.moved", was=was, day=day.isoformat())
    tell_changed(session, event, at, "moved", _concerned(session, actor, event), now)


def add_date(
    session: Session, actor: Actor, event_id: int, day: date, starts: time | None, ends: time | None,
    now: datetime,
) -> None:  # fmt: skip
    """Give an announced event one more date; those invited are told. DomainError beyond `MOST_DATES`."""
    event = _open(session, actor, event_id)
    check_day(actor, day)
    check_times(starts, ends)
    if len(dates_of(session, event)) >= MOST_DATES:
        raise DomainError("At most {n} dates", field="day", n=MOST_DATES)
    at = EventDate(school_id=event.school_id, event_id=event.id or 0, day=day, starts=starts, ends=ends)
    session.add(at)
    save(session, event)
    record(session, actor, event, "event.date_added", day=day.isoformat())
    tell_changed(session, event, at, "added", _concerned(session, actor, event), now)


def cancel_date(session: Session, actor: Actor, event_id: int, date_id: int, now: datetime) -> None:
    """Cancel one date; those invited are told. The last one cancels the event."""
    event = _open(session, actor, event_id)
    at = held_date(session, event, date_id)
    if at.cancelled:
        return
    if sum(not one.cancelled for one in dates_of(session, event)) == 1:
        cancel(session, actor, event_id, now)
        return
    at.cancelled, at.sequence = True, at.sequence + 1
    session.add(at)
    save(session, event)
    record(session, actor, event, "event.date_cancelled", day=at.day.isoformat())
    tell_changed(session, event, at, "date_cancelled", _concerned(session, actor, event), now)


def cancel(session: Session, actor: Actor, event_id: int, now: datetime) -> None:
    """Cancel the event: it stays in calendars as cancelled, everybody invited is told."""
    event = _open(session, actor, event_id)
    people = _concerned(session, actor, event)
    event.state = EventState.CANCELLED
    session.execute(
        update(db.event_date)
        .where(_date.school_id == event.school_id, _date.event_id == event_id)
        .values(sequence=_date.sequence + 1, cancelled=True)
    )
    save(session, event)
    record(session, actor, event, "event.cancelled")
    take_back_unread(session, event.school_id, event_key(event_id))
    tell_changed(session, event, None, "cancelled", people, now)


def dates_of(session: Session, event: Event) -> list[EventDate]:
    """All dates of the event in their order; one query."""
    return list(
        session.scalars(
            select(EventDate)
            .where(col(EventDate.school_id) == event.school_id, col(EventDate.event_id) == event.id)
            .order_by(col(EventDate.day), col(EventDate.starts), col(EventDate.id))
        )
    )


def held_date(session: Session, event: Event, date_id: int) -> EventDate:
    """A date of the event, held until the transaction ends; NotFound for another's."""
    lock_row(session, EventDate, event.school_id, date_id)
    found = session.get(EventDate, date_id, populate_existing=True)
    if found is None or found.school_id != event.school_id or found.event_id != event.id:
        raise NotFound
    return found


def _open(session: Session, actor: Actor, event_id: int) -> Event:
    event = kept_event(session, actor, event_id)
    if event.state is not EventState.OUT:
        raise NotFound
    return event


def _of_event(event: Event) -> tuple[ColumnElement[bool], ...]:
    of_school = (_answer.school_id == event.school_id, _date.school_id == event.school_id)
    return (*of_school, _date.event_id == event.id)


def _answers(session: Session, event: Event) -> int:
    asked = (
        select(func.count())
        .join_from(db.event_answer, db.event_date, _date.id == _answer.date_id)
        .where(*_of_event(event))
    )
    return session.scalar(asked) or 0


def _concerned(session: Session, actor: Actor, event: Event) -> Collection[int]:
    """Those invited today, and whoever has said that they come."""
    came = (
        select(_answer.person_id)
        .join_from(db.event_answer, db.event_date, _date.id == _answer.date_id)
        .where(*_of_event(event), _answer.said != EventSaid.NO)
    )
    return {*invited(session, actor, event), *session.scalars(came)}
