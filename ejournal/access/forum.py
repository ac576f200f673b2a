"""Who reads, writes and moderates in a section of the forum, and who sees a topic of it.

Of a class's section the readers follow the structure: its pupils and their guardians, whoever teaches it.
"""

from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, exists, or_, select, true, union, union_all
from sqlmodel import Session

from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.asked_once import remembered
from ejournal.access.chat import classes_of, present_years, sat_classes, wards_of, years_of
from ejournal.access.co_teaching import teaches_course
from ejournal.access.pupils import wards
from ejournal.access.sentences import TEACHING, Asker, Columns, Condition, Sentence
from ejournal.access.sitting import enrolment
from ejournal.access.wards import stands_on
from ejournal.models import (
    CoTeacher,
    Course,
    ForumSection,
    ForumStanding,
    ForumTopic,
    Group,
    GroupClass,
    Guardianship,
    Role,
    RoleGrant,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.models.spans import holds_on

LEADING = (Role.DIRECTOR, Role.DEPUTY)
# Under names of their own: a statement that joins the same tables would take them for its own rows.
_section, _class = table(ForumSection).alias("own_section").c, table(SchoolClass).alias("own_class").c
_course = table(Course).c
_group, _of_classes, _second = table(Group).c, table(GroupClass).c, table(CoTeacher).c
_grant, _guards = table(RoleGrant).c, table(Guardianship).c


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


def _is_present(session: Session, actor: Actor, class_id: int | None) -> bool:
    found = session.get(SchoolClass, class_id)
    return found is not None and found.year_id in years_of(session, actor)


def _is_of_those(
    session: Session, actor: Actor, section: ForumSection, *, pupils: bool, guardians: bool, staff: bool
) -> bool:
    """The actor is one of those, of the school or of the section's class."""
    class_id = section.class_id
    if class_id is None:
        is_meant = ((pupils, actor.holds(Role.PUPIL)), (guardians, actor.holds(Role.GUARDIAN)))
        return any(asked and held for asked, held in (*is_meant, (staff, actor.works)))
    if not _is_present(session, actor, class_id):
        return False
    if pupils and class_id in classes_of(session, actor, actor.person_id):
        return True
    if staff and _teaches_class(session, actor, class_id):
        return True
    mine = wards_of(session, actor, actor.person_id) if guardians and actor.holds(Role.GUARDIAN) else []
    return any(class_id in classes_of(session, actor, one) for one in mine)


def _those(asker: Asker, rows: Columns, does: str) -> Condition:
    """_is_of_those for many rows, by the switches of what they do."""
    pupils, guardians, staff = (rows[f"{does}_{who}"] for who in ("pupils", "guardians", "staff"))
    none = rows.class_id.is_(None)
    school = [staff] if asker.works else []
    school += [guardians] if asker.guards else []
    school += [pupils] if asker.learns else []
    present = exists().where(
        _class.id == rows.class_id, _class.year_id.in_(present_years(asker.school_id, asker.today))
    )
    sat = sat_classes(asker.school_id, asker.person_id, asker.today)
    of_class = [and_(pupils, rows.class_id.in_(sat))]
    if asker.guards:
        mine = wards(asker.school_id, asker.person_id, asker.today)
        of_class.append(and_(guardians, rows.class_id.in_(sat_classes(asker.school_id, mine, asker.today))))
    if asker.teaches:
        of_class.append(and_(staff, rows.class_id.in_(_taught_classes(asker))))
    found = and_(~none, present, or_(*of_class))
    return or_(and_(none, or_(*school)), found) if school else found


@Sentence
def moderates_section(_session: Session, actor: Actor, section: ForumSection) -> bool:
    """The actor looks after the section: heads after all, a class teacher after those of the own class."""
    return actor.leads or (section.class_id is not None and section.class_id in actor.class_ids)


@moderates_section.for_rows
def _(asker: Asker, section: Columns) -> Condition:
    return true() if asker.leads else section.class_id.in_(asker.class_ids)


@Sentence
def reads_section(session: Session, actor: Actor, section: ForumSection) -> bool:
    """The actor reads the section today."""
    if moderates_section(session, actor, section):
        return True
    return _is_of_those(
        session,
        actor,
        section,
        pupils=section.reads_pupils,
        guardians=section.reads_guardians,
        staff=section.reads_staff,
    )


@reads_section.for_rows
def _(asker: Asker, section: Columns) -> Condition:
    return or_(moderates_section.of_rows(asker, section), _those(asker, section, "reads"))


@Sentence
def writes_in_section(session: Session, actor: Actor, section: ForumSection) -> bool:
    """The actor may begin topics and answer in the section, which services let only its readers do."""
    if moderates_section(session, actor, section):
        return True
    return not section.closed and _is_of_those(
        session,
        actor,
        section,
        pupils=section.writes_pupils,
        guardians=section.writes_guardians,
        staff=section.writes_staff,
    )


@writes_in_section.for_rows
def _(asker: Asker, section: Columns) -> Condition:
    writes = and_(~section.closed, _those(asker, section, "writes"))
    return or_(moderates_section.of_rows(asker, section), writes)


@Sentence
def sees_topic(session: Session, actor: Actor, topic: ForumTopic) -> bool:
    """The topic is in a section that the actor reads, and stands, or is own or to be moderated."""
    section = session.get(ForumSection, topic.section_id)
    if section is None or not reads_section(session, actor, section):
        return False
    if moderates_section(session, actor, section) or topic.standing is ForumStanding.STANDS:
        return True
    return topic.author_id == actor.person_id and topic.standing is not ForumStanding.GONE


@sees_topic.for_rows
def _(asker: Asker, topic: Columns) -> Condition:
    def of(rule: Sentence) -> Condition:
        found = select(_section.id).where(_section.school_id == asker.school_id)
        return topic.section_id.in_(found.where(rule.of_rows(asker, _section)))

    own = and_(topic.author_id == asker.person_id, topic.standing != ForumStanding.GONE)
    stands = topic.standing == ForumStanding.STANDS
    return or_(of(moderates_section), and_(of(reads_section), or_(stands, own)))


# ------------------------------------------------------------------------- who they are, of one section

People = Select[Any] | CompoundSelect[Any]


def readers_of(section: ForumSection, today: date) -> People:
    """The persons of whom reads_section holds, by number."""
    school_id = section.school_id
    found = [holders(school_id, today, *LEADING)]
    if section.class_id is None:
        found += [holders(school_id, today, Role.PUPIL)] if section.reads_pupils else []
        found += [holders(school_id, today, Role.GUARDIAN)] if section.reads_guardians else []
        found += [holders(school_id, today, *STAFF)] if section.reads_staff else []
        return union(*found)
    found.append(moderators_of(section, today))
    present = exists().where(
        _class.id == section.class_id, _class.year_id.in_(present_years(school_id, today))
    )
    pupils = select(enrolment.c.pupil_id).where(
        enrolment.c.school_id == school_id,
        enrolment.c.class_id == section.class_id,
        holds_on(enrolment.c, today),
        present,
    )
    found += [pupils] if section.reads_pupils else []
    if section.reads_guardians:
        found.append(
            select(_guards.guardian_id).where(
                _guards.school_id == school_id,
                stands_on(_guards, today),
                _guards.pupil_id.in_(pupils),
                _guards.guardian_id.in_(holders(school_id, today, Role.GUARDIAN)),
            )
        )
    return union(*found, *(_teachers_of(section, today, present) if section.reads_staff else []))


def _teachers_of(section: ForumSection, today: date, present: Any) -> list[Select[Any]]:
    teaches = holders(section.school_id, today, *TEACHING)
    of_class = (_course.school_id == section.school_id, taught_to(section.class_id, section.school_id))
    seconds = select(_second.teacher_id).where(
        _second.school_id == section.school_id,
        _second.course_id.in_(select(_course.id).where(*of_class)),
        holds_on(_second, today),
        _second.teacher_id.in_(teaches),
        present,
    )
    own = select(_course.teacher_id).where(*of_class, _course.teacher_id.in_(teaches), present)
    return [own, seconds]


def moderators_of(section: ForumSection, today: date) -> Select[Any]:
    """Who looks after the section day by day: of a class its teacher, of the school the heads."""
    if section.class_id is None:
        return holders(section.school_id, today, *LEADING)
    return select(_grant.person_id).where(
        _grant.school_id == section.school_id,
        _grant.class_id == section.class_id,
        _grant.role == Role.CLASS_TEACHER,
        holds_on(_grant, today),
    )
