"""What making the year's lessons again would do: planned from the database, nothing done.

A lesson that carries anything (marks, attendance, remarks, topic, homework, a substitution) is never
deleted or moved; the plan names it instead, so that the deputy head decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session

from ejournal.errors import NotFound
from ejournal.models import (
    Attendance,
    ChangeRequest,
    Course,
    Enrolment,
    GroupClass,
    GroupMember,
    Lesson,
    LessonStatus,
    Mark,
    Remark,
    SchoolClass,
    SubstituteTask,
    Substitution,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
)
from ejournal.models.base import table
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.calendar.year import load_calendar
from ejournal.services.courses.teacher_changes import load_changes
from ejournal.services.lessons.wanted import (
    Audience,
    Giving,
    LessonKey,
    MadeLesson,
    PlannedEntry,
    VersionPlan,
    compare,
    wanted_lessons,
)


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """What making the lessons again would do; nothing has been done yet."""

    school_id: int
    to_add: tuple[tuple[LessonKey, Giving], ...]
    to_remove: tuple[MadeLesson, ...]
    to_change: tuple[tuple[MadeLesson, Giving], ...]
    kept_because_used: tuple[MadeLesson, ...]


def plan_lessons(
    session: Session, school_id: int, year_id: int, first: date | None = None, last: date | None = None,
    course_id: int | None = None,
) -> LessonPlan:  # fmt: skip
    """What the published timetables would change from first to last; raises NotFound for a foreign year.

    With course_id only that course's lessons are looked at.
    """
    calendar = load_calendar(session, school_id, year_id)
    if calendar is None:
        raise NotFound()
    first, last = first or calendar.year.starts, last or calendar.year.ends
    versions, audiences = (
        load_versions(session, school_id, year_id, course_id),
        load_audiences(session, school_id, year_id),
    )
    wanted = wanted_lessons(calendar, versions, audiences, first, last, load_changes(session, school_id))
    for moved in _moved_away(session, school_id, first, last):
        wanted.pop(moved, None)
    missing, unwanted, different = compare(
        wanted, _load_made(session, school_id, year_id, first, last, course_id)
    )
    used = _used_lessons(session, school_id, year_id, first, last) if unwanted or different else set()
    # Who gave a lesson that was given stays; one that only has homework waiting gets its new teacher.
    kept = [lesson for lesson in unwanted if lesson.written or lesson.id in used]
    kept += [lesson for lesson, giving in different if lesson.id in used and giving[:2] != lesson.giving[:2]]
    kept_ids = {lesson.id for lesson in kept}
    return LessonPlan(
        school_id=school_id,
        to_add=tuple(missing),
        to_remove=tuple(lesson for lesson in unwanted if lesson.id not in kept_ids),
        to_change=tuple(pair for pair in different if pair[0].id not in kept_ids),
        kept_because_used=tuple(kept),
    )


def changes_seen(plan: LessonPlan) -> int:
    """How many lessons get another teacher or room; a new entry of the timetable behind one is not seen."""
    return sum(giving[:2] != made.giving[:2] for made, giving in plan.to_change)


def load_versions(
    session: Session, school_id: int, year_id: int, course_id: int | None = None
) -> list[VersionPlan]:
    """The year's published timetables with their entries, or those of one course; two queries."""
    version, entry, course = table(TimetableVersion), table(TimetableEntry), table(Course)
    published = (
        version.c.school_id == school_id,
        version.c.year_id == year_id,
        version.c.status == VersionStatus.PUBLISHED,
    )
    rows = session.execute(
        select(
            entry.c.version_id, entry.c.id, entry.c.course_id, entry.c.weekday, entry.c.number,
            entry.c.parity, func.coalesce(entry.c.teacher_id, course.c.teacher_id), entry.c.room_id,
            entry.c.teacher_id.is_not(None),
        )
        .join(version, version.c.id == entry.c.version_id)
        .join(course, course.c.id == entry.c.course_id)
        .where(*published, entry.c.school_id == school_id, *_only(entry.c, school_id, course_id))
        .order_by(entry.c.id)
    )  # fmt: skip
    entries: dict[int, list[PlannedEntry]] = {}
    for version_id, *rest in rows:
        entries.setdefault(version_id, []).append(PlannedEntry._make(rest))
    heads = session.execute(select(version.c.id, version.c.starts, version.c.ends).where(*published))
    return [
        VersionPlan(version_id, starts, ends, tuple(entries.get(version_id, ())))
        for version_id, starts, ends in heads
    ]


