"""One cell in full: its marks with kind, author and time, what waits, and every change it went through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.models import ChangeStatus
from ejournal.models.people import short_name
from ejournal.services.audit.authors import IMPORTED
from ejournal.services.base import tables as db
from ejournal.services.base.merged_cards import cards_of
from ejournal.services.courses.frame import frames
from ejournal.services.courses.members import members
from ejournal.services.grading.scales import CODE_TEXT
from ejournal.services.journal.cells import Key
from ejournal.services.journal.reach import see_lesson

MERGED_CELL, MERGED_REMARK = "cell.merge", "remark.merge"
"""What entries are called by which a cell, or a remark, went from one card of the pupil to the other."""
_NAMES = (db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)


@dataclass(frozen=True, slots=True)
class MarkDetail:
    """A mark of the cell: for what, how heavy, by whom and when."""

    value: str
    kind_id: int
    kind: str
    weight: int
    comment: str
    author: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AttendanceDetail:
    """The attendance code of the cell as text, minutes late, by whom and when."""

    code: str
    minutes: int | None
    author: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingDetail:
    """A late change that waits: what was asked, why, by whom and when."""

    before: str
    after: str
    reason: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A change of the cell: put, import, asked, replaced, approved or refused; texts before and after."""

    at: datetime
    author: str
    action: str
    before: str
    after: str
    kinds: str
    comment: str
    reason: str


@dataclass(frozen=True, slots=True)
class CellDetails:
    """A cell opened."""

    lesson_id: int
    pupil_id: int
    pupil: str
    day: date
    number: int
    topic: str
    marks: tuple[MarkDetail, ...]
    attendance: AttendanceDetail | None
    waiting: tuple[WaitingDetail, ...]
    history: tuple[HistoryRow, ...]
    writable: bool
    late: bool


def cell_details(session: Session, actor: Actor, lesson_id: int, pupil_id: int) -> CellDetails:
    """Everything about one cell; NotFound when the actor may not see it or the pupil is not in the course."""
    found = see_lesson(session, actor, lesson_id)
    lesson = found.lesson
    frame = frames(session, actor.school_id, [lesson.course_id])[lesson.course_id]
    first, last = (frame.terms[0].starts, frame.terms[-1].ends) if frame.terms else (lesson.day, lesson.day)
    pupil = members(session, frame, min(first, lesson.day), max(last, lesson.day), [pupil_id]).get(pupil_id)
    if pupil is None or not found.shows(pupil_id):
        raise NotFound
    return CellDetails(
        lesson_id=lesson_id,
        pupil_id=pupil_id,
        pupil=pupil.list_name,
        day=lesson.day,
        number=lesson.number,
        topic=lesson.topic,
        marks=_marks(session, actor, lesson_id, pupil_id),
        attendance=_attendance(session, actor, lesson_id, pupil_id),
        waiting=_waiting(session, actor, lesson_id, pupil_id),
        history=_history(session, actor, lesson_id, pupil_id),
        writable=found.writable,
        late=frame.is_late(lesson.day, actor.today),
    )


def _of_cell(table: Any, actor: Actor, lesson_id: int, pupil_id: int) -> Any:
    return (
        (table.c.school_id == actor.school_id)
        & (table.c.lesson_id == lesson_id)
        & (table.c.pupil_id == pupil_id)
    )


def _marks(session: Session, actor: Actor, lesson_id: int, pupil_id: int) -> tuple[MarkDetail, ...]:
    mark, kind = db.mark.c, db.kind_of_work.c
    rows = session.execute(
        select(
            mark.value,
            kind.id,
            kind.name,
            kind.weight,
            mark.comment,
            mark.created_at,
            mark.changed_at,
            *_NAMES,
        )
        .join_from(db.mark, db.kind_of_work, kind.id == mark.kind_id)
        .join(db.person, db.person.c.id == mark.author_id)
        .where(_of_cell(db.mark, actor, lesson_id, pupil_id))
        .order_by(mark.slot)
    )
    return tuple(
        MarkDetail(value, kind_id, name, weight, comment, short_name(*author), created_at, changed_at)
        for value, kind_id, name, weight, comment, created_at, changed_at, *author in rows
    )


