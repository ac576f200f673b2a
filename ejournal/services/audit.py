"""The audit trail: entries chained by hash, so that tampering shows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import AuditEntry, AuditHead
from ejournal.models.base import table

_CHAINED = (
    "school_id",
    "number",
    "at",
    "actor_id",
    "action",
    "subject",
    "subject_id",
    "lesson_id",
    "pupil_id",
    "before",
    "after",
    "previous_hash",
)
# Prepared once: every keystroke of every teacher passes here.
_entry, _head = table(AuditEntry), table(AuditHead)
_LOCKED_HEAD = (
    select(_head.c.id, _head.c.number, _head.c.hash)
    .where(_head.c.school_id == bindparam("school_id"))
    .with_for_update()
)
_FIRST_HEAD: dict[str, Any] = {
    "sqlite": sqlite.insert(_head).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_head).on_conflict_do_nothing(),
}
_ADD = insert(_entry)
_MOVE_HEAD = (
    update(_head)
    .where(_head.c.id == bindparam("head_id"))
    .values(number=bindparam("to_number"), hash=bindparam("to_hash"))
)


@dataclass(frozen=True)
class Change:
    """One thing that was done: what, to which row, before and after."""

    action: str
    subject: str
    subject_id: int | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    lesson_id: int | None = None
    pupil_id: int | None = None


def record(session: Session, school_id: int, actor_id: int | None, *changes: Change) -> None:
    """Add the changes to the school's chain, in order; one lock, one insert."""
    if not changes:
        return
    head = _locked_head(session, school_id)
    number, previous, at = head.number, head.hash, clock.now()
    rows = []
    for change in changes:
        number += 1
        row = vars(change) | {
            "school_id": school_id,
            "number": number,
            "at": at,
            "actor_id": actor_id,
            "previous_hash": previous,
        }
        row["hash"] = previous = entry_hash(row)
        rows.append(row)
    connection = session.connection()
    connection.execute(_ADD, rows if len(rows) > 1 else rows[0])
    connection.execute(_MOVE_HEAD, {"head_id": head.id, "to_number": number, "to_hash": previous})


def _locked_head(session: Session, school_id: int) -> Any:
    connection, asked = session.connection(), {"school_id": school_id}
    head = connection.execute(_LOCKED_HEAD, asked).first()
    if head is None:
        # Another's first entry may be under way: whoever comes second waits for it and takes its head.
        connection.execute(_FIRST_HEAD[connection.dialect.name], asked | {"number": 0, "hash": ""})
        head = connection.execute(_LOCKED_HEAD, asked).one()
    return head


def entry_hash(row: dict[str, Any]) -> str:
    """SHA-256 over the entry's fields and the hash before it, in one canonical spelling."""
    spelled = {name: row[name] for name in _CHAINED}
    at: datetime = spelled["at"]
    spelled["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(spelled, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_fault(session: Session, school_id: int) -> str | None:
    """What is wrong first in the school's chain, in a line; None when the whole chain holds."""
    previous, number = "", 0
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.school_id == school_id)
        .order_by(col(AuditEntry.number))
        .execution_options(yield_per=1000)
    )
    for entry in rows:
        number += 1
        row = entry.model_dump()
        if entry.number != number:
            return f"entry {number} is missing"
        if entry.previous_hash != previous or entry.hash != entry_hash(row):
            return f"entry {number} was changed"
        previous = entry.hash
    head = session.execute(
        select(AuditHead.number, AuditHead.hash).where(AuditHead.school_id == school_id)
    ).first()
    if (head or (0, "")) != (number, previous):
        return f"the chain ends at {number}, its head says otherwise"
    return None
