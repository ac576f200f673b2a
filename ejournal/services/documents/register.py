"""The register: who has acknowledged what, for whom, which version, when and how; and who is late.

One statement for a page, a spreadsheet and a paper alike.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.classes.people import present_years
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import SchoolClass, SchoolDocument, SignedBy
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import folded
from ejournal.services.documents.reading import signature_of_reader
from ejournal.services.documents.signing import in_care

READ = Permission.DOCUMENT_REGISTER_READ
PAGE = 50
"""How many lines go to the browser at once (pagination)."""
MOST_ON_PAPER = 20_000
MOST_WORDS = 6


class LineState(StrEnum):
    """Where a line stands; gone: asked no more, with nothing said."""

    WAITING = "waiting"
    LATE = "late"
    DONE = "done"
    GONE = "gone"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a document (none: all), words of a name, a class, a state."""

    document_id: int | None = None
    words: str = ""
    class_id: int | None = None
    state: LineState | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """Who is asked of what, for whom (empty: themselves), and what they have said; version: 0 for nothing."""

    id: int
    document_id: int
    document: str
    name: str
    about: str
    class_title: str
    state: LineState
    version: int
    seen_at: datetime | None
    at: datetime | None
    how: SignedBy | None
    text_hash: str
    paper_day: date | None
    entered_by: str


@dataclass(frozen=True, slots=True)
class Register:
    """One page of lines; total counts all of them."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a document, as far as the actor sees it: how many signatures are asked, given, late."""

    asked: int
    done: int
    late: int


_document, _version, _reader = db.school_document.c, db.document_version.c, db.document_reader.c
_signature, _person, _class = db.document_signature.c, db.person.c, db.school_class.c
_child, _clerk = db.person.alias("child"), db.person.alias("clerk")


