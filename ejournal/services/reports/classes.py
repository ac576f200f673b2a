"""A class's report: its pupils by subject, its subjects, who came and left, what was missed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import AttendanceCode, OpeningKind, SchoolClass
from ejournal.services.base import tables as db
from ejournal.services.grading.averages import ClassFigures, share
from ejournal.services.openings.noting import note_opening
from ejournal.services.reports.book import Book, Place, PupilResults, ReportClass
from ejournal.services.reports.days import LessonDay, Missed, read_lesson_days, read_missed
from ejournal.services.reports.formulas import Figures, figures_of, figures_of_marks
from ejournal.services.reports.periods import Period, chosen, periods_of
from ejournal.services.reports.rows import Scope, read_book


@dataclass(frozen=True, slots=True)
class Absences:
    """What a pupil missed of the lessons until today; whole days are those with every lesson missed."""

    lessons: int
    missed: int
    whole_days: int
    by_code: dict[AttendanceCode, int]

    @property
    def share(self) -> Decimal | None:
        """Missed lessons in per cent of all."""
        return share(self.missed * 100, self.lessons)


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil's row of the table: a mark for each subject of the report, "" where there is none."""

    pupil_id: int
    name: str
    marks: tuple[str, ...]
    subject_levels: tuple[tuple[str, ...], ...]
    drafts: tuple[bool, ...]
    average: Decimal | None
    absences: Absences

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of all marks."""
        return tuple(level for levels in self.subject_levels for level in levels)


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject of the class with its teachers and the figures of its marks."""

    subject: str
    teachers: str
    figures: ClassFigures


@dataclass(frozen=True, slots=True)
class Roll:
    """Who sat in the class on the first and on the last day, who came and who left between."""

    at_start: int
    at_end: int
    arrived: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The report of a class; is_open: the period is not over, and what is not set is a draft."""

    class_id: int
    title: str
    period: Period
    periods: tuple[Period, ...]
    is_open: bool
    figures: Figures
    roll: Roll
    subjects: tuple[SubjectLine, ...]
    pupils: tuple[PupilLine, ...]


def class_report(session: Session, actor: Actor, class_id: int, key: str | None = None) -> ClassReport:
    """The class in the period; NotFound where its year has no such period, or for a class of others."""
    row = guard.get(session, actor, SchoolClass, class_id, Permission.REPORTS_READ)
    periods = [
        one
        for one in periods_of(session, actor.school_id, actor.today)
        if one.year.id == row.year_id and one.span(row.scheme_id)
    ]
    period = chosen(periods, key, actor.today)
    if period is None:
        raise NotFound
    book = read_book(session, actor, [period], Scope(db.school_class.c.id == class_id), [period])
    of_class = book.classes[class_id]
    pupils = list(book.pupils(period))
    first, last = period.span(of_class.scheme_id) or (period.starts, period.ends)
    until = min(last, actor.today)
    places = [one for one in book.places.get(class_id, ()) if any(one.pupil_id == p.pupil_id for p in pupils)]
    courses = {one.id for place in places for one in book.courses_ever(place, class_id)}
    days = read_lesson_days(session, actor, courses, first, until)
    missed = read_missed(session, actor, db.school_class.c.id == class_id, first, until)
    absences = {
        one.pupil_id: _absences(book, of_class, [p for p in places if p.pupil_id == one.pupil_id], days,
                                missed.get(one.pupil_id, ()))
        for one in pupils
    }  # fmt: skip
    subjects = _subjects(pupils)
    return ClassReport(
        class_id,
        of_class.title,
        period,
        tuple(periods),
        last >= actor.today,
        figures_of(one.levels for one in pupils),
        _roll(book.places.get(class_id, ()), first, until),
        tuple(subjects.values()),
        tuple(_line(one, list(subjects), absences[one.pupil_id]) for one in pupils),
    )


def note_taking(session: Session, actor: Actor, class_id: int) -> None:
    """Write down who has taken the report of a class, with all its names and marks, out of the program."""
    note_opening(session, actor, OpeningKind.CLASS_REPORT, class_id)


def _subjects(pupils: Sequence[PupilResults]) -> dict[int, SubjectLine]:
    """By subject, in the order of subjects; groups of one subject are one line."""
    order: dict[int, tuple[str, list[str], list[str]]] = {}
    for one in pupils:
        for result in one.results:
            course = result.course
            _, teachers, levels = order.setdefault(course.subject_id, (course.subject, [], []))
            levels.append(result.level)
            if course.teacher not in teachers:
                teachers.append(course.teacher)
    return {
        subject_id: SubjectLine(name, ", ".join(sorted(teachers)), figures_of_marks(levels))
        for subject_id, (name, teachers, levels) in order.items()
    }


def _line(one: PupilResults, subjects: Sequence[int], absences: Absences) -> PupilLine:
    marks: dict[int, list[str]] = {}
    levels: dict[int, list[str]] = {}
    drafts: set[int] = set()
    for result in one.results:
        levels.setdefault(result.course.subject_id, []).append(result.level)
        if result.value:
            marks.setdefault(result.course.subject_id, []).append(result.value)
        if result.is_draft:
            drafts.add(result.course.subject_id)
    return PupilLine(
        one.pupil_id,
        one.name,
        tuple("/".join(marks.get(key, ())) for key in subjects),
        tuple(tuple(levels.get(key, ())) for key in subjects),
        tuple(key in drafts for key in subjects),
        figures_of_marks(one.levels).average,
        absences,
    )


def _roll(places: Iterable[Place], first: date, last: date) -> Roll:
    def names(found: Iterable[Place]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f"{one.last_name} {one.first_name}" for one in found))

    of_class = [one for one in places if not one.span.is_empty]
    start = {one.pupil_id for one in of_class if one.span.holds_on(first)}
    end = {one.pupil_id for one in of_class if one.span.holds_on(last)}
    during = [one for one in of_class if one.span.lasts(first)]
    return Roll(
        len(start),
        len(end),
        names(one for one in during if one.pupil_id in end - start and one.span.holds_on(last)),
        names(one for one in during if one.pupil_id in start - end and one.span.holds_on(first)),
    )


def _absences(
    book: Book,
    of_class: ReportClass,
    places: Sequence[Place],
    days: dict[int, list[LessonDay]],
    missed: Iterable[Missed],
) -> Absences:
    """Of the days on which the pupil was in the class."""
    lessons: dict[date, int] = {}
    for place in places:
        for course in book.courses_ever(place, of_class.id):
            for one in days.get(course.id, ()):
                if book.sits_in(place, course, one.day):
                    lessons[one.day] = lessons.get(one.day, 0) + one.given
    by_code: dict[AttendanceCode, int] = {}
    by_day: dict[date, int] = {}
    for absence in missed:
        if absence.course_id in days and any(place.span.holds_on(absence.day) for place in places):
            by_code[absence.code] = by_code.get(absence.code, 0) + absence.lessons
            by_day[absence.day] = by_day.get(absence.day, 0) + absence.lessons
    whole = sum(count > 0 and by_day.get(day, 0) >= count for day, count in lessons.items())
    return Absences(sum(lessons.values()), sum(by_code.values()), whole, by_code)
