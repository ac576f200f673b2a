"""Messages that were reported, and who may only read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class ChatVerdict(StrEnum):
    """What a moderator makes of a report."""

    OPEN = "open"
    NOTHING = "nothing"
    HIDDEN = "hidden"
    MUTED = "muted"
    WARNED = "warned"


class ChatReport(SchoolRow, table=True):
    """Somebody asks the school to look at a message."""

    __tablename__ = "chat_report"
    __table_args__ = (
        UniqueConstraint("school_id", "message_id", "reporter_id"),
        Index(None, "school_id", "verdict", "at"),
    )

    message_id: int = Field(foreign_key="chat_message.id")
    reporter_id: int = Field(foreign_key="person.id")
    at: datetime
    reason: str = Field(default="", max_length=limits.REASON)
    verdict: ChatVerdict = choice(ChatVerdict, default=ChatVerdict.OPEN)
    decided_at: datetime | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = Field(default="", max_length=limits.REASON)


class ChatMute(SchoolRow, table=True):
    """Until when somebody only reads the chat, and why."""

    __tablename__ = "chat_mute"
    __table_args__ = (Index(None, "school_id", "person_id", "until"),)

    person_id: int = Field(foreign_key="person.id")
    at: datetime
    until: datetime
    reason: str = Field(default="", max_length=limits.REASON)
    author_id: int = Field(foreign_key="person.id")
