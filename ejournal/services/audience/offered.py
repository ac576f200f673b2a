"""What may be chosen when somebody turns to many, and what it is called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.classes.people import present_years
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import GroupClass, PartKind, Role, SchoolClass, Whom
from ejournal.models.base import table
from ejournal.models.structure import class_title
from ejournal.services.audience.parts import Chosen, Part
from ejournal.services.audience.people import people_of, reaches_all
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name, folded

MOST_FOUND, MOST_LOOKED_AT = 20, 200
"""Of those of a name whom one may turn to, and of all of it who are asked of."""
_class, _group, _person = db.school_class.c, db.study_group.c, db.person.c
_of_group = table(GroupClass).c


@dataclass(frozen=True, slots=True)
class Named:
    """A part and its name: of a class, a group or a person; grades and roles are named by the page."""

    part: Part
    name: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """All that may be chosen, but for people, who are looked for."""

    classes: tuple[Named, ...]
    grades: tuple[Named, ...]
    groups: tuple[Named, ...]
    roles: tuple[Named, ...]


def offered(session: Session, actor: Actor, permission: Permission) -> Offered:
    """What the actor may turn to: own classes with their groups, heads the whole school; two queries."""
    guard.require(actor, permission)
    classes = session.execute(
        select(_class.id, _class.grade, _class.letter)
        .where(
            guard.reached(session, actor, SchoolClass, permission),
            _class.year_id.in_(present_years(actor.school_id, actor.today)),
        )
        .order_by(_class.grade, _class.letter)
    ).all()
    groups = [(row.id, _group_name(row)) for row in session.execute(offered_groups(actor))]
    grades = sorted({row.grade for row in classes}) if reaches_all(actor) else []
    roles = tuple(Role) if reaches_all(actor) else ()
    return Offered(
        tuple(
            Named(Part(PartKind.CLASS, str(row.id)), class_title(row.grade, row.letter)) for row in classes
        ),
        tuple(Named(Part(PartKind.GRADE, str(one))) for one in grades),
        tuple(
            Named(Part(PartKind.GROUP, str(number)), name)
            for number, name in sorted(groups, key=lambda one: (folded(one[1]), one[0]))
        ),
        tuple(Named(Part(PartKind.ROLE, one.value)) for one in roles),
    )


def offered_groups(actor: Actor) -> Select[Any]:
    """The groups of the present years that the actor may turn to, with the class of each, if it has one."""
    groups = (
        select(_group.id, _group.name, _class.grade, _class.letter)
        .outerjoin_from(db.study_group, db.school_class, _class.id == _group.class_id)
        .where(
            _group.school_id == actor.school_id,
            _group.year_id.in_(present_years(actor.school_id, actor.today)),
        )
    )
    if reaches_all(actor):
        return groups
    own = sorted(actor.class_ids)
    drawn = exists().where(
        _of_group.school_id == actor.school_id, _of_group.group_id == _group.id, _of_group.class_id.in_(own)
    )
    return groups.where(or_(_group.class_id.in_(own), drawn))


def _group_name(row: Any) -> str:
    return f"{class_title(row.grade, row.letter)} · {row.name}" if row.grade else str(row.name)


def named(session: Session, actor: Actor, parts: Sequence[Part]) -> list[Named]:
    """The parts with their names, in their order; at most three queries."""
    names: dict[str, str] = {}
    for kind, asked in (
        (PartKind.CLASS, select(_class.id, _class.grade, _class.letter)),
        (
            PartKind.GROUP,
            select(_group.id, _group.name, _class.grade, _class.letter).outerjoin_from(
                db.study_group, db.school_class, _class.id == _group.class_id
            ),
        ),
        (
            PartKind.PERSON,
            select(_person.id, _person.last_name, _person.first_name, _person.middle_name),
        ),
    ):
        numbers = [one.number for one in parts if one.kind is kind]
        if numbers:
            rows = asked.selected_columns
            which = (rows.id.in_(numbers), rows.id.table.c.school_id == actor.school_id)
            for row in session.execute(asked.where(*which)):
                names[Part(kind, str(row.id)).key] = _name_of(kind, row)
    return [Named(one, names.get(one.key, "")) for one in parts]


def _name_of(kind: PartKind, row: Any) -> str:
    if kind is PartKind.CLASS:
        return class_title(row.grade, row.letter)
    if kind is PartKind.GROUP:
        return _group_name(row)
    return " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)


def find_people(session: Session, actor: Actor, permission: Permission, words: str) -> list[Named]:
    """Some of those whom the actor may turn to, by all words of a name; none for one letter."""
    guard.require(actor, permission)
    sought = folded(words).split()
    if len("".join(sought)) < 2:
        return []
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name)
        .where(
            _person.school_id == actor.school_id,
            _person.merged_into_id.is_(None),
            *(_person.sought.contains(one, autoescape=True) for one in sought),
        )
        .order_by(_person.sought)
        .limit(MOST_LOOKED_AT)
    ).all()
    parts = tuple(Part(PartKind.PERSON, str(row.id)) for row in rows)
    reached = people_of(session, actor, permission, Chosen(parts, Whom.BOTH))
    people = sorted((row for row in rows if row.id in reached), key=by_name)
    return [
        Named(Part(PartKind.PERSON, str(row.id)), _name_of(PartKind.PERSON, row))
        for row in people[:MOST_FOUND]
    ]


def class_titles(session: Session, school_id: int, classes: Collection[int]) -> dict[int, str]:
    """The titles of classes by number."""
    rows = session.execute(
        select(_class.id, _class.grade, _class.letter).where(
            _class.school_id == school_id, _class.id.in_(sorted(set(classes)))
        )
    )
    return {row.id: class_title(row.grade, row.letter) for row in rows}


def require_part(session: Session, actor: Actor, permission: Permission, part: Part) -> None:
    """NotFound for a part that the actor may not choose."""
    guard.require(actor, permission)
    if part.kind is PartKind.CLASS:
        guard.get(session, actor, SchoolClass, part.number, permission)
    elif part.kind in (PartKind.GRADE, PartKind.ROLE) and not reaches_all(actor):
        raise NotFound
    elif part.kind is PartKind.GROUP:
        if session.scalar(offered_groups(actor).where(_group.id == part.number)) is None:
            raise NotFound
    elif part.kind is PartKind.PERSON and not people_of(
        session, actor, permission, Chosen((part,), Whom.BOTH)
    ):
        raise NotFound
