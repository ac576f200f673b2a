"""The journal of a course for paper: its pupils with their cells, its lessons, the ends of its terms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Course, LessonStatus
from ejournal.models.people import short_name
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan, YearSpan
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.courses.members import Member, in_list_order
from ejournal.services.courses.second_teachers import SecondTeacher
from ejournal.services.journal.reach import pupils_seen
from ejournal.services.journal.term_columns import keys_of_terms
from ejournal.services.papers import rows
from ejournal.services.papers.rows import Asked, Cells, TermValues

WHOLE_YEAR = None


@dataclass(frozen=True, slots=True)
class PaperLesson:
    """A lesson that was given: its number in the year, what stands on its line."""

    id: int
    day: date
    ordinal: int
    topic: str
    homework: str
    teacher: str
    substitute: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class PaperPupil:
    """A pupil's line: cells by lesson, term marks by column, the days in the course."""

    id: int
    name: str
    spans: tuple[Span, ...]
    cells: Mapping[int, str]
    terms: Mapping[str, str]

    def is_taught(self, day: date) -> bool:
        """Whether the pupil was in the course that day."""
        return any(one.holds_on(day) for one in self.spans)


@dataclass(frozen=True, slots=True)
class Hours:
    """Lessons by the timetable, those given, and how many of those that are past were not."""

    planned: int
    given: int
    lag: int


@dataclass(frozen=True, slots=True)
class PaperTerm:
    """A term at whose end stand term marks: its columns, its hours."""

    span: TermSpan
    keys: tuple[str, ...]
    hours: Hours


@dataclass(frozen=True, slots=True)
class CoursePaper:
    """A course's journal from the first to the last day, whole; year_hours are those of the workload."""

    course_id: int
    subject: str
    group: str
    class_title: str
    teacher: str
    teacher_short: str
    seconds: tuple[SecondTeacher, ...]
    weekly_hours: str
    year: YearSpan
    term: TermSpan | None
    pupils: tuple[PaperPupil, ...]
    lessons: tuple[PaperLesson, ...]
    terms: tuple[PaperTerm, ...]
    year_hours: Hours | None
    is_open: bool
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Material:
    """What was read of many courses."""

    frames: Mapping[int, CourseFrame]
    about: Mapping[int, Any]
    lessons: Mapping[int, Sequence[Any]]
    cells: Cells
    term_marks: TermValues
    members: Mapping[int, Mapping[int, Member]]
    others: Mapping[int, Member]


def course_paper(session: Session, actor: Actor, course_id: int, term_number: int | None) -> CoursePaper:
    """The journal of a course in a term, or in the year for None, as the actor sees it.

    NotFound for whoever does not see every lesson of some pupil: a substitute prints nothing.
    """
    course = guard.get(session, actor, Course, course_id, Permission.JOURNAL_READ)
    seen = pupils_seen(session, actor, course)
    if seen == frozenset():
        raise NotFound
    found = read_papers(session, actor.school_id, course.year_id, [course_id], term_number, actor.today)
    return only_pupils(found[course_id], seen)


def blank_paper(session: Session, actor: Actor, course_id: int, term_number: int | None) -> CoursePaper:
    """The names of a course's pupils of today and nothing else, to write on by hand without power."""
    found = course_paper(session, actor, course_id, term_number)
    today = tuple(one for one in found.pupils if one.is_taught(actor.today)) or found.pupils
    names = tuple(replace(one, cells={}, terms={}) for one in today)
    return replace(found, pupils=names, lessons=(), terms=(), year_hours=None, is_open=False)


def only_pupils(paper: CoursePaper, seen: frozenset[int] | None) -> CoursePaper:
    """The paper with these pupils alone; None for all."""
    if seen is None:
        return paper
    pupils = tuple(one for one in paper.pupils if one.id in seen)
    return replace(paper, pupils=pupils, is_whole=paper.is_whole and len(pupils) == len(paper.pupils))


