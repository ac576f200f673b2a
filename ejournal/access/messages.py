"""Whose a message to many is: of whoever wrote it, and of those who got it."""

from sqlalchemy import and_, exists, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.pupils import wards
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import MassMessage, MessageChild, MessageReader
from ejournal.models.base import table

_reader, _child = table(MessageReader).alias("got").c, table(MessageChild).alias("of_child").c


@Sentence
def is_own_message(_session: Session, actor: Actor, message: MassMessage) -> bool:
    """The actor has written the message."""
    return message.author_id == actor.person_id


@is_own_message.for_rows
def _(asker: Asker, message: Columns) -> Condition:
    return message.author_id == asker.person_id


@Sentence
def has_got_message(session: Session, actor: Actor, message: MassMessage) -> bool:
    """The actor has got the message, and still stands for a child because of whom that was."""
    got = select(_reader.id).where(
        _reader.school_id == actor.school_id,
        _reader.message_id == message.id,
        _reader.person_id == actor.person_id,
    )
    if session.scalar(got) is None:
        return False
    about = select(_child.pupil_id).where(
        _child.school_id == actor.school_id,
        _child.message_id == message.id,
        _child.person_id == actor.person_id,
    )
    pupils = set(session.scalars(about))
    mine = {actor.person_id, *session.scalars(wards(actor.school_id, actor.person_id, actor.today))}
    return not pupils or bool(pupils & mine)


@has_got_message.for_rows
def _(asker: Asker, message: Columns) -> Condition:
    got = exists().where(
        _reader.school_id == asker.school_id,
        _reader.message_id == message.id,
        _reader.person_id == asker.person_id,
    )
    about = exists().where(
        _child.school_id == asker.school_id,
        _child.message_id == message.id,
        _child.person_id == asker.person_id,
    )
    mine = or_(
        _child.pupil_id == asker.person_id,
        _child.pupil_id.in_(wards(asker.school_id, asker.person_id, asker.today)),
    )
    return and_(got, or_(~about, about.where(mine)))
