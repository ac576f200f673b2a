"""Telling those again who have not read an announcement: by whoever announces there, now and then."""

from datetime import datetime, timedelta

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.i18n.dates import clock as clock_words
from ejournal.models import ChatRoom, NoticeKind
from ejournal.services.base.changed import note
from ejournal.services.base.topics import chat_topic
from ejournal.services.chat.reading import who_left
from ejournal.services.chat.sending import message_of
from ejournal.services.chat.standing import standing
from ejournal.services.chat.telling import hours_of, notice_key, notice_payload
from ejournal.services.notices.outbox import personal_notice, tell

AGAIN_AFTER = timedelta(hours=4)


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
