"""Who comes to a date of an event, in order of names, and who was there, as the organiser has marked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.sitting import enrolment
from ejournal.errors import NotFound
from ejournal.models import Event, EventAnswer, EventDate, EventSaid
from ejournal.models.spans import holds_on
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import event_topic
from ejournal.services.events.planning import writable

_answer, _person, _class = db.event_answer.c, db.person.c, db.school_class.c


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody for whom was answered; before: the date was moved since then."""

    id: int
    name: str
    of_class: str
    said: EventSaid
    guests: int
    waits: bool
    before: bool
    was_there: bool | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """A date of an event with all who have answered: who comes first, then who waits, maybe, no."""

    event: Event
    at: EventDate
    lines: tuple[Line, ...]

    @property
    def coming(self) -> tuple[Line, ...]:
        """Those who have a place."""
        return tuple(one for one in self.lines if one.said is EventSaid.YES and not one.waits)

    def count(self, said: EventSaid) -> int:
        """How many answered so; those who wait for a place are not counted as coming."""
        return sum(one.said is said and not one.waits for one in self.lines)

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(one.waits for one in self.lines)


def attendance(session: Session, actor: Actor, date_id: int) -> Attendance:
    """Who comes to the date, for who looks after the event; three queries."""
    event, at = kept_date(session, actor, date_id)
    rows = session.execute(_listed(actor, date_id)).all()
    order = list(EventSaid)
    lines = [
        Line(
            row.id, " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
            class_title(row.grade, row.letter) if row.grade else "", row.said, row.guests,
            row.waits_from is not None, row.sequence != at.sequence, row.was_there,
        )
        for row in sorted(rows, key=by_name)
    ]  # fmt: skip
    lines.sort(key=lambda one: (order.index(one.said), one.waits))
    return Attendance(event, at, tuple(lines))


def _listed(actor: Actor, date_id: int) -> Select[Any]:
    sits = (
        select(enrolment.c.pupil_id, enrolment.c.class_id)
        .where(enrolment.c.school_id == actor.school_id, holds_on(enrolment.c, actor.today))
        .subquery()
    )
    return (
        select(
            _answer.id, _answer.said, _answer.guests, _answer.waits_from, _answer.sequence, _answer.was_there
        )
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_class.grade, _class.letter)
        .join_from(db.event_answer, db.person, _person.id == _answer.for_id)
        .outerjoin(sits, sits.c.pupil_id == _answer.for_id)
        .outerjoin(db.school_class, _class.id == sits.c.class_id)
        .where(_answer.school_id == actor.school_id, _answer.date_id == date_id)
    )


def kept_date(session: Session, actor: Actor, date_id: int) -> tuple[Event, EventDate]:
    """A date of an event that the actor looks after; NotFound for any other."""
    found = session.get(EventDate, date_id)
    if found is None or found.school_id != actor.school_id:
        raise NotFound
    return writable(session, actor, found.event_id), found


def mark(session: Session, actor: Actor, answer_id: int, was_there: bool | None) -> None:
    """Note whether somebody was there, or take the note back; NotFound for who had no place."""
    found = session.get(EventAnswer, answer_id)
    if found is None or found.school_id != actor.school_id:
        raise NotFound
    event, at = kept_date(session, actor, found.date_id)
    if found.said is not EventSaid.YES or found.waits_from is not None or at.day > actor.today:
        raise NotFound
    found.was_there = was_there
    session.add(found)
    session.flush()
    note(session, event_topic(event.id or 0))
