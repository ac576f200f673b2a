"""News of the school: to whom an item is, who has read and acknowledged it, what is said under it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.audience import AudiencePart, Whom
from ejournal.models.base import SchoolRow, choice


class NewsState(StrEnum):
    """Where an item stands; waiting: it comes out at its hour."""

    DRAFT = "draft"
    WAITING = "waiting"
    OUT = "out"
    WITHDRAWN = "withdrawn"


class NewsItem(SchoolRow, table=True):
    """An item of news, in Markdown; who reads it follows from its parts day by day (access/audience/news.py).

    out_at: when it came out, or is to. until: the last day on which it stands in the list. is_public: on the
    page that anybody reads.
    """

    __tablename__ = "news_item"
    __table_args__ = (
        Index(None, "school_id", "state", "out_at"),
        Index(None, "school_id", "author_id"),
        Index(
            "ix_news_item_waiting",
            "out_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    author_id: int = Field(foreign_key="person.id")
    state: NewsState = choice(NewsState, default=NewsState.DRAFT)
    title: str = Field(default="", max_length=limits.NEWS_TITLE)
    words: str = Field(default="", sa_type=Text)
    whom: Whom = choice(Whom, default=Whom.BOTH)
    pinned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    must: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    comments: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_public: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    until: date | None = None
    made_at: datetime
    out_at: datetime | None = None
    edited_at: datetime | None = None
    reminded_at: datetime | None = None


class NewsPart(AudiencePart, table=True):
    """One part of those for whom an item is."""

    __tablename__ = "news_part"
    __table_args__ = (Index(None, "school_id", "news_id"),)

    news_id: int = Field(foreign_key="news_item.id")


class NewsReader(SchoolRow, table=True):
    """Somebody who has opened an item; acknowledged_at: when they said that they know what it says."""

    __tablename__ = "news_reader"
    __table_args__ = (
        UniqueConstraint("school_id", "news_id", "person_id"),
        Index(None, "school_id", "person_id"),
    )

    news_id: int = Field(foreign_key="news_item.id")
    person_id: int = Field(foreign_key="person.id")
    seen_at: datetime
    acknowledged_at: datetime | None = None


class NewsComment(SchoolRow, table=True):
    """What somebody said under an item; hidden for the reason that its author reads, or taken back."""

    __tablename__ = "news_comment"
    __table_args__ = (Index(None, "school_id", "news_id"), Index(None, "school_id", "author_id"))

    news_id: int = Field(foreign_key="news_item.id")
    author_id: int = Field(foreign_key="person.id")
    words: str = Field(sa_type=Text)
    written_at: datetime
    gone_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_by_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=limits.REASON)


class NewsReport(SchoolRow, table=True):
    """Somebody asks to look at a comment; open until it was hidden, or left as it is."""

    __tablename__ = "news_report"
    __table_args__ = (UniqueConstraint("school_id", "comment_id", "reporter_id"),)

    comment_id: int = Field(foreign_key="news_comment.id")
    reporter_id: int = Field(foreign_key="person.id")
    at: datetime
    decided_at: datetime | None = None
