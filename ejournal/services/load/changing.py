"""A course of the load changed, or taken out of it with its lessons while nothing is written in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlmodel import Session, SQLModel

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import (
    CoTeacher,
    Course,
    Group,
    GroupClass,
    GroupMember,
    Lesson,
    Subject,
    TeacherChange,
    TimetableEdit,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
)
from ejournal.models.base import table
from ejournal.models.spans import meets
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import load_topic, schedule_topic
from ejournal.services.courses.teacher_changes import plan_change
from ejournal.services.lessons.making import apply_plan
from ejournal.services.lessons.planning import is_written, plan_lessons
from ejournal.services.load.adding import check_course, check_not_twice
from ejournal.weeks import WEEKS_OF_YEAR

HARDEST = 13
"""Difficulty of subjects goes from 1 to this, as in the sanitary rules."""
GOES_WITH = (Lesson, TimetableEntry, CoTeacher, TeacherChange)
"""What is removed with a course; whatever else refers to it, or to a lesson of it, keeps it."""


@dataclass(frozen=True, slots=True)
class CourseChange:
    """What can be another: difficulty is the subject's, in all classes; 0 hours end a course."""

    teacher_id: int
    weekly_hours: Decimal | None
    room_id: int | None
    difficulty: int | None


@dataclass(frozen=True, slots=True)
class CourseRemoval:
    """What goes with a course: entries of drafts and published timetables, coming and past lessons."""

    drafts: int
    published: int
    lessons: int
    is_used: bool


def course_fields(session: Session, actor: Actor, course_id: int) -> CourseChange:
    """The course as it is."""
    course = guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    subject = session.get_one(Subject, course.subject_id)
    return CourseChange(course.teacher_id, course.weekly_hours, course.room_id, subject.difficulty)


def change_course(session: Session, actor: Actor, course_id: int, wish: CourseChange) -> int:
    """Change a course: how many lessons, from tomorrow on, get its new teacher.

    Today's may have been given already; lessons that were given or called keep the teacher they have.
    """
    lock_school(session, actor.school_id)
    course = guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    hours = check_course(session, actor, wish.teacher_id, wish.weekly_hours, wish.room_id, Decimal(0))
    if wish.difficulty is None or not 1 <= wish.difficulty <= HARDEST:
        raise DomainError("From 1 to {most}", field="difficulty", most=HARDEST)
    who = (course.class_id, course.group_id)
    check_not_twice(session, actor, course.year_id, who, course.subject_id, wish.teacher_id, course_id)
    before = course_fields(session, actor, course_id)
    if hours and hours != course.weekly_hours:
        course.planned_hours = round(hours * WEEKS_OF_YEAR)
    course.weekly_hours, course.room_id = hours, wish.room_id
    session.get_one(Subject, course.subject_id).difficulty = wish.difficulty
    moved = 0
    if wish.teacher_id != course.teacher_id:
        moved = _give_to(session, actor, course, wish.teacher_id)
    session.flush()
    change = audit.Change("course.change", "course", course_id, before=_told(before), after=_told(wish))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, load_topic(actor.school_id))
    return moved


def _told(fields: CourseChange) -> dict[str, Any]:
    return {"teacher": fields.teacher_id, "hours": str(fields.weekly_hours), "room": fields.room_id,
            "difficulty": fields.difficulty}  # fmt: skip


def _give_to(session: Session, actor: Actor, course: Course, teacher_id: int) -> int:
    assert course.id is not None
    entry, second = table(TimetableEntry), table(CoTeacher)
    session.execute(
        update(entry)
        .where(
            entry.c.school_id == actor.school_id, entry.c.course_id == course.id,
            entry.c.teacher_id.in_((course.teacher_id, teacher_id)),
        )
        .values(teacher_id=None)
    )  # fmt: skip
    tomorrow = actor.today + timedelta(days=1)
    helped = (second.c.school_id == actor.school_id, second.c.course_id == course.id,
              second.c.teacher_id == teacher_id)  # fmt: skip
    session.execute(delete(second).where(*helped, second.c.starts >= tomorrow))
    session.execute(update(second).where(*helped, meets(second.c, tomorrow, None)).values(ends=actor.today))
    plan_change(session, course, teacher_id, tomorrow, actor.today, at_once=True)
    session.expire_all()
    # Only who gives them: lessons that differ from the timetable for other reasons are left as they are.
    plan = plan_lessons(session, actor.school_id, course.year_id, tomorrow, course_id=course.id)
    return apply_plan(session, replace(plan, to_add=(), to_remove=())).changed


