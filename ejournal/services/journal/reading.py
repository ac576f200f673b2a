"""What a journal's spread is made of, read in a few prepared queries: lessons, kinds, cells, term marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Text, and_, bindparam, case, cast, func, literal, null, select, union_all
from sqlmodel import Session

from ejournal.models import ChangeStatus, TermMarkScope
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.calendar.year import TermSpan
from ejournal.services.grading.averages import Tally
from ejournal.services.grading.scales import spell

_SCHOOL: Any = bindparam("school_id")
_COURSE: Any = bindparam("course_id")
_FIRST: Any = bindparam("first")
_LAST: Any = bindparam("last")
_PUPILS: Any = bindparam("pupils", expanding=True)
_COUNTED: Any = bindparam("counted", expanding=True)
MARK, ATTENDANCE, WAITING, FORMER = range(4)

_lesson, _mark, _attendance, _request = db.lesson.c, db.mark.c, db.attendance.c, db.change_request.c
_substitute, _left_by = db.person.alias("substitute"), db.person.alias("left_by")
_task = db.substitute_task.c

_LESSONS: Select[Any] = (
    select(
        _lesson.id,
        _lesson.day,
        _lesson.number,
        _lesson.teacher_id,
        _lesson.substitute_id,
        _lesson.status,
        _lesson.topic,
        _lesson.homework,
        _lesson.homework_minutes,
        _lesson.kind_id,
        _lesson.roll_called,
        _substitute.c.last_name,
        _substitute.c.first_name,
        _substitute.c.middle_name,
        _task.text.label("task"),
        _left_by.c.last_name.label("by_last"),
        _left_by.c.first_name.label("by_first"),
        _left_by.c.middle_name.label("by_middle"),
    )
    .join_from(db.lesson, _substitute, _substitute.c.id == _lesson.substitute_id, isouter=True)
    .outerjoin(db.substitute_task, and_(_task.school_id == _lesson.school_id, _task.lesson_id == _lesson.id))
    .outerjoin(_left_by, _left_by.c.id == _task.left_by_id)
    .where(in_days(_lesson, _SCHOOL, _FIRST, _LAST), _lesson.course_id == _COURSE)
    .order_by(_lesson.day, _lesson.number)
)

_CELLS = union_all(
    select(
        literal(MARK).label("what"),
        _mark.lesson_id,
        _mark.pupil_id,
        _mark.slot,
        cast(_mark.value, Text).label("value"),
        _mark.kind_id,
        case((_mark.comment != "", 1), else_=0).label("commented"),
    ).where(in_days(_mark, _SCHOOL, _FIRST, _LAST), _mark.course_id == _COURSE),
    select(
        literal(ATTENDANCE),
        _attendance.lesson_id,
        _attendance.pupil_id,
        func.coalesce(_attendance.minutes, 0),
        cast(_attendance.code, Text),
        null(),
        literal(0),
    ).where(
        in_days(_attendance, _SCHOOL, _FIRST, _LAST),
        _attendance.course_id == _COURSE,
    ),
    select(
        literal(WAITING),
        _request.lesson_id,
        _request.pupil_id,
        literal(0),
        _request.after,
        null(),
        literal(0),
    ).where(
        _request.school_id == _SCHOOL,
        _request.status == ChangeStatus.WAITING,
        _request.course_id == _COURSE,
        _request.lesson_id.is_not(None),
    ),
    select(
        literal(FORMER), _mark.lesson_id, _mark.pupil_id, literal(0), _mark.value, _mark.kind_id, literal(0)
    ).where(
        in_days(_mark, _SCHOOL, _FIRST, _LAST),
        _mark.pupil_id.in_(_PUPILS),
        (_mark.course_id + 0).in_(_COUNTED),  # looked for among the pupils' marks, not in each of the courses
        _mark.course_id != _COURSE,
    ),
)

_KINDS: Select[Any] = (
    select(db.kind_of_work)
    .where(db.kind_of_work.c.school_id == _SCHOOL)
    .order_by(db.kind_of_work.c.position, db.kind_of_work.c.id)
)

_term_mark = db.term_mark.c
_TERM_MARKS = union_all(
    select(
        _term_mark.pupil_id,
        cast(_term_mark.scope, Text).label("scope"),
        _term_mark.term_number,
        _term_mark.value,
        _term_mark.proposed,
        literal(0).label("waits"),
    ).where(_term_mark.school_id == _SCHOOL, _term_mark.course_id == _COURSE),
    select(_request.pupil_id, _request.term_key, literal(0), _request.after, literal(""), literal(1)).where(
        _request.school_id == _SCHOOL,
        _request.status == ChangeStatus.WAITING,
        _request.course_id == _COURSE,
        _request.lesson_id.is_(None),
    ),
)


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of work and its weight."""

    id: int
    name: str
    short_name: str
    weight: int
    is_test: bool
    active: bool


