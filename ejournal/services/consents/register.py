"""The register: each question of the school with its answer, found as one types; and who is asked no more.

One statement puts together who is asked today and what they have said; it is read a page at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import ConsentAnswer, OpeningKind, SchoolClass
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import folded
from ejournal.services.consents.giving import ConsentState
from ejournal.services.consents.whom import Whom, asked_today
from ejournal.services.openings import note_opening

PAGE = 50
"""How many lines go to the browser at once (pagination)."""
MOST_ON_PAPER = 20_000
MOST_WORDS = 6


class Standing(StrEnum):
    """Whose lines are wanted: of those asked today, or consents of people who are asked no more."""

    TODAY = "today"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words of a name, a class, a purpose, a state."""

    words: str = ""
    class_id: int | None = None
    purpose_id: int | None = None
    state: ConsentState | None = None
    standing: Standing = Standing.TODAY
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A question and its answer: who, for whom (empty: themselves), what, which version, since when.

    current is the version that is asked today; version that which was answered, 0 for none.
    """

    person_id: int
    name: str
    pupil_id: int | None
    about: str
    class_title: str
    purpose: str
    key: str
    current: int
    version: int
    state: ConsentState
    said_at: datetime | None
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
class Choices:
    """By what the register can be narrowed."""

    purposes: tuple[tuple[int, str], ...]
    classes: tuple[tuple[int, str], ...]


_consent, _document, _purpose = db.consent.c, db.consent_document.c, db.consent_purpose.c
_person, _class = db.person.c, db.school_class.c
_child, _clerk = db.person.alias("child"), db.person.alias("clerk")


def register(session: Session, actor: Actor, wanted: Wanted) -> Register:
    """A page of the register as far as the actor may see it; three queries. That it is opened is noted."""
    found = _lines(session, actor, wanted)
    note_opening(session, actor, OpeningKind.CONSENT_LIST, wanted.class_id or _only_class(actor))
    page = max(wanted.page, 1)
    rows, total = _page(session, found, page)
    if not rows and page > 1:
        page = 1
        rows, total = _page(session, found, page)
    return Register(tuple(map(_line, rows)), total, page, max(1, -(-total // PAGE)))


def whole_register(session: Session, actor: Actor, wanted: Wanted, kind: OpeningKind) -> tuple[Line, ...]:
    """All lines that are wanted, to be taken away; who takes them is noted and written into the trail."""
    found = _lines(session, actor, wanted)
    rows = session.execute(found.limit(MOST_ON_PAPER + 1)).all()
    if len(rows) > MOST_ON_PAPER:
        raise DomainError("More than {most} lines: choose a class or a purpose", most=MOST_ON_PAPER)
    class_id = wanted.class_id or _only_class(actor)
    note_opening(session, actor, kind, class_id)
    subject = ("school_class", class_id) if class_id else ("school", actor.school_id)
    audit.record(
        session, actor.school_id, actor.person_id,
        audit.Change("consents.take", *subject, after={"as": kind.value, "lines": len(rows)}),
    )  # fmt: skip
    return tuple(map(_line, rows))


def choices(session: Session, actor: Actor) -> Choices:
    """The purposes, and the classes that the actor may see; two queries."""
    guard.require(actor, Permission.CONSENTS_READ)
    purposes = session.execute(
        select(_purpose.id, _purpose.name)
        .where(
            _purpose.school_id == actor.school_id,
            exists().where(
                _document.school_id == actor.school_id, _document.purpose_id == _purpose.id,
                _document.starts.is_not(None),
            ),
        )
        .order_by(_purpose.id)
    )  # fmt: skip
    year = db.academic_year.c
    classes = session.execute(
        select(_class.id, _class.grade, _class.letter)
        .join_from(db.school_class, db.academic_year, year.id == _class.year_id)
        .where(
            guard.reached(session, actor, SchoolClass, Permission.CONSENTS_READ),
            year.school_id == actor.school_id,
            year.ends >= actor.today,
        )
        .order_by(_class.grade, _class.letter)
    )
    return Choices(
        tuple((row.id, row.name) for row in purposes),
        tuple((row.id, class_title(row.grade, row.letter)) for row in classes),
    )


def sees_all(actor: Actor) -> bool:
    """Whether the whole school's register is the actor's to see, and not own classes alone."""
    return actor.leads or actor.keeps_people


def _only_class(actor: Actor) -> int:
    """Whose register it is when no class is named: 0 for the whole school."""
    return 0 if sees_all(actor) or len(actor.class_ids) != 1 else next(iter(actor.class_ids))


# ------------------------------------------------------------------------------------------ the statement


def _lines(session: Session, actor: Actor, wanted: Wanted) -> Select[Any]:
    """The lines that are wanted, in the order of names; NotFound for a class that is not the actor's."""
    guard.require(actor, Permission.CONSENTS_READ)
    if wanted.class_id is not None:
        guard.get(session, actor, SchoolClass, wanted.class_id, Permission.CONSENTS_READ)
    classes = _classes(actor, wanted)
    asked = _today(actor, classes) if wanted.standing is Standing.TODAY else _former(actor)
    lines = asked.subquery("line")
    found = (
        select(lines, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_child.c.last_name.label("child_last"), _child.c.first_name.label("child_first"))
        .add_columns(_class.grade, _class.letter)
        .add_columns(_clerk.c.last_name.label("clerk_last"), _clerk.c.first_name.label("clerk_first"))
        .add_columns(_clerk.c.middle_name.label("clerk_middle"))
        .join_from(lines, db.person, _person.id == lines.c.person_id)
        .outerjoin(_child, _child.c.id == lines.c.pupil_id)
        .outerjoin(db.school_class, _class.id == lines.c.class_id)
        .outerjoin(_clerk, _clerk.c.id == lines.c.entered_by_id)
    )
    for word in folded(wanted.words).split()[:MOST_WORDS]:
        found = found.where(
            or_(
                _person.sought.contains(word, autoescape=True),
                _child.c.sought.contains(word, autoescape=True),
            )
        )
    if classes is not None:
        found = found.where(lines.c.class_id.in_(classes))
    if wanted.purpose_id is not None:
        found = found.where(lines.c.purpose_id == wanted.purpose_id)
    if wanted.state is not None:
        found = found.where(lines.c.state == wanted.state.value)
    return found.order_by(
        _class.grade, _class.letter, func.coalesce(_child.c.sought, _person.sought), _person.sought,
        lines.c.person_id, lines.c.purpose_id,
    )  # fmt: skip


