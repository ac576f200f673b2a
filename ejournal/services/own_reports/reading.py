"""The lines that an actor may see: all for who leads, of the own classes, of the courses one teaches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import Course, RowKind, SchoolClass
from ejournal.services.base import tables as db
from ejournal.services.own_reports.absences import read_absences
from ejournal.services.own_reports.choice import Choice
from ejournal.services.own_reports.columns import ABSENCES, BY_KIND, FILLING, HOURS
from ejournal.services.own_reports.lines import (
    NO_ABSENCES,
    ClassLine,
    CourseLine,
    Line,
    PupilLine,
    TeacherLine,
    sum_of,
)
from ejournal.services.reports.book import Book, PupilResults, ReportCourse, Result
from ejournal.services.reports.classes import Absences
from ejournal.services.reports.days import Hours, hours_of, read_lesson_days
from ejournal.services.reports.filling import FillingLine, filling
from ejournal.services.reports.formulas import figures_of, figures_of_marks
from ejournal.services.reports.periods import Period
from ejournal.services.reports.rows import Scope, read_book

Pair = tuple[PupilResults, Result]
Missing = Mapping[tuple[int, int], Absences]
"""By class and pupil."""
_NO_HOURS = Hours(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of some classes: the book, its scope, the pupils with the results that are counted.

    is_whole: with all their subjects; else in the courses that the actor teaches alone.
    """

    book: Book
    scope: Scope
    pupils: tuple[PupilResults, ...]
    is_whole: bool


def read_lines(
    session: Session, actor: Actor, choice: Choice, period: Period
) -> tuple[list[Line], list[Seen]]:
    """The lines in the order of the journal, and what they were counted from."""
    seen = _seen(session, actor, choice, period)
    reads = {column.reads for key in choice.asked if (column := BY_KIND[choice.rows].get(key))}
    if choice.rows in (RowKind.PUPILS, RowKind.CLASSES):
        missed = _absences(session, actor, choice, period, seen) if ABSENCES in reads else {}
        lines: Iterable[Line] = (
            _pupil_lines(actor, seen, missed) if choice.rows is RowKind.PUPILS else _class_lines(seen, missed)
        )
    elif choice.rows is RowKind.COURSES:
        lines = _course_lines(session, actor, period, seen, with_hours=HOURS in reads)
    else:
        lines = _teacher_lines(session, actor, period, seen, with_filling=FILLING in reads)
    return list(lines), seen


def _seen(session: Session, actor: Actor, choice: Choice, period: Period) -> list[Seen]:
    """The classes in care with all subjects, the others with one's own courses; eight queries each."""
    of_care = guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ)
    scopes = [(Scope(of_care), True)] if actor.leads or actor.class_ids else []
    if not actor.leads:
        taught = guard.reached(session, actor, Course, Permission.REPORTS_READ)
        others = db.school_class.c.school_id == actor.school_id
        scopes.append((Scope(others, taught), False))
    found = []
    for scope, is_whole in scopes:
        book = read_book(session, actor, [period], scope, [period])
        counted = (_counted(one, choice) for one in book.pupils(period))
        pupils = tuple(one for one in counted if one is not None)
        found.append(Seen(book, scope, pupils, is_whole))
    return found


def _counted(one: PupilResults, choice: Choice) -> PupilResults | None:
    """The pupil with what the filter leaves; None where nothing is left of class or subjects."""
    of_class = one.of_class
    if choice.grade is not None and of_class.grade != choice.grade:
        return None
    if choice.letter and of_class.letter != choice.letter:
        return None
    results = one.results
    if choice.subject_id is not None:
        results = [result for result in results if result.course.subject_id == choice.subject_id]
    if not results:
        return None
    return one._replace(results=results, levels=[result.level for result in results])


def _absences(
    session: Session, actor: Actor, choice: Choice, period: Period, seen: Sequence[Seen]
) -> Missing:
    """Of the pupils of each part; of a class in care those of all its subjects stand."""
    found: dict[tuple[int, int], Absences] = {}
    for one in reversed(seen):
        found |= read_absences(session, actor, one.book, period, one.scope, one.pupils, choice.subject_id)
    return found


