"""Whose a document is: of those asked to acknowledge it, and of the class teachers of their children."""

from sqlalchemy import and_, exists, false, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.pupils import wards
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import DocumentReader, SchoolDocument
from ejournal.models.base import table

_reader = table(DocumentReader).alias("asked").c


@Sentence
def is_asked_to_know(session: Session, actor: Actor, document: SchoolDocument) -> bool:
    """The actor is asked, for themselves or for a child whom they still stand for."""
    asked = select(_reader.for_id).where(
        _reader.school_id == actor.school_id,
        _reader.document_id == document.id,
        _reader.person_id == actor.person_id,
    )
    children = set(session.scalars(asked))
    if not children or actor.person_id in children:
        return bool(children)
    return not children.isdisjoint(session.scalars(wards(actor.school_id, actor.person_id, actor.today)))


@is_asked_to_know.for_rows
def _(asker: Asker, document: Columns) -> Condition:
    mine = or_(
        _reader.for_id == asker.person_id,
        _reader.for_id.in_(wards(asker.school_id, asker.person_id, asker.today)),
    )
    return exists().where(
        _reader.school_id == asker.school_id,
        _reader.document_id == document.id,
        _reader.person_id == asker.person_id,
        mine,
    )


@Sentence
def asks_own_class(session: Session, actor: Actor, document: SchoolDocument) -> bool:
    """Somebody is asked because of a pupil of the actor's own class."""
    if not actor.class_ids:
        return False
    asked = select(_reader.id).where(
        _reader.school_id == actor.school_id,
        _reader.document_id == document.id,
        _reader.class_id.in_(sorted(actor.class_ids)),
    )
    return session.scalar(asked.limit(1)) is not None


@asks_own_class.for_rows
def _(asker: Asker, document: Columns) -> Condition:
    if not asker.has_classes:
        return false()
    return exists().where(
        and_(
            _reader.school_id == asker.school_id,
            _reader.document_id == document.id,
            _reader.class_id.in_(asker.class_ids),
        )
    )