def register(session: Session, actor: Actor, wanted: Wanted) -> Register:
    """A page of the register as far as the actor may see it; at most four queries."""
    counted = _lines(session, actor, wanted).add_columns(func.count().over().label("total"))
    page = max(wanted.page, 1)
    rows = session.execute(counted.limit(PAGE).offset((page - 1) * PAGE)).all()
    if not rows and page > 1:
        page = 1
        rows = session.execute(counted.limit(PAGE)).all()
    total = rows[0].total if rows else 0
    return Register(tuple(map(_line, rows)), total, page, max(1, -(-total // PAGE)))


def all_lines(session: Session, actor: Actor, wanted: Wanted) -> tuple[Line, ...]:
    """All lines that are wanted, for paper; one that is issued is written down by its number."""
    rows = session.execute(_lines(session, actor, wanted).limit(MOST_ON_PAPER + 1)).all()
    if len(rows) > MOST_ON_PAPER:
        raise DomainError("More than {most} lines: choose a class or a document", most=MOST_ON_PAPER)
    return tuple(map(_line, rows))


def whole_register(session: Session, actor: Actor, wanted: Wanted) -> tuple[Line, ...]:
    """The same to be taken away as a file: who takes it is written into the trail."""
    found = all_lines(session, actor, wanted)
    subject = ("school_document", wanted.document_id) if wanted.document_id else ("school", actor.school_id)
    change = audit.Change("documents.take", *subject, after={"lines": len(found)})
    audit.record(session, actor.school_id, actor.person_id, change)
    return found


def counts(session: Session, actor: Actor, document_id: int) -> Counts:
    """How far a document is among those whom the actor looks after; one query."""
    guard.get(session, actor, SchoolDocument, document_id, READ)
    state = _state(actor)
    row = session.execute(
        select(
            func.count().label("asked"),
            func.sum(case((state == LineState.DONE.value, 1), else_=0)).label("done"),
            func.sum(case((state == LineState.LATE.value, 1), else_=0)).label("late"),
        )
        .join_from(db.document_reader, db.school_document, _document.id == _reader.document_id)
        .where(
            _reader.school_id == actor.school_id, _reader.document_id == document_id, in_care(actor),
            or_(_reader.asked, _reader.version > 0),
        )
    ).one()  # fmt: skip
    return Counts(row.asked, row.done or 0, row.late or 0)


def class_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The classes by which the register may be narrowed; one query."""
    guard.require(actor, READ)
    rows = session.execute(
        select(_class.id, _class.grade, _class.letter)
        .where(
            guard.reached(session, actor, SchoolClass, READ),
            _class.year_id.in_(present_years(actor.school_id, actor.today)),
        )
        .order_by(_class.grade, _class.letter)
    )
    return [(row.id, class_title(row.grade, row.letter)) for row in rows]


def _state(actor: Actor) -> ColumnElement[str]:
    late = and_(_document.until < actor.today, _reader.asked_on <= _document.until)
    return case(
        (and_(_reader.version > 0, _reader.version >= _document.asks_from), literal(LineState.DONE.value)),
        (_document.withdrawn_at.is_not(None), LineState.WITHDRAWN.value),
        (~_reader.asked, LineState.GONE.value),
        (late, LineState.LATE.value),
        else_=LineState.WAITING.value,
    )


def _lines(session: Session, actor: Actor, wanted: Wanted) -> Select[Any]:
    """The lines that are wanted, by class and name; NotFound for what is not the actor's."""
    guard.require(actor, READ)
    state = _state(actor).label("state")
    found = (
        select(_reader.id, _reader.document_id, _reader.version, _reader.seen_at, _version.title, state)
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_child.c.last_name.label("child_last"), _child.c.first_name.label("child_first"))
        .add_columns(_class.grade, _class.letter, _reader.for_id, _reader.person_id)
        .add_columns(_signature.at, _signature.how, _signature.text_hash, _signature.paper_day)
        .add_columns(_clerk.c.last_name.label("clerk_last"), _clerk.c.first_name.label("clerk_first"))
        .add_columns(_clerk.c.middle_name.label("clerk_middle"))
        .join_from(db.document_reader, db.school_document, _document.id == _reader.document_id)
        .join(
            db.document_version,
            and_(
                _version.school_id == actor.school_id,
                _version.document_id == _document.id,
                _version.version == _document.current,
            ),
        )
        .join(db.person, _person.id == _reader.person_id)
        .join(_child, _child.c.id == _reader.for_id)
        .outerjoin(db.school_class, _class.id == _reader.class_id)
        .outerjoin(db.document_signature, signature_of_reader())
        .outerjoin(_clerk, _clerk.c.id == _signature.entered_by_id)
        .where(_reader.school_id == actor.school_id, in_care(actor))
    )
    if wanted.document_id is not None:
        guard.get(session, actor, SchoolDocument, wanted.document_id, READ)
        found = found.where(_reader.document_id == wanted.document_id)
    if wanted.class_id is not None:
        guard.get(session, actor, SchoolClass, wanted.class_id, READ)
        found = found.where(_reader.class_id == wanted.class_id)
    if wanted.state is not None:
        found = found.where(_state(actor) == wanted.state.value)
    else:
        found = found.where(or_(_reader.asked, _reader.version > 0))
    for word in folded(wanted.words).split()[:MOST_WORDS]:
        found = found.where(
            or_(
                _person.sought.contains(word, autoescape=True),
                _child.c.sought.contains(word, autoescape=True),
            )
        )
    return found.order_by(
        _class.id.is_not(None),
        _class.grade,
        _class.letter,
        _child.c.sought,
        _person.sought,
        _reader.document_id,
        _reader.id,
    )


def _line(row: Any) -> Line:
    clerk = short_name(row.clerk_last, row.clerk_first, row.clerk_middle or "") if row.clerk_last else ""
    return Line(
        id=row.id,
        document_id=row.document_id,
        document=row.title,
        name=" ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
        about="" if row.for_id == row.person_id else f"{row.child_last} {row.child_first}",
        class_title=class_title(row.grade, row.letter) if row.grade is not None else "",
        state=LineState(row.state),
        version=row.version,
        seen_at=row.seen_at,
        at=row.at,
        how=row.how,
        text_hash=row.text_hash or "",
        paper_day=row.paper_day,
        entered_by=clerk,
    )
