"""How a pupil is doing: marks by subject in a term, their averages, term marks, dynamics, «what if»."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.errors import DomainError, NotFound
from ejournal.models import ScaleKind, TermMarkScope
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.diary.lessons import FIRST, LAST, PUPIL, SCHOOL, in_span, mine, place_on, read
from ejournal.services.grading.averages import RoundingRule, Tally, round_mark

_YEAR: BindParameter[int] = bindparam("year_id")
_CENT = Decimal("0.01")
MOST_SUPPOSED = 10


@dataclass(frozen=True, slots=True)
class ProgressMark:
    """A mark with its lesson; former: of the class or group before; counts: in the average."""

    lesson_id: int
    day: date
    value: str
    weight: int
    kind: str
    is_test: bool
    comment: str
    topic: str
    former: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """A subject of the pupil in the term; term_marks by number of term, year_mark empty until it is set."""

    subject_id: int
    subject: str
    teacher: str
    scale: ScaleKind
    rule: RoundingRule
    marks: tuple[ProgressMark, ...]
    average: Decimal | None
    term_marks: dict[int, str]
    year_mark: str

    @property
    def is_numeric(self) -> bool:
        """Whether the subject's marks have an average."""
        return self.scale not in (ScaleKind.PASS, ScaleKind.NONE)

    @property
    def counted(self) -> tuple[ProgressMark, ...]:
        """The marks that the average is made of."""
        return tuple(mark for mark in self.marks if mark.counts)


@dataclass(frozen=True, slots=True)
class TermProgress:
    """All subjects of the pupil in one term, and the terms to choose from."""

    pupil_id: int
    first_name: str
    terms: tuple[TermSpan, ...]
    term: TermSpan | None
    subjects: tuple[SubjectProgress, ...]

    @property
    def scale(self) -> ScaleKind:
        """The scale on which most marks stand."""
        return usual_scale(self.subjects)

    @property
    def average(self) -> Decimal | None:
        """The mean of the averages of the subjects on that scale: those of others are no such numbers."""
        return mean(one.average for one in self.subjects if one.scale is self.scale)

    @property
    def others(self) -> list[str]:
        """The subjects with marks on another scale."""
        return [
            one.subject
            for one in self.subjects
            if one.is_numeric and one.counted and one.scale is not self.scale
        ]

    def subject(self, subject_id: int) -> SubjectProgress:
        """The subject of the number; NotFound when the pupil does not learn it."""
        found = next((one for one in self.subjects if one.subject_id == subject_id), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True, slots=True)
class PupilDays:
    """What was read of a pupil's courses and marks of some days of one year."""

    courses: Sequence[Any]
    marks: Sequence[Any]
    settled: Sequence[Any]
    known: dict[int, CourseFrame]

    def subjects(self, first: date, last: date, today: date) -> tuple[SubjectProgress, ...]:
        """The subjects learned on some day from first to last, with the marks of these days."""
        span = Span(first, last)
        courses = [row for row in self.courses if Span.of(row).meets(span)]
        marks = [row for row in self.marks if first <= row.day <= last]
        return tuple(_subjects(courses, marks, self.settled, self.known, today))


@dataclass(frozen=True, slots=True)
class Point:
    """An average as it stood after a day's marks."""

    day: date
    average: Decimal


@dataclass(frozen=True, slots=True)
class Supposition:
    """What an average would be: now and then, and the marks that either comes to by the school's rule."""

    average: Decimal | None
    mark: str
    supposed_average: Decimal | None
    supposed_mark: str


COURSES: Select[Any] = (
    select(mine.c.id, mine.c.subject_id, db.subject.c.name, db.course.c.teacher_id)
    .add_columns(db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)
    .add_columns(mine.c.starts, mine.c.ends)
    .join_from(mine, db.course, db.course.c.id == mine.c.id)
    .join(db.subject, db.subject.c.id == mine.c.subject_id)
    .join(db.person, db.person.c.id == db.course.c.teacher_id)
    .where(db.course.c.year_id == _YEAR, in_span(mine))
    .order_by(db.subject.c.position, db.subject.c.name, mine.c.starts, mine.c.id)
)
"""The pupil's courses in the span of days, with the days on which they are; as subjects are listed."""

