"""Lessons by course and day, and who missed them: what hours and absences are counted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, case, cast, func, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import AttendanceCode, LessonStatus
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.grading.scales import ABSENCES

_lesson, _attendance = db.lesson.c, db.attendance.c


@dataclass(frozen=True, slots=True)
class LessonDay:
    """The lessons of a course on a day: all that stand, those that fall out, those without a topic."""

    day: date
    planned: int
    cancelled: int
    untitled: int

    @property
    def given(self) -> int:
        """How many are, or are to be, given."""
        return self.planned - self.cancelled


@dataclass(frozen=True, slots=True)
class Missed:
    """How many lessons of a course a pupil missed on a day, and why."""

    course_id: int
    day: date
    code: AttendanceCode
    lessons: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The lessons of a span: in the timetable, given until today, fallen out until today, without a topic."""

    planned: int
    given: int
    cancelled: int
    untitled: int


def read_lesson_days(
    session: Session, actor: Actor, course_ids: Iterable[int], first: date, last: date
) -> dict[int, list[LessonDay]]:
    """By course, in order of days; one query."""
    cancelled = case((_lesson.status == LessonStatus.CANCELLED, 1), else_=0)
    untitled = case((_lesson.topic == "", 1), else_=0) * (1 - cancelled)
    rows = session.execute(
        select(_lesson.course_id, _lesson.day, func.count())
        .add_columns(cast(func.sum(cancelled), Integer), cast(func.sum(untitled), Integer))
        .where(in_days(_lesson, actor.school_id, first, last))
        .where(_lesson.course_id.in_(sorted(set(course_ids))))
        .group_by(_lesson.course_id, _lesson.day)
        .order_by(_lesson.course_id, _lesson.day)
    )
    found: dict[int, list[LessonDay]] = {}
    for course_id, *of_day in rows:
        found.setdefault(course_id, []).append(LessonDay(*of_day))
    return found


def hours_of(days: Iterable[LessonDay], first: date, last: date, today: date) -> Hours:
    """The sums of the days from first to last; what is still to come counts as planned alone."""
    within = [one for one in days if first <= one.day <= last]
    past = [one for one in within if one.day <= today]
    return Hours(
        sum(one.planned for one in within),
        sum(one.given for one in past),
        sum(one.cancelled for one in past),
        sum(one.untitled for one in past),
    )


def read_missed(
    session: Session, actor: Actor, classes: ColumnElement[bool], first: date, last: date
) -> dict[int, list[Missed]]:
    """By pupil who is, or was, in one of the classes: the lessons missed from first to last; one query."""
    inside = (
        select(db.enrolment.c.pupil_id)
        .join_from(db.enrolment, db.school_class, db.school_class.c.id == db.enrolment.c.class_id)
        .where(db.enrolment.c.school_id == actor.school_id, classes)
    )
    rows = session.execute(
        select(_attendance.pupil_id, _attendance.course_id, _attendance.day, _attendance.code, func.count())
        .where(in_days(_attendance, actor.school_id, first, last))
        .where(_attendance.pupil_id.in_(inside), _attendance.code.in_(ABSENCES))
        .group_by(_attendance.pupil_id, _attendance.course_id, _attendance.day, _attendance.code)
    )
    found: dict[int, list[Missed]] = {}
    for pupil_id, *one in rows:
        found.setdefault(pupil_id, []).append(Missed(*one))
    return found