def course_removal(session: Session, actor: Actor, course_id: int) -> CourseRemoval:
    """What removing the course would take with it, and whether it is used and so stays."""
    guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    entry, version, lesson = table(TimetableEntry), table(TimetableVersion), table(Lesson)
    standing = session.execute(
        select(version.c.status, func.count())
        .join_from(entry, version, version.c.id == entry.c.version_id)
        .where(entry.c.school_id == actor.school_id, entry.c.course_id == course_id)
        .group_by(version.c.status)
    )
    counts = {VersionStatus(status): n for status, n in standing}
    lessons = session.scalar(
        select(func.count())
        .select_from(lesson)
        .where(lesson.c.school_id == actor.school_id, lesson.c.course_id == course_id)
    )
    return CourseRemoval(
        drafts=counts.get(VersionStatus.DRAFT, 0),
        published=counts.get(VersionStatus.PUBLISHED, 0),
        lessons=lessons or 0,
        is_used=_is_used(session, actor.school_id, course_id),
    )


def _is_used(session: Session, school_id: int, course_id: int) -> bool:
    lesson = table(Lesson)
    own = select(lesson.c.id).where(lesson.c.school_id == school_id, lesson.c.course_id == course_id)
    asked = [own.where(is_written(lesson.c))]
    for rows, column in _referring(table(Course)):
        asked.append(select(rows.c.id).where(rows.c.school_id == school_id, column == course_id))
    for rows, column in _referring(table(Lesson)):
        asked.append(select(rows.c.id).where(rows.c.school_id == school_id, column.in_(own)))
    return any(session.execute(query.limit(1)).first() for query in asked)


def _referring(target: Table) -> Iterator[tuple[Table, Any]]:
    """The columns of all tables that refer to the target, but for what goes with a course."""
    gone = [table(model) for model in GOES_WITH]
    for rows in SQLModel.metadata.tables.values():
        for column in rows.columns if rows not in gone else ():
            if any(key.column.table is target for key in column.foreign_keys):
                yield rows, column


def remove_course(session: Session, actor: Actor, course_id: int) -> CourseRemoval:
    """Take a course out of the load with its entries and lessons; DomainError when anything is written."""
    lock_school(session, actor.school_id)
    course = guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    found = course_removal(session, actor, course_id)
    if found.is_used:
        raise DomainError("There are marks, absences or topics in this course: it stays. Set its hours to 0")
    _forget_steps(session, actor.school_id, course_id)
    for model in GOES_WITH:
        rows = table(model)
        session.execute(
            delete(rows).where(rows.c.school_id == actor.school_id, rows.c.course_id == course_id)
        )
    change = audit.Change("course.delete", "course", course_id, before={
        "class": course.class_id, "group": course.group_id, "subject": course.subject_id,
        "teacher": course.teacher_id, "lessons": found.lessons, "entries": found.drafts + found.published,
    })  # fmt: skip
    group_id = course.group_id
    session.delete(course)
    session.flush()
    if group_id is not None:
        _drop_empty(session, actor.school_id, group_id)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, load_topic(actor.school_id), *([schedule_topic(actor.school_id)] if found.lessons else ()))
    session.expire_all()
    return found


def _forget_steps(session: Session, school_id: int, course_id: int) -> None:
    """Steps of the editor that speak of the course can no more be taken back."""
    edit = table(TimetableEdit)
    rows = session.execute(
        select(edit.c.id, edit.c.before, edit.c.after).where(edit.c.school_id == school_id)
    )
    gone = [step_id for step_id, before, after in rows
            if any(one["course_id"] == course_id for one in (*before, *after))]  # fmt: skip
    session.execute(delete(edit).where(edit.c.id.in_(gone)))


def _drop_empty(session: Session, school_id: int, group_id: int) -> None:
    """A group drawn from several classes goes with its last course, one of a class when it has no pupils."""
    group, course, member, link = (table(one) for one in (Group, Course, GroupMember, GroupClass))
    taught = session.execute(select(course.c.id).where(course.c.group_id == group_id).limit(1)).first()
    within = session.scalar(select(group.c.class_id).where(group.c.id == group_id))
    filled = session.execute(select(member.c.id).where(member.c.group_id == group_id).limit(1)).first()
    if taught or (within and filled):
        return
    for rows in (member, link):
        session.execute(delete(rows).where(rows.c.school_id == school_id, rows.c.group_id == group_id))
    session.execute(delete(group).where(group.c.school_id == school_id, group.c.id == group_id))
