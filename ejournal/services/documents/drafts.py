"""Drafts of documents: the first version, and the next of one that is in force; what is published stays."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import DocumentKind, DocumentPart, DocumentVersion, FileUser, SchoolDocument, Whom
from ejournal.services.audience.offered import require_part
from ejournal.services.audience.parts import AWAY, Chosen, KeptParts, Part
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import written_line, written_words
from ejournal.services.base.topics import documents_topic
from ejournal.services.files import keeping
from ejournal.services.files.keeping import Stored

WRITE = Permission.DOCUMENT_WRITE
FILES = FileUser.DOCUMENT_VERSION
MOST_FILES = 10
MOST_DRAFTS = 50
LATEST = date(2199, 12, 31)
_document, _version = db.school_document.c, db.document_version.c


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in of a draft; files: keys of those to attach.

    kind and signed are of the document as a whole: they stay once a version of it is published.
    """

    title: str
    words: str
    kind: DocumentKind = DocumentKind.LOCAL_ACT
    number: str = ""
    signed: bool = False
    asks_again: bool = True
    until: date | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands: its document, its version, to whom it is, what is attached."""

    document: SchoolDocument
    version: DocumentVersion
    chosen: Chosen
    files: tuple[Stored, ...]


def draft_of(session: Session, actor: Actor, document_id: int) -> Draft:
    """The document's draft; DomainError where there is none. Four queries."""
    document = guard.get(session, actor, SchoolDocument, document_id, WRITE)
    latest = _draft(session, document)
    return Draft(document, latest, chosen_of(session, document), files_of(session, latest))


def begin(session: Session, actor: Actor, now: datetime) -> int:
    """An empty draft of a document; its number."""
    guard.require(actor, WRITE)
    drafts = select(func.count()).where(_document.school_id == actor.school_id, _document.current == 0)
    if (session.scalar(drafts) or 0) >= MOST_DRAFTS:
        raise DomainError("At most {n} drafts: publish or throw away one of them first", n=MOST_DRAFTS)
    document = SchoolDocument(school_id=actor.school_id, author_id=actor.person_id, made_at=now)
    session.add(document)
    session.flush()
    session.add(DocumentVersion(school_id=actor.school_id, document_id=document.id or 0, version=1))
    session.flush()
    note(session, documents_topic(actor.school_id))
    return document.id or 0


def begin_version(session: Session, actor: Actor, document_id: int) -> None:
    """The draft of the next version, begun as the one in force with its files; one that is there stays."""
    document = held(session, actor, document_id)
    latest = _latest(session, document)
    if latest.published_at is None:
        return
    draft = DocumentVersion(
        school_id=actor.school_id, document_id=document_id, version=latest.version + 1, title=latest.title,
        words=latest.words,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    keeping.show_too(session, actor.school_id, FILES, latest.id or 0, draft.id or 0)
    note(session, documents_topic(actor.school_id))


def fill(session: Session, actor: Actor, document_id: int, filled: Filled, now: datetime) -> None:
    """Keep what is filled in of the draft; DomainError by the field for what cannot be kept."""
    document = held(session, actor, document_id)
    version = _draft(session, document)
    version.title = written_line(filled.title, limits.DOCUMENT_TITLE, "title")
    version.words = written_words(filled.words, limits.DOCUMENT, "words", may_be_none=True)
    version.asks_again = filled.asks_again
    version.until = _checked_until(actor, filled.until)
    if document.current == 0:
        document.kind, document.signed = filled.kind, filled.signed
    document.number = written_line(filled.number, limits.ORDER_NUMBER, "number") if filled.number else ""
    session.add_all([document, version])
    session.flush()
    has = files_of(session, version)
    new = [one for one in filled.files if one not in {file.key for file in has}]
    if len(has) + len(new) > MOST_FILES:
        raise DomainError("At most {n} files", field="files", n=MOST_FILES)
    keeping.attach(session, actor, FILES, version.id or 0, new, now, begin=len(has))
    note(session, documents_topic(actor.school_id))


def drop_file(session: Session, actor: Actor, document_id: int, key: str) -> None:
    """Attach the file to the draft no more; earlier versions keep it."""
    version = _draft(session, held(session, actor, document_id))
    keeping.remove(session, actor.school_id, FILES, version.id or 0, [key])


def add_part(session: Session, actor: Actor, document_id: int, part: Part) -> None:
    """Ask this part too; NotFound for one that is not the actor's to choose, or another each day."""
    if part.kind in AWAY:
        raise NotFound
    require_part(session, actor, WRITE, part)
    _parts(session, held(session, actor, document_id)).add(part)


def drop_part(session: Session, actor: Actor, document_id: int, part: Part) -> None:
    """Ask this part no more: who was asked already stays so."""
    _parts(session, held(session, actor, document_id)).drop(part)


def set_whom(session: Session, actor: Actor, document_id: int, whom: Whom) -> None:
    """Say who of the chosen classes, grades and groups is asked."""
    document = held(session, actor, document_id)
    document.whom = whom
    session.add(document)
    session.flush()
    note(session, documents_topic(actor.school_id))


def throw_away(session: Session, actor: Actor, document_id: int) -> None:
    """Throw the draft away; a document of which nothing was ever published goes with it."""
    document = held(session, actor, document_id)
    draft = _draft(session, document)
    keeping.remove(session, actor.school_id, FILES, draft.id or 0)
    session.delete(draft)
    session.flush()
    if document.current == 0:
        _parts(session, document).replace()
        session.delete(document)
        session.flush()
    note(session, documents_topic(actor.school_id))


def held(session: Session, actor: Actor, document_id: int) -> SchoolDocument:
    """A document that the actor may write, held until the transaction ends; DomainError where withdrawn."""
    guard.get(session, actor, SchoolDocument, document_id, WRITE)
    lock_row(session, SchoolDocument, actor.school_id, document_id)
    document = session.get_one(SchoolDocument, document_id, populate_existing=True)
    if document.withdrawn_at is not None:
        raise DomainError("This document is withdrawn")
    return document


def _latest(session: Session, document: SchoolDocument) -> DocumentVersion:
    found = session.scalars(
        select(DocumentVersion)
        .where(_version.school_id == document.school_id, _version.document_id == document.id)
        .order_by(_version.version.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    return found


def _draft(session: Session, document: SchoolDocument) -> DocumentVersion:
    latest = _latest(session, document)
    if latest.published_at is not None:
        raise DomainError("There is no draft any more")
    return latest


def _checked_until(actor: Actor, until: date | None) -> date | None:
    if until is not None and not actor.today <= until <= LATEST:
        raise DomainError("The last day is today or later", field="until")
    return until


def _parts(session: Session, document: SchoolDocument) -> KeptParts:
    return KeptParts(session, DocumentPart, document.school_id, document_id=document.id or 0)


def chosen_of(session: Session, document: SchoolDocument) -> Chosen:
    """To whom the document is; one query."""
    return Chosen(_parts(session, document).chosen, document.whom)


def files_of(session: Session, version: DocumentVersion) -> tuple[Stored, ...]:
    """What is attached to the version, in order; for whoever may see that. One query."""
    found = keeping.files_of(session, version.school_id, FILES, [version.id or 0])
    return found.get(version.id or 0, ())


def text_hash(title: str, words: str, files: Sequence[Stored]) -> str:
    """By what a version is told from another: all that is acknowledged, the files by what is in them."""
    parts = [title, words, *(f"{one.name}\1{one.sha256}" for one in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
