"""The journal's spread: pupils down, lessons across, averages, term marks, the facing page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Course, LessonStatus, Role
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import Calendar, TermSpan
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.courses.members import Member, in_list_order, members
from ejournal.services.grading.averages import Tally
from ejournal.services.grading.scales import ABSENCES
from ejournal.services.journal.reach import is_seen, pupils_seen
from ejournal.services.journal.reading import (
    NO_TERM_MARKS,
    Cell,
    Former,
    KindChoice,
    TermMarks,
    default_kind,
    read_cells,
    read_kinds,
    read_lessons,
    read_term_marks,
    tallies_by_term,
)
from ejournal.services.journal.term_columns import columns_of_terms, keys_of_terms, no_term_cells, term_cells
from ejournal.services.journal.view import JournalView, LessonColumn, PupilRow, TermChoice

CURRENT_TERM = 0
CLOSED = "#"
NOBODY: frozenset[int] = frozenset()

Tallies = Mapping[int, Tally]
Marks = dict[tuple[str, int], int]
"""How many marks of a value and a kind of work there are."""


@dataclass(slots=True)
class _Counted:
    """The marks of the cells by pupil and by lesson, and how many were not at each lesson."""

    of_pupils: dict[int, Marks]
    of_lessons: dict[int, Marks]
    absent: dict[int, int]


@dataclass(slots=True)
class _Material:
    """What the spread is made of, as read."""

    actor: Actor
    frame: CourseFrame
    calendar: Calendar
    term: TermSpan | None
    seen: frozenset[int] | None
    kinds: dict[int, KindChoice]
    lessons: list[Any]
    given: set[int]
    cells: dict[int, dict[int, Cell]]
    counted: _Counted
    pupils: list[Member]
    term_marks: dict[int, TermMarks]
    tallies: dict[int, dict[int, Tally]]
    former: dict[int, int]
    """By pupil, how many marks of another class or group the average takes in."""

    def knows(self, pupil: Member) -> bool:
        """Whether the actor sees the pupil in every lesson, averages and term marks too."""
        return is_seen(self.seen, pupil.pupil_id)


def open_journal(
    session: Session, actor: Actor, course_id: int, term_number: int | None = CURRENT_TERM
) -> JournalView:
    """The journal of a term (the current one by default), of the year for None.

    The same number of queries for any number of pupils and lessons; NotFound when not for the actor.
    """
    material = _read(session, actor, course_id, term_number)
    frame, term, kinds = material.frame, material.term, material.kinds
    columns = _columns(material)
    term_columns = () if material.seen == NOBODY else columns_of_terms(actor, frame, term)
    return JournalView(
        course_id=course_id,
        subject=frame.subject,
        class_title=frame.class_title,
        group=frame.group,
        teacher=frame.teacher,
        seconds=frame.seconds,
        weekly_hours=frame.weekly_hours,
        scale=frame.scale,
        kinds=tuple(kind for kind in kinds.values() if kind.active),
        default_kind_id=default_kind(kinds),
        terms=_term_choices(actor, frame),
        term_number=term.number if term else None,
        columns=columns,
        term_columns=term_columns,
        rows=_rows(material, columns),
        next_lesson_id=_next_lesson_id(columns, actor.today),
        seen=material.seen,
        may_write=any(column.writable for column in columns),
        may_set_terms=any(column.writable for column in term_columns),
        today=actor.today,
    )


def term_of_lesson(session: Session, actor: Actor, course_id: int, lesson_id: int | None) -> int:
    """The number of the term that holds the course's lesson; the current one for any other lesson."""
    lesson = db.lesson.c
    of_course = (lesson.school_id == actor.school_id, lesson.course_id == course_id)
    day = session.scalar(select(lesson.day).where(*of_course, lesson.id == lesson_id))
    if day is None:
        return CURRENT_TERM
    term = frames(session, actor.school_id, [course_id])[course_id].term_of(day)
    return term.number if term else CURRENT_TERM


