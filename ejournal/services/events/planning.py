"""An event as it is planned: a draft with its dates, announced to those whom it invites."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Event,
    EventDate,
    EventKind,
    EventPart,
    EventPer,
    EventState,
    FileUser,
    Whom,
)
from ejournal.services import audit
from ejournal.services.accounts import throttle
from ejournal.services.audience.offered import require_part
from ejournal.services.audience.parts import AWAY, Chosen, KeptParts, Part
from ejournal.services.audience.people import Children, people_of
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned, written_line, written_words
from ejournal.services.base.topics import event_topic, events_topic
from ejournal.services.events.telling import tell_invited
from ejournal.services.files import keeping
from ejournal.services.files.keeping import Stored

WRITE = Permission.EVENT_WRITE
FILES = FileUser.EVENT
MOST_DRAFTS = 50
MOST_FILES = 10
MOST_DATES = 60
"""Of an event: each week of a year and some."""
MOST_SEATS, MOST_GUESTS = 5000, 20
FARTHEST = timedelta(days=550)
"""How far ahead a date may lie."""
RATE = throttle.Limit(6, timedelta(seconds=15), timedelta(minutes=5), timedelta(minutes=5))
_event, _date = db.school_event.c, db.event_date.c


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in of an event; weekly_until: repeated each week up to that day, none for one day.

    days: further chosen days. files: the keys of new ones.
    """

    title: str = ""
    words: str = ""
    place: str = ""
    kind: EventKind = EventKind.EVENT
    per: EventPer = EventPer.NOBODY
    seats: int | None = None
    guests: int = 0
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    weekly_until: date | None = None
    days: tuple[date, ...] = ()
    files: tuple[str, ...] = ()


def begin(session: Session, actor: Actor, now: datetime) -> Event:
    """A new draft; the one that is still empty, where there is one. DomainError beyond `MOST_DRAFTS`."""
    guard.require(actor, WRITE)
    own = (
        _event.school_id == actor.school_id,
        _event.author_id == actor.person_id,
        _event.state == EventState.DRAFT,
    )
    empty = session.scalar(select(_event.id).where(*own, _event.title == "").order_by(_event.id).limit(1))
    if empty is not None:
        return session.get_one(Event, empty)
    if (session.scalar(select(func.count()).select_from(db.school_event).where(*own)) or 0) >= MOST_DRAFTS:
        raise DomainError("There are {n} drafts already: publish some, or throw them away", n=MOST_DRAFTS)
    event = Event(
        school_id=actor.school_id, author_id=actor.person_id, uid=secrets.token_hex(16), made_at=now
    )
    session.add(event)
    session.flush()
    note(session, events_topic(actor.school_id))
    return event


def writable(session: Session, actor: Actor, event_id: int) -> Event:
    """An event that the actor looks after; NotFound for any other."""
    return guard.get(session, actor, Event, event_id, WRITE)


def kept_event(session: Session, actor: Actor, event_id: int) -> Event:
    """The same, held until the transaction ends."""
    writable(session, actor, event_id)
    lock_row(session, Event, actor.school_id, event_id)
    return session.get_one(Event, event_id, populate_existing=True)


def own_draft(session: Session, actor: Actor, event_id: int) -> Event:
    """A draft of the actor's, held; NotFound for what is announced already, or another's."""
    event = kept_event(session, actor, event_id)
    if event.state is not EventState.DRAFT:
        raise NotFound
    return event


def own_drafts(session: Session, actor: Actor) -> list[Event]:
    """The actor's drafts, the latest first; one query."""
    guard.require(actor, WRITE)
    mine = (
        col(Event.school_id) == actor.school_id,
        col(Event.author_id) == actor.person_id,
        col(Event.state) == EventState.DRAFT,
    )
    return list(session.scalars(select(Event).where(*mine).order_by(col(Event.id).desc())))


def parts_of(session: Session, event: Event) -> KeptParts:
    """Whom the event invites, as it is kept."""
    return KeptParts(session, EventPart, event.school_id, event_id=event.id or 0)


def chosen_of(session: Session, event: Event) -> Chosen:
    """Whom the event invites."""
    return Chosen(parts_of(session, event).chosen, event.whom)


def invited(session: Session, actor: Actor, event: Event) -> dict[int, Children]:
    """The people whom the event invites today; at most nine queries."""
    return people_of(session, actor, WRITE, chosen_of(session, event))


def add_part(session: Session, actor: Actor, event_id: int, part: Part) -> None:
    """Invite this part too; NotFound for one that is not the actor's to turn to."""
    event = own_draft(session, actor, event_id)
    if part.kind in AWAY:
        raise NotFound
    require_part(session, actor, WRITE, part)
    parts_of(session, event).add(part)
    save(session, event)


def drop_part(session: Session, actor: Actor, event_id: int, part: Part) -> None:
    """Invite this part no more."""
    event = own_draft(session, actor, event_id)
    parts_of(session, event).drop(part)
    save(session, event)


def set_whom(session: Session, actor: Actor, event_id: int, whom: Whom) -> None:
    """Say who of the chosen classes, grades and groups is invited."""
    event = own_draft(session, actor, event_id)
    event.whom = whom
    save(session, event)


