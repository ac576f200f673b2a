"""The audit trail: entries chained by a keyed hash, so that tampering shows."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.models import AuditEntry, AuditHead
from ejournal.models.base import table
from ejournal.services.audit.anchors import Anchor, anchor_after_commit
from ejournal.services.base.upserts import insert_new
from ejournal.settings import settings

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
_FIRST_HEAD = insert_new(_head)
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
    """Add the changes to the school's chain, in order; one lock, one insert. Anchored after the commit."""
    if not changes:
        return
    head = _locked_head(session, school_id)
    number, previous, at = head.number, head.hash, clock.now()
    key = settings().trail_key
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
        row["hash"] = previous = entry_hash(row, key)
        rows.append(row)
    connection = session.connection()
    connection.execute(_ADD, rows if len(rows) > 1 else rows[0])
    connection.execute(_MOVE_HEAD, {"head_id": head.id, "to_number": number, "to_hash": previous})
    anchor_after_commit(session, Anchor(school_id, number, previous, at))


def _locked_head(session: Session, school_id: int) -> Any:
    connection, asked = session.connection(), {"school_id": school_id}
    head = connection.execute(_LOCKED_HEAD, asked).first()
    if head is None:
        # Another's first entry may be under way: whoever comes second waits for it and takes its head.
        first = asked | {"number": 0, "hash": "", "key_id": key_id(settings().trail_key)}
        connection.execute(_FIRST_HEAD.on(session), first)
        head = connection.execute(_LOCKED_HEAD, asked).one()
    return head


def key_id(key: bytes) -> str:
    """The name of a key, by which it can be told from another but not found out."""
    return hmac.digest(key, b"the key of the audit trail", "sha256").hex()[:16]


def spelled_entry(row: dict[str, Any]) -> bytes:
    """The entry's fields and the hash before it, in one canonical spelling."""
    spelled = {name: row[name] for name in _CHAINED}
    at: datetime = spelled["at"]
    spelled["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(spelled, sort_keys=True, ensure_ascii=False).encode()


def entry_hash(row: dict[str, Any], key: bytes) -> str:
    """HMAC-SHA-256 over the spelled entry: who has the database but not the key cannot make it."""
    return hmac.digest(key, spelled_entry(row), "sha256").hex()


def unkeyed_hash(row: dict[str, Any]) -> str:
    """The hash of chains that were begun before there was a key; only for sealing them."""
    return hashlib.sha256(spelled_entry(row)).hexdigest()


def first_fault(session: Session, school_id: int) -> str | None:
    """What is wrong first in the school's chain, in a line; None when the whole chain holds.

    Entries may be added meanwhile: what was there at the beginning is verified.
    """
    key = settings().trail_key
    end = _end(session, school_id)
    if end.number and end.key_id != key_id(key):
        return (
            f"the chain was made with another key ({end.key_id}): "
            "set EJOURNAL_AUDIT_KEY, or bring audit.key back into the data folder"
            if end.key_id
            else "the chain has no key: one of an older version is given it by the next start of the program"
        )
    return fault_of_chain(session, school_id, lambda row: entry_hash(row, key))


def fault_of_chain(session: Session, school_id: int, hashed: Callable[[dict[str, Any]], str]) -> str | None:
    """What is wrong first in a chain whose entries were hashed so."""
    end = _end(session, school_id)
    previous, number = "", 0
    for entry in entries_until(session, school_id, end.number):
        number += 1
        if entry["number"] != number:
            return f"entry {number} is missing"
        if entry["previous_hash"] != previous or entry["hash"] != hashed(entry):
            return f"entry {number} was changed"
        previous = entry["hash"]
    now = _end(session, school_id)
    if (number, previous) != (end.number, end.hash) or now.last != now.number:
        return f"the chain ends at entry {max(number, now.last)}, its head says {end.number}"
    return None


_LAST = (
    select(func.coalesce(func.max(_entry.c.number), 0))
    .where(_entry.c.school_id == bindparam("school_id"))
    .scalar_subquery()
)
_END = select(
    func.coalesce(func.max(_head.c.number), 0).label("number"),
    func.coalesce(func.max(_head.c.hash), "").label("hash"),
    func.coalesce(func.max(_head.c.key_id), "").label("key_id"),
    _LAST.label("last"),
).where(_head.c.school_id == bindparam("school_id"))
_PAGE = (
    select(_entry)
    .where(
        _entry.c.school_id == bindparam("school_id"),
        _entry.c.number > bindparam("after"),
        _entry.c.number <= bindparam("until"),
    )
    .order_by(_entry.c.number)
    .limit(1000)
)


def _end(session: Session, school_id: int) -> Any:
    """Number, hash and key that the head keeps, and the number of the last entry, seen at one moment."""
    return session.connection().execute(_END, {"school_id": school_id}).one()


def entries_until(session: Session, school_id: int, until: int) -> Iterator[dict[str, Any]]:
    """The entries in their order, read in pages: a chain is long."""
    after = 0
    while after < until:
        asked = {"school_id": school_id, "after": after, "until": until}
        page = session.connection().execute(_PAGE, asked).mappings().all()
        if not page:
            return
        yield from map(dict, page)
        after = page[-1]["number"]
