"""Messages of the chat, who has read them, what signs they have."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, by_code, choice


class ChatMessage(SchoolRow, table=True):
    """A message; number is its place in the room, client_id the name that the browser gave it: never twice.

    What was deleted or hidden keeps its words for whoever has to look into it. reminded_at: when those who
    had not read an announcement were last told of it again.
    """

    __tablename__ = "chat_message"
    __table_args__ = (
        UniqueConstraint("school_id", "room_id", "number"),
        UniqueConstraint("school_id", "room_id", "client_id"),
        Index(
            "ix_chat_message_pinned",
            "school_id",
            "room_id",
            sqlite_where=text("pinned_at IS NOT NULL"),
            postgresql_where=text("pinned_at IS NOT NULL"),
        ),
    )

    room_id: int = Field(foreign_key="chat_room.id")
    number: int
    client_id: str = Field(max_length=limits.CHAT_CLIENT)
    author_id: int = Field(foreign_key="person.id")
    sent_at: datetime
    words: str = Field(sa_type=Text)
    announcement: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    reply_to_id: int | None = Field(default=None, foreign_key="chat_message.id")
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    pinned_at: datetime | None = None
    reminded_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_by_id: int | None = Field(default=None, foreign_key="person.id")
    hidden_reason: str = Field(default="", max_length=limits.REASON)


class ChatFormerWords(SchoolRow, table=True):
    """What a message said before it was changed: kept for whoever has to look into it."""

    __tablename__ = "chat_former_words"
    __table_args__ = (Index(None, "school_id", "message_id"),)

    message_id: int = Field(foreign_key="chat_message.id")
    words: str = Field(sa_type=Text)
    until: datetime


class ChatWord(SchoolRow, table=True):
    """A word of a message without its ending, by which the message is found; none of one taken back."""

    __tablename__ = "chat_word"
    __table_args__ = (
        UniqueConstraint("school_id", "room_id", "stem", "message_id"),
        Index(None, "message_id"),
    )

    room_id: int = Field(foreign_key="chat_room.id")
    message_id: int = Field(foreign_key="chat_message.id")
    stem: str = Field(sa_type=by_code(limits.STEM))


class ChatMention(SchoolRow, table=True):
    """Somebody of the room who is named in a message, of that number there, and told of it."""

    __tablename__ = "chat_mention"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "room_id", "number"),
        Index(None, "message_id"),
    )

    room_id: int = Field(foreign_key="chat_room.id")
    number: int
    message_id: int = Field(foreign_key="chat_message.id")
    person_id: int = Field(foreign_key="person.id")


class ChatSeen(SchoolRow, table=True):
    """Up to which message somebody has read a room."""

    __tablename__ = "chat_seen"
    __table_args__ = (
        UniqueConstraint("school_id", "room_id", "person_id"),
        Index(None, "school_id", "person_id"),
    )

    room_id: int = Field(foreign_key="chat_room.id")
    person_id: int = Field(foreign_key="person.id")
    number: int
    seen_at: datetime


class ChatSign(StrEnum):
    """How one answers a message without words."""

    AGREED = "agreed"
    THANKS = "thanks"
    DONE = "done"


class ChatReaction(SchoolRow, table=True):
    """Somebody's sign on a message."""

    __tablename__ = "chat_reaction"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "message_id", "sign"),
        Index(None, "message_id"),
    )

    message_id: int = Field(foreign_key="chat_message.id")
    person_id: int = Field(foreign_key="person.id")
    sign: ChatSign = choice(ChatSign)
