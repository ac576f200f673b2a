"""Documents as people read them: the own list, one that is opened; how many wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import DocumentKind, DocumentVersion, SchoolDocument, SignedBy
from ejournal.services.base import tables as db
from ejournal.services.documents.drafts import files_of
from ejournal.services.documents.signing import in_care, own_readers, sees_all
from ejournal.services.files.keeping import Stored

READ = Permission.DOCUMENT_READ
PAGE = 30
"""How many lines go to the browser at once (pagination)."""
_document, _version, _reader = db.school_document.c, db.document_version.c, db.document_reader.c
_signature, _person = db.document_signature.c, db.person.c
_waits = and_(_reader.asked, _reader.version < _document.asks_from, _document.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True)
class Line:
    """A document in a list; asked: by how many signatures, of which waiting are missing, late in time."""

    id: int
    kind: DocumentKind
    number: str
    title: str
    version: int
    published_at: datetime | None
    until: date | None
    withdrawn: bool
    signed: bool
    asked: int = 0
    waiting: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, and whether there are more."""

    lines: tuple[Line, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class OwnLine:
    """For whom the reader is asked (empty name: for themselves), and what they have said."""

    for_id: int
    name: str
    waits: bool
    version: int
    at: datetime | None
    how: SignedBy | None
    paper_day: date | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A version of a document as it is read, and what the reader is asked."""

    document: SchoolDocument
    version: DocumentVersion
    files: tuple[Stored, ...]
    versions: tuple[DocumentVersion, ...]
    own: tuple[OwnLine, ...]
    unseen: bool

    @property
    def is_current(self) -> bool:
        """Whether the version is the one in force."""
        return self.version.version == self.document.current


def count_waiting(session: Session, actor: Actor) -> int:
    """How many documents wait for the actor's word; one query."""
    if not actor.may(READ):
        return 0
    asked = (
        select(func.count(func.distinct(_reader.document_id)))
        .join_from(db.document_reader, db.school_document, _document.id == _reader.document_id)
        .where(own_readers(actor), _waits)
    )
    return int(session.scalar(asked) or 0)


def own_documents(session: Session, actor: Actor, page: int) -> Listed:
    """What the actor is asked to know, what waits first, then the latest; one query."""
    guard.require(actor, READ)
    waiting = func.sum(case((_waits, 1), else_=0))
    asked = _counting(actor, waiting).where(own_readers(actor))
    return _page(
        session, asked, (case((waiting > 0, case((_document.until.is_(None), 1), else_=0)), else_=2),), page
    )


def school_documents(session: Session, actor: Actor, page: int) -> Listed:
    """What the school asks of those whom the actor looks after, with how many are missing; one query."""
    guard.require(actor, Permission.DOCUMENT_REGISTER_READ)
    waiting = func.sum(case((_waits, 1), else_=0))
    asked = _counting(actor, waiting).where(in_care(actor), _document.school_id == actor.school_id)
    return _page(session, asked, (_document.withdrawn_at.is_not(None),), page)


def drafts(session: Session, actor: Actor) -> tuple[Line, ...]:
    """The drafts of the school, of new documents and of versions to come; one query."""
    guard.require(actor, Permission.DOCUMENT_WRITE)
    rows = session.execute(
        select(*_COLUMNS)
        .join_from(db.school_document, db.document_version, _version.document_id == _document.id)
        .where(
            _document.school_id == actor.school_id,
            _version.school_id == actor.school_id,
            _document.withdrawn_at.is_(None),
            _version.published_at.is_(None),
        )
        .order_by(_document.id.desc())
        .limit(100)
    )
    return tuple(_line(row) for row in rows)


_COLUMNS = (
    _document.id, _document.kind, _document.number, _document.until, _document.withdrawn_at,
    _document.signed, _version.title, _version.version, _version.published_at,
)  # fmt: skip


def _counting(actor: Actor, waiting: Any) -> Any:
    late = and_(_waits, _document.until < actor.today, _reader.asked_on <= _document.until)
    return (
        select(
            *_COLUMNS,
            func.sum(case((_reader.asked, 1), else_=0)).label("asked"),
            waiting.label("waiting"),
            func.sum(case((late, 1), else_=0)).label("late"),
        )
        .join_from(db.document_reader, db.school_document, _document.id == _reader.document_id)
        .join(
            db.document_version,
            and_(
                _version.school_id == actor.school_id,
                _version.document_id == _document.id,
                _version.version == _document.current,
            ),
        )
        .where(_reader.school_id == actor.school_id)
        .group_by(_document.id, _version.id)
    )


def _page(session: Session, asked: Any, first: Sequence[Any], page: int) -> Listed:
    rows = session.execute(
        asked.order_by(*first, _version.published_at.desc(), _document.id.desc())
        .offset((max(page, 1) - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return Listed(tuple(_line(row) for row in rows[:PAGE]), len(rows) > PAGE)


def _line(row: Any) -> Line:
    counts = {name: getattr(row, name, 0) or 0 for name in ("asked", "waiting", "late")}
    return Line(
        row.id, row.kind, row.number, row.title, row.version, row.published_at, row.until,
        row.withdrawn_at is not None, row.signed, **counts,
    )  # fmt: skip


def opened(session: Session, actor: Actor, document_id: int, number: int = 0) -> Opened:
    """A published version, the one in force where none is named; NotFound for what is not the actor's.

    Four queries.
    """
    document = guard.get(session, actor, SchoolDocument, document_id, READ)
    versions = session.scalars(
        select(DocumentVersion)
        .where(
            _version.school_id == actor.school_id,
            _version.document_id == document_id,
            _version.published_at.is_not(None),
        )
        .order_by(_version.version.desc())
    ).all()
    shown = next((one for one in versions if one.version == (number or document.current)), None)
    if shown is None:
        raise NotFound
    rows = session.execute(
        select(_reader.for_id, _reader.version, _reader.asked, _reader.seen_at)
        .add_columns(_person.first_name, _signature.at, _signature.how, _signature.paper_day)
        .join_from(db.document_reader, db.person, _person.id == _reader.for_id)
        .outerjoin(db.document_signature, signature_of_reader())
        .where(own_readers(actor), _reader.document_id == document_id)
        .order_by(_reader.for_id)
    ).all()
    is_open = document.withdrawn_at is None
    own = tuple(
        OwnLine(
            row.for_id, "" if row.for_id == actor.person_id else row.first_name,
            is_open and row.asked and row.version < document.asks_from, row.version, row.at, row.how,
            row.paper_day,
        )
        for row in rows
    )  # fmt: skip
    unseen = any(row.seen_at is None for row in rows)
    return Opened(document, shown, files_of(session, shown), tuple(versions), own, unseen)


def signature_of_reader() -> Any:
    """The signature that stands for a reader's latest version, as a condition of a join."""
    return and_(
        _signature.school_id == _reader.school_id,
        _signature.document_id == _reader.document_id,
        _signature.version == _reader.version,
        _signature.person_id == _reader.person_id,
        _signature.for_id == _reader.for_id,
    )


def keeps(actor: Actor) -> bool:
    """Whether registers are the actor's to look into: of the school, or of own classes."""
    return actor.may(Permission.DOCUMENT_REGISTER_READ) and (sees_all(actor) or bool(actor.class_ids))
