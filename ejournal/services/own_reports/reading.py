"""The lines that an actor may see: all for who leads, of the own classes, of the courses one teaches."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import Course, RowKind, SchoolClass
from ejournal.services.base import tables as db
from ejournal.services.grading.averages import ClassFigures
from ejournal.services.own_reports.absences import read_absences
from ejournal.services.own_reports.charted import given_of, read_homework, read_paper_counts
from ejournal.services.own_reports.choice import Choice
from ejournal.services.own_reports.columns import (
    ABSENCES,
    BEFORE,
    BY_KIND,
    FILLING,
    GIVEN,
    HOMEWORK,
    HOURS,
    PAPERS,
)
from ejournal.services.own_reports.lines import (
    NO_ABSENCES,
    ClassLine,
    CourseLine,
    Given,
    Line,
    PupilLine,
    TeacherLine,
    sum_of,
)
from ejournal.services.reports.book import Book, PupilResults, ReportClass, ReportCourse
from ejournal.services.reports.charts.norms import Held, read_held
from ejournal.services.reports.classes import Absences
from ejournal.services.reports.days import Hours, hours_of, read_lesson_days
from ejournal.services.reports.filling import filling
from ejournal.services.reports.formulas import figures_of, figures_of_marks
from ejournal.services.reports.periods import Period
from ejournal.services.reports.rows import Scope, read_book

Key = TypeVar("Key")
Missing = Mapping[tuple[int, int], Absences]
"""By class and pupil."""
_NO_HOURS = Hours(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of some classes: the book, its scope, the pupils with the results that are counted.

    is_whole: with all their subjects; else in the courses that the actor teaches alone. sitting: who sits in
    each of the courses, levels: what stands for whom it grades. A course without marks grades nobody.
    held: the marks of lessons of a term, where they are asked for.
    """

    book: Book
    scope: Scope
    is_whole: bool
    pupils: list[PupilResults] = field(default_factory=list)
    courses: list[ReportCourse] = field(default_factory=list)
    sitting: dict[int, list[PupilResults]] = field(default_factory=dict)
    levels: dict[int, list[str]] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)

    def given(self, key: Callable[[Held], Key]) -> dict[Key, Given | None]:
        """The marks of lessons beside the norm, together by the key."""
        found: dict[Key, list[Held]] = {}
        for one in self.held:
            found.setdefault(key(one), []).append(one)
        return {name: given_of(held) for name, held in found.items()}


def read_lines(
    session: Session, actor: Actor, choice: Choice, period: Period, before: Period | None = None
) -> tuple[list[Line], list[Seen]]:
    """The lines in the order of the journal, and what they were counted from.

    before: the period with which they are compared, where a column asks for it.
    """
    reads = frozenset(column.reads for key in choice.asked if (column := BY_KIND[choice.rows].get(key)))
    lines, seen = _lines(session, actor, choice, period, reads)
    if BEFORE in reads and before is not None:
        lines = _compared(session, actor, choice, before, lines)
    return lines, seen


def _compared(
    session: Session, actor: Actor, choice: Choice, before: Period, lines: Sequence[Line]
) -> list[Line]:
    """The lines with those of the period before; of pupils whatever class they were in then."""
    if choice.rows is RowKind.PUPILS:
        choice = dataclasses.replace(choice, grade=None, letter="")
    earlier, _ = _lines(session, actor, choice, before, frozenset())
    known = {_same(one): one for one in reversed(earlier)}
    return [dataclasses.replace(one, before=known.get(_same(one))) for one in lines]  # type: ignore[arg-type]


def _same(line: Line) -> tuple[int, bool]:
    """By what a line is found in another period: of a pupil in all subjects, or in those one teaches."""
    return line.id, isinstance(line, PupilLine) and line.is_whole


def _lines(
    session: Session, actor: Actor, choice: Choice, period: Period, reads: frozenset[str]
) -> tuple[list[Line], list[Seen]]:
    seen = _seen(session, actor, choice, period)
    if GIVEN in reads:
        for part in (one for one in seen if one.is_whole or choice.rows is not RowKind.CLASSES):
            part.held.extend(read_held(session, actor, part.book, part.scope, part.pupils, period))
    if choice.rows in (RowKind.PUPILS, RowKind.CLASSES):
        missed = _absences(session, actor, choice, period, seen) if ABSENCES in reads else {}
        lines: Iterable[Line] = (
            _pupil_lines(actor, seen, missed)
            if choice.rows is RowKind.PUPILS
            else _class_lines(session, actor, choice, period, seen, missed, reads)
        )
    elif choice.rows is RowKind.COURSES:
        lines = _course_lines(session, actor, period, seen, with_hours=HOURS in reads)
    else:
        lines = _teacher_lines(session, actor, choice, period, seen, with_filling=FILLING in reads)
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
        part = Seen(book, scope, is_whole)
        _fill(part, choice, period)
        found.append(part)
    return found


def _fill(part: Seen, choice: Choice, period: Period) -> None:
    """Put in the pupils and courses that the filter leaves."""
    book = part.book
    days = {
        one.id: day
        for one in book.classes.values()
        if _is_chosen(one, choice) and (day := book.roll_day(period, one)) is not None
    }
    reported = {one.id for one in book.courses if one.is_reported and _is_of_subject(one, choice)}
    for one in book.pupils(period):
        class_id = one.of_class.id
        if class_id not in days:
            continue
        courses = book.courses_of(one.pupil_id, class_id, days[class_id])
        own = [course.id for course in courses if course.id in reported]
        if not own and not (part.is_whole and choice.subject_id is None):
            continue
        results = [result for result in one.results if result.course.id in reported]
        part.pupils.append(one._replace(results=results, levels=[result.level for result in results]))
        for course_id in own:
            part.sitting.setdefault(course_id, []).append(part.pupils[-1])
        for result in results:
            part.levels.setdefault(result.course.id, []).append(result.level)
    part.courses.extend(
        one for one in book.courses if one.id in reported and (one.id in part.sitting or one.class_id in days)
    )