def _attendance(session: Session, actor: Actor, lesson_id: int, pupil_id: int) -> AttendanceDetail | None:
    attendance = db.attendance.c
    row = session.execute(
        select(attendance.code, attendance.minutes, attendance.changed_at, *_NAMES)
        .join_from(db.attendance, db.person, db.person.c.id == attendance.author_id)
        .where(_of_cell(db.attendance, actor, lesson_id, pupil_id))
    ).first()
    if row is None:
        return None
    code, minutes, changed_at, *author = row
    return AttendanceDetail(CODE_TEXT[code], minutes, short_name(*author), changed_at)


def _waiting(session: Session, actor: Actor, lesson_id: int, pupil_id: int) -> tuple[WaitingDetail, ...]:
    request = db.change_request.c
    rows = session.execute(
        select(request.before, request.after, request.reason, request.created_at, *_NAMES)
        .join_from(db.change_request, db.person, db.person.c.id == request.author_id)
        .where(
            _of_cell(db.change_request, actor, lesson_id, pupil_id), request.status == ChangeStatus.WAITING
        )
        .order_by(request.id)
    )
    return tuple(
        WaitingDetail(before, after, reason, short_name(*author), created_at)
        for before, after, reason, created_at, *author in rows
    )


def _history(session: Session, actor: Actor, lesson_id: int, pupil_id: int) -> tuple[HistoryRow, ...]:
    """What the cell went through, under all the cards that the pupil has had."""
    entry = db.audit_entry.c
    went = (entry.action == MERGED_CELL) & (entry.pupil_id != pupil_id) | (entry.action == MERGED_REMARK)
    rows = session.execute(
        select(entry.number, entry.at, entry.action, entry.before, entry.after, *_NAMES)
        .join_from(db.audit_entry, db.person, db.person.c.id == entry.actor_id, isouter=True)
        .where(
            entry.school_id == actor.school_id,
            entry.lesson_id == lesson_id,
            entry.pupil_id.in_(cards_of(session, pupil_id)),
            ~went,
        )
    ).all()
    # Put in order here: asked for their order, SQLite would go through the school's whole trail by number.
    return tuple(_history_row(*row[1:]) for row in sorted(rows, key=attrgetter("number"), reverse=True))


def _history_row(
    at: datetime,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    last: str | None,
    first: str | None,
    middle: str | None,
) -> HistoryRow:
    old, new = before or {}, after or {}
    return HistoryRow(
        at=at,
        author=short_name(last, first or "", middle or "") if last else "",
        action=IMPORTED if new.get("origin") == IMPORTED else action.rpartition(".")[2],
        before=str(old.get("text", "")),
        after=str(new.get("text", "")),
        kinds=", ".join(dict.fromkeys(new.get("kinds", []))),
        comment="; ".join(new.get("comments", [])),
        reason=str(new.get("reason", "")),
    )


def last_changes(session: Session, school_id: int, cells: Iterable[Key]) -> dict[Key, tuple[str, datetime]]:
    """Who changed each of the cells last, and when; one query."""
    wanted = set(cells)
    entry = db.audit_entry.c
    rows = session.execute(
        select(entry.lesson_id, entry.pupil_id, entry.at, *_NAMES)
        .join_from(db.audit_entry, db.person, db.person.c.id == entry.actor_id)
        .where(
            entry.school_id == school_id,
            entry.lesson_id.in_({lesson_id for lesson_id, _ in wanted}),
            entry.pupil_id.in_({pupil_id for _, pupil_id in wanted}),
            entry.subject == "cell",
        )
        .order_by(entry.number)
    )
    found: dict[Key, tuple[str, datetime]] = {}
    for lesson_id, pupil_id, at, *author in rows:
        if (lesson_id, pupil_id) in wanted:
            found[lesson_id, pupil_id] = (short_name(*author), at)
    return found