def _pupil_lines(actor: Actor, seen: Sequence[Seen], missed: Missing) -> Iterable[Line]:
    """A line a pupil, class by class; of a class in care with all subjects, never twice."""
    for part in seen:
        for one in part.pupils:
            if part.is_whole or one.of_class.id not in actor.class_ids:
                yield PupilLine(
                    one.pupil_id,
                    one.name,
                    one.of_class.title,
                    figures_of_marks(one.levels),
                    tuple(one.levels),
                    part.is_whole,
                    missed.get((one.of_class.id, one.pupil_id), NO_ABSENCES),
                )


def _class_lines(seen: Sequence[Seen], missed: Missing) -> Iterable[Line]:
    """A line a class in care."""
    for part in seen:
        if not part.is_whole:
            continue
        by_class: dict[int, list[PupilResults]] = {}
        for one in part.pupils:
            by_class.setdefault(one.of_class.id, []).append(one)
        for class_id, pupils in by_class.items():
            yield ClassLine(
                class_id,
                pupils[0].of_class.title,
                figures_of(one.levels for one in pupils),
                sum_of(missed[key] for one in pupils if (key := (class_id, one.pupil_id)) in missed),
            )


def _course_lines(
    session: Session, actor: Actor, period: Period, seen: Sequence[Seen], *, with_hours: bool
) -> Iterable[Line]:
    """A line a course: those one teaches as a whole, of a class in care its other courses."""
    found: dict[int, tuple[ReportCourse, list[Pair]]] = {}
    for part in reversed(seen):
        by_course: dict[int, tuple[ReportCourse, list[Pair]]] = {}
        for pupil in part.pupils:
            for result in pupil.results:
                course = result.course
                if actor.leads or not part.is_whole or course.class_id in actor.class_ids:
                    by_course.setdefault(course.id, (course, []))[1].append((pupil, result))
        found = by_course | found
    order = {one.id: place for part in seen for place, one in enumerate(part.book.courses)}
    days = read_lesson_days(session, actor, found, period.starts, period.ends) if with_hours else {}
    for course, pairs in sorted(found.values(), key=lambda one: order[one[0].id]):
        first, last = period.span(pairs[0][0].of_class.scheme_id) or (period.starts, period.ends)
        hours = hours_of(days.get(course.id, ()), first, last, actor.today) if with_hours else _NO_HOURS
        yield _course_line(course, pairs, hours)


def _course_line(course: ReportCourse, pairs: Sequence[Pair], hours: Hours) -> CourseLine:
    classes = dict.fromkeys(pupil.of_class.title for pupil, _ in pairs)
    return CourseLine(
        course.id,
        course.subject,
        ", ".join([*classes, course.group] if course.group else classes),
        course.teacher,
        len(pairs),
        figures_of_marks(result.level for _, result in pairs),
        hours,
        course.planned_hours,
    )


def _teacher_lines(
    session: Session, actor: Actor, period: Period, seen: Sequence[Seen], *, with_filling: bool
) -> Iterable[Line]:
    """A line a teacher by the alphabet; whoever does not lead sees the own one."""
    by_teacher: dict[int, list[Result]] = {}
    for part in seen:
        if part.is_whole and not actor.leads:
            continue
        for result in chain.from_iterable(one.results for one in part.pupils):
            if actor.leads or result.course.teacher_id == actor.person_id:
                by_teacher.setdefault(result.course.teacher_id, []).append(result)
    filled: dict[int, FillingLine] = {}
    if with_filling and actor.leads:
        of_school = filling(session, actor, period.key)
        filled = {one.teacher_id: one for one in of_school.lines} if of_school else {}
    for teacher_id, results in sorted(by_teacher.items(), key=lambda one: one[1][0].course.teacher):
        yield TeacherLine(
            teacher_id,
            results[0].course.teacher,
            len({one.course.id for one in results}),
            figures_of_marks(one.level for one in results),
            filled.get(teacher_id),
        )