_MARKS: Select[Any] = (
    select(db.mark.c.course_id, db.mark.c.lesson_id, db.mark.c.day, db.mark.c.value)
    .add_columns(db.kind_of_work.c.weight, db.kind_of_work.c.name, db.kind_of_work.c.is_test)
    .add_columns(db.mark.c.comment, db.lesson.c.topic)
    .join(db.kind_of_work, db.kind_of_work.c.id == db.mark.c.kind_id)
    .join(db.lesson, db.lesson.c.id == db.mark.c.lesson_id)
    .where(in_days(db.mark.c, SCHOOL, FIRST, LAST), db.mark.c.pupil_id == PUPIL)
    .order_by(db.mark.c.day, db.lesson.c.number, db.mark.c.slot)
)

TERM_MARKS: Select[Any] = (
    select(db.term_mark.c.course_id, db.term_mark.c.scope, db.term_mark.c.term_number, db.term_mark.c.value)
    .join(db.course, db.course.c.id == db.term_mark.c.course_id)
    .where(db.term_mark.c.school_id == SCHOOL, db.term_mark.c.pupil_id == PUPIL, db.course.c.year_id == _YEAR)
)


def marks_of_term(
    session: Session, actor: Actor, pupil_id: int, term_number: int | None = None
) -> TermProgress:
    """The pupil's subjects in the term, today's by default; five queries whatever the number of marks."""
    pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    place = place_on(pupil.places, actor.today, actor.today)
    calendar = calendar_of(session, actor.school_id, place.year_id)
    terms = tuple(calendar.terms_of(place.scheme_id)) if calendar else ()
    current = calendar.current_term(place.scheme_id, actor.today) if calendar else None
    term = next((one for one in terms if one.number == term_number), current)
    if term is None:
        return TermProgress(pupil_id, pupil.first_name, terms, None, ())
    rows = read_days(session, actor, pupil_id, place.year_id, term.starts, term.ends)
    return TermProgress(
        pupil_id, pupil.first_name, terms, term, rows.subjects(term.starts, term.ends, actor.today)
    )


def read_days(
    session: Session, actor: Actor, pupil_id: int, year_id: int, first: date, last: date
) -> PupilDays:
    """The pupil's courses and marks from first to last; four queries. Who may read them is asked before."""
    asked: dict[str, object] = {
        "pupil_id": pupil_id,
        "year_id": year_id,
        "first_day": first,
        "last_day": last,
    }
    courses = read(session, COURSES, actor, **asked)
    marks = read(session, _MARKS, actor, **asked)
    settled = read(session, TERM_MARKS, actor, **asked)
    return PupilDays(courses, marks, settled, frames(session, actor.school_id, [row.id for row in courses]))


def year_span(session: Session, actor: Actor, pupil_id: int) -> tuple[date, date]:
    """The first and last day of the pupil's present or latest academic year."""
    pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    place = place_on(pupil.places, actor.today, actor.today)
    calendar = calendar_of(session, actor.school_id, place.year_id)
    return (calendar.year.starts, calendar.year.ends) if calendar else (actor.today, actor.today)


