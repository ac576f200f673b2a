"""Notices written in the transaction of the change they tell of, sent later."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow


class OutboxNotice(SchoolRow, table=True):
    """Something a person is to be told; key makes the same news the same notice."""

    __tablename__ = "outbox_notice"
    __table_args__ = (
        UniqueConstraint("school_id", "recipient_id", "key"),
        Index(None, "school_id", "recipient_id", "created_at"),
    )

    recipient_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=40)
    key: str = Field(max_length=120)
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime
    read_at: datetime | None = None