def read_papers(
    session: Session,
    school_id: int,
    year_id: int,
    course_ids: Collection[int],
    term_number: int | None,
    today: date,
    usual: TermSpan | None = None,
) -> dict[int, CoursePaper]:
    """The papers of a year's courses by id; eight queries for any number of them, and one where some marks
    are of pupils who have no place in the course any more.

    usual: the days of a course whose year is parted otherwise and has no such term; NotFound without.
    """
    calendar = calendar_of(session, school_id, year_id)
    if calendar is None:
        raise NotFound
    found = frames(session, school_id, course_ids)
    spans = {course_id: _span(frame, term_number, calendar.year, usual) for course_id, frame in found.items()}
    if not spans:
        return {}
    last = max(one.last for one in spans.values())
    year = Asked(school_id, course_ids, calendar.year.starts, last)
    part = replace(year, first=min(one.first for one in spans.values()))
    cells, term_marks = rows.read_cells(session, part), rows.read_term_marks(session, year)
    members = rows.read_members(session, part)
    material = _Material(
        frames=found,
        about=_about(session, school_id, course_ids),
        lessons=rows.read_lessons(session, year),
        cells=cells,
        term_marks=term_marks,
        members=members,
        others=rows.read_names(session, school_id, _strangers(cells, term_marks, members)),
    )
    return {
        course_id: _paper(material, course_id, span, calendar.year, today)
        for course_id, span in spans.items()
    }


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that are printed, and the term they are."""

    first: date
    last: date
    term: TermSpan | None


def _span(frame: CourseFrame, term_number: int | None, year: YearSpan, usual: TermSpan | None) -> _Days:
    if term_number is None:
        return _Days(year.starts, year.ends, None)
    term = frame.term(term_number) or usual
    if term is None:
        raise NotFound
    return _Days(term.starts, term.ends, term)


def _about(session: Session, school_id: int, course_ids: Collection[int]) -> dict[int, Any]:
    """The teacher's full name and the year's hours of each course; one query."""
    course, person = db.course.c, db.person.c
    found = session.execute(
        select(course.id, course.planned_hours, person.last_name, person.first_name, person.middle_name)
        .join_from(db.course, db.person, person.id == course.teacher_id)
        .where(course.school_id == school_id, course.id.in_(course_ids))
    )
    return {row.id: row for row in found}


def _strangers(
    cells: Cells, term_marks: TermValues, members: Mapping[int, Mapping[int, Member]]
) -> Iterable[int]:
    """Those with something on paper who have no day in the course."""
    for of_courses in (cells, term_marks):
        for course_id, of_pupils in of_courses.items():
            yield from of_pupils.keys() - members.get(course_id, {}).keys()


def _paper(material: _Material, course_id: int, days: _Days, year: YearSpan, today: date) -> CoursePaper:
    frame, about = material.frames[course_id], material.about[course_id]
    read = material.lessons.get(course_id, [])
    cells = material.cells.get(course_id, {})
    written = {lesson_id for of_pupil in cells.values() for lesson_id in of_pupil}
    lessons = tuple(one for one in _lessons(read, written, today) if days.first <= one.day <= days.last)
    on_them = {one.id for one in lessons}
    spans = frame.terms if days.term is None else (days.term,)
    marks = material.term_marks.get(course_id, {})
    terms = tuple(
        PaperTerm(one, keys, _hours(read, one, today))
        for one in spans
        if (keys := _keys(frame, one, days.term, marks)) and _is_shown(one, keys, marks, days.term, today)
    )
    columns = {key for term in terms for key in term.keys}
    return CoursePaper(
        course_id=course_id,
        subject=frame.subject,
        group=frame.group,
        class_title=frame.class_title,
        teacher=full_name(about.last_name, about.first_name, about.middle_name),
        teacher_short=frame.teacher,
        seconds=frame.seconds,
        weekly_hours=f"{frame.weekly_hours.normalize():f}",
        year=year,
        term=days.term,
        pupils=_pupils(material, course_id, on_them, columns),
        lessons=lessons,
        terms=terms,
        year_hours=_year_hours(read, about.planned_hours, year, today) if days.term is None else None,
        is_open=today <= days.last,
    )


def full_name(last: str, first: str, middle: str | None) -> str:
    """«Котова Ирина Сергеевна»."""
    return " ".join(part for part in (last, first, middle) if part)


def initials(full: str) -> str:
    """«И. С. Котова» of «Котова Ирина Сергеевна»."""
    last, first, middle = [*full.split(maxsplit=2), "", "", ""][:3]
    return short_name(last, first, middle)


def _lessons(read: Sequence[Any], written: Collection[int], today: date) -> Iterable[PaperLesson]:
    """The lessons that were given, and any other in whose cells something stands."""
    ordinal = 0
    for row in read:
        cancelled = row.status == LessonStatus.CANCELLED
        if row.id not in written and (cancelled or row.day > today):
            continue
        ordinal += not cancelled
        yield PaperLesson(
            id=row.id,
            day=row.day,
            ordinal=0 if cancelled else ordinal,
            topic=row.topic,
            homework=row.homework,
            teacher=full_name(row.last_name, row.first_name, row.middle_name),
            substitute=short_name(row.sub_last, row.sub_first, row.sub_middle) if row.substitute_id else "",
            cancelled=cancelled,
        )


def _keys(
    frame: CourseFrame, term: TermSpan, printed: TermSpan | None, marks: Mapping[int, Mapping[str, str]]
) -> tuple[str, ...]:
    """The columns at the term's end: its own; after the last one those of the year, and whatever stands."""
    keys = keys_of_terms(frame, term)
    if printed is None and term is frame.terms[-1]:
        own = {str(one.number) for one in frame.terms}
        usual = keys_of_terms(frame, None)
        keys = (keys[0], *(key for key in usual if key not in own))
        keys += tuple(
            key for key in ("exam", "final") if key not in keys and any(key in one for one in marks.values())
        )
    return keys


