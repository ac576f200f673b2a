"""Which journals an actor may open, and the lessons of the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.co_teaching import assists_in, is_lesson_of
from ejournal.access.permissions import Permission
from ejournal.access.rules import AskerKind, any_asker, asked_by, kind_of, sees_all_lessons_of
from ejournal.models import Course, LessonStatus
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import named_lessons
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import BellTime, current_year
from ejournal.services.courses.second_teachers import names_on, read_seconds, seconds_of_courses


@dataclass(frozen=True, slots=True)
class CourseChoice:
    """A journal to choose: its subject, group and teacher; own, or only for some lessons given in it."""

    course_id: int
    subject: str
    group: str
    teacher: str
    own: bool
    substitute_only: bool

    @property
    def title(self) -> str:
        """«Английский язык, 1 группа»."""
        return f"{self.subject}, {self.group}" if self.group else self.subject


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """A class with its journals; class_id is 0 for groups drawn from several classes."""

    class_id: int
    title: str
    own: bool
    courses: tuple[CourseChoice, ...]


@dataclass(frozen=True, slots=True)
class LessonToday:
    """A lesson that the actor gives on a day, or that another gives instead (given_by).

    Of a lesson given in another's place, task says what is to be done there, task_by who left it.
    """

    lesson_id: int
    course_id: int
    day: date
    number: int
    class_title: str
    subject: str
    group: str
    room: str
    starts: time | None
    ends: time | None
    topic: str
    homework: str
    roll_called: bool
    cancelled: bool
    substituting: bool
    given_by: str
    task: str
    task_by: str


def courses_for(session: Session, actor: Actor) -> list[ClassChoice]:
    """Every journal of this year that the actor may open, by class; the actor's own first; three queries."""
    guard.require(actor, Permission.JOURNAL_READ)
    year = current_year(session, actor.school_id, actor.today)
    asked = asked_by(session, actor) | {"year_id": year.id if year else None}
    return _by_class(actor, session.connection().execute(_open_to(kind_of(actor)), asked).all())


@cache
def _open_to(kind: AskerKind) -> Select[Any]:
    course, school_class, asker = db.course.c, db.school_class.c, any_asker(kind)
    return (
        select(
            course.id,
            course.teacher_id,
            course.class_id,
            school_class.grade,
            school_class.letter,
            db.subject.c.name,
            db.study_group.c.name,
            db.person.c.last_name,
            db.person.c.first_name,
            db.person.c.middle_name,
            sees_all_lessons_of.of_rows(asker, course).label("whole"),
            seconds_of_courses().label("seconds"),
        )
        .join_from(db.course, db.subject, db.subject.c.id == course.subject_id)
        .join(db.person, db.person.c.id == course.teacher_id)
        .outerjoin(db.school_class, school_class.id == course.class_id)
        .outerjoin(db.study_group, db.study_group.c.id == course.group_id)
        .where(
            course.year_id == bindparam("year_id"),
            guard.reached_by(asker, Course, Permission.JOURNAL_READ),
        )
        .order_by(
            school_class.grade, school_class.letter, db.subject.c.name, db.study_group.c.name, course.id
        )
    )


def open_courses(session: Session, actor: Actor, course_ids: Collection[int]) -> frozenset[int]:
    """Those of the courses whose journals the actor may open; one query, none for none."""
    if not course_ids or not actor.may(Permission.JOURNAL_READ):
        return frozenset()
    course = db.course.c
    reached = guard.reached(session, actor, Course, Permission.JOURNAL_READ)
    return frozenset(session.scalars(select(course.id).where(course.id.in_(course_ids), reached)))


def _by_class(actor: Actor, rows: Any) -> list[ClassChoice]:
    classes: dict[int, tuple[str, list[CourseChoice]]] = {}
    for course_id, teacher_id, class_id, grade, letter, subject, group, *name, whole, others in rows:
        title = class_title(grade, letter) if class_id else ""
        seconds = [one for one in read_seconds(others) if one.span.holds_on(actor.today)]
        own = actor.person_id in {teacher_id, *(one.person_id for one in seconds)}
        teacher = names_on(actor.today, short_name(*name), seconds)
        choice = CourseChoice(course_id, subject, group or "", teacher, own, not whole)
        classes.setdefault(class_id or 0, (title, []))[1].append(choice)
    choices = [
        ClassChoice(
            class_id,
            title,
            class_id in actor.class_ids or any(one.own for one in found),
            tuple(sorted(found, key=lambda one: (not one.own, one.substitute_only))),
        )
        for class_id, (title, found) in classes.items()
    ]
    return sorted(choices, key=lambda choice: not choice.own)


