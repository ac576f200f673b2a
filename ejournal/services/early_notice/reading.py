"""Marks, lessons and absences of a school's pupils in some weeks; a fixed number of queries."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, case, cast, func, literal, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import AttendanceCode, LessonStatus, Role, SchoolClass
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.early_notice.facts import LOOK_BACK, Attended, DatedMark
from ejournal.services.grading.scales import ABSENCES
from ejournal.services.reports.book import Book, Place, ReportClass
from ejournal.services.reports.formulas import FAILING, level_of
from ejournal.services.reports.periods import Period
from ejournal.services.reports.rows import Scope, read_book

_mark, _lesson, _attendance, _grant = db.mark.c, db.lesson.c, db.attendance.c, db.role_grant.c
_BETWEEN, _AFTER = ":", " "
_VALID = (AttendanceCode.ILL, AttendanceCode.EXCUSED)


@dataclass
class Weeks:
    """What was read: whom it teaches what, and the dated rows by pupil and course."""

    book: Book
    subjects: dict[int, str]
    teachers: dict[int, str]
    marks: dict[int, str]
    lessons: dict[int, list[date]]
    missed: dict[int, list[tuple[date, int, int]]]
    weights: dict[int, int]

    def pupils(self, day: date) -> Iterator[tuple[ReportClass, Place]]:
        """Who sits in the classes on the day."""
        for of_class in self.book.classes.values():
            for place in self.book.places.get(of_class.id, ()):
                if place.span.holds_on(day):
                    yield of_class, place

    def marks_of(self, of_class: ReportClass, place: Place) -> dict[int, list[DatedMark]]:
        """By subject, in order of days."""
        found: dict[int, list[DatedMark]] = {}
        for word in self.marks.get(place.pupil_id, "").split(_AFTER):
            if not word:
                continue
            day, course_id, kind_id, value = word.split(_BETWEEN, 3)
            course = self.book.course(int(course_id))
            if course is None:
                continue
            fails = level_of(course.scale or of_class.scale, value) == FAILING
            mark = DatedMark(date.fromisoformat(day), value, self.weights[int(kind_id)], fails)
            found.setdefault(course.subject_id, []).append(mark)
        return found

    def attended(self, of_class: ReportClass, place: Place, first: date, last: date) -> list[Attended]:
        """The pupil's days with lessons from first to last, by the courses of today."""
        first = max(first, place.span.starts or first)
        lessons: dict[date, int] = {}
        for course in self.book.courses_of(place.pupil_id, of_class.id, self.book.today):
            days = self.lessons.get(course.id, ())
            for day in days[bisect_left(days, first) : bisect_right(days, last)]:
                lessons[day] = lessons.get(day, 0) + 1
        missed = {day: (count, bad) for day, count, bad in self.missed.get(place.pupil_id, ())}
        return [
            Attended(day, count, min(missed.get(day, (0, 0))[0], count), missed.get(day, (0, 0))[1])
            for day, count in lessons.items()
        ]


def read_weeks(session: Session, actor: Actor, period: Period, first: date, last: date) -> Weeks:
    """The classes whose reports the actor may read, of the period's year; from LOOK_BACK before first."""
    scope = Scope(guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ))
    book = read_book(session, actor, [period], scope)
    begins = first - LOOK_BACK
    kinds = select(db.kind_of_work.c.id, db.kind_of_work.c.weight).where(
        db.kind_of_work.c.school_id == actor.school_id
    )
    return Weeks(
        book,
        {one.subject_id: one.subject for one in book.courses},
        _teachers(session, actor, list(book.classes)),
        _marks(session, actor, list(book.classes), begins, last),
        _lessons(session, actor, [one.id for one in book.courses], begins, last),
        _missed(session, actor, list(book.classes), begins, last),
        {row.id: row.weight for row in session.execute(kinds)},
    )


def _teachers(session: Session, actor: Actor, class_ids: list[int]) -> dict[int, str]:
    rows = session.execute(
        select(_grant.class_id, db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)
        .join_from(db.role_grant, db.person, db.person.c.id == _grant.person_id)
        .where(_grant.school_id == actor.school_id, _grant.role == Role.CLASS_TEACHER)
        .where(_grant.class_id.in_(class_ids), holds_on(_grant, actor.today))
        .order_by(_grant.id)
    )
    found: dict[int, str] = {}
    for class_id, *name in rows:
        found.setdefault(class_id, short_name(*name))
    return found


def _inside(actor: Actor, class_ids: list[int]) -> Any:
    return select(db.enrolment.c.pupil_id).where(
        db.enrolment.c.school_id == actor.school_id, db.enrolment.c.class_id.in_(class_ids)
    )


def _marks(session: Session, actor: Actor, class_ids: list[int], first: date, last: date) -> dict[int, str]:
    """By pupil one text of day, course, kind and value: so many rows would cost more than their words."""
    parts = [cast(_mark.day, Text), cast(_mark.course_id, Text), cast(_mark.kind_id, Text), _mark.value]
    line: Any = parts[0]
    for part in parts[1:]:
        line = line.concat(literal(_BETWEEN)).concat(part)
    rows = session.execute(
        select(_mark.pupil_id, func.aggregate_strings(line, _AFTER))
        .where(in_days(_mark, actor.school_id, first, last), _mark.pupil_id.in_(_inside(actor, class_ids)))
        .group_by(_mark.pupil_id)
    )
    return {row[0]: row[1] for row in rows}


def _lessons(
    session: Session, actor: Actor, course_ids: list[int], first: date, last: date
) -> dict[int, list[date]]:
    rows = session.execute(
        select(_lesson.course_id, _lesson.day)
        .where(in_days(_lesson, actor.school_id, first, min(last, actor.today)))
        .where(_lesson.status != LessonStatus.CANCELLED)
        .order_by(_lesson.course_id, _lesson.day)
    )
    wanted, found = set(course_ids), dict[int, list[date]]()
    for course_id, day in rows:
        if course_id in wanted:
            found.setdefault(course_id, []).append(day)
    return found


def _missed(
    session: Session, actor: Actor, class_ids: list[int], first: date, last: date
) -> dict[int, list[tuple[date, int, int]]]:
    """By pupil: day, lessons missed, of them without a valid reason."""
    bad = case((_attendance.code.in_(_VALID), 0), else_=1)
    rows = session.execute(
        select(_attendance.pupil_id, _attendance.day, func.count(), func.sum(bad))
        .where(in_days(_attendance, actor.school_id, first, last), _attendance.code.in_(ABSENCES))
        .where(_attendance.pupil_id.in_(_inside(actor, class_ids)))
        .group_by(_attendance.pupil_id, _attendance.day)
    )
    found: dict[int, list[tuple[date, int, int]]] = {}
    for pupil_id, day, count, unexcused in rows:
        found.setdefault(pupil_id, []).append((day, count, int(unexcused)))
    return found
