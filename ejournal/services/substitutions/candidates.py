"""Who could give a lesson whose teacher is away: ranked, each with the reasons for and against."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, select, union
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import (
    CoTeacher,
    Course,
    GroupClass,
    Lesson,
    LessonStatus,
    SchoolClass,
    Substitution,
    TeacherAbsence,
    TeacherUnavailability,
)
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import folded
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import monday
from ejournal.services.exchange.file import Note
from ejournal.services.schedule.weeks import Choice, teachers
from ejournal.services.timetable.facts import Facts, overlapping_bells

WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A teacher who might take the lesson; a higher score is better, one who is not free may join classes."""

    teacher_id: int
    teacher: str
    score: int
    free: bool
    away: bool
    can_join: bool
    same_subject: bool
    knows_class: bool
    lessons_that_day: int
    lessons_that_week: int
    substitutions_that_month: int
    reasons: tuple[Note, ...]


@dataclass
class _Load:
    """What a teacher has in the week of the lesson."""

    day: set[int] = field(default_factory=set)
    week: int = 0
    month: int = 0
    subjects: set[int] = field(default_factory=set)
    classes: set[int] = field(default_factory=set)
    at_once: set[int] = field(default_factory=set)
    busy: bool = False
    away: bool = False
    unwilling: bool = False


def candidates(session: Session, actor: Actor, lesson_id: int) -> list[Candidate]:
    """All teachers of the year but the absent one, the best first; eight queries."""
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.SUBSTITUTION_WRITE)
    course = session.get(Course, lesson.course_id)
    if course is None:
        raise NotFound
    loads = _loads(session, actor.school_id, lesson, course)
    classes = _classes_of(session, course)
    found = [
        _judge(person, loads[person.id], lesson, course, classes)
        for person in teachers(session, actor.school_id, course.year_id)
        if person.id != lesson.teacher_id
    ]
    return sorted(found, key=lambda one: (-one.score, folded(one.teacher)))


def _classes_of(session: Session, course: Course) -> set[int]:
    if course.class_id is not None:
        return {course.class_id}
    link = table(GroupClass)
    return set(session.scalars(select(link.c.class_id).where(link.c.group_id == course.group_id)))


def _loads(session: Session, school_id: int, lesson: Lesson, course: Course) -> dict[int, _Load]:
    loads: dict[int, _Load] = defaultdict(_Load)
    _add_lessons(session, school_id, lesson, loads)
    _add_courses(session, school_id, course.year_id, lesson.day, loads)
    away = table(TeacherAbsence)
    rows = session.execute(
        select(away.c.teacher_id, away.c.from_number, away.c.to_number).where(
            away.c.school_id == school_id, away.c.approved, holds_on(away.c, lesson.day)
        )
    )
    for teacher_id, low, high in rows:
        loads[teacher_id].away |= (low or 0) <= lesson.number <= (high or 99)
    never = table(TeacherUnavailability)
    for teacher_id in session.scalars(
        select(never.c.teacher_id).where(
            never.c.school_id == school_id, never.c.year_id == course.year_id,
            never.c.weekday == lesson.day.isoweekday(), never.c.number.in_((0, lesson.number)),
        )
    ):  # fmt: skip
        loads[teacher_id].unwilling = True
    return loads


def _add_lessons(session: Session, school_id: int, lesson: Lesson, loads: dict[int, _Load]) -> None:
    first, together = monday(lesson.day), _same_time(session, lesson)
    row = table(Lesson)
    for one in session.execute(_taken(school_id, first, first + WEEK, lesson)):
        load = loads[one.teacher_id]
        load.week += 1
        if one.day == lesson.day:
            load.day.add(one.number)
            if (one.shift, one.number) in together:
                load.busy = True
                load.at_once.add(one.class_id)
    done = table(Substitution)
    month = (lesson.day.replace(day=1), _month_end(lesson.day))
    for teacher_id, count in session.execute(
        select(done.c.substitute_id, func.count())
        .join(row, row.c.id == done.c.lesson_id)
        .where(done.c.school_id == school_id, done.c.substitute_id.is_not(None), row.c.day.between(*month))
        .group_by(done.c.substitute_id)
    ):
        loads[teacher_id].month = count


