"""Topics of the forum and the posts in them; who follows a topic and how far it was read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, false
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, by_code, choice


class ForumStanding(StrEnum):
    """Who sees a post: a waiting one its author and moderators, hidden and gone ones nobody else's words."""

    WAITS = "waits"
    STANDS = "stands"
    HIDDEN = "hidden"
    GONE = "gone"


class ForumTopic(SchoolRow, table=True):
    """A topic; its standing is that of its first post.

    last_number: the number of its last post. last_at: when a post of it last came to be seen.
    """

    __tablename__ = "forum_topic"
    __table_args__ = (
        Index(None, "school_id", "section_id", "pinned", "last_at"),
        Index(None, "school_id", "author_id"),
    )

    section_id: int = Field(foreign_key="forum_section.id")
    title: str = Field(max_length=limits.FORUM_TOPIC)
    author_id: int = Field(foreign_key="person.id")
    made_at: datetime
    standing: ForumStanding = choice(ForumStanding, default=ForumStanding.STANDS)
    pinned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    closed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    last_number: int = 0
    last_at: datetime


class ForumPost(SchoolRow, table=True):
    """A post, in Markdown; number is its place in the topic.

    shown_at: since when others see it, none while it waits.

    What was taken back or hidden keeps its words for whoever has to look into it.
    """

    __tablename__ = "forum_post"
    __table_args__ = (
        UniqueConstraint("school_id", "topic_id", "number"),
        Index(None, "school_id", "standing", "written_at"),
    )

    topic_id: int = Field(foreign_key="forum_topic.id")
    number: int
    author_id: int = Field(foreign_key="person.id")
    written_at: datetime
    shown_at: datetime | None = None
    words: str = Field(sa_type=Text)
    standing: ForumStanding = choice(ForumStanding, default=ForumStanding.STANDS)
    edited_at: datetime | None = None


class ForumWord(SchoolRow, table=True):
    """A word of a post without its ending, by which the post is found; none of one taken back."""

    __tablename__ = "forum_word"
    __table_args__ = (
        UniqueConstraint("school_id", "stem", "post_id"),
        Index(None, "post_id"),
    )

    post_id: int = Field(foreign_key="forum_post.id")
    stem: str = Field(sa_type=by_code(limits.STEM))


class ForumFormerWords(SchoolRow, table=True):
    """What a post said before it was changed: kept for whoever has to look into it."""

    __tablename__ = "forum_former_words"
    __table_args__ = (Index(None, "school_id", "post_id"),)

    post_id: int = Field(foreign_key="forum_post.id")
    words: str = Field(sa_type=Text)
    until: datetime


class ForumSubscription(SchoolRow, table=True):
    """Whether somebody is told of new answers in a topic; who has said no stays unasked."""

    __tablename__ = "forum_subscription"
    __table_args__ = (
        UniqueConstraint("school_id", "topic_id", "person_id"),
        Index(None, "school_id", "person_id"),
    )

    topic_id: int = Field(foreign_key="forum_topic.id")
    person_id: int = Field(foreign_key="person.id")
    wanted: bool


class ForumSeen(SchoolRow, table=True):
    """When somebody last looked into a topic: what came to be seen later is new to them."""

    __tablename__ = "forum_seen"
    __table_args__ = (
        UniqueConstraint("school_id", "topic_id", "person_id"),
        Index(None, "school_id", "person_id"),
    )

    topic_id: int = Field(foreign_key="forum_topic.id")
    person_id: int = Field(foreign_key="person.id")
    seen_at: datetime