def my_lessons_today(session: Session, actor: Actor, day: date | None = None) -> list[LessonToday]:
    """The lessons that the actor gives on the day (today by default), own and substituted; one query."""
    guard.require(actor, Permission.JOURNAL_READ)
    return _lessons(session, actor, _ON_DAY, day or actor.today)


def next_lesson(session: Session, actor: Actor, now: datetime) -> LessonToday | None:
    """The lesson to open first: the present or next one by the bells, else today's last, else the nearest."""
    at = clock.local(now, actor.time_zone).time()
    given = [one for one in my_lessons_today(session, actor) if not one.cancelled and not one.given_by]
    for one in given:
        if not one.roll_called if one.ends is None else at <= one.ends:
            return one
    if given:
        return given[-1]
    coming = _lessons(session, actor, _COMING, actor.today)
    return next((one for one in coming if not one.cancelled and not one.given_by), None)


_lesson, _substitute, _task = db.lesson.c, db.person.alias("substitute"), db.substitute_task.c
_left_by = db.person.alias("left_by")
_PERSON: BindParameter[int] = bindparam("person_id")
_DAY: BindParameter[date] = bindparam("day")
_LESSONS: Select[Any] = (
    select(
        _lesson.id,
        _lesson.course_id,
        _lesson.day,
        _lesson.number,
        _lesson.substitute_id,
        _lesson.topic,
        _lesson.homework,
        _lesson.roll_called,
        _lesson.status,
        db.school_class.c.grade,
        db.school_class.c.letter,
        db.school_class.c.shift,
        db.course.c.year_id,
        db.subject.c.name.label("subject"),
        db.study_group.c.name.label("study_group"),
        db.room.c.name.label("room"),
        _substitute.c.last_name,
        _substitute.c.first_name,
        _substitute.c.middle_name,
        _task.text.label("task"),
        _left_by.c.last_name.label("by_last"),
        _left_by.c.first_name.label("by_first"),
        _left_by.c.middle_name.label("by_middle"),
    )
    .select_from(named_lessons())
    .outerjoin(db.room, db.room.c.id == _lesson.room_id)
    .outerjoin(_substitute, _substitute.c.id == _lesson.substitute_id)
    .outerjoin(db.substitute_task, and_(_task.school_id == _lesson.school_id, _task.lesson_id == _lesson.id))
    .outerjoin(_left_by, _left_by.c.id == _task.left_by_id)
    .add_columns(assists_in(_lesson, _PERSON).label("assists"))
    .where(_lesson.school_id == bindparam("school_id"), is_lesson_of(_lesson, _PERSON))
    .order_by(_lesson.day, _lesson.number, _lesson.id)
)
_ON_DAY = _LESSONS.where(_lesson.day == _DAY)
_COMING = _LESSONS.where(_lesson.day > _DAY).limit(20)


def _lessons(session: Session, actor: Actor, statement: Select[Any], day: date) -> list[LessonToday]:
    asked = {"school_id": actor.school_id, "person_id": actor.person_id, "day": day}
    rows = session.connection().execute(statement, asked).all()
    return [_lesson_today(actor, row, _bell(session, actor, row)) for row in rows]


def _bell(session: Session, actor: Actor, row: Any) -> BellTime | None:
    calendar = calendar_of(session, actor.school_id, row.year_id)
    if calendar is None or row.grade is None:
        return None
    bells = calendar.bells(row.grade, row.shift, row.day)
    return next((bell for bell in bells if bell.number == row.number), None)


def _lesson_today(actor: Actor, row: Any, bell: BellTime | None) -> LessonToday:
    substituting = row.substitute_id == actor.person_id
    other = row.substitute_id is not None and not substituting and not row.assists
    return LessonToday(
        lesson_id=row.id,
        course_id=row.course_id,
        day=row.day,
        number=row.number,
        class_title=class_title(row.grade, row.letter) if row.grade else "",
        subject=row.subject,
        group=row.study_group or "",
        room=row.room or "",
        starts=bell.starts if bell else None,
        ends=bell.ends if bell else None,
        topic=row.topic,
        homework=row.homework,
        roll_called=row.roll_called,
        cancelled=row.status == LessonStatus.CANCELLED,
        substituting=substituting,
        given_by=short_name(row.last_name, row.first_name, row.middle_name) if other else "",
        task=row.task if row.task and substituting else "",
        task_by=short_name(row.by_last, row.by_first, row.by_middle) if row.task and substituting else "",
    )
