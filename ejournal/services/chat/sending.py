"""Messages written, changed and taken back: in order, never twice, told to all who follow the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ChatFormerWords, ChatMessage, ChatRoom, FileUser
from ejournal.services.accounts import throttle
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import chat_topic
from ejournal.services.chat import mentions
from ejournal.services.chat.reading import SeenUpTo, see
from ejournal.services.chat.standing import standing
from ejournal.services.chat.telling import tell_room
from ejournal.services.chat.texts import FIELD, message_words
from ejournal.services.chat.words import forget_words, keep_words
from ejournal.services.files import keeping

CHANGED_WITHIN = timedelta(minutes=15)
"""How long one's own message can be changed or taken back."""
MOST_FILES = 10
RATE = throttle.Limit(15, timedelta(seconds=10), timedelta(minutes=2), timedelta(seconds=10))
"""Fifteen messages at a stretch, each within ten seconds of the one before; then one waits."""
_message, _room = db.chat_message.c, db.chat_room.c


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sent: the browser's own name for it, the words, the number of the message it answers.

    files: keys of own files that nothing shows yet.
    """

    client_id: str
    words: str
    reply_to: int | None = None
    announcement: bool = False
    files: tuple[str, ...] = ()


def send(session: Session, actor: Actor, room_id: int, draft: Draft, now: datetime) -> int:
    """Put the message at the end of the room; its number there. The same draft again gives the same number.

    DomainError for words that cannot be kept, who may not write, or writes too fast.
    """
    guard.require(actor, Permission.CHAT_TAKE_PART)
    if not 8 <= len(draft.client_id) <= limits.CHAT_CLIENT:
        raise NotFound
    guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    lock_row(session, ChatRoom, actor.school_id, room_id)
    there = _sent_before(session, actor, room_id, draft.client_id)
    if there is not None:
        return there
    room = session.get_one(ChatRoom, room_id, populate_existing=True)
    stands = standing(session, actor, room, now)
    if not stands.may_write:
        raise stands.refusal(actor)
    if len(draft.files) > MOST_FILES:
        raise DomainError("At most {n} files in a message", field="files", n=MOST_FILES)
    words = message_words(draft.words, may_be_none=bool(draft.files))
    keeping.need_unused(session, actor, draft.files)
    throttle.keep_pace(session, actor, "chat", RATE, FIELD, now)
    number = _append(session, actor, room, draft, words, stands.may_announce, now)
    see(session, actor, SeenUpTo(room_id, number), now)
    tell_room(session, room, actor.person_id, now, actor.time_zone)
    note(session, chat_topic(room_id))
    return number


def _sent_before(session: Session, actor: Actor, room_id: int, client_id: str) -> int | None:
    asked = select(_message.number, _message.author_id).where(
        _message.school_id == actor.school_id,
        _message.room_id == room_id,
        _message.client_id == client_id,
    )
    found = session.execute(asked).first()
    if found is None:
        return None
    if found.author_id != actor.person_id:
        raise NotFound
    return int(found.number)


def _append(
    session: Session,
    actor: Actor,
    room: ChatRoom,
    draft: Draft,
    words: str,
    may_announce: bool,
    now: datetime,
) -> int:
    number = room.last_number + 1
    message = ChatMessage(
        school_id=actor.school_id,
        room_id=room.id or 0,
        number=number,
        client_id=draft.client_id,
        author_id=actor.person_id,
        sent_at=now,
        words=words,
        announcement=draft.announcement and may_announce,
        reply_to_id=_answered(session, actor, room, draft.reply_to),
    )
    session.add(message)
    session.flush()
    keep_words(session, message, words)
    mentions.name(session, actor, room, message)
    keeping.attach(session, actor, FileUser.CHAT_MESSAGE, message.id or 0, draft.files, now)
    room.last_number, room.last_at = number, now
    session.add(room)
    session.flush()
    return number


def _answered(session: Session, actor: Actor, room: ChatRoom, number: int | None) -> int | None:
    """The message that is answered; none where there is no such one in the room."""
    if number is None:
        return None
    asked = select(_message.id).where(
        _message.school_id == actor.school_id, _message.room_id == room.id, _message.number == number
    )
    return session.scalar(asked)


def message_of(session: Session, actor: Actor, room_id: int, number: int) -> ChatMessage:
    """A message of a room that the actor sees, held until the transaction ends; NotFound for any other."""
    guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    found = session.scalars(
        select(ChatMessage)
        .where(_message.school_id == actor.school_id, _message.room_id == room_id, _message.number == number)
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound
    return found


def may_change(message: ChatMessage, actor: Actor, now: datetime) -> bool:
    """Whether the message is the actor's own and new enough."""
    is_own = message.author_id == actor.person_id
    stands = message.deleted_at is None and message.hidden_at is None
    return is_own and stands and now - message.sent_at <= CHANGED_WITHIN


def change_words(
    session: Session, actor: Actor, room_id: int, number: int, words: str, now: datetime
) -> None:
    """Change the words of an own message; what it said is kept. DomainError when it is too late."""
    message = _own_new(session, actor, room_id, number, now)
    stands = standing(session, actor, session.get_one(ChatRoom, room_id), now)
    if not stands.may_write:
        raise stands.refusal(actor)
    shown = keeping.files_of(session, actor.school_id, FileUser.CHAT_MESSAGE, [message.id or 0])
    kept = message_words(words, may_be_none=bool(shown))
    if kept == message.words:
        return
    former = ChatFormerWords(
        school_id=actor.school_id, message_id=message.id or 0, words=message.words, until=now
    )
    session.add(former)
    message.words, message.edited_at = kept, now
    keep_words(session, message, kept)
    mentions.keep_named(session, message, kept)
    _save(session, message)


def take_back(session: Session, actor: Actor, room_id: int, number: int, now: datetime) -> None:
    """Take an own message away from all; moderators keep its words. DomainError when it is too late."""
    message = _own_new(session, actor, room_id, number, now)
    message.deleted_at, message.pinned_at = now, None
    forget_words(session, message)
    _save(session, message)


def _own_new(session: Session, actor: Actor, room_id: int, number: int, now: datetime) -> ChatMessage:
    message = message_of(session, actor, room_id, number)
    if not may_change(message, actor, now):
        minutes = int(CHANGED_WITHIN.total_seconds() // 60)
        raise DomainError("A message can be changed for {n} minutes, and only one's own", n=minutes)
    return message


def pin(session: Session, actor: Actor, room_id: int, number: int, now: datetime) -> None:
    """Pin the message above the room, or take it down again: by whoever announces there."""
    message = message_of(session, actor, room_id, number)
    room = session.get_one(ChatRoom, room_id)
    if not standing(session, actor, room, now).may_announce or message.deleted_at or message.hidden_at:
        raise NotFound
    before = message.pinned_at
    session.execute(
        update(db.chat_message)
        .where(
            _message.school_id == actor.school_id,
            _message.room_id == room_id,
            _message.pinned_at.is_not(None),
        )
        .values(pinned_at=None)
    )
    message.pinned_at = None if before else now
    _save(session, message)


def _save(session: Session, message: ChatMessage) -> None:
    session.add(message)
    session.flush()
    note(session, chat_topic(message.room_id))
