"""Whether a person is of a chosen part today, as a condition on the rows that keep parts.

The same people follow from the parts in services/audience/people.py; here besides a class's own teacher.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ejournal.access.actor import STAFF, Actor
from ejournal.access.classes.people import present_years, sat_classes
from ejournal.access.pupils import wards
from ejournal.access.sentences import Asker, Columns
from ejournal.access.sitting import enrolment, member
from ejournal.models import PartKind, Role, RoleGrant, SchoolClass, Whom
from ejournal.models.base import table
from ejournal.models.spans import holds_on

# Under a name of its own: a statement that joins the same table would take it for its own rows.
_class = table(SchoolClass).alias("class_of_part").c
_grant = table(RoleGrant).alias("role_of_part").c


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who is asked about, in values or parameters."""

    school_id: Any
    person_id: Any
    class_ids: Any
    today: Any

    @classmethod
    def of(cls, who: Actor | Asker) -> "Somebody":
        """The actor, or the asker of a condition."""
        if isinstance(who, Actor):
            return cls(who.school_id, who.person_id, sorted(who.class_ids), who.today)
        return cls(who.school_id, who.person_id, who.class_ids, who.today)


def meant(who: Somebody, parts: Columns, whom: Any) -> ColumnElement[bool]:
    """The parts, by their columns, of which the person is one; whom: the column that says who is meant."""
    own, theirs = _classes(who, who.person_id), _classes(who, _wards(who))
    for_pupils, for_guardians = whom != Whom.GUARDIANS, whom != Whom.PUPILS
    of_classes = or_(
        and_(for_pupils, parts.class_id.in_(own)),
        and_(for_guardians, parts.class_id.in_(theirs)),
        parts.class_id.in_(who.class_ids),
    )
    of_grades = or_(
        and_(for_pupils, parts.grade.in_(_grades(who, own))),
        and_(for_guardians, parts.grade.in_(_grades(who, theirs))),
        parts.grade.in_(_grades(who, who.class_ids)),
    )
    of_groups = or_(
        and_(for_pupils, parts.group_id.in_(_groups(who, who.person_id))),
        and_(for_guardians, parts.group_id.in_(_groups(who, _wards(who)))),
    )
    return or_(
        and_(parts.kind == PartKind.CLASS, of_classes),
        and_(parts.kind == PartKind.GRADE, of_grades),
        and_(parts.kind == PartKind.GROUP, of_groups),
        and_(parts.kind == PartKind.ROLE, _of_role(who, parts)),
        and_(parts.kind == PartKind.PERSON, parts.person_id == who.person_id),
    )


def _wards(who: Somebody) -> Select[Any]:
    return wards(who.school_id, who.person_id, who.today)


def _classes(who: Somebody, pupils: Any) -> Select[Any]:
    """The present classes in which one of the pupils, a number or a statement, is today."""
    present = select(_class.id).where(_present(who))
    return sat_classes(who.school_id, pupils, who.today).where(enrolment.c.class_id.in_(present))


def _present(who: Somebody) -> ColumnElement[bool]:
    years = present_years(who.school_id, who.today)
    return and_(_class.school_id == who.school_id, _class.year_id.in_(years))


def _grades(who: Somebody, classes: Any) -> Select[Any]:
    return select(_class.grade).where(_class.id.in_(classes), _present(who))


def _groups(who: Somebody, pupils: Any) -> Select[Any]:
    """The groups of those of the pupils who are in a present class today."""
    present = select(_class.id).where(_present(who))
    seat = enrolment.c
    whose = seat.pupil_id.in_(pupils) if isinstance(pupils, Select) else seat.pupil_id == pupils
    seated = select(seat.pupil_id).where(
        seat.school_id == who.school_id, whose, seat.class_id.in_(present), holds_on(seat, who.today)
    )
    return select(member.c.group_id).where(
        member.c.school_id == who.school_id, member.c.pupil_id.in_(seated), holds_on(member.c, who.today)
    )


def _of_role(who: Somebody, parts: Columns) -> ColumnElement[bool]:
    """Pupils and guardians by their classes, the staff by their roles."""
    held = select(_grant.role).where(
        _grant.school_id == who.school_id,
        _grant.person_id == who.person_id,
        _grant.role.in_(STAFF),
        holds_on(_grant, who.today),
    )
    return or_(
        and_(parts.role == Role.PUPIL, _classes(who, who.person_id).exists()),
        and_(parts.role == Role.GUARDIAN, _classes(who, _wards(who)).exists()),
        parts.role.in_(held),
    )
