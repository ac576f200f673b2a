"""Two cards of one person: made one, so that it can be undone, and pairs that are said to be two people."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow


class PersonMerge(SchoolRow, table=True):
    """A card that was merged into another, and all that is needed to part them again; undone, it goes.

    moved: row ids by «table.column»; changed: rows that were changed or taken away, as they were;
    told: what the trail said of rows that it follows; stands: a digest by table of all that hung on the two
    right after it.
    """

    __tablename__ = "person_merge"
    __table_args__ = (Index(None, "school_id", "kept_id"), Index(None, "school_id", "gone_id"))

    kept_id: int = Field(foreign_key="person.id")
    gone_id: int = Field(foreign_key="person.id")
    at: datetime
    author_id: int = Field(foreign_key="person.id")
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    changed: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    told: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    stands: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class NotDuplicate(SchoolRow, table=True):
    """Two people who look like one and are two; first_id is the lower number."""

    __tablename__ = "not_duplicate"
    __table_args__ = (UniqueConstraint("school_id", "first_id", "second_id"),)

    first_id: int = Field(foreign_key="person.id")
    second_id: int = Field(foreign_key="person.id")
    at: datetime
    author_id: int = Field(foreign_key="person.id")