def _read(session: Session, actor: Actor, course_id: int, term_number: int | None) -> _Material:
    course = guard.get(session, actor, Course, course_id, Permission.JOURNAL_READ)
    seen = pupils_seen(session, actor, course)
    frame = frames(session, actor.school_id, [course_id])[course_id]
    calendar = calendar_of(session, actor.school_id, frame.year_id)
    if calendar is None:
        raise NotFound
    term = _chosen_term(frame, term_number, actor.today)
    first, last = (term.starts, term.ends) if term else (calendar.year.starts, calendar.year.ends)
    members_of = members(session, frame, first, last)
    asked = {"school_id": actor.school_id, "course_id": course_id, "first": first, "last": last}
    asked |= {"pupils": list(members_of), "counted": frame.counted}
    kinds = read_kinds(session, actor.school_id)
    read = read_lessons(session, asked) if term else []
    given = {lesson.id for lesson in read if _gives(actor, frame, lesson)}
    all_cells, former = read_cells(session, asked) if term else ({}, {})
    cells = _visible(all_cells, seen, given)
    counted = _count(cells)
    pupils = in_list_order(members_of.values())
    return _Material(
        actor=actor,
        frame=frame,
        calendar=calendar,
        term=term,
        seen=seen,
        kinds=kinds,
        lessons=[lesson for lesson in read if seen != NOBODY or lesson.id in given],
        given=given,
        cells=cells,
        counted=counted,
        pupils=[one for one in pupils if seen is None or given or one.pupil_id in seen],
        term_marks={} if seen == NOBODY else read_term_marks(session, asked),
        tallies={} if seen == NOBODY else _tallies(session, asked, frame, term, kinds, counted, former),
        former={pupil_id: len(marks) for pupil_id, marks in former.items()},
    )


def _visible(
    cells: dict[int, dict[int, Cell]], seen: frozenset[int] | None, given: set[int]
) -> dict[int, dict[int, Cell]]:
    """The cells that the actor sees: of the pupils seen everywhere, and of all in the lessons given."""
    if seen is None:
        return cells
    return {
        pupil_id: of_pupil
        if pupil_id in seen
        else {lesson_id: cell for lesson_id, cell in of_pupil.items() if lesson_id in given}
        for pupil_id, of_pupil in cells.items()
    }


def _chosen_term(frame: CourseFrame, number: int | None, today: date) -> TermSpan | None:
    if number is None or not frame.terms:
        return None
    if number != CURRENT_TERM:
        chosen = frame.term(number)
        if chosen is None:
            raise NotFound
        return chosen
    begun = [term for term in frame.terms if term.starts <= today]
    return begun[-1] if begun else frame.terms[0]


def _gives(actor: Actor, frame: CourseFrame, lesson: Any) -> bool:
    """The rule of (JOURNAL_WRITE, Lesson) for a row read by column."""
    if not actor.holds(Role.TEACHER, Role.DEPUTY):
        return False
    if actor.person_id in (lesson.substitute_id, frame.teacher_id):
        return True
    mended_from = actor.today - timedelta(days=frame.edit_window_days)
    if lesson.teacher_id == actor.person_id and mended_from <= lesson.day <= actor.today:
        return True
    mine = (one.span for one in frame.seconds if one.person_id == actor.person_id)
    return any(one.writes(lesson.day, actor.today, mended_from) for one in mine)


def _tallies(
    session: Session,
    asked: Mapping[str, Any],
    frame: CourseFrame,
    term: TermSpan | None,
    kinds: Mapping[int, KindChoice],
    counted: _Counted,
    former: Former,
) -> dict[int, dict[int, Tally]]:
    if term is None:
        return tallies_by_term(session, asked, frame.terms, kinds)
    found = {pupil_id: _tally_of(marks, kinds) for pupil_id, marks in counted.of_pupils.items()}
    for pupil_id, marks in former.items():
        tally = found.setdefault(pupil_id, Tally())
        for value, kind_id in marks:
            tally.add(value, kinds[kind_id].weight)
    return {pupil_id: {term.number: tally} for pupil_id, tally in found.items()}


def _count(cells: Mapping[int, Mapping[int, Cell]]) -> _Counted:
    of_pupils: dict[int, Marks] = {}
    of_lessons: dict[int, Marks] = defaultdict(dict)
    absent: dict[int, int] = {}
    for pupil_id, of_pupil in cells.items():
        mine = of_pupils[pupil_id] = {}
        for lesson_id, cell in of_pupil.items():
            if cell.code in ABSENCES:
                absent[lesson_id] = absent.get(lesson_id, 0) + 1
            theirs = of_lessons[lesson_id]
            for mark in cell.marks.values():
                mine[mark] = mine.get(mark, 0) + 1
                theirs[mark] = theirs.get(mark, 0) + 1
    return _Counted(of_pupils, of_lessons, absent)


def _tally_of(marks: Marks, kinds: Mapping[int, KindChoice]) -> Tally:
    """The sum of the marks, weighed by their kinds."""
    tally = Tally()
    for (value, kind_id), times in marks.items():
        tally.add(value, kinds[kind_id].weight, times)
    return tally


def _columns(material: _Material) -> tuple[LessonColumn, ...]:
    found: list[LessonColumn] = []
    previous: date | None = None
    for lesson in material.lessons:
        found.append(_column(material, lesson, previous))
        previous = lesson.day
    return tuple(found)


