"""People whom a message names, as in «@М. И. Петрова, посмотрите»: found by name, kept, counted as unread."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, insert, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.chat import people_of
from ejournal.access.permissions import Permission
from ejournal.models import ChatMessage, ChatRoom
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.chat.standing import standing
from ejournal.services.chat.talks import named_like

SIGN = "@"
_SURNAME = re.compile(rf"{SIGN}(?:\w\.\s?){{0,2}}(\w[\w-]{{1,40}})")
MOST_NAMED, MOST_FOUND = 20, 8
_mention, _message, _person = db.chat_mention.c, db.chat_message.c, db.person.c


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a message, by the name that stands there."""

    id: int
    name: str


def people_to_name(session: Session, actor: Actor, room_id: int, words: str, now: datetime) -> list[Named]:
    """Whom of the room the actor may name, by the beginnings of the name; MOST_FOUND at most."""
    room = guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    if not standing(session, actor, room, now).may_write:
        return []
    asked = _may_be_named(session, actor, room).where(*named_like(words))
    rows = session.execute(asked.order_by(_person.sought, _person.id).limit(MOST_FOUND))
    return [_named(row) for row in rows]


def _may_be_named(session: Session, actor: Actor, room: ChatRoom) -> Select[Any]:
    """The others of the room: for families those alone whose names they know, who work or have written."""
    asked = select(_person.id, _person.last_name, _person.first_name, _person.middle_name).where(
        _person.id.in_(people_of(session, room, actor.today)), _person.id != actor.person_id
    )
    if actor.works:
        return asked
    has_written = exists().where(
        _message.school_id == room.school_id, _message.room_id == room.id, _message.author_id == _person.id
    )
    works = _person.id.in_(holders(room.school_id, actor.today, *STAFF))
    return asked.where(or_(works, has_written))


def _named(row: Any) -> Named:
    return Named(row.id, short_name(row.last_name, row.first_name, row.middle_name or ""))


def name(session: Session, actor: Actor, room: ChatRoom, message: ChatMessage) -> None:
    """Keep whom the new message names: who may be named and whose name stands in it after the sign.

    Of namesakes with equal initials all are named: the words do not tell them apart.
    """
    surnames = list(dict.fromkeys(_SURNAME.findall(message.words)))[:MOST_NAMED]
    if not surnames:
        return
    alike = or_(*(and_(*named_like(one)) for one in surnames))
    asked = _may_be_named(session, actor, room).where(alike).order_by(_person.id)
    found = [one.id for one in map(_named, session.execute(asked)) if _stands(one, message.words)]
    if found:
        of = {
            "school_id": message.school_id,
            "room_id": message.room_id,
            "number": message.number,
            "message_id": message.id,
        }
        session.execute(insert(db.chat_mention), [of | {"person_id": one} for one in found[:MOST_NAMED]])


def keep_named(session: Session, message: ChatMessage, words: str) -> None:
    """Keep of those whom the message named the ones whose names stand in its new words."""
    number = message.id or 0
    gone = [one.id for one in named_in(session, [number])[number] if not _stands(one, words)]
    if gone:
        session.execute(
            delete(db.chat_mention).where(_mention.message_id == message.id, _mention.person_id.in_(gone))
        )


def _stands(one: Named, words: str) -> bool:
    return SIGN + one.name in words


def named_in(session: Session, messages: Collection[int]) -> defaultdict[int, list[Named]]:
    """Who is named in messages, by a message's id."""
    asked = (
        select(_mention.message_id, _person.id, _person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.chat_mention, db.person, _person.id == _mention.person_id)
        .where(_mention.message_id.in_(messages))
    )
    found: defaultdict[int, list[Named]] = defaultdict(list)
    for row in session.execute(asked) if messages else ():
        found[row.message_id].append(_named(row))
    return found


def named_after(session: Session, room: ChatRoom, number: int, today: date) -> list[tuple[int, int, int]]:
    """Of messages of the room after the number: its number, its author, whom of its people it names."""
    asked = (
        select(_message.number, _message.author_id, _mention.person_id)
        .join_from(db.chat_message, db.chat_mention, _mention.message_id == _message.id)
        .where(
            _message.school_id == room.school_id, _message.room_id == room.id, _message.number > number,
            _message.deleted_at.is_(None), _message.hidden_at.is_(None),
            _mention.person_id.in_(people_of(session, room, today)),
        )
        .order_by(_message.number, _mention.person_id)
    )  # fmt: skip
    return [(row.number, row.author_id, row.person_id) for row in session.execute(asked)]


def is_named_after(room: Any, person_id: int, number: Any) -> ColumnElement[bool]:
    """Whether a message of the row's room after the number, which stands, names the person."""
    message = db.chat_message.alias("naming")
    return exists().where(
        _mention.school_id == room.school_id,
        _mention.person_id == person_id,
        _mention.room_id == room.id,
        _mention.number > number,
        message.c.id == _mention.message_id,
        message.c.deleted_at.is_(None),
        message.c.hidden_at.is_(None),
    )
