"""Writes of a journal's cells: only what differs from what stood before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session

from ejournal.services.base import tables as db
from ejournal.services.journal.cells import Key, Store, StoredCell


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell's rows belong."""

    school_id: int
    course_id: int
    day: date


def write_store(
    session: Session, store: Store, places: Mapping[int, Place], author_id: int, now: datetime
) -> None:
    """Write what changed; at most six statements whatever the number of cells."""
    changed = store.changed()
    _write_marks(session, changed, places, author_id, now)
    _write_attendance(session, changed, places, author_id, now)


_UPDATE_MARK = (
    update(db.mark)
    .where(db.mark.c.id == bindparam("row_id"))
    .values(
        slot=bindparam("to_slot"),
        value=bindparam("to_value"),
        kind_id=bindparam("to_kind"),
        comment=bindparam("to_comment"),
        author_id=bindparam("by"),
        changed_at=bindparam("at"),
    )
)
_DELETE_MARKS = delete(db.mark).where(db.mark.c.id.in_(bindparam("rows", expanding=True)))
_INSERT_MARK, _INSERT_ATTENDANCE = insert(db.mark), insert(db.attendance)
_UPDATE_ATTENDANCE = (
    update(db.attendance)
    .where(db.attendance.c.id == bindparam("row_id"))
    .values(
        code=bindparam("to_code"),
        minutes=bindparam("to_minutes"),
        author_id=bindparam("by"),
        changed_at=bindparam("at"),
    )
)
_DELETE_ATTENDANCE = delete(db.attendance).where(db.attendance.c.id.in_(bindparam("rows", expanding=True)))
Changed = Sequence[tuple[Key, StoredCell, StoredCell]]


def _write_marks(
    session: Session, changed: Changed, places: Mapping[int, Place], author_id: int, now: datetime
) -> None:
    gone: list[int | None] = []
    updates: list[dict[str, Any]] = []
    inserts: list[dict[str, Any]] = []
    for (lesson_id, pupil_id), old, new in changed:
        kept = {mark.id for mark in new.marks}
        gone += [mark.id for mark in old.marks if mark.id not in kept]
        for slot, mark in enumerate(new.marks, 1):
            if mark.id is None:
                inserts.append(
                    _place(places, lesson_id)
                    | {
                        "lesson_id": lesson_id,
                        "pupil_id": pupil_id,
                        "slot": slot,
                        "value": mark.value,
                        "kind_id": mark.kind_id,
                        "comment": mark.comment,
                        "author_id": author_id,
                        "created_at": now,
                        "changed_at": now,
                    }
                )
            elif old.marks[slot - 1 : slot] != (mark,):
                updates.append(
                    {
                        "row_id": mark.id,
                        "to_slot": slot,
                        "to_value": mark.value,
                        "to_kind": mark.kind_id,
                        "to_comment": mark.comment,
                        "by": author_id,
                        "at": now,
                    }
                )
    _write(session, _DELETE_MARKS, [{"rows": gone}] if gone else [])
    _write(session, _UPDATE_MARK, updates)
    _write(session, _INSERT_MARK, inserts)


def _write_attendance(
    session: Session, changed: Changed, places: Mapping[int, Place], author_id: int, now: datetime
) -> None:
    gone: list[int | None] = []
    updates: list[dict[str, Any]] = []
    inserts: list[dict[str, Any]] = []
    for (lesson_id, pupil_id), old, new in changed:
        if (old.code, old.minutes) == (new.code, new.minutes):
            continue
        if new.code is None:
            gone.append(old.attendance_id)
        elif old.attendance_id is not None:
            updates.append(
                {
                    "row_id": old.attendance_id,
                    "to_code": new.code,
                    "to_minutes": new.minutes,
                    "by": author_id,
                    "at": now,
                }
            )
        else:
            inserts.append(
                _place(places, lesson_id)
                | {
                    "lesson_id": lesson_id,
                    "pupil_id": pupil_id,
                    "code": new.code,
                    "minutes": new.minutes,
                    "author_id": author_id,
                    "changed_at": now,
                }
            )
    _write(session, _DELETE_ATTENDANCE, [{"rows": gone}] if gone else [])
    _write(session, _UPDATE_ATTENDANCE, updates)
    _write(session, _INSERT_ATTENDANCE, inserts)


def _place(places: Mapping[int, Place], lesson_id: int) -> dict[str, Any]:
    place = places[lesson_id]
    return {"school_id": place.school_id, "course_id": place.course_id, "day": place.day}


def _write(session: Session, statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(statement, rows if len(rows) > 1 else rows[0])
