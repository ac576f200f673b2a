"""Who comes: answers for oneself or a child, places, those who wait for one and move up by themselves.

The places of a date are counted in its row by conditional updates alone: of two at once for the last place
one has it, the other waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.events import invited_children, own_events
from ejournal.access.permissions import Permission
from ejournal.access.pupils import wards
from ejournal.errors import DomainError, NotFound
from ejournal.models import Event, EventAnswer, EventDate, EventPer, EventSaid, EventState, Role
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import event_topic
from ejournal.services.events.telling import tell_moved_up

READ, ANSWER = Permission.EVENT_READ, Permission.EVENT_ANSWER
_date, _person = db.event_date.c, db.person.c


@dataclass(frozen=True, slots=True)
class Given:
    """What became of an answer."""

    said: EventSaid
    waits: bool


def answer(
    session: Session, actor: Actor, date_id: int, for_id: int, said: EventSaid, guests: int, now: datetime
) -> Given:
    """Answer for oneself or an own child, or answer otherwise; where no place is left one waits for it.

    DomainError by the field for too many guests, or a date that is over or cancelled.
    """
    guard.require(actor, ANSWER)
    event, at = _asked(session, actor, date_id, now)
    if for_id not in for_whom(session, actor, event):
        raise NotFound
    if not 0 <= guests <= event.guests:
        raise DomainError("At most {n} guests", field="guests", n=event.guests)
    found = session.scalars(
        select(EventAnswer).where(
            col(EventAnswer.school_id) == actor.school_id,
            col(EventAnswer.date_id) == date_id,
            col(EventAnswer.for_id) == for_id,
        ).execution_options(populate_existing=True)
    ).first()  # fmt: skip
    if found is None:
        found = EventAnswer(
            school_id=actor.school_id, date_id=date_id, for_id=for_id, person_id=actor.person_id,
            said=EventSaid.NO, answered_at=now,
        )  # fmt: skip
    _give(session, event, at, found, said, guests if said is EventSaid.YES else 0, now)
    found.person_id, found.answered_at, found.sequence = actor.person_id, now, at.sequence
    session.add(found)
    session.flush()
    move_up(session, event, date_id, now)
    note(session, event_topic(event.id or 0))
    return Given(found.said, found.waits_from is not None)


def _give(
    session: Session, event: Event, at: EventDate, found: EventAnswer, said: EventSaid, guests: int,
    now: datetime,
) -> None:  # fmt: skip
    """Put the answer down with its places; who asks for no more than before keeps what they have."""
    had = _places(found)
    wanted = 1 + guests if said is EventSaid.YES else 0
    if wanted > had and not _take(session, event, at, wanted - had):
        if had:
            raise DomainError("There are not so many places left", field="guests")
        waits = found.waits_from if found.said is EventSaid.YES else None
        found.waits_from = waits or now
    else:
        if wanted < had:
            _take(session, event, at, wanted - had)
        found.waits_from = None
    found.said, found.guests = said, guests


def _places(found: EventAnswer) -> int:
    """How many places the answer holds."""
    has = found.said is EventSaid.YES and found.waits_from is None
    return 1 + found.guests if has else 0


def _take(session: Session, event: Event, at: EventDate, count: int) -> bool:
    """Take so many places of the date, or give them back; False where there are not so many."""
    left = [] if event.seats is None or count < 0 else [_date.taken + count <= event.seats]
    taken = session.execute(
        update(db.event_date)
        .where(_date.id == at.id, _date.school_id == event.school_id, *left)
        .values(taken=_date.taken + count)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def move_up(session: Session, event: Event, date_id: int, now: datetime) -> None:
    """Give free places of a date to those who wait, the longest first, where theirs fit; they are told."""
    lock_row(session, EventDate, event.school_id, date_id)
    at = session.get_one(EventDate, date_id, populate_existing=True)
    waiting = session.scalars(
        select(EventAnswer)
        .where(
            col(EventAnswer.school_id) == event.school_id,
            col(EventAnswer.date_id) == date_id,
            col(EventAnswer.said) == EventSaid.YES,
            col(EventAnswer.waits_from).is_not(None),
        )
        .order_by(col(EventAnswer.waits_from), col(EventAnswer.id))
    ).all()
    for one in waiting:
        if _take(session, event, at, 1 + one.guests):
            one.waits_from = None
            session.add(one)
            session.flush()
            tell_moved_up(session, event, at, one.person_id, one.for_id, now)


def for_whom(session: Session, actor: Actor, event: Event) -> Mapping[int, str]:
    """For whom the actor may answer, with their first names: oneself, or own children whom it concerns."""
    if event.per is EventPer.NOBODY or event.id not in own_events(session, actor):
        return {}
    numbers = {actor.person_id}
    if event.per is EventPer.CHILD and actor.holds(Role.GUARDIAN):
        own = session.scalars(wards(actor.school_id, actor.person_id, actor.today)).all()
        numbers = invited_children(session, actor, event, own)
    elif event.per is EventPer.CHILD and not actor.holds(Role.PUPIL):
        return {}
    rows = session.execute(
        select(_person.id, _person.first_name)
        .where(_person.school_id == actor.school_id, _person.id.in_(numbers))
        .order_by(_person.first_name, _person.id)
    )
    return {row.id: row.first_name for row in rows}


def _asked(session: Session, actor: Actor, date_id: int, now: datetime) -> tuple[Event, EventDate]:
    """A date of an event that asks the actor, held; DomainError for one that is over or cancelled."""
    found = session.get(EventDate, date_id)
    if found is None or found.school_id != actor.school_id:
        raise NotFound
    event = guard.get(session, actor, Event, found.event_id, READ)
    if event.state is EventState.DRAFT:
        raise NotFound
    lock_row(session, EventDate, actor.school_id, date_id)
    at = session.get_one(EventDate, date_id, populate_existing=True)
    if at.cancelled or event.state is EventState.CANCELLED:
        raise DomainError("It is cancelled")
    if is_over(at, now, actor.time_zone):
        raise DomainError("It has begun already")
    return event, at


def is_over(at: EventDate, now: datetime, zone: str) -> bool:
    """Whether the date has begun, or its day is over where it takes all of it."""
    local = clock.local(now, zone)
    if at.day != local.date():
        return at.day < local.date()
    begins = time.max if at.starts is None else at.starts
    return local.time() >= begins