def fill(session: Session, actor: Actor, event_id: int, filled: Filled, now: datetime) -> Event:
    """Keep what is filled in of a draft, with its dates; DomainError by its field."""
    event = own_draft(session, actor, event_id)
    put_fields(event, filled)
    days = dates_of(actor, filled)
    check_times(filled.starts, filled.ends)
    session.execute(
        delete(db.event_date).where(_date.school_id == event.school_id, _date.event_id == event.id)
    )
    session.add_all(
        [
            EventDate(
                school_id=event.school_id, event_id=event.id or 0, day=day, starts=filled.starts,
                ends=filled.ends,
            )
            for day in days
        ]
    )  # fmt: skip
    put_files(session, actor, event, filled.files, now)
    save(session, event)
    return event


def put_fields(event: Event, filled: Filled) -> None:
    """Give the event these fields, but for its dates; DomainError by its field."""
    event.title = written_line(filled.title, limits.EVENT_TITLE, "title")
    event.words = written_words(filled.words, limits.EVENT, "words", may_be_none=True)
    event.place = " ".join(cleaned(filled.place, limits.EVENT_PLACE, "place").split())
    event.kind, event.per = filled.kind, filled.per
    asked = filled.per is not EventPer.NOBODY
    if filled.seats is not None and not 1 <= filled.seats <= MOST_SEATS:
        raise DomainError("Give from 1 to {n} places", field="seats", n=MOST_SEATS)
    if not 0 <= filled.guests <= MOST_GUESTS:
        raise DomainError("At most {n} guests", field="guests", n=MOST_GUESTS)
    event.seats = filled.seats if asked else None
    event.guests = filled.guests if asked else 0


def put_files(session: Session, actor: Actor, event: Event, keys: tuple[str, ...], now: datetime) -> None:
    """Attach new files behind those that are there; DomainError by the field."""
    has = files_of(session, event)
    new = [one for one in keys if one not in {file.key for file in has}]
    if len(has) + len(new) > MOST_FILES:
        raise DomainError("At most {n} files", field="files", n=MOST_FILES)
    keeping.attach(session, actor, FILES, event.id or 0, new, now, begin=len(has))


def dates_of(actor: Actor, filled: Filled) -> list[date]:
    """The days of the event in their order; DomainError by the field for none, past ones or too many."""
    if filled.day is None:
        raise DomainError("Give a date", field="day")
    days = {filled.day, *filled.days}
    if filled.weekly_until is not None:
        if filled.weekly_until < filled.day:
            raise DomainError("It is repeated until a day after the first", field="weekly_until")
        weeks = min((filled.weekly_until - filled.day).days // 7, MOST_DATES)
        days |= {filled.day + timedelta(days=7 * number) for number in range(weeks + 1)}
    if len(days) > MOST_DATES:
        raise DomainError("At most {n} dates", field="weekly_until", n=MOST_DATES)
    for day in days:
        check_day(actor, day)
    return sorted(days)


def check_day(actor: Actor, day: date) -> None:
    """DomainError by the field for a day that has passed, or lies too far ahead."""
    if not actor.today <= day <= actor.today + FARTHEST:
        raise DomainError("Give a day from today on, within a year and a half", field="day")


def check_times(starts: time | None, ends: time | None) -> None:
    """DomainError by the field for an end without a beginning, or before it."""
    if ends is None:
        return
    begun = time.max if starts is None else starts
    if begun >= ends:
        raise DomainError("It ends after it has begun", field="till")


def files_of(session: Session, event: Event) -> tuple[Stored, ...]:
    """What the event shows, in order; for whoever may see it."""
    return keeping.files_of(session, event.school_id, FILES, [event.id or 0]).get(event.id or 0, ())


def drop_file(session: Session, actor: Actor, event_id: int, key: str) -> None:
    """Show the file no more."""
    event = kept_event(session, actor, event_id)
    keeping.remove(session, actor.school_id, FILES, event.id or 0, [key])
    save(session, event)


def throw_away(session: Session, actor: Actor, event_id: int) -> None:
    """Throw the draft away, with its files."""
    event = own_draft(session, actor, event_id)
    parts_of(session, event).replace()
    keeping.remove(session, actor.school_id, FILES, event_id)
    session.execute(
        delete(db.event_date).where(_date.school_id == event.school_id, _date.event_id == event_id)
    )
    session.delete(event)
    session.flush()
    note(session, events_topic(actor.school_id))


def check(session: Session, actor: Actor, event: Event) -> dict[int, Children]:
    """Whom it would invite; DomainError by the field where there is nobody."""
    found = invited(session, actor, event)
    if not found:
        raise DomainError("Choose to whom it is: nobody is among those chosen today", field="people")
    return found


def announce(session: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    """Invite them; what is announced already stays as it is."""
    event = kept_event(session, actor, event_id)
    if event.state is not EventState.DRAFT:
        return event
    people = check(session, actor, event)
    throttle.keep_pace(session, actor, "event", RATE, "title", now)
    event.state, event.out_at = EventState.OUT, now
    save(session, event)
    record(session, actor, event, "event.announced")
    tell_invited(session, event, people, now)
    return event


def save(session: Session, event: Event) -> None:
    """Write the event down, and say that it has changed."""
    session.add(event)
    session.flush()
    note(session, events_topic(event.school_id), event_topic(event.id or 0))


def record(session: Session, actor: Actor, event: Event, action: str, **more: Any) -> None:
    """Put into the trail what was done with the event."""
    told = {"title": event.title, "state": event.state.value, **more}
    change = audit.Change(action, "school_event", event.id, None, told)
    audit.record(session, event.school_id, actor.person_id, change)
