"""What became of a message: who got it, saw it, answered, and whom nothing reaches; for its author."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.models import Channel, Fate, MassMessage, MessageState
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.delivery.sending import KEPT
from ejournal.services.delivery.ways import Reached, Told, counts_by_channel, is_missed, reached
from ejournal.services.messages.reach import Reach, reach_of
from ejournal.services.messages.reading import families
from ejournal.services.messages.sending import notice_key

WRITE = Permission.MESSAGE_WRITE
PAGE = 50
"""How many people go to the browser at once (pagination)."""
_reader, _child, _person, _class = (
    db.message_reader.c, db.message_child.c, db.person.c, db.school_class.c
)  # fmt: skip
_account, _place = db.account.c, db.account_place.c
NOT_SEEN, NOT_ANSWERED, NOT_REACHED, ANSWERED = "not-seen", "not-answered", "not-reached", "answered"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people got it, saw it, answered, and were reached by nothing; by option how many chose it."""

    title: str
    people: int
    seen: int
    answered: int
    missed: int
    by_option: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One of those who got it; reached: how it went there, none where that is not kept (any more)."""

    id: int
    name: str
    children: tuple[str, ...]
    reach: Reach
    seen_at: datetime | None
    answer: int | None
    answered_at: datetime | None
    phone: str = ""
    reached: Reached | None = None

    @property
    def is_missed(self) -> bool:
        """Whether nothing has told them of it, and nothing will."""
        if self.seen_at is not None:
            return False
        return self.reach is not Reach.REACHED if self.reached is None else self.reached.is_missed


@dataclass(frozen=True, slots=True)
class People:
    """A page of those who fit the filter, by name."""

    lines: tuple[PersonLine, ...]
    total: int
    page: int
    pages: int


def counts_of(session: Session, actor: Actor, message_id: int) -> Counts:
    """Of all who got it; two queries."""
    message = guard.get(session, actor, MassMessage, message_id, WRITE)
    row = session.execute(_counting(actor, message)).one()
    by_option = session.execute(
        select(_reader.answer, func.count().label("n"))
        .where(*_of_message(actor, message_id), _reader.answered_at.is_not(None))
        .group_by(_reader.answer)
    )
    chosen = {one.answer: one.n for one in by_option}
    places = range(max(len(message.options), 1))
    return Counts(
        "",
        row.people,
        row.seen,
        row.answered,
        row.missed or 0,
        tuple(chosen.get(one, 0) for one in places),
    )


def counts_by_class(session: Session, actor: Actor, message_id: int) -> list[Counts]:
    """Of each class, in whose count stands whoever has a child there; one query."""
    message = guard.get(session, actor, MassMessage, message_id, WRITE)
    of_child = (
        select(_child.person_id, _child.class_id)
        .where(_child.school_id == actor.school_id, _child.message_id == message_id)
        .distinct()
        .subquery()
    )
    rows = session.execute(
        _counting(actor, message)
        .add_columns(_class.grade, _class.letter)
        .join(of_child, of_child.c.person_id == _reader.person_id)
        .join(db.school_class, _class.id == of_child.c.class_id)
        .group_by(_class.id, _class.grade, _class.letter)
        .order_by(_class.grade, _class.letter)
    )
    return [
        Counts(class_title(row.grade, row.letter), row.people, row.seen, row.answered, row.missed or 0)
        for row in rows
    ]


def _of_message(actor: Actor, message_id: int) -> tuple[Any, Any]:
    return _reader.school_id == actor.school_id, _reader.message_id == message_id


def told_of(message: MassMessage) -> Told | None:
    """How to ask for the ways that it went; none where those are not kept, or it was taken back."""
    at = message.sent_at
    if at is None or message.state is not MessageState.SENT or at < clock.now() - KEPT:
        return None
    return Told(message.school_id, notice_key(message), at)


def ways_of(session: Session, actor: Actor, message_id: int) -> dict[Channel, dict[Fate, int]]:
    """By channel to how many it went with which fate; empty where that is not kept. One query."""
    told = told_of(guard.get(session, actor, MassMessage, message_id, WRITE))
    return {} if told is None else counts_by_channel(session, told)


def _is_missed(message: MassMessage) -> Any:
    told = told_of(message)
    return _reader.seen_at.is_(None) & (
        ~_has_account() if told is None else is_missed(told, _reader.person_id)
    )


def _has_account() -> Any:
    own = exists().where(_account.person_id == _reader.person_id, _account.blocked.is_(False))
    by_place = exists().where(
        _place.person_id == _reader.person_id,
        _account.id == _place.account_id,
        _account.blocked.is_(False),
    )
    return own | by_place


def _counting(actor: Actor, message: MassMessage) -> Select[Any]:
    missed = case((_is_missed(message), literal(1)), else_=literal(0))
    counting: Any = select(
        func.count().label("people"),
        func.count(_reader.seen_at).label("seen"),
        func.count(_reader.answered_at).label("answered"),
        func.sum(missed).label("missed"),
    )
    found: Select[Any] = counting.where(*_of_message(actor, message.id or 0))
    return found


def people_of_message(
    session: Session, actor: Actor, message_id: int, narrowed: str = "", page: int = 1
) -> People:
    """Those who got it, narrowed by what they did, or «o2»: who chose that option; eight queries."""
    message = guard.get(session, actor, MassMessage, message_id, WRITE)
    which = and_(*_of_message(actor, message_id), *_narrowed(message, narrowed))
    total = session.scalar(select(func.count()).select_from(db.message_reader).where(which)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = session.execute(_listing(which).offset((page - 1) * PAGE).limit(PAGE)).all()
    return People(tuple(_lines(session, actor, message, rows)), total, page, pages)


def all_people(session: Session, actor: Actor, message_id: int, narrowed: str = "") -> list[PersonLine]:
    """All of them, for paper and spreadsheets."""
    message = guard.get(session, actor, MassMessage, message_id, WRITE)
    which = and_(*_of_message(actor, message_id), *_narrowed(message, narrowed))
    return _lines(session, actor, message, session.execute(_listing(which)).all())


def _narrowed(message: MassMessage, narrowed: str) -> list[Any]:
    if narrowed.startswith("o") and narrowed[1:].isascii() and narrowed[1:].isdecimal():
        return [_reader.answered_at.is_not(None), _reader.answer == int(narrowed[1:3])]
    known = {
        NOT_SEEN: _reader.seen_at.is_(None),
        NOT_ANSWERED: _reader.answered_at.is_(None),
        ANSWERED: _reader.answered_at.is_not(None),
        NOT_REACHED: _is_missed(message),
    }
    return [known[narrowed]] if narrowed in known else []


def _listing(which: Any) -> Select[Any]:
    return (
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name, _person.phone)
        .add_columns(_reader.seen_at, _reader.answer, _reader.answered_at)
        .join_from(db.message_reader, db.person, _person.id == _reader.person_id)
        .where(which)
        .order_by(_person.sought, _person.id)
    )


def _lines(session: Session, actor: Actor, message: MassMessage, rows: Sequence[Any]) -> list[PersonLine]:
    people, told, message_id = [row.id for row in rows], told_of(message), message.id or 0
    ways = {} if told is None else reached(session, told, people)
    reach, hidden = reach_of(session, people), contacts_hidden_from(session, actor)
    children = families(session, actor.school_id, message_id, people)
    return [
        PersonLine(
            id=row.id,
            name=" ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
            children=tuple(f"{one.name}, {one.class_title}" for one in children.get(row.id, ())),
            reach=reach[row.id],
            seen_at=row.seen_at,
            answer=row.answer if row.answered_at is not None else None,
            answered_at=row.answered_at,
            phone="" if row.id in hidden else row.phone,
            reached=None if told is None else _shown(ways.get(row.id), hidden=row.id in hidden),
        )
        for row in rows
    ]


def _shown(found: Reached | None, *, hidden: bool) -> Reached:
    """What the author may know: a server's words repeat addresses, which some keep to themselves."""
    if found is None:
        return Reached(seen=False)
    return replace(found, ways=tuple(replace(one, error="") for one in found.ways)) if hidden else found
