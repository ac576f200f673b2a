"""Missed lessons, and absences explained by class teachers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.access.sitting import is_enrolled_on
from ejournal.errors import DomainError
from ejournal.models import AbsenceNotice, Attendance, AttendanceCode, SchoolClass
from ejournal.models.spans import Span, holds_on, meets
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.absences.classes import note_absence
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import by_name
from ejournal.services.calendar.days import check_school_days
from ejournal.services.diary.lessons import FIRST, LAST, PUPIL, SCHOOL, read
from ejournal.services.grading.scales import ABSENCES
from ejournal.services.journal.batch import lock_lessons
from ejournal.services.journal.cells import StoredCell, read_lesson_cells

LOOK_BACK = timedelta(days=60)
LONGEST = timedelta(days=60)
RUN_GAP = timedelta(days=3)
"""Absences no further apart than a weekend are explained at once."""
EXPLAINED = (AttendanceCode.ILL, AttendanceCode.EXCUSED, AttendanceCode.UNEXCUSED)


@dataclass(frozen=True, slots=True)
class MissedLesson:
    """A lesson that the pupil was not at, with its topic and the homework given there."""

    lesson_id: int
    day: date
    number: int
    subject: str
    topic: str
    homework: str
    code: AttendanceCode


@dataclass(frozen=True, slots=True)
class AbsenceRun:
    """Days in a row with absences whose reason is not known, and what a guardian has announced for them."""

    pupil_id: int
    name: str
    class_title: str
    first_day: date
    last_day: date
    lessons: int
    announced: AttendanceCode | None = None
    announced_note: str = ""


_MISSED: Select[Any] = (
    select(db.lesson.c.id, db.lesson.c.day, db.lesson.c.number, db.subject.c.name)
    .add_columns(db.lesson.c.topic, db.lesson.c.homework, db.attendance.c.code)
    .select_from(db.attendance)
    .join(db.lesson, db.lesson.c.id == db.attendance.c.lesson_id)
    .join(db.course, db.course.c.id == db.lesson.c.course_id)
    .join(db.subject, db.subject.c.id == db.course.c.subject_id)
    .where(
        in_days(db.attendance.c, SCHOOL, FIRST, LAST),
        db.attendance.c.pupil_id == PUPIL,
        db.attendance.c.code.in_(ABSENCES),
    )
    .order_by(db.lesson.c.day.desc(), db.lesson.c.number)
)

_UNEXPLAINED: Select[Any] = (
    select(db.enrolment.c.pupil_id, db.person.c.last_name, db.person.c.first_name)
    .add_columns(db.attendance.c.day, db.school_class.c.grade, db.school_class.c.letter)
    .select_from(db.enrolment)
    .join(db.person, db.person.c.id == db.enrolment.c.pupil_id)
    .join(db.school_class, db.school_class.c.id == db.enrolment.c.class_id)
    .outerjoin(
        db.attendance,
        and_(
            in_days(db.attendance.c, SCHOOL, FIRST, LAST),
            db.attendance.c.pupil_id == db.enrolment.c.pupil_id,
            holds_on(db.enrolment.c, db.attendance.c.day),
            db.attendance.c.code == AttendanceCode.ABSENT,
        ),
    )
    .where(
        db.enrolment.c.school_id == SCHOOL,
        db.enrolment.c.class_id.in_(bindparam("class_ids", expanding=True)),
    )
)
"""The classes' pupils with their unexplained absences; a pupil without one has a row without a day.

By an outer join: an inner one would have SQLite read the attendance of the whole school.
"""

_ANNOUNCED: Select[Any] = (
    select(db.absence_notice.c.pupil_id, db.absence_notice.c.starts, db.absence_notice.c.ends)
    .add_columns(db.absence_notice.c.code, db.absence_notice.c.note)
    .where(
        db.absence_notice.c.school_id == SCHOOL,
        db.absence_notice.c.pupil_id.in_(bindparam("pupil_ids", expanding=True)),
        meets(db.absence_notice.c, FIRST, None),
    )
    .order_by(db.absence_notice.c.id.desc())
)


def missed_lessons(
    session: Session, actor: Actor, pupil_id: int, first: date, last: date
) -> list[MissedLesson]:
    """The lessons missed in the span, the latest day first; four queries."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    rows = read(session, _MISSED, actor, pupil_id=pupil_id, first_day=first, last_day=last)
    return [MissedLesson(*row) for row in rows]


def absences_to_explain(session: Session, actor: Actor, class_id: int | None = None) -> list[AbsenceRun]:
    """Absences without a known reason in the class, or in all classes of the class teacher."""
    guard.require(actor, Permission.CLASS_READ)
    if class_id is not None:
        guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    class_ids = sorted(actor.class_ids) if class_id is None else [class_id]
    span = {"first_day": actor.today - LOOK_BACK, "last_day": actor.today}
    rows = sorted(
        (row for row in read(session, _UNEXPLAINED, actor, class_ids=class_ids, **span) if row.day),
        key=lambda row: (row.grade, row.letter, by_name(row), row.pupil_id, row.day),
    )
    pupil_ids = sorted({row.pupil_id for row in rows})
    announced = read(session, _ANNOUNCED, actor, pupil_ids=pupil_ids, first_day=span["first_day"])
    return [
        _run(days, announced)
        for _, of_pupil in groupby(rows, key=attrgetter("pupil_id"))
        for days in _runs(of_pupil)
    ]


