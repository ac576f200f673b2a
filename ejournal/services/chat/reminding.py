"""Telling people by hand: again who have not read an announcement; of what is urgent, in quiet hours too."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n.dates import clock as clock_words
from ejournal.models import ChatRoom, NoticeKind
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import chat_topic
from ejournal.services.chat.reading import who_left
from ejournal.services.chat.sending import message_of
from ejournal.services.chat.standing import Standing, standing
from ejournal.services.chat.telling import Hours, hours_of, notice_key, notice_payload, tell_room
from ejournal.services.notices.outbox import personal_notice, tell

URGENT = "chat.urgent"
AGAIN_AFTER = timedelta(hours=4)
_message = db.chat_message.c


def remind(session: Session, actor: Actor, room_id: int, number: int, now: datetime) -> int:
    """How many were told again of the announcement; DomainError when it is quiet or was done a moment ago."""
    message = message_of(session, actor, room_id, number)
    room = session.get_one(ChatRoom, room_id)
    stands = message.announcement and not (message.deleted_at or message.hidden_at)
    if not stands or not standing(session, actor, room, now).may_announce:
        raise NotFound
    local = clock.local(now, actor.time_zone)
    hours = hours_of(session, actor.school_id)
    if not hours.holds(local):
        at = clock_words(actor.locale, hours.starts)
        raise DomainError("It is quiet now: remind them after {at}", at=at)
    if message.reminded_at is not None and now - message.reminded_at < AGAIN_AFTER:
        at = clock_words(actor.locale, clock.local(message.reminded_at + AGAIN_AFTER, actor.time_zone).time())
        raise DomainError("They have been reminded. Again after {at}", at=at)
    left = who_left(session, room, number, message.author_id, local.date())
    payload = notice_payload(session, room, message.author_id, local.date())
    key, kind = notice_key(room_id), NoticeKind.CHAT_MESSAGE
    tell(session, [personal_notice(actor.school_id, one, kind, key, payload, now) for one in left])
    message.reminded_at = now
    session.add(message)
    session.flush()
    note(session, chat_topic(room_id))
    return len(left)


def may_tell_now(
    session: Session, actor: Actor, room: ChatRoom, stands: Standing, hours: Hours, now: datetime
) -> bool:
    """Whether something of the actor's waits for the hours that an urgent matter need not wait for.

    It is the staff who decides that, of what it has written itself.
    """
    if not (actor.works and stands.may_write) or hours.holds(clock.local(now, actor.time_zone)):
        return False
    waits = select(_message.id).where(
        _message.school_id == actor.school_id,
        _message.room_id == room.id,
        _message.number > room.told_number,
        _message.author_id == actor.person_id,
        _message.deleted_at.is_(None),
        _message.hidden_at.is_(None),
    )
    return session.scalar(waits.limit(1)) is not None


def tell_now(session: Session, actor: Actor, room_id: int, now: datetime) -> int:
    """Tell the room in quiet hours of what waits, because it is urgent; how many were told.

    Nobody where nothing of the actor's waits; NotFound for whoever does not work here.
    """
    guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    lock_row(session, ChatRoom, actor.school_id, room_id)
    room = session.get_one(ChatRoom, room_id, populate_existing=True)
    hours = hours_of(session, actor.school_id)
    stands = standing(session, actor, room, now)
    if not (actor.works and stands.may_write):
        raise NotFound
    if not may_tell_now(session, actor, room, stands, hours, now):
        return 0
    told = tell_room(session, room, actor.person_id, now, actor.time_zone, urgent=True)
    change = audit.Change(URGENT, "chat_room", room_id, None, {"number": room.last_number, "told": told})
    audit.record(session, actor.school_id, actor.person_id, change)
    session.flush()
    note(session, chat_topic(room_id))
    return told
