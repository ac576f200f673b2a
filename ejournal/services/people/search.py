"""People of the school found as one types: by part of a name, class, phone or login, a page at a time.

One bounded look over the school's rows: `person.sought` holds the folded names and the phone's digits, and
its index gives them in the order of the alphabet.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.models import OpeningKind, Role, RoleGrant
from ejournal.models.base import table
from ejournal.models.spans import holds_on, lasts
from ejournal.services.accounts.places import acts_by_another_school
from ejournal.services.base import tables as db
from ejournal.services.openings import note_opening
from ejournal.services.people.asking import Reading, readings
from ejournal.services.people.classes import ClassOption, present_classes

PAGE = 50
"""How many lines go to the browser at once (pagination)."""


class PersonState(StrEnum):
    """Which people are looked for; empty for all of them."""

    HERE = "here"
    LEFT = "left"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the words as typed, and what the answer is narrowed by."""

    words: str = ""
    role: Role | None = None
    class_id: int | None = None
    state: PersonState | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person in the list; children are those whom a guardian stands for, with their classes."""

    id: int
    name: str
    roles: tuple[Role, ...]
    classes: str
    children: tuple[str, ...]
    login: str
    blocked: bool
    left: bool
    shared: bool = False
    """Signs in by an account of another school."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of those found, by name; total counts all of them."""

    people: tuple[FoundPerson, ...]
    total: int
    page: int
    pages: int
    classes: tuple[ClassOption, ...]


_person, _account, _grant = db.person.c, db.account.c, table(RoleGrant)
_enrolment, _ward = db.enrolment, db.guardianship


