"""Who may begin a talk with whom: families only with those who teach their own children."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, exists, false, or_, select, union
from sqlmodel import Session

from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.asked_once import remembered
from ejournal.access.chat import People, courses_of, sat_in, supervisor_of, supervisors
from ejournal.access.classes.people import classes_of, present_years, sat_classes, wards_of, years_of
from ejournal.access.co_teaching import assisted_on, teaches_course
from ejournal.access.pupils import wards
from ejournal.access.sentences import TEACHING, Asker, Columns, Condition, Sentence, any_of
from ejournal.access.sitting import enrolment, is_enrolled_on, member
from ejournal.access.wards import stands_on
from ejournal.models import CoTeacher, Course, Guardianship, Person, Role, RoleGrant, SchoolClass
from ejournal.models.base import table
from ejournal.models.spans import holds_on

_class, _course = table(SchoolClass).c, table(Course).c
_grant, _guards, _second = table(RoleGrant).c, table(Guardianship).c, table(CoTeacher).c


def _holds(session: Session, actor: Actor, person_id: int | None, *roles: Role) -> bool:
    found = holders(actor.school_id, actor.today, *roles)
    held = remembered(session, ("holders", roles, actor.today), lambda: set(session.scalars(found)))
    return person_id in held


@Sentence
def is_colleague(session: Session, actor: Actor, person: Person) -> bool:
    """Both work in the school."""
    return person.id != actor.person_id and actor.works and _holds(session, actor, person.id, *STAFF)


@is_colleague.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    if not asker.works:
        return false()
    return and_(person.id != asker.person_id, person.id.in_(holders(asker.school_id, asker.today, *STAFF)))


def _cares_for(session: Session, actor: Actor, pupil_id: int) -> bool:
    """The actor teaches the pupil, is the class teacher, or leads the school."""
    classes = classes_of(session, actor, pupil_id)
    if not classes or actor.leads:
        return bool(classes)
    if actor.class_ids.intersection(_of_now(session, actor, classes)):
        return True
    return any(teaches_course(session, actor, one) for one in courses_of(session, actor, pupil_id))


def _of_now(session: Session, actor: Actor, classes: Collection[int]) -> list[int]:
    """Those of the classes that are not of a past year."""
    found = (session.get_one(SchoolClass, one) for one in classes)
    return [one.id or 0 for one in found if one.year_id in years_of(session, actor)]


def _cares(asker: Asker) -> bool:
    """Whether there may be pupils of the asker's."""
    return asker.works and (asker.leads or asker.teaches or asker.has_classes)


def _cared_for(asker: Asker, pupil_id: Any) -> Condition:
    """_cares_for as a condition on the number of a pupil."""
    is_enrolled = is_enrolled_on(asker.school_id, pupil_id, asker.today)
    if asker.leads:
        return is_enrolled
    years = present_years(asker.school_id, asker.today)
    found: list[Condition] = []
    if asker.has_classes:
        led = select(_class.id).where(_class.id.in_(asker.class_ids), _class.year_id.in_(years))
        found.append(pupil_id.in_(_pupils_of(asker, led)))
    if asker.teaches:
        taught = (
            _course.school_id == asker.school_id,
            _course.year_id.in_(years),
            teaches_course.of_rows(asker, _course),
        )
        grouped = select(member.c.pupil_id).where(
            member.c.school_id == asker.school_id,
            member.c.group_id.in_(select(_course.group_id).where(*taught, _course.group_id.is_not(None))),
            holds_on(member.c, asker.today),
        )
        whole = select(_course.class_id).where(*taught, _course.group_id.is_(None))
        found += [pupil_id.in_(_pupils_of(asker, whole)), and_(pupil_id.in_(grouped), is_enrolled)]
    return or_(false(), *found)


def _pupils_of(asker: Asker, classes: Select[Any]) -> Select[Any]:
    """The pupils of the classes."""
    return select(enrolment.c.pupil_id).where(
        enrolment.c.school_id == asker.school_id,
        enrolment.c.class_id.in_(classes),
        holds_on(enrolment.c, asker.today),
    )


@Sentence
def is_own_pupil(session: Session, actor: Actor, person: Person) -> bool:
    """The person is a pupil of the actor's, and the school has named who reads such talks."""
    return (
        actor.works
        and person.id is not None
        and supervisor_of(session, actor) is not None
        and _cares_for(session, actor, person.id)
    )


