"""The audit trail: hash-chained entries, one chain a school."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow


class AuditEntry(SchoolRow, table=True):
    """Who changed what when, from what to what; the keyed hash covers the entry and the hash before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index(None, "school_id", "subject", "subject_id"),
        Index(None, "school_id", "lesson_id", "pupil_id"),
        Index(None, "school_id", "at"),
    )

    number: int
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    action: str = Field(max_length=40)
    subject: str = Field(max_length=40)
    subject_id: int | None = None
    lesson_id: int | None = None
    pupil_id: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(SchoolRow, table=True):
    """The end of a school's chain, locked while an entry is added; key_id names its key, empty for none."""

    __tablename__ = "audit_head"
    __table_args__ = (UniqueConstraint("school_id"),)

    number: int = 0
    hash: str = Field(default="", max_length=64)
    key_id: str = Field(default="", max_length=16)
