"""Who is in a group: the pupils of its classes chosen by the deputy head, from today on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AcademicYear,
    Attendance,
    Course,
    Enrolment,
    Group,
    GroupClass,
    GroupMember,
    Lesson,
    Mark,
    Person,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.models.spans import Span, meets
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import course_topic, load_topic, schedule_topic

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GroupPupil:
    """A pupil of the group's classes, and whether they are in the group today."""

    id: int
    name: str
    class_title: str
    inside: bool


@dataclass(frozen=True)
class GroupList:
    """A group with the pupils of its classes; fixed when its classes come whole, so that all are in it."""

    name: str
    is_fixed: bool
    pupils: tuple[GroupPupil, ...]


def group_list(session: Session, actor: Actor, group_id: int) -> GroupList:
    """The pupils of the group's classes in the order of the classes' lists."""
    group = guard.get(session, actor, Group, group_id, Permission.SCHEDULE_WRITE)
    classes = _classes(session, group)
    inside = {one.pupil_id for one in _members(session, group) if _stays(one, actor.today)}
    enrolment, person, klass = table(Enrolment), table(Person), table(SchoolClass)
    rows = session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, klass.c.grade, klass.c.letter)
        .join_from(enrolment, person, person.c.id == enrolment.c.pupil_id)
        .join(klass, klass.c.id == enrolment.c.class_id)
        .where(
            enrolment.c.school_id == actor.school_id,
            enrolment.c.class_id.in_(classes),
            meets(enrolment.c, actor.today, max(actor.today, _begins(session, group))),
        )
    ).all()
    pupils = [
        GroupPupil(
            row.id, f"{row.last_name} {row.first_name}", class_title(row.grade, row.letter), row.id in inside
        )
        for row in sorted(rows, key=lambda row: (row.grade, row.letter, by_name(row), row.id))
    ]
    whole = bool(classes) and all(classes.values())
    return GroupList(group.name, whole, tuple(dict.fromkeys(pupils)))


def _begins(session: Session, group: Group) -> date:
    return session.get_one(AcademicYear, group.year_id).starts


def _classes(session: Session, group: Group) -> dict[int, bool]:
    """The group's classes, and whether each comes whole."""
    if group.class_id is not None:
        return {group.class_id: False}
    link = table(GroupClass)
    rows = session.execute(
        select(link.c.class_id, link.c.whole).where(
            link.c.school_id == group.school_id, link.c.group_id == group.id
        )
    )
    return dict(rows.all())


def _members(session: Session, group: Group) -> list[GroupMember]:
    found = session.scalars(
        select(GroupMember).where(
            and_(col(GroupMember.school_id) == group.school_id, col(GroupMember.group_id) == group.id)
        )
    )
    return list(found)


def _stays(member: GroupMember, today: date) -> bool:
    return not Span.of(member).is_over(today + DAY)


def set_group(session: Session, actor: Actor, group_id: int, pupil_ids: Collection[int]) -> int:
    """Let just these pupils be in the group: how many came or went.

    From today on; from the beginning of the year, while the group has had no lesson.
    """
    lock_row(session, Group, actor.school_id, group_id)
    group = guard.get(session, actor, Group, group_id, Permission.SCHEDULE_WRITE)
    listed = group_list(session, actor, group_id)
    if listed.is_fixed:
        raise DomainError("Whole classes come to this group: all their pupils are in it")
    if not set(pupil_ids) <= {one.id for one in listed.pupils}:
        raise NotFound
    before = {one.id for one in listed.pupils if one.inside}
    first = actor.today if _has_met(session, actor, group_id) else _begins(session, group)
    for member in _members(session, group):
        if member.pupil_id in before - set(pupil_ids) and _stays(member, actor.today):
            _leave(session, actor, member, first)
    for pupil_id in sorted(set(pupil_ids) - before):
        _join(session, actor, group, pupil_id, first)
    session.flush()
    changed = before ^ set(pupil_ids)
    if changed:
        change = audit.Change("group.members", "study_group", group_id, before={"pupils": sorted(before)},
                              after={"pupils": sorted(pupil_ids)})  # fmt: skip
        audit.record(session, actor.school_id, actor.person_id, change)
        note(session, schedule_topic(actor.school_id), load_topic(actor.school_id))
        note(session, *map(course_topic, courses_of_group(session, actor, group_id)))
    return len(changed)


def _has_met(session: Session, actor: Actor, group_id: int) -> bool:
    lesson, course = table(Lesson), table(Course)
    met = (
        select(lesson.c.id)
        .join_from(course, lesson, lesson.c.course_id == course.c.id)
        .where(
            course.c.school_id == actor.school_id,
            course.c.group_id == group_id,
            lesson.c.school_id == actor.school_id,  # by the index of the school's days
            lesson.c.day < actor.today,
        )
    )
    return session.execute(met.limit(1)).first() is not None


def _leave(session: Session, actor: Actor, member: GroupMember, first: date) -> None:
    """Out of the group before `first`; who has marks or absences in it today is out from tomorrow on."""
    last = actor.today if _is_marked(session, actor, member) else first - DAY
    if member.starts > last:
        session.delete(member)
    else:
        member.ends = last
        session.add(member)


def _is_marked(session: Session, actor: Actor, member: GroupMember) -> bool:
    course = table(Course)
    ids = select(course.c.id).where(
        course.c.school_id == actor.school_id, course.c.group_id == member.group_id
    )
    for rows in (table(Mark), table(Attendance)):
        today = (rows.c.school_id == actor.school_id, rows.c.pupil_id == member.pupil_id,
                 rows.c.day == actor.today, rows.c.course_id.in_(ids))  # fmt: skip
        if session.execute(select(rows.c.id).where(*today).limit(1)).first():
            return True
    return False


def _join(session: Session, actor: Actor, group: Group, pupil_id: int, first: date) -> None:
    """A new span, or the one that has just ended goes on."""
    ended = [one for one in _members(session, group)
             if one.pupil_id == pupil_id and one.ends in (first - DAY, actor.today)]  # fmt: skip
    if ended:
        ended[0].ends = None
        session.add(ended[0])
        return
    assert group.id is not None
    session.add(GroupMember(school_id=group.school_id, group_id=group.id, pupil_id=pupil_id, starts=first))


def group_of_course(session: Session, actor: Actor, course_id: int) -> int:
    """The group of a course; NotFound for a course of a whole class."""
    course = guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    if course.group_id is None:
        raise NotFound
    return course.group_id


def courses_of_group(session: Session, actor: Actor, group_id: int) -> list[int]:
    """The courses in which the group is taught."""
    guard.get(session, actor, Group, group_id, Permission.SCHEDULE_WRITE)
    course = table(Course)
    found = session.scalars(
        select(course.c.id).where(course.c.school_id == actor.school_id, course.c.group_id == group_id)
    )
    return list(found)