def _runs(rows: Iterable[Any]) -> Iterator[list[Any]]:
    run: list[Any] = []
    for row in rows:
        if run and row.day - run[-1].day > RUN_GAP:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _run(rows: Sequence[Any], announced: Sequence[Any]) -> AbsenceRun:
    first, last = rows[0], rows[-1]
    said = next(
        (
            one
            for one in announced
            if one.pupil_id == first.pupil_id and Span.of(one).meets(Span(first.day, last.day))
        ),
        None,
    )
    return AbsenceRun(
        pupil_id=first.pupil_id,
        name=f"{first.last_name} {first.first_name}",
        class_title=class_title(first.grade, first.letter),
        first_day=first.day,
        last_day=last.day,
        lessons=len(rows),
        announced=said.code if said else None,
        announced_note=said.note if said else "",
    )


def explain_absence(
    session: Session,
    actor: Actor,
    pupil_id: int,
    first: date,
    last: date,
    code: AttendanceCode,
    note: str = "",
) -> list[int]:
    """Give the pupil's absences from first to last the reason; the courses whose journals this changes.

    A class teacher explains those of the days on which the pupil was in the own class, a head all of them.
    Confirms what a guardian has announced for these days, or notes the explanation itself.
    """
    guard.get(session, actor, Pupil, pupil_id, Permission.ABSENCE_EXPLAIN)
    check_span(first, last)
    check_school_days(session, actor.school_id, starts=first, ends=last)
    if code not in EXPLAINED:
        raise DomainError("Choose the reason", field="code")
    now = clock.now()
    of_span = (
        in_days(db.attendance.c, actor.school_id, first, last),
        db.attendance.c.pupil_id == pupil_id,
        db.attendance.c.code.in_(ABSENCES - {code}),
        *([] if actor.leads else [_in_own_class(actor)]),
    )
    # Lessons before what stands in them, as whoever writes marks does.
    lock_lessons(
        session, actor.school_id, session.scalars(select(db.attendance.c.lesson_id).where(*of_span)).all()
    )
    absence = db.attendance.c
    rows = session.execute(
        select(absence.id, absence.lesson_id, absence.course_id, absence.code)
        .where(*of_span)
        .with_for_update()
    ).all()
    if not rows:
        raise DomainError("There are no absences to explain on these days")
    cells = read_lesson_cells(session, actor.school_id, [row.lesson_id for row in rows])
    session.execute(
        update(Attendance)
        .where(col(Attendance.id).in_([row.id for row in rows]))
        .values(code=code, changed_at=now, author_id=actor.person_id)
    )
    trail = [_explained(row, cells[row.lesson_id, pupil_id], pupil_id, code, note) for row in rows]
    audit.record(session, actor.school_id, actor.person_id, *trail)
    _confirm(session, actor, pupil_id, first, last, code, note, now)
    courses = sorted({row.course_id for row in rows})
    note_absence(session, actor, pupil_id, first, courses)
    return courses


def _in_own_class(actor: Actor) -> ColumnElement[bool]:
    """On that day the pupil was in a class of the actor's: who moved on is another's to explain."""
    absence = db.attendance.c
    return is_enrolled_on(actor.school_id, absence.pupil_id, absence.day, actor.class_ids)


def _explained(row: Any, cell: StoredCell, pupil_id: int, code: AttendanceCode, note: str) -> audit.Change:
    return audit.Change(
        "absence.explain",
        "attendance",
        row.id,
        before={"code": row.code.value, "cell": cell.row},
        after={"code": code.value, "note": note, "cell": replace(cell, code=code).row},
        lesson_id=row.lesson_id,
        pupil_id=pupil_id,
    )


def _confirm(
    session: Session,
    actor: Actor,
    pupil_id: int,
    first: date,
    last: date,
    code: AttendanceCode,
    note: str,
    now: datetime,
) -> None:
    waiting = session.scalars(
        select(AbsenceNotice)
        .where(
            col(AbsenceNotice.school_id) == actor.school_id,
            col(AbsenceNotice.pupil_id) == pupil_id,
            meets(AbsenceNotice, first, last),
            col(AbsenceNotice.confirmed_at).is_(None),
        )
        .with_for_update()  # the family may be taking it back at this moment
    ).all()
    for row in waiting:
        row.confirmed_by_id, row.confirmed_at = actor.person_id, now
        session.add(row)
    if not waiting:
        session.add(
            AbsenceNotice(
                school_id=actor.school_id,
                pupil_id=pupil_id,
                starts=first,
                ends=last,
                code=code,
                note=note,
                announced_by_id=actor.person_id,
                announced_at=now,
                confirmed_by_id=actor.person_id,
                confirmed_at=now,
            )
        )
    session.flush()


def check_span(first: date, last: date) -> None:
    """DomainError for days in the wrong order or for too many at once."""
    if last < first:
        raise DomainError("The last day cannot be before the first", field="ends")
    if last - first > LONGEST:
        raise DomainError("At most {days} days at once", field="ends", days=LONGEST.days)
