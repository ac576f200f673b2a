"""Requests for a change past the edit window: asked by a teacher, kept until the deputy head decides."""

from datetime import datetime

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session

from ejournal import limits
from ejournal.models import ChangeStatus, Lesson
from ejournal.services import audit
from ejournal.services import tables as db
from ejournal.services.cell_batch import Batch, spelled
from ejournal.services.cell_ops import CellOp
from ejournal.services.cell_store import StoredCell
from ejournal.services.texts import cleaned

REPLACED = "Replaced by a newer request"
REQUEST = "change_request"
_NEW_REQUEST = 0

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
        if request_id != _NEW_REQUEST:
            batch.replaced.append(request_id)
        batch.trail.append(_change("late-change.replaced", op, {"text": text}, None, request_id))
    batch.late = [row for row in batch.late if (row["lesson_id"], row["pupil_id"]) != key]
    batch.late.append(
        {
            "school_id": batch.school_id,
            "lesson_id": op.lesson_id,
            "course_id": lesson.course_id,
            "pupil_id": op.pupil_id,
            "before": stored.text,
            "after": wanted.text,
            "entry": {"text": wanted.text, "kind_id": op.kind_id, "comment": op.comment, "slot": op.slot},
            "reason": reason,
            "status": ChangeStatus.WAITING,
            "author_id": author_id,
            "created_at": now,
            "decision_note": "",
        }
    )
    after = (spelled(wanted, batch.kinds) or {"text": ""}) | {"reason": reason}
    batch.trail.append(_change("late-change.asked", op, spelled(stored, batch.kinds), after, None))
    batch.store.now[key] = _waiting_for(stored, wanted.text)


def _waiting_for(stored: StoredCell, text: str) -> StoredCell:
    return StoredCell(
        stored.marks, stored.attendance_id, stored.code, stored.minutes, ((_NEW_REQUEST, text),)
    )


def _change(
    action: str,
    op: CellOp,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    row: int | None,
) -> audit.Change:
    return audit.Change(action, REQUEST, row or None, before, after, op.lesson_id, op.pupil_id)


def write_requests(session: Session, batch: Batch, by: int, now: datetime) -> None:
    """Write the batch's requests and close those they replace."""
    connection = session.connection()
    if batch.replaced:
        connection.execute(_REPLACE, [{"row_id": one, "by": by, "at": now} for one in batch.replaced])
    if batch.late:
        connection.execute(insert(db.change_request), batch.late)