def _column(material: _Material, lesson: Any, previous: date | None) -> LessonColumn:
    actor, frame, kind = material.actor, material.frame, material.kinds.get(lesson.kind_id)
    counted = material.counted
    gives = lesson.id in material.given
    told = bool(lesson.task and lesson.substitute_id) and (gives or actor.leads)
    return LessonColumn(
        lesson_id=lesson.id,
        day=lesson.day,
        number=lesson.number,
        kind_id=lesson.kind_id or 0,
        kind=kind.short_name if kind else "",
        is_test=kind is not None and kind.is_test,
        writable=actor.may(Permission.JOURNAL_WRITE) and gives,
        late=frame.is_late(lesson.day, actor.today),
        future=lesson.day > actor.today,
        today=lesson.day == actor.today,
        cancelled=lesson.status is LessonStatus.CANCELLED,
        roll_called=lesson.roll_called,
        topic=lesson.topic,
        homework=lesson.homework,
        homework_minutes=lesson.homework_minutes,
        substitute=short_name(lesson.last_name, lesson.first_name, lesson.middle_name)
        if lesson.substitute_id
        else "",
        task=lesson.task if told else "",
        task_by=short_name(lesson.by_last, lesson.by_first, lesson.by_middle) if told else "",
        after_break=_break_between(material, previous, lesson.day),
        average=_tally_of(counted.of_lessons.get(lesson.id, {}), material.kinds).average,
        absent=counted.absent.get(lesson.id, 0),
    )


def _break_between(material: _Material, previous: date | None, day: date) -> str:
    if previous is None or (day - previous).days < 2:
        return ""
    grade = material.frame.grade
    names = [
        off.name
        for off in material.calendar.days_off
        if previous < off.starts and off.ends < day and off.grade_from <= grade <= off.grade_to
    ]
    return names[0] if names else ""


def _rows(material: _Material, columns: Sequence[LessonColumn]) -> tuple[PupilRow, ...]:
    actor, frame, term = material.actor, material.frame, material.term
    keys = () if material.seen == NOBODY else keys_of_terms(frame, term)
    places = {column.lesson_id: place for place, column in enumerate(columns)}
    shown_tally = term.number if term else 0
    found = []
    for number, pupil in enumerate(material.pupils, 1):
        known = material.knows(pupil)
        tallies: Tallies = material.tallies.get(pupil.pupil_id, {}) if known else {}
        own = tallies.get(shown_tally)
        marks = material.term_marks.get(pupil.pupil_id, NO_TERM_MARKS)
        terms = (
            term_cells(frame, actor.today, keys, pupil, tallies, marks.stored, marks.waiting)
            if known
            else no_term_cells(keys)
        )
        found.append(
            PupilRow(
                pupil_id=pupil.pupil_id,
                number=number,
                name=pupil.list_name,
                cells=_cells(material, pupil, columns, places),
                average=own.average if own else None,
                terms=terms,
                exempt=pupil.is_exempt(actor.today),
                left=pupil.has_left(actor.today),
                former=material.former.get(pupil.pupil_id, 0) if known else 0,
            )
        )
    return tuple(found)


def _cells(
    material: _Material, pupil: Member, columns: Sequence[LessonColumn], places: Mapping[int, int]
) -> tuple[str, ...]:
    """The pupil's cells by the places of their lessons; closed are those of days not in the course."""
    known, found = material.knows(pupil), [""] * len(columns)
    for lesson_id, cell in material.cells.get(pupil.pupil_id, {}).items():
        if (place := places.get(lesson_id)) is not None:
            found[place] = cell.shown
    if known and columns and pupil.is_taught_between(columns[0].day, columns[-1].day):
        return tuple(found)
    for place, column in enumerate(columns):
        shows = known or column.lesson_id in material.given
        if not (shows and pupil.is_taught(column.day)):
            found[place] += CLOSED
    return tuple(found)


def _term_choices(actor: Actor, frame: CourseFrame) -> tuple[TermChoice, ...]:
    current = _chosen_term(frame, CURRENT_TERM, actor.today)
    return tuple(
        TermChoice(
            term.number,
            term.name(actor.locale),
            term.short_name(actor.locale),
            term.starts,
            term.ends,
            term is current,
        )
        for term in frame.terms
    )


def _next_lesson_id(columns: Sequence[LessonColumn], today: date) -> int:
    """Today's first lesson without roll call, else the next to come, else the last given, else 0."""
    given = [column for column in columns if not column.cancelled]
    of_today = [column for column in given if column.today]
    waiting = [column for column in of_today if not column.roll_called]
    coming = [column for column in given if column.day > today]
    chosen = waiting[:1] or of_today[-1:] or coming[:1] or given[-1:]
    return chosen[0].lesson_id if chosen else 0