def _subjects(
    courses: Sequence[Any],
    marks: Sequence[Any],
    settled: Sequence[Any],
    known: dict[int, CourseFrame],
    today: date,
) -> Iterable[SubjectProgress]:
    """One entry a subject, though a pupil may have passed from one group's course of it to another's.

    The average is that of the journal where the pupil is taught now.
    """
    by_subject: dict[int, list[Any]] = {}
    for row in courses:
        by_subject.setdefault(row.subject_id, []).append(row)
    places: dict[int, list[int]] = {}
    for place, row in enumerate(marks):
        places.setdefault(row.course_id, []).append(place)
    for subject_id, rows in by_subject.items():
        last, frame = rows[-1], known[rows[-1].id]
        own = {row.id for row in rows} | set(frame.counted)
        standing = sorted(place for course_id in own for place in places.get(course_id, ()))
        found = tuple(_mark(marks[place], frame) for place in standing)
        results = [row for row in settled if row.course_id in own]
        yield SubjectProgress(
            subject_id=subject_id,
            subject=last.name,
            teacher=frame.teachers(today),
            scale=frame.scale.kind,
            rule=frame.rule,
            marks=found,
            average=_average(mark for mark in found if mark.counts),
            term_marks={row.term_number: row.value for row in results if row.scope is TermMarkScope.TERM},
            year_mark=next((row.value for row in results if row.scope is TermMarkScope.YEAR), ""),
        )


def _mark(row: Any, frame: CourseFrame) -> ProgressMark:
    course_id, lesson_id, day, value, weight, kind, is_test, comment, topic = row
    former, counts = course_id != frame.course_id, course_id in frame.counted
    return ProgressMark(lesson_id, day, value, weight, kind, is_test, comment, topic, former, counts)


def usual_scale(subjects: Iterable[SubjectProgress]) -> ScaleKind:
    """The scale on which most of their marks stand."""
    counts: Counter[ScaleKind] = Counter()
    for one in subjects:
        if one.is_numeric:
            counts[one.scale] += len(one.counted)
    return counts.most_common(1)[0][0] if counts else ScaleKind.FIVE


def mean(averages: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of those averages that there are, to hundredths."""
    found = [one for one in averages if one is not None]
    return (sum(found, Decimal(0)) / len(found)).quantize(_CENT, ROUND_HALF_UP) if found else None


def dynamics(progress: TermProgress, subject_id: int | None = None) -> tuple[Point, ...]:
    """The running average after each day with marks: of one subject, or the mean over all of one scale."""
    usual = (one for one in progress.subjects if one.scale is progress.scale)
    subjects = [progress.subject(subject_id)] if subject_id else [*usual]
    dated = sorted(
        ((mark.day, one.subject_id, mark) for one in subjects for mark in one.counted),
        key=itemgetter(0, 1),
    )
    tallies: dict[int, Tally] = {}
    averages: dict[int, Decimal | None] = {}
    points: list[Point] = []
    for day, of_day in groupby(dated, key=itemgetter(0)):
        for _, subject, mark in of_day:
            tally = tallies.setdefault(subject, Tally())
            tally.add(mark.value, mark.weight)
            averages[subject] = tally.average
        average = mean(averages.values())
        if average is not None:
            points.append(Point(day, average))
    return tuple(points)


def what_if(subject: SubjectProgress, supposed: Sequence[tuple[str, int]]) -> Supposition:
    """The subject's average with the supposed (mark, weight) pairs added; DomainError for too many."""
    if len(supposed) > MOST_SUPPOSED:
        raise DomainError("At most {most} marks can be added", most=MOST_SUPPOSED)
    tally = Tally()
    for mark in subject.counted:
        tally.add(mark.value, mark.weight)
    now, mark_now = tally.average, _comes_to(subject, tally)
    for value, weight in supposed:
        tally.add(value, weight)
    return Supposition(now, mark_now, tally.average, _comes_to(subject, tally))


def _comes_to(subject: SubjectProgress, tally: Tally) -> str:
    exact = tally.exact
    return "" if exact is None or not subject.is_numeric else round_mark(subject.scale, exact, subject.rule)


def _average(marks: Iterable[ProgressMark]) -> Decimal | None:
    tally = Tally()
    for mark in marks:
        tally.add(mark.value, mark.weight)
    return tally.average
