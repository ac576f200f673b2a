"""Who belongs to a class today: its pupils, their guardians, whoever teaches it.

The same of one person, of many rows that name a class, and as the persons themselves.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, exists, or_, select, true, union_all
from sqlmodel import Session

from ejournal.access.actor import Actor, holders
from ejournal.access.asked_once import remembered
from ejournal.access.co_teaching import teaches_course
from ejournal.access.pupils import is_past_year, wards
from ejournal.access.sentences import TEACHING, Asker, Condition
from ejournal.access.sitting import enrolment
from ejournal.access.wards import stands_on
from ejournal.models import (
    AcademicYear,
    CoTeacher,
    Course,
    Group,
    GroupClass,
    Guardianship,
    Role,
    RoleGrant,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.models.spans import holds_on

# Under a name of its own: a statement that joins the same table would take it for its own rows.
_class = table(SchoolClass).alias("own_class").c
_year = table(AcademicYear).c
_course, _group, _of_classes = table(Course).c, table(Group).c, table(GroupClass).c
_second, _grant, _guards = table(CoTeacher).c, table(RoleGrant).c, table(Guardianship).c


def present_years(school_id: Any, today: Any) -> Select[Any]:
    """The years that are not past: what belongs to a class of a past one is nobody's."""
    return select(_year.id).where(_year.school_id == school_id, ~is_past_year(_year, today))


def sat_classes(school_id: Any, pupils: Any, today: Any) -> Select[Any]:
    """The classes in which one of the pupils, a number or a statement, is on the day."""
    whose = enrolment.c.pupil_id.in_(pupils) if isinstance(pupils, Select) else enrolment.c.pupil_id == pupils
    return select(enrolment.c.class_id).where(
        enrolment.c.school_id == school_id, whose, holds_on(enrolment.c, today)
    )


def years_of(session: Session, actor: Actor) -> Collection[int]:
    """The years that are not past; asked once for many rows."""
    asked = present_years(actor.school_id, actor.today)
    return remembered(session, ("years", actor.today), lambda: list(session.scalars(asked)))


def classes_of(session: Session, actor: Actor, pupil_id: int) -> Collection[int]:
    """The classes in which the pupil is today; asked once for many rows."""
    asked = sat_classes(actor.school_id, pupil_id, actor.today)
    return remembered(session, ("classes", pupil_id, actor.today), lambda: list(session.scalars(asked)))


def wards_of(session: Session, actor: Actor, guardian_id: int) -> Collection[int]:
    """For whom the person stands today; asked once for many rows."""
    asked = wards(actor.school_id, guardian_id, actor.today)
    return remembered(session, ("wards", guardian_id, actor.today), lambda: list(session.scalars(asked)))


def taught_to(class_id: Any, school_id: Any) -> Condition:
    """The courses of the class: its own, and those of groups that take pupils from it."""
    of_class = select(_group.id).where(_group.school_id == school_id, _group.class_id == class_id)
    joint = select(_of_classes.group_id).where(
        _of_classes.school_id == school_id, _of_classes.class_id == class_id
    )
    return or_(_course.class_id == class_id, _course.group_id.in_(of_class), _course.group_id.in_(joint))


def _taught_classes(asker: Asker) -> CompoundSelect[Any]:
    """The classes that have a course which the asker teaches today."""
    mine = and_(_course.school_id == asker.school_id, teaches_course.of_rows(asker, _course))
    return union_all(
        select(_course.class_id).where(mine, _course.class_id.is_not(None)),
        select(_group.class_id)
        .join_from(table(Course), table(Group), _group.id == _course.group_id)
        .where(mine, _group.class_id.is_not(None)),
        select(_of_classes.class_id)
        .join_from(table(Course), table(GroupClass), _of_classes.group_id == _course.group_id)
        .where(mine),
    )


def _teaches_class(session: Session, actor: Actor, class_id: int | None) -> bool:
    """The actor teaches some course of the class today; asked once for many rows."""

    def ask() -> bool:
        found = session.scalars(
            select(Course).where(_course.school_id == actor.school_id, taught_to(class_id, actor.school_id))
        )
        return any(teaches_course(session, actor, one) for one in found)

    return remembered(session, ("teaches class", actor.person_id, class_id, actor.today), ask)


