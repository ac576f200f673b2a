"""A teacher's report: the courses with their marks and hours, and who stands behind each number."""

from dataclasses import dataclass

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import Course
from ejournal.services.base import tables as db
from ejournal.services.grading.averages import ClassFigures
from ejournal.services.reports.book import PupilResults, ReportCourse, Result
from ejournal.services.reports.days import Hours, hours_of, read_lesson_days
from ejournal.services.reports.formulas import figures_of_marks
from ejournal.services.reports.periods import Period, chosen, periods_of
from ejournal.services.reports.rows import Scope, read_book


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course: whom it is taught to, how many pupils, their marks, the lessons; planned in the year."""

    course_id: int
    subject: str
    whom: str
    teacher: str
    pupils: int
    figures: ClassFigures
    hours: Hours
    planned_hours: int
    is_draft: bool


@dataclass(frozen=True, slots=True)
class CoursesReport:
    """The courses of a teacher in a period."""

    periods: tuple[Period, ...]
    period: Period
    lines: tuple[CourseLine, ...]
    marks: dict[int, tuple[tuple[int, str, Result], ...]]
    """By course: pupil, name and result."""


def courses_report(
    session: Session, actor: Actor, key: str | None = None, teacher_id: int | None = None
) -> CoursesReport | None:
    """The courses that the actor teaches, or a teacher whose school the actor leads; nine queries.

    None while no year has begun; for a foreign teacher nothing.
    """
    guard.require(actor, Permission.REPORTS_READ)
    periods = [
        one for one in periods_of(session, actor.school_id, actor.today) if one.kind or one.terms == ()
    ]
    period = chosen(periods, key, actor.today)
    if period is None:
        return None
    whose = actor.person_id if teacher_id is None else teacher_id
    reached = guard.reached(session, actor, Course, Permission.REPORTS_READ)
    own = reached & (db.course.c.teacher_id == whose) if actor.leads or teacher_id else reached
    every = db.school_class.c.school_id == actor.school_id
    book = read_book(session, actor, [period], Scope(every, own), [period])
    found: dict[int, list[tuple[PupilResults, Result]]] = {}
    for pupil in book.pupils(period):
        for result in pupil.results:
            found.setdefault(result.course.id, []).append((pupil, result))
    courses = [one for one in book.courses if one.id in found]
    days = read_lesson_days(session, actor, found, period.starts, period.ends)
    lines = []
    for one in courses:
        first, last = period.span(found[one.id][0][0].of_class.scheme_id) or (period.starts, period.ends)
        hours = hours_of(days.get(one.id, ()), first, last, actor.today)
        lines.append(_line(one, found[one.id], hours))
    marks = {
        key: tuple((pupil.pupil_id, pupil.name, result) for pupil, result in pairs)
        for key, pairs in found.items()
    }
    return CoursesReport(tuple(periods), period, tuple(lines), marks)


def _line(one: ReportCourse, pairs: list[tuple[PupilResults, Result]], hours: Hours) -> CourseLine:
    classes = dict.fromkeys(pupil.of_class.title for pupil, _ in pairs)
    whom = ", ".join([*classes, one.group] if one.group else classes)
    return CourseLine(
        one.id,
        one.subject,
        whom,
        one.teacher,
        len(pairs),
        figures_of_marks(result.level for _, result in pairs),
        hours,
        one.planned_hours,
        any(result.is_draft for _, result in pairs),
    )