def find_people(session: Session, actor: Actor, wanted: Wanted) -> Found:
    """The people who fit all that is asked; six queries for a page of any size.

    It is noted as a look among people, not at each of them.
    """
    guard.require(actor, Permission.PEOPLE_READ)
    note_opening(session, actor, OpeningKind.SEARCH)
    classes = present_classes(session, actor)
    hidden = contacts_hidden_from(session, actor)
    fits = _fits(actor, wanted, classes, hidden)
    page = max(wanted.page, 1)
    rows, total = _page(session, actor, fits, classes, page)
    if not rows and page > 1:
        page = max(1, min(page, -(-_count(session, fits) // PAGE)))
        rows, total = _page(session, actor, fits, classes, page)
    shown = [row.id for row in rows]
    roles, places = _roles(session, actor, shown), _places(session, actor, shown, classes)
    children = _children(session, actor, shown, classes)
    people = tuple(
        FoundPerson(
            id=row.id,
            name=" ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
            roles=roles.get(row.id, ()),
            classes=", ".join(places.get(row.id, ())),
            children=tuple(children.get(row.id, ())),
            login=row.login or "",
            blocked=bool(row.blocked),
            left=not row.here,
            shared=bool(row.shared),
        )
        for row in rows
    )
    return Found(people, total, page, max(1, -(-total // PAGE)), classes)


def _page(
    session: Session,
    actor: Actor,
    fits: Sequence[ColumnElement[bool]],
    classes: Sequence[ClassOption],
    page: int,
) -> tuple[Sequence[Any], int]:
    found = (
        select(_person.id, func.count().over().label("total"))
        .where(*fits)
        .order_by(_person.sought, _person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .subquery()
    )
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name, found.c.total)
        .add_columns(_account.login, _account.blocked, _is_here_one(actor, classes).label("here"))
        .add_columns(acts_by_another_school(_person.id).label("shared"))
        .join_from(found, db.person, _person.id == found.c.id)
        .outerjoin(db.account, _account.person_id == _person.id)
        .order_by(_person.sought, _person.id)
    ).all()
    return rows, rows[0].total if rows else 0


def _count(session: Session, fits: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(db.person).where(*fits)) or 0


# ------------------------------------------------------------------------------------------- conditions


def _fits(
    actor: Actor, wanted: Wanted, classes: Sequence[ClassOption], hidden: frozenset[int]
) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = [
        _person.school_id == actor.school_id,
        _person.merged_into_id.is_(None),
    ]
    typed = readings(wanted.words)
    if typed:
        fits.append(or_(*(_as_read(actor, one, classes, hidden) for one in typed)))
    if wanted.role is not None:
        fits.append(_holds_role(actor, wanted.role))
    if wanted.class_id is not None:
        fits.append(_sits_in(actor, [wanted.class_id], left=wanted.state is PersonState.LEFT))
    if wanted.state is PersonState.NO_ACCOUNT:
        fits += [_person.id.not_in(_accounts(actor)), ~acts_by_another_school(_person.id)]
    elif wanted.state is not None:
        here = _is_here(actor, classes)
        fits.append(here if wanted.state is PersonState.HERE else ~here)
    return fits


def _as_read(
    actor: Actor, reading: Reading, classes: Sequence[ClassOption], hidden: frozenset[int]
) -> ColumnElement[bool]:
    fits: list[ColumnElement[bool]] = [
        or_(_person.sought.contains(word, autoescape=True), _person.id.in_(_signing_in(actor, word)))
        for word in reading.words
    ]
    if reading.digits:
        by_phone = _person.sought.contains(reading.digits, autoescape=True)
        if reading.digits.startswith("8"):
            by_phone = or_(by_phone, _person.sought.contains(f" 7{reading.digits[1:]}", autoescape=True))
        if hidden:
            by_phone = and_(by_phone, _person.id.not_in(hidden))
        fits.append(or_(by_phone, _person.id.in_(_signing_in(actor, reading.digits))))
    if reading.grade:
        named = [
            one.id
            for one in classes
            if one.grade == reading.grade and reading.letter in ("", one.letter.casefold())
        ]
        fits.append(_sits_in(actor, named, left=True) if named else false())
    return and_(*fits) if fits else false()


def _accounts(actor: Actor) -> Any:
    return select(_account.person_id).where(_account.school_id == actor.school_id)


def _signing_in(actor: Actor, part: str) -> Any:
    return _accounts(actor).where(_account.login.contains(part, autoescape=True))


def _holds_role(actor: Actor, role: Role) -> ColumnElement[bool]:
    holders = select(_grant.c.person_id).where(
        _grant.c.school_id == actor.school_id, _grant.c.role == role, holds_on(_grant.c, actor.today)
    )
    # The sum keeps SQLite on the index that is in order: half of the school may hold the role.
    return (_person.id + 0).in_(holders)


def _sits_in(actor: Actor, class_ids: Sequence[int], *, left: bool) -> ColumnElement[bool]:
    """In one of the classes today or later; with `left` also whoever has sat there."""
    pupils = select(_enrolment.c.pupil_id).where(
        _enrolment.c.school_id == actor.school_id, _enrolment.c.class_id.in_(class_ids)
    )
    if not left:
        pupils = pupils.where(lasts(_enrolment.c, actor.today))
    return _person.id.in_(pupils)


def _is_here(actor: Actor, classes: Sequence[ClassOption]) -> ColumnElement[bool]:
    """Whether the person is at the school: sits in a class or will, works here, or stands for a child.

    Somebody entered without any of it is here until it is said what they are. The school's few thousand rows
    are put together once for all of its people, not asked for each of them.
    """
    grants = select(_grant.c.person_id).where(_grant.c.school_id == actor.school_id)
    lasting = grants.where(_grant.c.role != Role.PUPIL, lasts(_grant.c, actor.today))
    nothing_said = and_(_person.id.not_in(grants), ~_was_pupil(actor))
    return or_(_person.id.in_(lasting.union_all(_sitting(actor, classes))), nothing_said)


def _is_here_one(actor: Actor, classes: Sequence[ClassOption]) -> ColumnElement[bool]:
    """The same asked for the few who are shown."""
    grants = exists().where(_grant.c.school_id == actor.school_id, _grant.c.person_id == _person.id)
    sits = _sitting(actor, classes).where(_enrolment.c.pupil_id == _person.id).exists()
    nothing_said = and_(~grants, ~_was_pupil(actor))
    return or_(grants.where(_grant.c.role != Role.PUPIL, lasts(_grant.c, actor.today)), sits, nothing_said)


def _was_pupil(actor: Actor) -> ColumnElement[bool]:
    return exists().where(_enrolment.c.school_id == actor.school_id, _enrolment.c.pupil_id == _person.id)


def _sitting(actor: Actor, classes: Sequence[ClassOption]) -> Any:
    return select(_enrolment.c.pupil_id).where(
        _enrolment.c.school_id == actor.school_id,
        _enrolment.c.class_id.in_([one.id for one in classes]),
        lasts(_enrolment.c, actor.today),
    )


# ------------------------------------------------------------------------------------- of those shown


def _roles(session: Session, actor: Actor, people: Sequence[int]) -> dict[int, tuple[Role, ...]]:
    rows = session.execute(
        select(_grant.c.person_id, _grant.c.role).where(
            _grant.c.school_id == actor.school_id,
            _grant.c.person_id.in_(people),
            holds_on(_grant.c, actor.today),
        )
    )
    held: dict[int, set[Role]] = defaultdict(set)
    for person_id, role in rows:
        held[person_id].add(role)
    order = list(Role)
    return {one: tuple(sorted(roles, key=order.index)) for one, roles in held.items()}


def _places(
    session: Session, actor: Actor, people: Iterable[int], classes: Sequence[ClassOption]
) -> dict[int, list[str]]:
    """The classes in which they sit today; of those who left, the last one."""
    titles = {one.id: one.title for one in classes}
    rows = session.execute(
        select(_enrolment.c.pupil_id, _enrolment.c.class_id, holds_on(_enrolment.c, actor.today).label("now"))
        .where(
            _enrolment.c.school_id == actor.school_id,
            _enrolment.c.pupil_id.in_(list(people)),
            _enrolment.c.class_id.in_(list(titles)),
        )
        .order_by(_enrolment.c.starts)
    ).all()
    found: dict[int, list[str]] = {}
    for row in rows:
        found[row.pupil_id] = [titles[row.class_id]]
    for row in rows:
        if row.now:
            found[row.pupil_id] = [titles[row.class_id]]
    return found


def _children(
    session: Session, actor: Actor, people: Sequence[int], classes: Sequence[ClassOption]
) -> dict[int, list[str]]:
    titles = {one.id: one.title for one in classes}
    rows = session.execute(
        select(_ward.c.guardian_id, _person.id, _person.first_name, _person.last_name, _enrolment.c.class_id)
        .join_from(_ward, db.person, _person.id == _ward.c.pupil_id)
        .outerjoin(
            _enrolment,
            and_(
                _enrolment.c.school_id == actor.school_id,
                _enrolment.c.pupil_id == _person.id,
                holds_on(_enrolment.c, actor.today),
                _enrolment.c.class_id.in_(list(titles)),
            ),
        )
        .where(
            _ward.c.school_id == actor.school_id,
            _ward.c.guardian_id.in_(people),
            holds_on(_ward.c, actor.today),
        )
        .order_by(_person.sought)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        title = titles.get(row.class_id, "")
        name = f"{row.first_name} {row.last_name}"
        found[row.guardian_id].append(f"{name}, {title}" if title else name)
    return found