def _classes(actor: Actor, wanted: Wanted) -> list[int] | None:
    """The classes that are wanted; None for the whole school, with its staff."""
    if wanted.class_id is not None:
        return [wanted.class_id]
    return None if sees_all(actor) else sorted(actor.class_ids)


def _today(actor: Actor, classes: list[int] | None) -> Select[Any]:
    """Each question of today with the last word on it; of classes, where some are named."""
    asked = asked_today(actor.school_id, actor.today)
    if classes is not None:
        sits = db.enrolment.c.class_id.in_(classes)
        asked = {whom: asked[whom].where(sits) for whom in (Whom.CHILDREN, Whom.ADULTS)}
    whom = union_all(*asked.values()).subquery("asked")
    told = db.consent_document.alias("told")
    otherwise = or_(_consent.answer == ConsentAnswer.REFUSED, _consent.withdrawn_at.is_not(None))
    state = case(
        (_consent.id.is_(None), ConsentState.UNANSWERED.value),
        (and_(told.c.id != _document.id, otherwise), ConsentState.UNANSWERED.value),
        else_=_state_words(),
    )
    in_force = (
        _document.school_id == actor.school_id,
        _document.starts.is_not(None),
        _document.ends.is_(None),
    )
    return (
        select(whom.c.person_id, whom.c.pupil_id, func.min(whom.c.class_id).label("class_id"))
        .add_columns(*_columns(state, told.c.version))
        .select_from(whom)
        .join(db.consent_document, and_(*in_force, _asks(_document, whom.c)))
        .join(db.consent_purpose, _purpose.id == _document.purpose_id)
        .outerjoin(
            db.consent,
            and_(
                _consent.school_id == actor.school_id,
                _consent.purpose_id == _document.purpose_id,
                _consent.person_id == whom.c.person_id,
                func.coalesce(_consent.pupil_id, 0) == func.coalesce(whom.c.pupil_id, 0),
                _consent.replaced_at.is_(None),
            ),
        )
        .outerjoin(told, told.c.id == _consent.document_id)
        .group_by(
            whom.c.person_id, whom.c.pupil_id, _document.id, _purpose.id, _consent.id, told.c.id,
        )
    )  # fmt: skip