def is_present(session: Session, actor: Actor, class_id: int | None) -> bool:
    """The class is of a year that is not past."""
    found = session.get(SchoolClass, class_id)
    return found is not None and found.year_id in years_of(session, actor)


def in_present_year(school_id: Any, class_id: Any, today: Any) -> Condition:
    """is_present for many rows that name a class."""
    return exists().where(_class.id == class_id, _class.year_id.in_(present_years(school_id, today)))


def belongs(
    session: Session, actor: Actor, class_id: int | None, *, pupils: bool = True, guardians: bool = True,
    staff: bool = True,
) -> bool:  # fmt: skip
    """The actor is one of those of a class that is not past."""
    if not is_present(session, actor, class_id):
        return False
    if pupils and class_id in classes_of(session, actor, actor.person_id):
        return True
    if staff and _teaches_class(session, actor, class_id):
        return True
    mine = wards_of(session, actor, actor.person_id) if guardians and actor.holds(Role.GUARDIAN) else []
    return any(class_id in classes_of(session, actor, one) for one in mine)


def belonging(
    asker: Asker, class_id: Any, *, pupils: Any = None, guardians: Any = None, staff: Any = None
) -> Condition:
    """belongs for many rows that name a class; each may say by a condition whether those are meant."""
    present = in_present_year(asker.school_id, class_id, asker.today)
    sat = sat_classes(asker.school_id, asker.person_id, asker.today)
    found = [and_(_meant(pupils), class_id.in_(sat))]
    if asker.guards:
        mine = wards(asker.school_id, asker.person_id, asker.today)
        sat = sat_classes(asker.school_id, mine, asker.today)
        found.append(and_(_meant(guardians), class_id.in_(sat)))
    if asker.teaches:
        found.append(and_(_meant(staff), class_id.in_(_taught_classes(asker))))
    return and_(present, or_(*found))


def _meant(switch: Any) -> Condition:
    return true() if switch is None else switch


# ------------------------------------------------------------------------------------------ who they are


def people_of_class(
    school_id: int, class_id: Any, today: date, *, pupils: bool = True, guardians: bool = True,
    staff: bool = True,
) -> list[Select[Any]]:  # fmt: skip
    """The persons of whom belongs holds, by number, as statements to be put together."""
    present = in_present_year(school_id, class_id, today)
    sitting = select(enrolment.c.pupil_id).where(
        enrolment.c.school_id == school_id,
        enrolment.c.class_id == class_id,
        holds_on(enrolment.c, today),
        present,
    )
    found = [sitting] if pupils else []
    if guardians:
        found.append(
            select(_guards.guardian_id).where(
                _guards.school_id == school_id,
                stands_on(_guards, today),
                _guards.pupil_id.in_(sitting),
                _guards.guardian_id.in_(holders(school_id, today, Role.GUARDIAN)),
            )
        )
    return [*found, *(_teachers_of(school_id, class_id, today, present) if staff else [])]


def _teachers_of(school_id: int, class_id: Any, today: date, present: Any) -> list[Select[Any]]:
    teaches = holders(school_id, today, *TEACHING)
    of_class = (_course.school_id == school_id, taught_to(class_id, school_id))
    seconds = select(_second.teacher_id).where(
        _second.school_id == school_id,
        _second.course_id.in_(select(_course.id).where(*of_class)),
        holds_on(_second, today),
        _second.teacher_id.in_(teaches),
        present,
    )
    own = select(_course.teacher_id).where(*of_class, _course.teacher_id.in_(teaches), present)
    return [own, seconds]


def class_teachers(school_id: int, class_id: Any, today: date) -> Select[Any]:
    """Who looks after the class day by day, by number."""
    return select(_grant.person_id).where(
        _grant.school_id == school_id,
        _grant.class_id == class_id,
        _grant.role == Role.CLASS_TEACHER,
        holds_on(_grant, today),
    )
