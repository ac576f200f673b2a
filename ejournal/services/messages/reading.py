"""Messages as their readers see them: the own list, one that is opened, what is answered to it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import MassMessage, MessageAsks, MessageState
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import message_topic
from ejournal.services.delivery.urgent import confirmed
from ejournal.services.files.keeping import Stored
from ejournal.services.messages.drafts import files_of
from ejournal.services.messages.fields import Child, Family, filled
from ejournal.services.messages.sending import is_open, notice_key
from ejournal.services.notices.board import mark_key_read

READ, ANSWER, WRITE = Permission.MESSAGE_READ, Permission.MESSAGE_ANSWER, Permission.MESSAGE_WRITE
PAGE = 30
"""How many lines go to the browser at once (pagination)."""
_message, _reader, _child = db.mass_message.c, db.message_reader.c, db.message_child.c
_person, _class = db.person.c, db.school_class.c


@dataclass(frozen=True, slots=True)
class Got:
    """A message in the list of who has got it."""

    id: int
    title: str
    author: str
    at: datetime
    urgent: bool
    asks: MessageAsks
    state: MessageState
    until: datetime | None
    seen: bool
    answer: str | None
    """What was answered in words, empty for a confirmation; none where nothing was."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message in the list of who has written it."""

    id: int
    title: str
    state: MessageState
    urgent: bool
    asks: MessageAsks
    at: datetime
    people: int
    seen: int
    answered: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, the latest first, and whether there are earlier ones."""

    lines: Sequence[Any]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A message as one of those who got it reads it; files: none of one that was withdrawn."""

    got: Got
    words: str
    options: tuple[str, ...]
    answered: int | None
    is_open: bool
    seen_at: datetime | None
    files: tuple[Stored, ...] = ()