def _former(actor: Actor) -> Select[Any]:
    """What people have said who are asked of it no more: they have left, or the purpose is closed."""
    whom = union_all(*asked_today(actor.school_id, actor.today).values()).cte("asked")
    now = db.consent_document.alias("now")
    asked_still = exists().where(
        whom.c.person_id == _consent.person_id,
        func.coalesce(whom.c.pupil_id, 0) == func.coalesce(_consent.pupil_id, 0),
        now.c.school_id == actor.school_id,
        now.c.purpose_id == _consent.purpose_id,
        now.c.starts.is_not(None),
        now.c.ends.is_(None),
        _asks(now.c, whom.c),
    )
    last = db.enrolment.alias("last")
    sat = (
        select(func.max(last.c.class_id))
        .where(
            last.c.school_id == actor.school_id,
            last.c.pupil_id == func.coalesce(_consent.pupil_id, _consent.person_id),
        )
        .scalar_subquery()
    )
    return (
        select(_consent.person_id, _consent.pupil_id, sat.label("class_id"))
        .add_columns(*_columns(_state_words(), _document.version))
        .join_from(db.consent, db.consent_document, _document.id == _consent.document_id)
        .join(db.consent_purpose, _purpose.id == _consent.purpose_id)
        .where(
            _consent.school_id == actor.school_id,
            _consent.replaced_at.is_(None),
            ~asked_still,
        )
    )


def _asks(document: Any, whom: Any) -> ColumnElement[bool]:
    """Whether the document, by columns, asks whom the row says."""
    return or_(
        and_(whom.whom == Whom.CHILDREN.value, document.asks_children),
        and_(whom.whom == Whom.STAFF.value, document.asks_staff),
        and_(whom.whom == Whom.ADULTS.value, document.asks_adults),
    )


def _columns(state: ColumnElement[Any], version: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [
        _purpose.id.label("purpose_id"), _purpose.name.label("purpose"),
        _document.id.label("document_id"), _document.version.label("current"), version.label("version"),
        state.label("state"), func.coalesce(_consent.withdrawn_at, _consent.answered_at).label("said_at"),
        _consent.paper_day, _consent.entered_by_id,
    ]  # fmt: skip


def _state_words() -> ColumnElement[str]:
    words: ColumnElement[str] = case(
        (_consent.answer == ConsentAnswer.REFUSED, literal(ConsentState.REFUSED.value, String)),
        (_consent.withdrawn_at.is_not(None), ConsentState.WITHDRAWN.value),
        (_consent.lapsed_at.is_not(None), ConsentState.LAPSED.value),
        else_=ConsentState.GIVEN.value,
    )
    return cast(words, String)


def _page(session: Session, found: Select[Any], page: int) -> tuple[Sequence[Any], int]:
    counted = found.add_columns(func.count().over().label("total"))
    rows = session.execute(counted.limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, rows[0].total if rows else 0


def _line(row: Any) -> Line:
    return Line(
        person_id=row.person_id,
        name=" ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
        pupil_id=row.pupil_id,
        about=f"{row.child_last} {row.child_first}" if row.child_last else "",
        class_title=class_title(row.grade, row.letter) if row.grade is not None else "",
        purpose=row.purpose,
        key=f"{row.document_id}-{row.pupil_id or 0}",
        current=row.current,
        version=row.version or 0,
        state=ConsentState(row.state),
        said_at=row.said_at,
        paper_day=row.paper_day,
        entered_by=short_name(row.clerk_last, row.clerk_first, row.clerk_middle or "")
        if row.clerk_last
        else "",
    )
