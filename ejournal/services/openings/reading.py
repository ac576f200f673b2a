"""Whose data was opened by whom: of one person, for them and for administrators; and all of the school.

Who was in a list follows from the classes of its day. Slips are told of by the audit trail, which names each
person that one was printed for.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, literal, null, select, type_coerce, union_all
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import wards
from ejournal.models import OpeningKind, Person, Role
from ejournal.models.people import short_name
from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.ages import is_of_age
from ejournal.services.base.merged_cards import cards_of
from ejournal.services.base.names import by_name, folded
from ejournal.services.openings.keeping import kept_days

MOST = 60
"""The latest lines that a card shows."""
PAGE = 50
"""How many lines go to the browser at once (pagination)."""
OF_CLASS = (
    OpeningKind.CLASS_LIST, OpeningKind.CLASS_SHEET, OpeningKind.CLASS_JOURNAL, OpeningKind.CLASS_REPORT,
    OpeningKind.NEWCOMERS, OpeningKind.NEWCOMERS_TAKEN,
    OpeningKind.CONSENT_LIST, OpeningKind.CONSENT_SHEET, OpeningKind.CONSENT_PAPER,
)  # fmt: skip
OF_SCHOOL = OF_CLASS[4:]
"""What is also of the whole school at once."""
OF_STAFF = (
    OpeningKind.NEWCOMER_STAFF, OpeningKind.NEWCOMER_STAFF_TAKEN,
    OpeningKind.CONSENT_LIST, OpeningKind.CONSENT_SHEET, OpeningKind.CONSENT_PAPER,
)  # fmt: skip
"""What tells of everybody who works here."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A line: when, who in which role (None: not known), what; whose card or which class, where it says."""

    at: datetime
    opener: str
    role: Role | None
    kind: OpeningKind
    class_title: str = ""
    whose: str = ""
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class OpenedOf:
    """The latest lines about one person; about is empty for oneself, else the child's name."""

    about: str
    lines: tuple[Opened, ...]


_opening, _person, _class = db.opening.c, db.person.c, db.school_class.c
_enrolment, _ward, _grant, _entry = db.enrolment.c, db.guardianship.c, db.role_grant.c, db.audit_entry.c


def openings_of(session: Session, actor: Actor, person_id: int) -> tuple[Opened, ...]:
    """Who opened the person's data, for who keeps the log; six queries."""
    guard.get(session, actor, Person, person_id, Permission.OPENINGS_READ)
    return _about(session, actor, person_id)


def own_openings(session: Session, actor: Actor) -> tuple[OpenedOf, ...]:
    """Who opened the actor's own data, being of age, and that of each child they stand for today."""
    guard.require(actor, Permission.ACCOUNT_READ)
    me = session.get_one(Person, actor.person_id)
    learns = actor.holds(Role.PUPIL)
    found = []
    if not learns or is_of_age(me.birth_date, actor.today):
        found.append(OpenedOf("", _about(session, actor, actor.person_id)))
    children = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name).where(
            _person.school_id == actor.school_id,
            _person.id.in_(wards(actor.school_id, actor.person_id, actor.today)),
        )
    ).all()
    for child in sorted(children, key=by_name):
        name = f"{child.first_name} {child.last_name}"
        found.append(OpenedOf(name, _about(session, actor, child.id)))
    return tuple(found)


def _about(session: Session, actor: Actor, person_id: int) -> tuple[Opened, ...]:
    places, of_school, of_staff = _places(session, actor, person_id)
    since = actor.today - timedelta(days=kept_days(session, actor.school_id))
    parts = [
        _lines(actor, since).where(
            _opening.kind == OpeningKind.CARD, _opening.subject_id.in_(cards_of(session, person_id))
        ),
        *(
            _lines(actor, since).where(
                _opening.kind.in_(OF_CLASS), _opening.subject_id == class_id, *_within(span)
            )
            for class_id, span in places
        ),
        *(
            _lines(actor, since).where(_opening.kind.in_(OF_SCHOOL), _opening.subject_id == 0, *_within(span))
            for span in of_school
        ),
        *(
            _lines(actor, since).where(_opening.kind.in_(OF_STAFF), _opening.subject_id == 0, *_within(span))
            for span in of_staff
        ),
        _slips(actor, person_id),
    ]
    found = union_all(*parts).subquery()
    rows = session.execute(
        select(found, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_class.grade, _class.letter)
        .join_from(found, db.person, _person.id == found.c.opener_id)
        .outerjoin(
            db.school_class,
            and_(found.c.kind.in_([one.value for one in OF_CLASS]), _class.id == found.c.subject_id),
        )
        .where(found.c.opener_id != person_id)
        .order_by(found.c.at.desc())
        .limit(MOST)
    ).all()
    return tuple(dict.fromkeys(_opened(row) for row in rows))


