"""Looking for messages by their words, in any of their forms, in the rooms that one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.searching.excerpts import Excerpt, excerpt
from ejournal.services.base.searching.sought import Sought, sought_in
from ejournal.services.chat.rooms import readable_rooms, room_names
from ejournal.services.chat.words import WORDS
from ejournal.services.notices.room_names import RoomName

MOST_FOUND = 40
"""Messages, the latest of those found."""
_message, _person = db.chat_message.c, db.person.c
_word = db.chat_word.c


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found: where and whose it is, the first word found with what stands around it."""

    room_id: int
    room: RoomName
    number: int
    author: str
    sent_at: datetime
    words: Excerpt


@dataclass(frozen=True, slots=True)
class Found:
    """The latest messages found; whether there are more; whether there was anything to look for."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False
    asked: bool = True


def find(session: Session, actor: Actor, text: str) -> Found:
    """Messages with all the words, the last of which may be only begun, in rooms that one may read."""
    sought = sought_in(text)
    if not sought:
        return Found(asked=False)
    rooms = readable_rooms(session, actor)
    rows: Sequence[Any] = ()
    if rooms:
        rows = WORDS.newest(session, MOST_FOUND, lambda after: _asked(actor, rooms, sought, after))
    names = room_names(session, actor, {row.room_id for row in rows})
    hits = tuple(_hit(row, names[row.room_id], sought) for row in rows[:MOST_FOUND])
    return Found(hits, len(rows) > MOST_FOUND)


def _asked(actor: Actor, rooms: Sequence[int], sought: Sequence[Sought], after: int) -> Select[Any]:
    return (
        select(_message.id, _message.room_id, _message.number, _message.sent_at, _message.words,
               _person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.chat_word, db.chat_message, _message.id == _word.message_id)
        .join(db.person, _person.id == _message.author_id)
        .where(
            _word.school_id == actor.school_id, _word.room_id.in_(rooms), _word.message_id > after,
            *WORDS.holds(sought),
            _message.deleted_at.is_(None), _message.hidden_at.is_(None),
        )
        .distinct()
        .order_by(_message.id.desc())
        .limit(MOST_FOUND + 1)
    )  # fmt: skip


def _hit(row: Any, room: RoomName, sought: Sequence[Sought]) -> Hit:
    author = short_name(row.last_name, row.first_name, row.middle_name or "")
    return Hit(row.room_id, room, row.number, author, row.sent_at, excerpt(row.words, sought))
