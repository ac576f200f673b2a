"""Rooms of the chat: of the school's structure, of groups of the staff, of two."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class ChatKind(StrEnum):
    """Whose room it is: what access/chat.py says who is in each."""

    CLASS_GUARDIANS = "class_guardians"
    CLASS_PUPILS = "class_pupils"
    COURSE = "course"
    STAFF = "staff"
    HEADS = "heads"
    GROUP = "group"
    DIRECT = "direct"


class ChatRoom(SchoolRow, table=True):
    """A room of the chat; who is in it follows the structure, only a group of the staff has own members.

    part: of which part of the school it is made, never twice; empty for groups and talks of two.
    last_number: the number of its last message; told_number: the last one of which its people were told.
    watched: a talk of the staff with a pupil, which the school's supervisor reads.
    """

    __tablename__ = "chat_room"
    __table_args__ = (
        UniqueConstraint("school_id", "part"),
        Index(None, "school_id", "kind", "class_id"),
        Index(None, "school_id", "course_id"),
        Index(None, "school_id", "one_id"),
        Index(None, "school_id", "other_id"),
        Index(None, "school_id", "watched", "last_at"),
        Index(
            "ix_chat_room_untold",
            "school_id",
            sqlite_where=text("told_number < last_number"),
            postgresql_where=text("told_number < last_number"),
        ),
    )

    kind: ChatKind = choice(ChatKind)
    part: str | None = Field(default=None, max_length=60)
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    course_id: int | None = Field(default=None, foreign_key="course.id")
    title: str = Field(default="", max_length=limits.CHAT_TITLE)
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    one_id: int | None = Field(default=None, foreign_key="person.id")
    other_id: int | None = Field(default=None, foreign_key="person.id")
    watched: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    last_number: int = 0
    last_at: datetime | None = None
    told_number: int = 0


class ChatMember(SchoolRow, table=True):
    """Somebody of the staff in a group that was put together by hand."""

    __tablename__ = "chat_member"
    __table_args__ = (
        UniqueConstraint("school_id", "room_id", "person_id"),
        Index(None, "school_id", "person_id", "room_id"),
    )

    room_id: int = Field(foreign_key="chat_room.id")
    person_id: int = Field(foreign_key="person.id")
