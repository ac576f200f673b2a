"""The beginning of a keyed trail: what stands by then is vouched for, once."""

from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from ejournal.models import AuditEntry, AuditHead
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.audit.anchors import anchor_files
from ejournal.services.audit.compare import BASE, base_of
from ejournal.settings import settings

PAGE = 1000
_entry, _head = table(AuditEntry), table(AuditHead)
_REHASH = (
    update(_entry)
    .where(_entry.c.id == bindparam("row_id"))
    .values(previous_hash=bindparam("before_it"), hash=bindparam("its"))
)


def vouch(session: Session, school_id: int, **more: Any) -> None:
    """Write into the trail what stands in the school's tables without a trail of its own."""
    after = more | {"base": base_of(session, school_id)}
    audit.record(session, school_id, None, audit.Change(BASE, "school", school_id, after=after))


def seal_old_chains(session: Session) -> list[int]:
    """Give chains that were begun without a key their keyed hashes; the schools.

    The entry that follows says how long the chain was and whether it held. A chain that has an anchor was
    keyed already: that it says otherwise is for the check to tell.
    """
    old = session.execute(select(_head.c.school_id).where(_head.c.key_id == "").with_for_update()).scalars()
    anchored = anchor_files().sizes()
    sealed = [school_id for school_id in old if school_id not in anchored]
    for school_id in sealed:
        fault = audit.fault_of_chain(session, school_id, audit.unkeyed_hash)
        entries = _key_chain(session, school_id)
        vouch(session, school_id, entries=entries, fault=fault)
    return sealed


def _key_chain(session: Session, school_id: int) -> int:
    """Hash the school's entries anew with the key, page by page; how many there are."""
    key, previous, count = settings().trail_key, "", 0
    last = session.scalar(select(func.max(_entry.c.number)).where(_entry.c.school_id == school_id)) or 0
    page: list[dict[str, Any]] = []
    for entry in audit.entries_until(session, school_id, last):
        digest = audit.entry_hash(entry | {"previous_hash": previous}, key)
        page.append({"row_id": entry["id"], "before_it": previous, "its": digest})
        previous, count = digest, count + 1
        if len(page) == PAGE:
            session.connection().execute(_REHASH, page)
            page = []
    if page:
        session.connection().execute(_REHASH, page)
    ends = {"number": last, "hash": previous, "key_id": audit.key_id(key)}
    session.execute(update(_head).where(_head.c.school_id == school_id).values(**ends))
    return count