def _taken(school_id: int, first: date, last: date, lesson: Lesson) -> Any:
    """Who gives or assists in which other lesson of the days; a lesson once for each of them."""
    row, course, klass, second = table(Lesson), table(Course), table(SchoolClass), table(CoTeacher)

    def taken_by(teacher_id: Any) -> Any:
        return (
            select(
                row.c.id, teacher_id.label("teacher_id"), row.c.day, row.c.number, course.c.class_id,
                func.coalesce(klass.c.shift, 1).label("shift"),
            )
            .join_from(row, course, course.c.id == row.c.course_id)
            .outerjoin(klass, klass.c.id == course.c.class_id)
            .where(
                in_days(row.c, school_id, first, last),
                row.c.status != LessonStatus.CANCELLED, row.c.id != lesson.id,
            )
        )  # fmt: skip

    assisted = taken_by(second.c.teacher_id).join(
        second, and_(second.c.school_id == school_id, second.c.course_id == row.c.course_id)
    )
    return union(
        taken_by(func.coalesce(row.c.substitute_id, row.c.teacher_id)),
        assisted.where(holds_on(second.c, row.c.day)),
    )


def _same_time(session: Session, lesson: Lesson) -> set[tuple[int, int]]:
    """The (shift, number) that are rung at the time of the lesson."""
    course = session.get_one(Course, lesson.course_id)
    klass = session.get(SchoolClass, course.class_id) if course.class_id else None
    facts = Facts(at_once=overlapping_bells(calendar_of(session, lesson.school_id, course.year_id)))
    return set(facts.neighbours(klass.shift if klass else 1, lesson.number))


def _add_courses(session: Session, school_id: int, year_id: int, day: date, loads: dict[int, _Load]) -> None:
    """What each teacher teaches and to whom, as second teacher of the day too."""
    course, second = table(Course), table(CoTeacher)
    known = (course.c.subject_id, course.c.class_id)
    of_year = (course.c.school_id == school_id, course.c.year_id == year_id)
    assisted = (
        select(second.c.teacher_id, *known)
        .join(course, course.c.id == second.c.course_id)
        .where(second.c.school_id == school_id)
    )
    for teacher_id, subject_id, class_id in session.execute(
        union(
            select(course.c.teacher_id, *known).where(*of_year),
            assisted.where(*of_year, holds_on(second.c, day)),
        )
    ):
        loads[teacher_id].subjects.add(subject_id)
        loads[teacher_id].classes.add(class_id)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _judge(person: Choice, load: _Load, lesson: Lesson, course: Course, classes: set[int]) -> Candidate:
    free = not load.busy
    same_subject, knows = course.subject_id in load.subjects, bool(classes & load.classes)
    near = {lesson.number - 1, lesson.number + 1} & load.day
    between = free and bool(load.day) and min(load.day) < lesson.number < max(load.day)
    can_join = not free and bool(classes & load.at_once)
    reasons = [
        note
        for holds, note in (
            (load.away, Note("is away that day")),
            (not free, Note("has a lesson at that time")),
            (can_join, Note("teaches another group of the class at that time: the groups can be joined")),
            (same_subject, Note("teaches this subject")),
            (knows, Note("knows the class")),
            (between, Note("has a free lesson between others")),
            (free and bool(near) and not between, Note("is at school just before or after")),
            (free and not load.day, Note("has no lessons that day")),
            (load.unwilling, Note("is not to be given lessons at this time")),
            (True, Note("lessons that week: {n}", {"n": load.week})),
            (load.month > 0, Note("substitutions that month: {n}", {"n": load.month})),
        )
        if holds
    ]
    score = (
        1000 * (free and not load.away) - 500 * load.away - 120 * load.unwilling
        + 100 * same_subject + 60 * knows + 40 * between + 20 * bool(near) + 30 * can_join
        - 30 * (free and not load.day) - 2 * load.week - 5 * load.month
    )  # fmt: skip
    return Candidate(
        person.id, person.title, score, free, load.away, can_join, same_subject, knows,
        len(load.day), load.week, load.month, tuple(reasons),
    )  # fmt: skip
