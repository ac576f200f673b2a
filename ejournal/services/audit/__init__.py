"""The audit trail: written with every change, anchored outside the database, compared with the tables.

Others call `audit.record`; `check` answers whether a trail is whole and the tables say what it says.
"""

from ejournal.services.audit.entries import (
    Change,
    entries_until,
    entry_hash,
    fault_of_chain,
    first_fault,
    key_id,
    record,
    unkeyed_hash,
)

__all__ = [
    "Change",
    "entries_until",
    "entry_hash",
    "fault_of_chain",
    "first_fault",
    "key_id",
    "record",
    "unkeyed_hash",
]
