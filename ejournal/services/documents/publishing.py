"""A version published, whoever it asks told; people reminded; a document withdrawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import DocumentVersion, NoticeKind, SchoolDocument
from ejournal.services import audit
from ejournal.services.audience.people import Children, people_of
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.texts import written_words
from ejournal.services.base.topics import document_topic, documents_topic
from ejournal.services.documents.drafts import WRITE, Draft, draft_of, held, text_hash
from ejournal.services.notices.outbox import personal_notice, take_back_unread, tell

REMINDED_AFTER = timedelta(hours=4)
"""Those who have not acknowledged are reminded by hand no more often."""
_reader, _version = db.document_reader.c, db.document_version.c


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that can be published: by what it is told from another, how many people and signatures."""

    seen: str
    people: int
    signatures: int


def check(session: Session, actor: Actor, document_id: int) -> Ready:
    """For how many the draft is today; DomainError by the field where it asks nobody, or says nothing."""
    draft = draft_of(session, actor, document_id)
    people = _checked(session, actor, draft)
    signatures = sum(max(len(children), 1) for children in people.values())
    return Ready(_hash(draft), len(people), signatures)


def _hash(draft: Draft) -> str:
    return text_hash(draft.version.title, draft.version.words, draft.files)


def _checked(session: Session, actor: Actor, draft: Draft) -> Mapping[int, Children]:
    if not draft.version.title:
        raise DomainError("Write something", field="title")
    if not draft.version.words and not draft.files:
        raise DomainError("Write the text, or attach a file", field="words")
    until = draft.version.until
    if until is not None and until < actor.today:
        raise DomainError("The last day is today or later", field="until")
    people = people_of(session, actor, WRITE, draft.chosen)
    if not people:
        raise DomainError("Choose to whom it is: nobody is among those chosen today", field="people")
    return people


def publish(session: Session, actor: Actor, document_id: int, seen: str, now: datetime) -> int:
    """Make the draft the version in force, and ask everybody; how many people are asked.

    seen: the hash of what was looked at before. DomainError where the draft is another one by now.
    """
    document = held(session, actor, document_id)
    draft = draft_of(session, actor, document_id)
    people = _checked(session, actor, draft)
    version = draft.version
    if _hash(draft) != seen:
        raise DomainError("The draft has changed meanwhile: look through it once more")
    version.text_hash, version.published_at, version.published_by_id = seen, now, actor.person_id
    document.current, document.until = version.version, version.until
    if version.asks_again or not document.asks_from:
        document.asks_from = version.version
    document.reminded_at = document.reminded_for = document.late_for = None
    document.checked_on = actor.today
    session.add_all([version, document])
    session.flush()
    ask(session, document, people, actor.today)
    waiting = waiting_people(session, document)
    ring(session, document, version, waiting, now, actor)
    after = {"version": version.version, "hash": seen, "asks_again": version.asks_again}
    change = audit.Change("document.publish", "school_document", document_id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, documents_topic(actor.school_id), document_topic(document_id))
    return len(waiting)


def ask(session: Session, document: SchoolDocument, people: Mapping[int, Children], today: date) -> list[int]:
    """Put down who is asked today, and who is no more; who is new among them. At most four queries."""
    wanted: dict[tuple[int, int], int | None] = {}
    for person_id, children in people.items():
        wanted |= {(person_id, for_id): class_id for for_id, class_id in children.items()}
        if not children:  # the staff, for themselves
            wanted[person_id, person_id] = None
    known = {
        (row.person_id, row.for_id): row
        for row in session.execute(
            select(_reader.id, _reader.person_id, _reader.for_id, _reader.asked).where(*of_document(document))
        )
    }
    for asked in (True, False):
        others = [row.id for key, row in known.items() if row.asked is not asked and (key in wanted) is asked]
        if others:
            session.execute(update(db.document_reader).where(_reader.id.in_(others)).values(asked=asked))
    of_all = {
        "school_id": document.school_id, "document_id": document.id, "asked_on": today, "asked": True,
        "version": 0,
    }  # fmt: skip
    new = sorted(wanted.keys() - known.keys())
    if new:
        rows = [
            of_all
            | {"person_id": key[0], "for_id": key[1], "class_id": wanted[key], "asked": True, "version": 0}
            for key in new
        ]
        session.execute(insert(db.document_reader), rows)
    return sorted({person_id for person_id, _ in new})


def of_document(document: SchoolDocument) -> tuple[ColumnElement[bool], ...]:
    """Those who are asked to acknowledge it, as a condition."""
    return _reader.school_id == document.school_id, _reader.document_id == document.id


def waiting_people(session: Session, document: SchoolDocument) -> list[int]:
    """Who has not acknowledged it yet; one query."""
    asked = select(_reader.person_id).where(
        *of_document(document), _reader.asked, _reader.version < document.asks_from
    )
    return list(session.scalars(asked.distinct().order_by(_reader.person_id)))


def version_of(session: Session, document: SchoolDocument, number: int = 0) -> DocumentVersion:
    """A published version of the document, the one in force where none is named; one query."""
    return session.scalars(
        select(DocumentVersion).where(
            _version.school_id == document.school_id,
            _version.document_id == document.id,
            _version.version == (number or document.current),
        )
    ).one()


def notice_key(document_id: int) -> str:
    """By which all news of a document are one notice."""
    return f"document:{document_id}"


def ring(
    session: Session, document: SchoolDocument, version: DocumentVersion, people: Collection[int],
    now: datetime, actor: Actor, **told: bool,
) -> None:  # fmt: skip
    """Put the document into the bells of these people."""
    payload: dict[str, Any] = {
        "document_id": document.id,
        "title": version.title,
        "version": version.version,
        "until": document.until.isoformat() if document.until else None,
        "signed": document.signed,
        "day": clock.local(now, actor.time_zone).date().isoformat(),
        **told,
    }
    kind, key = NoticeKind.DOCUMENT, notice_key(document.id or 0)
    tell(session, [personal_notice(document.school_id, one, kind, key, payload, now) for one in people])


def remind(session: Session, actor: Actor, document_id: int, now: datetime) -> int:
    """Tell those who have not acknowledged once more; how many. DomainError where it is too soon."""
    document = held(session, actor, document_id)
    if document.reminded_at and document.reminded_at + REMINDED_AFTER > now:
        raise DomainError(
            "They were reminded lately: again after {n} hours", n=REMINDED_AFTER.seconds // 3600
        )
    document.reminded_at = now
    session.add(document)
    session.flush()
    waiting = waiting_people(session, document)
    if document.current:
        ring(session, document, version_of(session, document), waiting, now, actor, reminder=True)
    note(session, documents_topic(actor.school_id), document_topic(document_id))
    return len(waiting)


def withdraw(session: Session, actor: Actor, document_id: int, reason: str, now: datetime) -> None:
    """Withdraw the document: nobody acknowledges it any more; what was said stays in the register."""
    document = held(session, actor, document_id)
    if document.current == 0:
        raise DomainError("Nothing of this document was published: throw the draft away instead")
    document.reason = written_words(reason, limits.NOTE, "reason")
    document.withdrawn_at, document.withdrawn_by_id = now, actor.person_id
    session.add(document)
    session.flush()
    read = take_back_unread(session, actor.school_id, notice_key(document_id))
    if read:
        ring(session, document, version_of(session, document), sorted(read), now, actor, withdrawn=True)
    change = audit.Change(
        "document.withdraw", "school_document", document_id, after={"version": document.current}
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, documents_topic(actor.school_id), document_topic(document_id))