@dataclass(slots=True)
class Cell:
    """What stands in one cell: marks by slot with their kinds, the attendance code, flags."""

    marks: dict[int, tuple[str, int]]
    code: str = ""
    minutes: int = 0
    commented: bool = False
    waiting: bool = False

    @property
    def text(self) -> str:
        """The cell as the journal writes it."""
        marks = self.marks
        if len(marks) == 1:
            ((value, _),) = marks.values()
            return value if not self.code else spell((value,), self.code, self.minutes)
        return spell([marks[slot][0] for slot in sorted(marks)], self.code, self.minutes)

    @property
    def shown(self) -> str:
        """The text and its flags: * a comment, ? a change that waits for approval."""
        if not (self.commented or self.waiting):
            return self.text
        return self.text + ("*" if self.commented else "") + ("?" if self.waiting else "")


def read_lessons(session: Session, asked: Mapping[str, Any]) -> Sequence[Any]:
    """The course's lessons from first to last in order."""
    return session.connection().execute(_LESSONS, asked).all()


def read_kinds(session: Session, school_id: int) -> dict[int, KindChoice]:
    """The school's kinds of work by id, in their order."""
    rows = session.connection().execute(_KINDS, {"school_id": school_id})
    return {
        row.id: KindChoice(row.id, row.name, row.short_name, row.weight, row.is_test, row.active)
        for row in rows
    }


def default_kind(kinds: Mapping[int, KindChoice]) -> int:
    """The kind of a mark for which none is named: the school's first in use; 0 without any."""
    return next((kind.id for kind in kinds.values() if kind.active), 0)


Former = dict[int, list[tuple[str, int]]]
"""By pupil, marks and kinds of the class or group from which the pupil came."""


def read_cells(session: Session, asked: Mapping[str, Any]) -> tuple[dict[int, dict[int, Cell]], Former]:
    """What stands in the course's cells from first to last, by pupil and lesson; marks that count beside it.

    asked: school_id, course_id, first, last; for the latter, pupils and the counted courses.
    """
    found: dict[int, dict[int, Cell]] = {}
    former: Former = {}
    for what, lesson_id, pupil_id, slot, value, kind_id, commented in (
        session.connection().execute(_CELLS, asked).all()
    ):
        if what == FORMER:
            former.setdefault(pupil_id, []).append((value, kind_id))
            continue
        of_pupil = found.get(pupil_id)
        if of_pupil is None:
            of_pupil = found[pupil_id] = {}
        cell = of_pupil.get(lesson_id)
        if cell is None:
            cell = of_pupil[lesson_id] = Cell({})
        if what == MARK:
            cell.marks[slot] = (value, kind_id)
            cell.commented = cell.commented or bool(commented)
        elif what == ATTENDANCE:
            cell.code, cell.minutes = value, slot
        else:
            cell.waiting = True
    return found, former


@dataclass(slots=True)
class TermMarks:
    """A pupil's term marks by column ("1", "year", …) as (mark, proposed then); where a change waits."""

    stored: dict[str, tuple[str, str]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)


NO_TERM_MARKS = TermMarks()


def read_term_marks(session: Session, asked: Mapping[str, Any]) -> dict[int, TermMarks]:
    """The course's term marks by pupil; one query."""
    found: dict[int, TermMarks] = {}
    for pupil_id, scope, number, value, proposed, waits in session.connection().execute(_TERM_MARKS, asked):
        of_pupil = found.setdefault(pupil_id, TermMarks())
        if waits:
            of_pupil.waiting.add(scope)
        else:
            of_pupil.stored[str(number) if scope == TermMarkScope.TERM else scope] = (value, proposed)
    return found


def tallies_by_term(
    session: Session, asked: Mapping[str, Any], terms: Sequence[TermSpan], kinds: Mapping[int, KindChoice]
) -> dict[int, dict[int, Tally]]:
    """The sums of the pupils' counted marks: by pupil, then by term; 0 is the whole year; one query."""
    whens = [(_mark.day.between(term.starts, term.ends), term.number) for term in terms]
    number = case(*whens, else_=-1).label("number") if whens else literal(-1).label("number")
    of_each = select(_mark.pupil_id, _mark.value, _mark.kind_id, number).where(
        in_days(_mark, _SCHOOL, _FIRST, _LAST),
        _mark.pupil_id.in_(_PUPILS),
        _mark.course_id.in_(_COUNTED),
    )
    each = of_each.subquery()
    columns = (each.c.pupil_id, each.c.value, each.c.kind_id, each.c.number)
    grouped = select(*columns, func.count()).group_by(*columns)
    found: dict[int, dict[int, Tally]] = {}
    for pupil_id, value, kind_id, term_number, times in session.connection().execute(grouped, asked):
        of_pupil = found.setdefault(pupil_id, {})
        for key in (0, term_number):
            of_pupil.setdefault(key, Tally()).add(value, kinds[kind_id].weight, times)
    return found