def _is_shown(
    term: TermSpan,
    keys: Collection[str],
    marks: Mapping[int, Mapping[str, str]],
    printed: TermSpan | None,
    today: date,
) -> bool:
    """Of a year that goes on, the terms that have begun, and those in which some mark stands."""
    return (
        printed is not None
        or term.starts <= today
        or any(key in one for one in marks.values() for key in keys)
    )


def _hours(read: Sequence[Any], span: TermSpan | YearSpan, today: date) -> Hours:
    of_span = [row for row in read if row.day in span]
    past = [row for row in of_span if row.day <= today]
    lost = sum(row.status == LessonStatus.CANCELLED for row in past)
    return Hours(len(of_span), len(past) - lost, lost)


def _year_hours(read: Sequence[Any], planned: int, year: YearSpan, today: date) -> Hours:
    """By the workload where it names hours; the lag is known once the year is over."""
    found = _hours(read, year, today)
    if not planned:
        return found
    return Hours(planned, found.given, max(0, planned - found.given) if today > year.ends else found.lag)


def _pupils(
    material: _Material, course_id: int, lessons: Collection[int], columns: Collection[str]
) -> tuple[PaperPupil, ...]:
    cells, marks = material.cells.get(course_id, {}), material.term_marks.get(course_id, {})
    known = dict(material.members.get(course_id, {}))
    for pupil_id in cells.keys() | marks.keys():
        if pupil_id not in known and pupil_id in material.others:
            known[pupil_id] = material.others[pupil_id]
    found = []
    for one in in_list_order(known.values()):
        own = {
            lesson_id: text for lesson_id, text in cells.get(one.pupil_id, {}).items() if lesson_id in lessons
        }
        terms = {key: value for key, value in marks.get(one.pupil_id, {}).items() if key in columns}
        if one.spans or own or terms:
            spans = tuple(sorted(one.spans, key=lambda span: span.starts or date.min))
            found.append(PaperPupil(one.pupil_id, one.list_name, spans, own, terms))
    return tuple(found)