def _is_chosen(one: ReportClass, choice: Choice) -> bool:
    return choice.grade in (None, one.grade) and choice.letter in ("", one.letter)


def _is_of_subject(one: ReportCourse, choice: Choice) -> bool:
    return choice.subject_id in (None, one.subject_id)


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
        given = part.given(lambda one: (one.class_id, one.pupil_id))
        for one in part.pupils:
            if part.is_whole or one.of_class.id not in actor.class_ids:
                yield PupilLine(
                    one.pupil_id,
                    one.name,
                    one.of_class.id,
                    one.of_class.title,
                    _figures_of(one.levels),
                    tuple(one.levels),
                    part.is_whole,
                    missed.get((one.of_class.id, one.pupil_id), NO_ABSENCES),
                    given.get((one.of_class.id, one.pupil_id)),
                )


def _class_lines(
    session: Session, actor: Actor, choice: Choice, period: Period, seen: Sequence[Seen], missed: Missing,
    reads: frozenset[str],
) -> Iterable[Line]:  # fmt: skip
    """A line a class in care."""
    for part in seen:
        if not part.is_whole:
            continue
        asked = (session, actor, part.book, period, choice.subject_id)
        homework = read_homework(*asked) if HOMEWORK in reads else {}
        papers = read_paper_counts(*asked) if PAPERS in reads else {}
        given = part.given(lambda one: one.class_id)
        by_class: dict[int, list[PupilResults]] = {}
        for one in part.pupils:
            by_class.setdefault(one.of_class.id, []).append(one)
        for class_id, pupils in by_class.items():
            yield ClassLine(
                class_id,
                pupils[0].of_class.title,
                len(pupils),
                figures_of(one.levels for one in pupils) if any(one.levels for one in pupils) else None,
                sum_of(missed[key] for one in pupils if (key := (class_id, one.pupil_id)) in missed),
                given.get(class_id),
                homework.get(class_id),
                papers.get(class_id),
            )


def _course_lines(
    session: Session, actor: Actor, period: Period, seen: Sequence[Seen], *, with_hours: bool
) -> Iterable[Line]:
    """A line a course: those one teaches as a whole, of a class in care its other courses."""
    found: dict[int, tuple[ReportCourse, Seen]] = {}
    for part in reversed(seen):
        found = {
            one.id: (one, part)
            for one in part.courses
            if actor.leads or not part.is_whole or one.class_id in actor.class_ids
        } | found
    order = {one.id: place for part in seen for place, one in enumerate(part.book.courses)}
    days = read_lesson_days(session, actor, found, period.starts, period.ends) if with_hours else {}
    given = {id(part): part.given(lambda one: one.course.id) for part in seen}
    for course, part in sorted(found.values(), key=lambda one: order[one[0].id]):
        classes = _classes_of(course, part)
        first, last = period.span(classes[0].scheme_id) or (period.starts, period.ends)
        hours = hours_of(days.get(course.id, ()), first, last, actor.today) if with_hours else _NO_HOURS
        titles = [one.title for one in classes]
        yield CourseLine(
            course.id,
            course.subject,
            ", ".join([*titles, course.group] if course.group else titles),
            course.teacher,
            len({one.pupil_id for one in part.sitting.get(course.id, ())}),
            _figures_of(part.levels.get(course.id, ())),
            hours,
            course.planned_hours,
            given[id(part)].get(course.id),
        )


def _classes_of(course: ReportCourse, part: Seen) -> list[ReportClass]:
    """Those of who sits in the course; of one in which nobody does that for which it is entered."""
    sitting = {one.of_class.id: one.of_class for one in part.sitting.get(course.id, ())}
    return list(sitting.values()) or [part.book.classes[course.class_id or 0]]


def _figures_of(levels: Collection[str]) -> ClassFigures | None:
    """The figures of the marks; None where no course has any."""
    return figures_of_marks(levels) if levels else None


def _teacher_lines(
    session: Session, actor: Actor, choice: Choice, period: Period, seen: Sequence[Seen], *,
    with_filling: bool,
) -> Iterable[Line]:  # fmt: skip
    """A line a teacher by the alphabet; whoever does not lead sees the own one.

    With who has given lessons without a course of the own, where classes and subjects are not chosen.
    """
    lines: dict[int, tuple[str, int, list[str]]] = {}
    given: dict[int, Given | None] = {}
    for part in seen:
        if part.is_whole and not actor.leads:
            continue
        given |= part.given(lambda one: one.course.teacher_id)
        for one in part.courses:
            if actor.leads or one.teacher_id == actor.person_id:
                name, courses, levels = lines.get(one.teacher_id, (one.teacher, 0, []))
                lines[one.teacher_id] = name, courses + 1, [*levels, *part.levels.get(one.id, ())]
    of_school = filling(session, actor, period.key) if with_filling and actor.leads else None
    filled = {one.teacher_id: one for one in of_school.lines} if of_school else {}
    if choice.grade is None and choice.subject_id is None:
        lines = {key: (one.teacher, 0, []) for key, one in filled.items()} | lines
    for teacher_id, (name, courses, levels) in sorted(lines.items(), key=lambda one: one[1][0]):
        yield TeacherLine(
            teacher_id, name, courses, _figures_of(levels), filled.get(teacher_id), given.get(teacher_id)
        )
