"""Requests for a change past the edit window: asked by a teacher, kept until the deputy head decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session

from ejournal import limits
from ejournal.models import ChangeStatus, Lesson
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.texts import cleaned
from ejournal.services.journal.batch import Batch, spelled
from ejournal.services.journal.cells import StoredCell
from ejournal.services.journal.ops import CellOp

REPLACED = "Replaced by a newer request"
REQUEST = "change_request"
NEW_REQUEST = 0
"""The number of a request that is not written yet."""

_REPLACE = (
    update(db.change_request)
    .where(db.change_request.c.id == bindparam("row_id"))
    .values(
        status=ChangeStatus.REFUSED,
        decided_by_id=bindparam("by"),
        decided_at=bindparam("at"),
        decision_note=REPLACED,
    )
)


def ask_late(
    batch: Batch, op: CellOp, lesson: Lesson, wanted: StoredCell, author_id: int, now: datetime
) -> None:
    """Put the entry down as a request; an older request for the cell is replaced and stays on record."""
    key = (op.lesson_id, op.pupil_id)
    stored = batch.store.cell(key)
    if any(text == wanted.text for _, text in stored.waiting):
        return
    reason = cleaned(op.reason, limits.REASON, "reason")
    for request_id, text in stored.waiting:
        if request_id != NEW_REQUEST:
            batch.replaced.append(request_id)
        was = {"text": text}
        batch.trail.append(request_change("replaced", request_id, op.pupil_id, was, None, op.lesson_id))
    batch.late = [row for row in batch.late if (row["lesson_id"], row["pupil_id"]) != key]
    place = {
        "school_id": batch.school_id,
        "lesson_id": op.lesson_id,
        "term_key": "",
        "course_id": lesson.course_id,
        "pupil_id": op.pupil_id,
    }
    entry = {"text": wanted.text, "kind_id": op.kind_id, "comment": op.comment, "slot": op.slot}
    batch.late.append(request_row(place, (stored.text, wanted.text), entry, reason, author_id, now))
    before = spelled(stored, batch.kinds)
    after = (spelled(wanted, batch.kinds) or {"text": ""}) | {"reason": reason}
    batch.trail.append(request_change("asked", None, op.pupil_id, before, after, op.lesson_id))
    batch.store.now[key] = _waiting_for(stored, wanted.text)


def _waiting_for(stored: StoredCell, text: str) -> StoredCell:
    return StoredCell(stored.marks, stored.attendance_id, stored.code, stored.minutes, ((NEW_REQUEST, text),))


def request_row(
    place: Mapping[str, Any],
    change: tuple[str, str],
    entry: Mapping[str, Any],
    reason: str,
    author_id: int,
    now: datetime,
) -> dict[str, Any]:
    """A request that waits, as it is written; change is what stands in the place and what is to stand."""
    before, after = change
    return {
        **place,
        "before": before,
        "after": after,
        "entry": entry,
        "reason": reason,
        "status": ChangeStatus.WAITING,
        "author_id": author_id,
        "created_at": now,
        "decision_note": "",
    }


def request_change(
    what: str,
    request_id: int | None,
    pupil_id: int,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    lesson_id: int | None = None,
) -> audit.Change:
    """What the trail says of a request: asked, replaced, approved, refused, reopened."""
    return audit.Change(
        f"late-change.{what}", REQUEST, request_id or None, before, after, lesson_id, pupil_id
    )


def write_requests(
    session: Session, late: list[dict[str, Any]], replaced: list[int], by: int, now: datetime
) -> None:
    """Write a batch's requests and close those they replace."""
    connection = session.connection()
    if replaced:
        connection.execute(_REPLACE, [{"row_id": one, "by": by, "at": now} for one in replaced])
    if late:
        connection.execute(insert(db.change_request), late)
