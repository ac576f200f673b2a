"""Notices written in the transaction of the change they tell of, read in the bell."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from ejournal.models.base import SchoolRow


class NoticeKind(StrEnum):
    """What a notice tells of; who gets each stands in access/notices.py, its words in services."""

    MARK = "mark"
    ATTENDANCE = "attendance"
    TERM_MARK = "term_mark"
    PRAISE = "praise"
    REMARK = "remark"
    SUBSTITUTION = "substitution"
    SUBSTITUTION_GIVEN = "substitution_given"
    TEACHER_ABSENCE_REPORTED = "teacher_absence_reported"
    TEACHER_ABSENCE_DECIDED = "teacher_absence_decided"
    TEACHER_ABSENCE_CHANGED = "teacher_absence_changed"
    PUPIL_ABSENCE_ANNOUNCED = "pupil_absence_announced"
    LATE_CHANGE = "late_change"
    PUPIL_MOVED = "pupil_moved"
    MAIL_FAILED = "mail_failed"
    SECOND_FACTOR = "second_factor"
    LOOKED_AS = "looked_as"
    JOURNAL_UNFILLED = "journal_unfilled"


class OutboxNotice(SchoolRow, table=True):
    """Something a person is to be told; key makes the same news the same notice."""

    __tablename__ = "outbox_notice"
    __table_args__ = (
        UniqueConstraint("school_id", "key", "recipient_id"),
        Index(None, "school_id", "recipient_id", "created_at"),
        Index(
            "ix_outbox_notice_unread",
            "school_id",
            "recipient_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    recipient_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=40)
    key: str = Field(max_length=120)
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime
    read_at: datetime | None = None