def load_audiences(session: Session, school_id: int, year_id: int) -> dict[int, list[Audience]]:
    """Which grades with how many days a week sit in each course, a joint one too."""
    course, klass = table(Course), table(SchoolClass)
    member, enrolment, group_class = table(GroupMember), table(Enrolment), table(GroupClass)
    of_year = (course.c.school_id == school_id, course.c.year_id == year_id)
    own_class = (
        select(course.c.id, klass.c.grade, klass.c.days_per_week)
        .join(klass, klass.c.id == course.c.class_id)
        .where(*of_year)
    )
    joint = (
        select(course.c.id, klass.c.grade, klass.c.days_per_week)
        .join(member, and_(member.c.school_id == school_id, member.c.group_id == course.c.group_id))
        .join(
            enrolment,
            and_(enrolment.c.school_id == school_id, enrolment.c.pupil_id == member.c.pupil_id),
        )
        .join(klass, klass.c.id == enrolment.c.class_id)
        .where(*of_year, course.c.class_id.is_(None), klass.c.year_id == year_id)
    )
    named = (
        select(course.c.id, klass.c.grade, klass.c.days_per_week)
        .join(
            group_class,
            and_(group_class.c.school_id == school_id, group_class.c.group_id == course.c.group_id),
        )
        .join(klass, klass.c.id == group_class.c.class_id)
        .where(*of_year, course.c.class_id.is_(None))
    )
    found: dict[int, list[Audience]] = {}
    for course_id, grade, days_per_week in session.execute(own_class.union(joint, named)):
        found.setdefault(course_id, []).append(Audience(grade, days_per_week))
    return found


def _only(rows: Any, school_id: int, course_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if course_id is None else (rows.school_id == school_id, rows.course_id == course_id)


def _load_made(
    session: Session, school_id: int, year_id: int, first: date, last: date, course_id: int | None
) -> Iterator[MadeLesson]:
    lesson, course = table(Lesson), table(Course)
    rows = session.execute(
        select(
            lesson.c.id, lesson.c.course_id, lesson.c.day, lesson.c.number,
            lesson.c.teacher_id, lesson.c.room_id, lesson.c.entry_id, is_written(lesson.c),
        )
        .join(course, course.c.id == lesson.c.course_id)
        .where(in_days(lesson.c, school_id, first, last), course.c.year_id == year_id)
        .where(*_only(lesson.c, school_id, course_id))
    )  # fmt: skip
    for lesson_id, of_course, day, number, teacher_id, room_id, entry_id, written in rows:
        key, giving = LessonKey(of_course, day, number), Giving(teacher_id, room_id, entry_id)
        yield MadeLesson(lesson_id, key, giving, bool(written))


def _moved_away(session: Session, school_id: int, first: date, last: date) -> Iterator[LessonKey]:
    """Where moved lessons stood: they are not to be made there a second time."""
    lesson, moved = table(Lesson), table(Substitution)
    rows = session.execute(
        select(lesson.c.course_id, moved.c.moved_from_day, moved.c.moved_from_number)
        .join(lesson, lesson.c.id == moved.c.lesson_id)
        .where(moved.c.school_id == school_id, moved.c.moved_from_day.between(first, last))
    )
    return (LessonKey(*row) for row in rows)


def is_written(lesson: Any) -> ColumnElement[bool]:
    """Whether something is written in the lesson itself: a topic, homework, a roll call, a substitute."""
    return or_(
        lesson.topic != "",
        lesson.homework != "",
        lesson.kind_id.is_not(None),
        lesson.substitute_id.is_not(None),
        lesson.status != LessonStatus.PLANNED,
        lesson.roll_called,
    )


def is_given(lesson: Any) -> ColumnElement[bool]:
    """Whether the lesson carries rows of its own, or was called, or is given by a substitute."""
    models = (Mark, Attendance, Remark, Substitution, SubstituteTask, ChangeRequest)
    carrying = (table(model) for model in models)
    carried = [
        exists().where(rows.c.school_id == lesson.school_id, rows.c.lesson_id == lesson.id)
        for rows in carrying
    ]
    return or_(lesson.roll_called, lesson.substitute_id.is_not(None), *carried)


def _used_lessons(session: Session, school_id: int, year_id: int, first: date, last: date) -> set[int]:
    lesson, course = table(Lesson), table(Course)
    query = (
        select(lesson.c.id)
        .join(course, course.c.id == lesson.c.course_id)
        .where(in_days(lesson.c, school_id, first, last), course.c.year_id == year_id)
        .where(is_given(lesson.c))
    )
    return set(session.scalars(query))
