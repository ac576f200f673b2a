"""The rows of many courses at once, each kind in one prepared query: lessons, cells, term marks, members."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, literal, select, true, union_all
from sqlmodel import Session

from ejournal.access.sitting import seats
from ejournal.models import TermMarkScope
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.courses.members import Member
from ejournal.services.grading.paper_cells import PaperForm

_SCHOOL: Any = bindparam("school_id")
_FIRST: Any = bindparam("first")
_LAST: Any = bindparam("last")
_COURSES: Any = bindparam("courses", expanding=True)
_PEOPLE: Any = bindparam("people", expanding=True)
_lesson, _mark, _attendance, _term_mark = db.lesson.c, db.mark.c, db.attendance.c, db.term_mark.c
_teacher, _substitute = db.person.alias("teacher"), db.person.alias("substitute")
_MARK, _CODE = 0, 1

_LESSONS: Select[Any] = (
    select(_lesson.id, _lesson.course_id, _lesson.day, _lesson.number, _lesson.status)
    .add_columns(_lesson.topic, _lesson.homework, _lesson.substitute_id)
    .add_columns(_teacher.c.last_name, _teacher.c.first_name, _teacher.c.middle_name)
    .add_columns(
        _substitute.c.last_name.label("sub_last"),
        _substitute.c.first_name.label("sub_first"),
        _substitute.c.middle_name.label("sub_middle"),
    )
    .join_from(db.lesson, _teacher, _teacher.c.id == _lesson.teacher_id)
    .outerjoin(_substitute, _substitute.c.id == _lesson.substitute_id)
    .where(in_days(_lesson, _SCHOOL, _FIRST, _LAST), _lesson.course_id.in_(_COURSES))
    .order_by(_lesson.course_id, _lesson.day, _lesson.number, _lesson.id)
)

_CELLS = union_all(
    select(literal(_MARK).label("what"), _mark.course_id, _mark.pupil_id, _mark.lesson_id, _mark.slot)
    .add_columns(cast(_mark.value, Text).label("value"))
    .where(in_days(_mark, _SCHOOL, _FIRST, _LAST), _mark.course_id.in_(_COURSES)),
    select(literal(_CODE), _attendance.course_id, _attendance.pupil_id, _attendance.lesson_id, literal(0))
    .add_columns(cast(_attendance.code, Text))
    .where(in_days(_attendance, _SCHOOL, _FIRST, _LAST), _attendance.course_id.in_(_COURSES)),
)

_TERM_MARKS: Select[Any] = select(
    _term_mark.course_id, _term_mark.pupil_id, _term_mark.scope, _term_mark.term_number, _term_mark.value
).where(_term_mark.school_id == _SCHOOL, _term_mark.course_id.in_(_COURSES))

_NAMES: Select[Any] = select(db.person.c.id, db.person.c.last_name, db.person.c.first_name).where(
    db.person.c.school_id == _SCHOOL, db.person.c.id.in_(_PEOPLE)
)


def _members(of_group: bool) -> Select[Any]:
    """Who sits in the courses of whole classes, or of groups; the sentence of access/sitting.py."""
    person, course = db.person.c, db.course.c
    whose = course.group_id if of_group else course.class_id
    joined, sit = seats(of_group=of_group, school_id=_SCHOOL, whose=whose, first=_FIRST, last=_LAST)
    days = db.group_member.c if of_group else db.enrolment.c
    kind = course.group_id.is_not(None) if of_group else course.group_id.is_(None)
    return (
        select(course.id, person.id, person.last_name, person.first_name)
        .add_columns(db.enrolment.c.starts, db.enrolment.c.ends, days.starts, days.ends)
        .select_from(joined.join(db.person, person.id == db.enrolment.c.pupil_id).join(db.course, true()))
        .where(course.school_id == _SCHOOL, course.id.in_(_COURSES), kind, sit)
    )


_MEMBERS = (_members(of_group=False), _members(of_group=True))


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which courses of the school, from which day to which."""

    school_id: int
    courses: Collection[int]
    first: date
    last: date

    def rows(self, session: Session, statement: Any) -> Iterable[Any]:
        """The rows of a statement that is asked so."""
        asked = {"school_id": self.school_id, "courses": sorted(self.courses)}
        return session.connection().execute(statement, asked | {"first": self.first, "last": self.last}).all()


Cells = dict[int, dict[int, dict[int, str]]]
"""What stands in a cell on paper, by course, pupil and lesson."""
TermValues = dict[int, dict[int, dict[str, str]]]
"""Term marks by course, pupil and column."""


def read_lessons(session: Session, asked: Asked) -> dict[int, list[Any]]:
    """The lessons by course, in their order; one query."""
    found: dict[int, list[Any]] = {}
    for row in asked.rows(session, _LESSONS):
        found.setdefault(row.course_id, []).append(row)
    return found


def read_form(session: Session, school_id: int) -> PaperForm:
    """How the school writes its cells on paper; one query."""
    settings = db.school_settings.c
    row = session.execute(
        select(settings.paper_late, settings.paper_slash).where(settings.school_id == school_id)
    ).first()
    return PaperForm(*row) if row else PaperForm()


def read_cells(session: Session, asked: Asked) -> Cells:
    """What paper says of each cell in which something stands, as the school has it; two queries."""
    form = read_form(session, asked.school_id)
    marks: dict[tuple[int, int, int], dict[int, str]] = {}
    codes: dict[tuple[int, int, int], str] = {}
    for what, course_id, pupil_id, lesson_id, slot, value in asked.rows(session, _CELLS):
        if what == _MARK:
            marks.setdefault((course_id, pupil_id, lesson_id), {})[slot] = value
        else:
            codes[course_id, pupil_id, lesson_id] = value
    found: Cells = {}
    for key in marks.keys() | codes.keys():
        course_id, pupil_id, lesson_id = key
        if text := form.cell([marks[key][slot] for slot in sorted(marks.get(key, ()))], codes.get(key, "")):
            found.setdefault(course_id, {}).setdefault(pupil_id, {})[lesson_id] = text
    return found


def read_term_marks(session: Session, asked: Asked) -> TermValues:
    """The term marks that stand; one query."""
    found: TermValues = {}
    for course_id, pupil_id, scope, number, value in asked.rows(session, _TERM_MARKS):
        key = str(number) if scope == TermMarkScope.TERM else TermMarkScope(scope).value
        if value:
            found.setdefault(course_id, {}).setdefault(pupil_id, {})[key] = value
    return found


def read_members(session: Session, asked: Asked) -> dict[int, dict[int, Member]]:
    """Who sits in each course on some day, by course and pupil; two queries."""
    found: dict[int, dict[int, Member]] = {}
    for statement in _MEMBERS:
        for course_id, pupil_id, last, first, starts, ends, own_starts, own_ends in asked.rows(
            session, statement
        ):
            days = Span(starts, ends).common(Span(own_starts, own_ends))
            if not days.is_empty:
                of_course = found.setdefault(course_id, {})
                of_course.setdefault(pupil_id, Member(pupil_id, last, first)).spans.add(days)
    return found


def read_names(session: Session, school_id: int, people: Iterable[int]) -> dict[int, Member]:
    """Those who have something in the cells without a place in the course; one query, none for nobody."""
    wanted = sorted(set(people))
    if not wanted:
        return {}
    rows = session.connection().execute(_NAMES, {"school_id": school_id, "people": wanted})
    return {row.id: Member(row.id, row.last_name, row.first_name) for row in rows}