def _lines(actor: Actor, since: date) -> Select[Any]:
    return select(
        _opening.at,
        _opening.opener_id,
        _opening.role,
        type_coerce(_opening.kind, String).label("kind"),
        _opening.subject_id,
    ).where(_opening.school_id == actor.school_id, _opening.day >= since)


def _slips(actor: Actor, person_id: int) -> Select[Any]:
    """The slips printed for the person, which the trail keeps for ever."""
    return select(
        _entry.at, _entry.actor_id.label("opener_id"), null().label("role"),
        literal(OpeningKind.SLIPS.value).label("kind"), literal(0).label("subject_id"),
    ).where(
        _entry.school_id == actor.school_id, _entry.subject == "person", _entry.subject_id == person_id,
        _entry.action == "code-make",
    )  # fmt: skip


def _within(span: Span) -> list[ColumnElement[bool]]:
    bounds: list[ColumnElement[bool]] = []
    if span.starts:
        bounds.append(_opening.day >= span.starts)
    if span.ends:
        bounds.append(_opening.day <= span.ends)
    return bounds


def _places(
    session: Session, actor: Actor, person_id: int
) -> tuple[list[tuple[int, Span]], list[Span], list[Span]]:
    """In which classes the person was listed on which days, as a pupil or with a child.

    Then on which days in any class, and on which among the staff.
    """
    sat = select(
        _enrolment.class_id, _enrolment.starts, _enrolment.ends, null().label("begun"), null().label("ended")
    ).where(_enrolment.school_id == actor.school_id, _enrolment.pupil_id == person_id)
    with_child = (
        select(_enrolment.class_id, _enrolment.starts, _enrolment.ends, _ward.starts, _ward.ends)
        .join_from(db.guardianship, db.enrolment, _enrolment.pupil_id == _ward.pupil_id)
        .where(
            _ward.school_id == actor.school_id,
            _ward.guardian_id == person_id,
            _enrolment.school_id == actor.school_id,
        )
    )
    worked = select(literal(0), _grant.starts, _grant.ends, null(), null()).where(
        _grant.school_id == actor.school_id,
        _grant.person_id == person_id,
        _grant.role.not_in((Role.PUPIL, Role.GUARDIAN)),
    )
    places, of_staff = [], []
    for asked in (sat, with_child, worked):
        for class_id, starts, ends, begun, ended in session.execute(asked):
            span = Span(starts, ends).common(Span(begun, ended))
            if not span.is_empty:
                if class_id:
                    places.append((class_id, span))
                else:
                    of_staff.append(span)
    of_school = [span for _, span in places]
    return list(dict.fromkeys(places)), list(dict.fromkeys(of_school)), list(dict.fromkeys(of_staff))


def _opened(row: Any) -> Opened:
    return Opened(
        row.at,
        short_name(row.last_name, row.first_name, row.middle_name or ""),
        row.role,
        OpeningKind(row.kind),
        class_title(row.grade, row.letter) if row.grade is not None else "",
    )


# ------------------------------------------------------------------------------------------ of the school


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the log is looked for: openers by part of a name, one kind, a page."""

    words: str = ""
    kind: OpeningKind | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines of the whole log, the latest first, and whether there are earlier ones."""

    lines: tuple[Opened, ...]
    page: int
    more: bool


def opening_log(session: Session, actor: Actor, sought: Sought) -> LogPage:
    """A page of the school's whole log; two queries."""
    guard.require(actor, Permission.OPENINGS_READ)
    page = min(max(sought.page, 1), 1000)
    since = actor.today - timedelta(days=kept_days(session, actor.school_id))
    whose = db.person.alias("whose")
    asked = (
        select(_opening.at, _opening.role, _opening.kind)
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .add_columns(whose.c.id.label("whose_id"), whose.c.last_name.label("last"))
        .add_columns(whose.c.first_name.label("first"), whose.c.middle_name.label("middle"))
        .add_columns(_class.grade, _class.letter)
        .join_from(db.opening, db.person, _person.id == _opening.opener_id)
        .outerjoin(whose, and_(_opening.kind == OpeningKind.CARD, whose.c.id == _opening.subject_id))
        .outerjoin(
            db.school_class,
            and_(_opening.kind.in_((*OF_CLASS, OpeningKind.SLIPS)), _class.id == _opening.subject_id),
        )
        .where(_opening.school_id == actor.school_id, _opening.day >= since)
    )
    for word in folded(sought.words).split():
        asked = asked.where(_person.sought.contains(word, autoescape=True))
    if sought.kind is not None:
        asked = asked.where(_opening.kind == sought.kind)
    latest = (_opening.day.desc(), _opening.hour.desc(), _opening.id.desc())
    rows = session.execute(asked.order_by(*latest).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    lines = tuple(
        replace(
            _opened(row),
            whose=" ".join(filter(None, (row.last, row.first, row.middle))),
            person_id=row.whose_id or 0,
        )
        for row in rows[:PAGE]
    )
    return LogPage(lines, page, len(rows) > PAGE)
