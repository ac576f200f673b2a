"""The audit trail: entries chained by hash, so that tampering shows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import AuditEntry, AuditHead

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
_FIRST_HEAD: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


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
    session.execute(insert(AuditEntry), rows)
    ended = update(AuditHead).where(col(AuditHead.id) == head.id)
    session.execute(ended.values(number=number, hash=previous))


def _locked_head(session: Session, school_id: int) -> Any:
    query = select(AuditHead.id, AuditHead.number, AuditHead.hash).where(AuditHead.school_id == school_id)
    head = session.execute(query.with_for_update()).first()
    if head is None:
        # Another's first entry may be under way: whoever comes second waits for it and takes its head.
        first = _FIRST_HEAD[session.get_bind().dialect.name](AuditHead)
        session.execute(first.values(school_id=school_id, number=0, hash="").on_conflict_do_nothing())
        head = session.execute(query.with_for_update()).one()
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
