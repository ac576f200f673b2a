"""What moderators of the forum decided, and what they were asked to look at."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class ForumDeed(StrEnum):
    """What a moderator has done."""

    LET = "let"
    HIDDEN = "hidden"
    SHOWN = "shown"
    CLOSED = "closed"
    OPENED = "opened"
    MOVED = "moved"
    WARNED = "warned"
    MUTED = "muted"
    NOTHING = "nothing"


class ForumDecision(SchoolRow, table=True):
    """Something done about a post, or by its first post about a topic; the author sees it with its reason.

    until: of a mute, when it ends. class_id: where it holds; in all the forum without one.
    """

    __tablename__ = "forum_decision"
    __table_args__ = (
        Index(None, "school_id", "post_id"),
        Index(None, "school_id", "person_id", "until"),
    )

    post_id: int = Field(foreign_key="forum_post.id")
    person_id: int = Field(foreign_key="person.id")
    deed: ForumDeed = choice(ForumDeed)
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    reason: str = Field(default="", max_length=limits.REASON)
    until: datetime | None = None
    class_id: int | None = Field(default=None, foreign_key="school_class.id")


class ForumReport(SchoolRow, table=True):
    """Somebody asks the moderators to look at a post; open until something was decided of the post."""

    __tablename__ = "forum_report"
    __table_args__ = (
        UniqueConstraint("school_id", "post_id", "reporter_id"),
        Index(None, "school_id", "decided_at"),
    )

    post_id: int = Field(foreign_key="forum_post.id")
    reporter_id: int = Field(foreign_key="person.id")
    at: datetime
    reason: str = Field(default="", max_length=limits.REASON)
    decided_at: datetime | None = None
