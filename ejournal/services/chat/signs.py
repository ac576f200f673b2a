"""Signs that people put on messages instead of an answer."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.models import ChatRoom, ChatSign
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import chat_topic
from ejournal.services.base.upserts import insert_new
from ejournal.services.chat.sending import message_of
from ejournal.services.chat.standing import standing

_sign = db.chat_reaction.c
_PUT = insert_new(db.chat_reaction)


def switch_sign(session: Session, actor: Actor, room_id: int, number: int, sign: str, now: datetime) -> None:
    """Put the sign on the message, or take the own one off; NotFound for whoever may not write there."""
    message = message_of(session, actor, room_id, number)
    if sign not in list(ChatSign) or message.deleted_at or message.hidden_at:
        raise NotFound
    stands = standing(session, actor, session.get_one(ChatRoom, room_id), now)
    if not stands.may_write:
        raise stands.refusal(actor)
    own = {"school_id": actor.school_id, "message_id": message.id, "person_id": actor.person_id}
    gone = session.execute(
        delete(db.chat_reaction).where(
            _sign.school_id == actor.school_id,
            _sign.message_id == message.id,
            _sign.person_id == actor.person_id,
            _sign.sign == ChatSign(sign),
        )
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        session.execute(_PUT.on(session), own | {"sign": ChatSign(sign)})
    note(session, chat_topic(room_id))