def got_messages(session: Session, actor: Actor, page: int) -> Listed:
    """What the actor has got and may still see; one query."""
    guard.require(actor, READ)
    rows = session.execute(
        select(MassMessage, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_reader.seen_at, _reader.answer, _reader.answered_at)
        .join(
            db.message_reader,
            and_(_reader.message_id == _message.id, _reader.person_id == actor.person_id),
        )
        .join(db.person, _person.id == _message.author_id)
        .where(_reader.school_id == actor.school_id, guard.reached(session, actor, MassMessage, READ))
        .order_by(_message.sent_at.desc(), _message.id.desc())
        .offset(max(page - 1, 0) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return Listed([_got(row) for row in rows[:PAGE]], len(rows) > PAGE)


def _got(row: Any) -> Got:
    message: MassMessage = row[0]
    answered = row.answered_at is not None
    return Got(
        id=message.id or 0,
        title=message.title,
        author=short_name(row.last_name, row.first_name, row.middle_name),
        at=message.sent_at or message.made_at,
        urgent=message.urgent,
        asks=message.asks,
        state=message.state,
        until=message.until,
        seen=row.seen_at is not None,
        answer=_answer_words(message, row.answer) if answered else None,
    )


def _answer_words(message: MassMessage, answer: int | None) -> str:
    return str(message.options[answer]) if message.options and answer is not None else ""


def written_messages(session: Session, actor: Actor, page: int) -> Listed:
    """What the actor has written, drafts and waiting ones first; two queries."""
    guard.require(actor, WRITE)
    unsent = _message.state.in_([MessageState.DRAFT, MessageState.WAITING])
    rows = session.scalars(
        select(MassMessage)
        .where(guard.reached(session, actor, MassMessage, WRITE))
        .order_by(unsent.desc(), func.coalesce(_message.sent_at, _message.made_at).desc(), _message.id.desc())
        .offset(max(page - 1, 0) * PAGE)
        .limit(PAGE + 1)
    ).all()
    counts = _counts(session, actor, [one.id or 0 for one in rows])
    return Listed([_written(one, counts.get(one.id or 0)) for one in rows[:PAGE]], len(rows) > PAGE)


def _counts(session: Session, actor: Actor, messages: Collection[int]) -> dict[int, Any]:
    asked = (
        select(
            _reader.message_id,
            func.count().label("people"),
            func.count(_reader.seen_at).label("seen"),
            func.count(_reader.answered_at).label("answered"),
        )
        .where(_reader.school_id == actor.school_id, _reader.message_id.in_(list(messages)))
        .group_by(_reader.message_id)
    )
    return {row.message_id: row for row in session.execute(asked)}


def _written(message: MassMessage, count: Any) -> Written:
    waits = message.state is MessageState.WAITING
    at = message.send_at if waits else message.sent_at
    return Written(
        message.id or 0, message.title, message.state, message.urgent, message.asks, at or message.made_at,
        count.people if count else 0, count.seen if count else 0, count.answered if count else 0,
    )  # fmt: skip


def opened_message(session: Session, actor: Actor, message_id: int, now: datetime) -> Opened:
    """One that the actor has got, as the family reads it; NotFound for any other."""
    guard.get(session, actor, MassMessage, message_id, READ)
    row = session.execute(
        select(MassMessage, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_reader.seen_at, _reader.answer, _reader.answered_at)
        .join(db.message_reader, _reader.message_id == _message.id)
        .join(db.person, _person.id == _message.author_id)
        .where(
            _reader.school_id == actor.school_id,
            _reader.message_id == message_id,
            _reader.person_id == actor.person_id,
        )
    ).first()
    if row is None:
        raise NotFound
    message: MassMessage = row[0]
    family = Family(
        families(session, actor.school_id, message_id, [actor.person_id]).get(actor.person_id, ()),
        clock.local(message.sent_at or now, actor.time_zone).date(),
    )
    return Opened(
        got=_got(row),
        words=filled(message.words, family),
        options=tuple(str(one) for one in message.options),
        answered=row.answer if row.answered_at is not None else None,
        is_open=is_open(message, now),
        seen_at=row.seen_at,
        files=files_of(session, message) if message.state is MessageState.SENT else (),
    )


def families(
    session: Session, school_id: int, message_id: int, people: Collection[int]
) -> dict[int, tuple[Child, ...]]:
    """The children because of whom people have got a message; one query."""
    rows = session.execute(
        select(_child.person_id, _person.first_name, _person.gender, _class.grade, _class.letter)
        .join(db.person, _person.id == _child.pupil_id)
        .join(db.school_class, _class.id == _child.class_id)
        .where(
            _child.school_id == school_id, _child.message_id == message_id, _child.person_id.in_(list(people))
        )
        .order_by(_class.grade.desc(), _class.letter, _child.pupil_id)
    )
    found: defaultdict[int, list[Child]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(Child(row.first_name, row.gender, class_title(row.grade, row.letter)))
    return {one: tuple(children) for one, children in found.items()}


def mark_seen(session: Session, actor: Actor, message_id: int, now: datetime) -> None:
    """The actor has opened the message: it is noted once, and the notice is read."""
    message = guard.get(session, actor, MassMessage, message_id, ANSWER)
    done = session.execute(
        update(db.message_reader)
        .where(
            _reader.school_id == actor.school_id,
            _reader.message_id == message_id,
            _reader.person_id == actor.person_id,
            _reader.seen_at.is_(None),
        )
        .values(seen_at=now)
    )
    if done.rowcount:  # type: ignore[attr-defined]
        note(session, message_topic(message_id))
    mark_key_read(session, actor, notice_key(message), now)


def answer(session: Session, actor: Actor, message_id: int, option: int, now: datetime) -> None:
    """Confirm the message, or answer it anew; DomainError where answers are not waited for any more."""
    guard.get(session, actor, MassMessage, message_id, ANSWER)
    lock_row(session, MassMessage, actor.school_id, message_id)
    message = session.get_one(MassMessage, message_id, populate_existing=True)
    if not 0 <= option < max(len(message.options), 1) or message.asks is MessageAsks.NOTHING:
        raise NotFound
    if not is_open(message, now):
        raise DomainError("Answers to this message are not taken any more")
    session.execute(
        update(db.message_reader)
        .where(
            _reader.school_id == actor.school_id,
            _reader.message_id == message_id,
            _reader.person_id == actor.person_id,
        )
        .values(answer=option, answered_at=now, seen_at=func.coalesce(_reader.seen_at, now))
    )
    note(session, message_topic(message_id))
    mark_key_read(session, actor, notice_key(message), now)
    if message.urgent:
        confirmed(session, actor.school_id, message_id, [actor.person_id])
