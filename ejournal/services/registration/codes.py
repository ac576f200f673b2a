"""Registration codes: who still needs one, and new ones for a class or the staff, told only once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, null, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import stands_on
from ejournal.errors import DomainError, NotFound
from ejournal.models import LinkPurpose, OneTimeLink, OpeningKind, Role, SchoolClass
from ejournal.models.base import table
from ejournal.models.spans import holds_on, lasts
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.accounts.places import signs_in
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.openings import note_opening
from ejournal.services.registration.signs import code_hash, new_code, spelled

LASTS = timedelta(days=60)
"""How long a code works."""
STAFF = tuple(role for role in Role if role not in (Role.PUPIL, Role.GUARDIAN))


class Whom(StrEnum):
    """For whom codes are made; those of pupils and of their guardians are never on one sheet."""

    PUPILS = "pupils"
    GUARDIANS = "guardians"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Lacking:
    """Of whom codes may be made: how many there are, how many without an account, how many hold a code."""

    people: int = 0
    without: int = 0
    with_code: int = 0


@dataclass(frozen=True, slots=True)
class ClassLacking:
    """A class, and who in it has no account yet."""

    id: int
    title: str
    pupils: Lacking
    guardians: Lacking


@dataclass(frozen=True, slots=True)
class Slip:
    """A code with whose it is: class and children where there are any; it is told only here.

    class_id: of the class among whose slips it is; none of the staff.
    """

    person_id: int
    name: str
    code: str
    classes: str = ""
    children: tuple[str, ...] = ()
    class_id: int | None = None


_person, _ward, _enrolment = db.person.c, db.guardianship.c, db.enrolment.c
_class, _link = db.school_class.c, table(OneTimeLink).c
_NO_CHILD = literal("").label("child")
_NAME = (_person.last_name, _person.first_name, _person.middle_name)


def lacking_in_classes(session: Session, actor: Actor) -> tuple[ClassLacking, ...]:
    """The classes that the actor may make codes for, with who has no account there; two queries."""
    guard.require(actor, Permission.CODES_GIVE)
    of_class: dict[tuple[int, str], dict[Whom, list[Any]]] = {}
    for whom in (Whom.PUPILS, Whom.GUARDIANS):
        asked = in_classes(session, actor, whom, *_columns(actor)).order_by(_class.grade, _class.letter)
        for row in session.execute(asked):
            named = of_class.setdefault((row.class_id, class_title(row.grade, row.letter)), defaultdict(list))
            named[whom].append(row)
    return tuple(
        ClassLacking(number, title, _counted(rows[Whom.PUPILS]), _counted(rows[Whom.GUARDIANS]))
        for (number, title), rows in of_class.items()
    )


def lacking_of_staff(session: Session, actor: Actor) -> Lacking | None:
    """Who of the staff has no account; None for whom that is not to be seen."""
    return _counted(session.execute(_of_staff(actor)).all()) if actor.keeps_people else None


def give_codes(
    session: Session, actor: Actor, whom: Whom, class_id: int | None = None, person_id: int | None = None
) -> tuple[str, tuple[Slip, ...]]:
    """New codes for all of them without an account, or for one person; the former ones end.

    Of a class, or of all classes of the school one after another. The class's title and the slips by name.
    NotFound for another's class; DomainError when nobody needs one.
    """
    guard.require(actor, Permission.CODES_GIVE)
    title = ""
    if class_id is not None and whom is not Whom.STAFF:
        title = guard.get(session, actor, SchoolClass, class_id, Permission.CODES_GIVE).title
    elif not actor.keeps_people:
        raise NotFound
    asked = (
        _of_staff(actor)
        if whom is Whom.STAFF
        else in_classes(session, actor, whom, *_columns(actor), class_id=class_id)
    )
    rows = [row for row in session.execute(asked) if person_id in (None, row.id)]
    if person_id is not None and not rows:
        raise NotFound
    slips = _slips([row for row in rows if not row.has_account])
    if not slips:
        raise DomainError("Everybody here has an account already")
    _keep(session, actor, slips)
    note_opening(session, actor, OpeningKind.SLIPS, class_id or 0)
    change = audit.Change(
        "codes-print", "school_class", class_id, after={"whom": whom.value, "slips": len(slips)}
    )
    made = [audit.Change("code-make", "person", one.person_id) for one in slips]
    audit.record(session, actor.school_id, actor.person_id, *made, change)
    return title, slips


def add_code(session: Session, school_id: int, person_id: int, lasts: timedelta) -> str:
    """One more code of the person, as it is spelled; those that they hold work on until one is used."""
    code, now = new_code(), clock.now()
    session.add(_link_of(school_id, person_id, code, now, lasts))
    session.flush()
    return spelled(code)


def _link_of(school_id: int, person_id: int, code: str, now: datetime, lasts: timedelta) -> OneTimeLink:
    return OneTimeLink(
        purpose=LinkPurpose.REGISTRATION,
        token_hash=code_hash(code.replace("-", "")),
        school_id=school_id,
        person_id=person_id,
        created_at=now,
        expires_at=now + lasts,
    )


def _keep(session: Session, actor: Actor, slips: Sequence[Slip]) -> None:
    now = clock.now()
    session.execute(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.school_id) == actor.school_id,
            col(OneTimeLink.person_id).in_([one.person_id for one in slips]),
            is_live(table(OneTimeLink).c),
        )
        .values(replaced_at=now)
    )
    session.add_all(_link_of(actor.school_id, one.person_id, one.code, now, LASTS) for one in slips)
    session.flush()


def is_live(link: Any) -> ColumnElement[bool]:
    """The links, by columns, that are registration codes which still work."""
    return and_(
        link.purpose == LinkPurpose.REGISTRATION,
        link.used_at.is_(None),
        link.replaced_at.is_(None),
        link.expires_at > clock.now(),
    )


def has_account() -> ColumnElement[bool]:
    """Whether the person of a statement can sign in, or could and was shut out."""
    return signs_in(_person.id)


def _slips(rows: Iterable[Any]) -> tuple[Slip, ...]:
    """By class and name; who has children in two classes has one slip, among those of the first."""
    people: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.grade, row.letter, by_name(row), row.id)):
        people[row.id].append(row)
    return tuple(
        Slip(
            number,
            " ".join(filter(None, (of[0].last_name, of[0].first_name, of[0].middle_name))),
            spelled(new_code()),
            ", ".join(dict.fromkeys(class_title(row.grade, row.letter) for row in of if row.grade)),
            tuple(dict.fromkeys(row.child for row in of if row.child)),
            of[0].class_id,
        )
        for number, of in people.items()
    )


def _counted(rows: Iterable[Any]) -> Lacking:
    people = {row.id: row for row in rows}
    without = [row for row in people.values() if not row.has_account]
    return Lacking(len(people), len(without), sum(bool(row.has_code) for row in without))


def _columns(actor: Actor) -> tuple[Any, ...]:
    has_code = exists().where(
        _link.school_id == actor.school_id, _link.person_id == _person.id, is_live(_link)
    )
    return _person.id, *_NAME, has_account().label("has_account"), has_code.label("has_code")


def in_classes(
    session: Session, actor: Actor, whom: Whom, *columns: Any, class_id: int | None = None,
    permission: Permission = Permission.CODES_GIVE,
) -> Select[Any]:  # fmt: skip
    """The columns of pupils who sit in the classes or are to come, or of their guardians: a row a child.

    Of the classes that the actor reaches by the permission, or of one of them.
    """
    child = db.person.alias("child")
    by_child = whom is Whom.GUARDIANS
    asked = (
        select(*columns, _class.id.label("class_id"), _class.grade, _class.letter)
        .add_columns((child.c.last_name + " " + child.c.first_name).label("child") if by_child else _NO_CHILD)
        .add_columns(_enrolment.pupil_id)
        .select_from(db.enrolment)
        .join(db.school_class, _class.id == _enrolment.class_id)
        .where(
            _enrolment.school_id == actor.school_id,
            lasts(_enrolment, actor.today),
            guard.reached(session, actor, SchoolClass, permission),
        )
    )
    if class_id is not None:
        asked = asked.where(_class.id == class_id)
    if not by_child:
        return asked.join(db.person, _person.id == _enrolment.pupil_id)
    return (
        asked.join(
            db.guardianship,
            and_(_ward.school_id == actor.school_id, _ward.pupil_id == _enrolment.pupil_id),
        )
        .join(db.person, _person.id == _ward.guardian_id)
        .join(child, child.c.id == _enrolment.pupil_id)
        .where(stands_on(_ward, actor.today))
    )


def _of_staff(actor: Actor) -> Select[Any]:
    grant = db.role_grant.c
    works = select(grant.person_id).where(
        grant.school_id == actor.school_id, grant.role.in_(STAFF), holds_on(grant, actor.today)
    )
    no_class = (null().label("class_id"), literal(0).label("grade"), literal("").label("letter"))
    return select(*_columns(actor), *no_class, _NO_CHILD).where(
        _person.school_id == actor.school_id, _person.id.in_(works)
    )
