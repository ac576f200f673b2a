"""Documents acknowledged: by a button, by password or code where it is asked, on paper by staff."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import wards
from ejournal.errors import DomainError, NotFound
from ejournal.models import DocumentReader, DocumentVersion, SchoolDocument, SignedBy
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import document_topic
from ejournal.services.documents.publishing import notice_key, of_document, version_of
from ejournal.services.notices.board import mark_key_read
from ejournal.services.second_factor.proofs import prove

_reader = db.document_reader.c


def own_readers(actor: Actor) -> Any:
    """The rows of the actor, for themselves and the children whom they still stand for, as a condition."""
    children = wards(actor.school_id, actor.person_id, actor.today)
    mine = or_(_reader.for_id == actor.person_id, _reader.for_id.in_(children))
    return (_reader.school_id == actor.school_id) & (_reader.person_id == actor.person_id) & mine


def mark_seen(session: Session, actor: Actor, document_id: int, now: datetime) -> None:
    """The actor has opened the document: it is noted once."""
    guard.get(session, actor, SchoolDocument, document_id, Permission.DOCUMENT_ACKNOWLEDGE)
    done = session.execute(
        update(db.document_reader)
        .where(own_readers(actor), _reader.document_id == document_id, _reader.seen_at.is_(None))
        .values(seen_at=now)
    )
    if done.rowcount:  # type: ignore[attr-defined]
        note(session, document_topic(document_id))


def acknowledge(
    session: Session, actor: Actor, document_id: int, version: int, whom: Collection[int], typed: str,
    now: datetime,
) -> int:  # fmt: skip
    """Say that the actor knows the version, for these children or themselves; how many signatures came.

    DomainError where another version is in force by now, or the document is withdrawn; by the field where
    nobody is chosen or the password or code that is asked for does not fit. What was said stays as it is.
    """
    document = guard.get(session, actor, SchoolDocument, document_id, Permission.DOCUMENT_ACKNOWLEDGE)
    _require_open(document)
    if not whom:
        raise DomainError("Choose for whom", field="whom")
    how = SignedBy.BUTTON
    if document.signed:  # asked before the document is held: a password takes its time
        how = SignedBy.CODE if prove(session, actor, typed, field="proof") else SignedBy.PASSWORD
    lock_row(session, SchoolDocument, actor.school_id, document_id)
    document = session.get_one(SchoolDocument, document_id, populate_existing=True)
    _require_open(document)
    if version != document.current:
        raise DomainError("A new version was published meanwhile: read it first")
    rows = _rows(session, own_readers(actor) & (_reader.document_id == document_id))
    if set(whom) - {one.for_id for one in rows}:
        raise NotFound
    signed = [one for one in rows if one.for_id in whom and one.version < document.current]
    _sign(session, document, version_of(session, document), signed, now, how=how)
    if all(one.version >= document.asks_from or not one.asked for one in rows):
        mark_key_read(session, actor, notice_key(document_id), now)
    if signed:
        after = {"version": version, "how": how.value, "for": [one.for_id for one in signed]}
        change = audit.Change("document.acknowledge", "school_document", document_id, after=after)
        audit.record(session, actor.school_id, actor.person_id, change)
    return len(signed)


def enter_paper(session: Session, actor: Actor, reader_id: int, day: date, now: datetime) -> None:
    """Write down that somebody has signed on paper on the day; who entered it stands beside it.

    A class teacher enters for the families of the own class. NotFound for a line that is not theirs.
    """
    guard.require(actor, Permission.DOCUMENT_PAPER_ENTER)
    of_line = (_reader.id == reader_id, _reader.school_id == actor.school_id, in_care(actor))
    document_id = session.scalar(select(_reader.document_id).where(*of_line))
    if document_id is None:
        raise NotFound
    lock_row(session, SchoolDocument, actor.school_id, document_id)
    document = session.get_one(SchoolDocument, document_id, populate_existing=True)
    found = _rows(session, *of_document(document), *of_line)
    _require_open(document)
    version = version_of(session, document)
    published = clock.local(version.published_at or now, actor.time_zone).date()
    if not published <= day <= actor.today:
        raise DomainError("A day from the publication until today", field="day")
    if found[0].version >= document.asks_from:
        raise DomainError("It is acknowledged already")
    how, more = SignedBy.PAPER, {"paper_day": day, "entered_by_id": actor.person_id}
    _sign(session, document, version, found, now, how=how, **more)
    after = {"version": version.version, "how": how.value, "by": found[0].person_id}
    change = audit.Change("document.acknowledge", "school_document", document_id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)


def in_care(actor: Actor) -> Any:
    """The lines that are the actor's to look after: all of the school, or those of the own classes."""
    if sees_all(actor):
        return _reader.school_id == actor.school_id
    return _reader.class_id.in_(sorted(actor.class_ids))


def sees_all(actor: Actor) -> bool:
    """Whether the registers of the whole school are the actor's to see."""
    return actor.leads or actor.keeps_people


def _require_open(document: SchoolDocument) -> None:
    if document.withdrawn_at is not None:
        raise DomainError("This document is withdrawn: nothing is to be acknowledged any more")
    if document.current == 0:
        raise NotFound


def _rows(session: Session, *which: Any) -> list[DocumentReader]:
    asked = select(DocumentReader).where(*which).order_by(col(DocumentReader.id))
    return list(session.scalars(asked.execution_options(populate_existing=True)))


def _sign(
    session: Session, document: SchoolDocument, version: DocumentVersion, rows: Sequence[DocumentReader],
    now: datetime, **more: Any,
) -> None:  # fmt: skip
    """Keep the signatures: two statements for any number of them."""
    if not rows:
        return
    kept = {"paper_day": None, "entered_by_id": None} | more
    signatures = [
        {
            "school_id": document.school_id, "document_id": document.id, "version": version.version,
            "person_id": one.person_id, "for_id": one.for_id, "at": now, "text_hash": version.text_hash,
            **kept,
        }
        for one in rows
    ]  # fmt: skip
    session.execute(insert(db.document_signature), signatures)
    for one in rows:
        one.version = version.version
        if more.get("paper_day") is None:
            one.seen_at = one.seen_at or now
        session.add(one)
    session.flush()
    note(session, document_topic(document.id or 0))