@is_own_pupil.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    if not _cares(asker):
        return false()
    return and_(exists(supervisors(asker.school_id, asker.today)), _cared_for(asker, person.id))


@Sentence
def guards_own_pupil(session: Session, actor: Actor, person: Person) -> bool:
    """The person is a guardian of a pupil of the actor's."""
    if not actor.works or person.id == actor.person_id or person.id is None:
        return False
    if not _holds(session, actor, person.id, Role.GUARDIAN):
        return False
    mine = wards_of(session, actor, person.id)
    return any(_cares_for(session, actor, one) for one in mine)


@guards_own_pupil.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    if not _cares(asker):
        return false()
    guards = exists().where(
        _guards.school_id == asker.school_id,
        _guards.guardian_id == person.id,
        stands_on(_guards, asker.today),
        _cared_for(asker, _guards.pupil_id),
    )
    return and_(
        person.id != asker.person_id,
        guards,
        person.id.in_(holders(asker.school_id, asker.today, Role.GUARDIAN)),
    )


def _teaches(session: Session, actor: Actor, person: Person, pupil_id: int) -> bool:
    """The person teaches the pupil, or is the class teacher."""
    classes = _of_now(session, actor, classes_of(session, actor, pupil_id))
    leads = select(_grant.class_id).where(
        _grant.school_id == actor.school_id,
        _grant.person_id == person.id,
        _grant.role == Role.CLASS_TEACHER,
        holds_on(_grant, actor.today),
    )
    led = remembered(session, ("leads", person.id, actor.today), lambda: set(session.scalars(leads)))
    if led.intersection(classes):
        return True
    if not _holds(session, actor, person.id, *TEACHING):
        return False
    assisted = assisted_on(actor.school_id, person.id, actor.today)
    seconds = remembered(session, ("seconds", person.id, actor.today), lambda: set(session.scalars(assisted)))
    courses = courses_of(session, actor, pupil_id)
    return any(one.teacher_id == person.id or one.id in seconds for one in courses)


def _teachers_of(asker: Asker, pupils: Any) -> People:
    """The people of whom _teaches holds for one of the pupils."""
    years = present_years(asker.school_id, asker.today)
    classes = select(_class.id).where(
        _class.id.in_(sat_classes(asker.school_id, pupils, asker.today)), _class.year_id.in_(years)
    )
    courses = select(_course.id).where(
        _course.school_id == asker.school_id,
        _course.year_id.in_(years),
        sat_in(asker.school_id, pupils, asker.today),
    )
    teaching = holders(asker.school_id, asker.today, *TEACHING)
    firsts = select(_course.teacher_id).where(_course.id.in_(courses), _course.teacher_id.in_(teaching))
    seconds = select(_second.teacher_id).where(
        _second.school_id == asker.school_id,
        _second.course_id.in_(courses),
        holds_on(_second, asker.today),
        _second.teacher_id.in_(teaching),
    )
    leads = select(_grant.person_id).where(
        _grant.school_id == asker.school_id,
        _grant.role == Role.CLASS_TEACHER,
        holds_on(_grant, asker.today),
        _grant.class_id.in_(classes),
    )
    return union(leads, firsts, seconds)


@Sentence
def teaches_actor(session: Session, actor: Actor, person: Person) -> bool:
    """The person teaches the actor, a pupil, and the school has named who reads such talks."""
    return (
        person.id != actor.person_id
        and supervisor_of(session, actor) is not None
        and _teaches(session, actor, person, actor.person_id)
    )


@teaches_actor.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    return and_(
        person.id != asker.person_id,
        exists(supervisors(asker.school_id, asker.today)),
        person.id.in_(_teachers_of(asker, asker.person_id)),
    )


@Sentence
def teaches_child(session: Session, actor: Actor, person: Person) -> bool:
    """The person teaches a child of the actor's, or is the class teacher."""
    if not actor.holds(Role.GUARDIAN) or person.id == actor.person_id:
        return False
    mine = wards_of(session, actor, actor.person_id)
    return any(_teaches(session, actor, person, one) for one in mine)


@teaches_child.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    if not asker.guards:
        return false()
    mine = wards(asker.school_id, asker.person_id, asker.today)
    return and_(person.id != asker.person_id, person.id.in_(_teachers_of(asker, mine)))


may_be_written_to = any_of(is_colleague, is_own_pupil, guards_own_pupil, teaches_actor, teaches_child)
"""The actor may begin a talk with the person: families never with other families, nobody with themselves."""
