"""Messages of the school to many: to whom, what is asked, who has seen and answered; texts that are kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.audience import AudiencePart, Whom
from ejournal.models.base import SchoolRow, choice


class MessageState(StrEnum):
    """Where a message stands; lapsed: its hour came, and its author might not send it any more."""

    DRAFT = "draft"
    WAITING = "waiting"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class MessageAsks(StrEnum):
    """What is asked of those who get a message."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    ANSWER = "answer"


class MassMessage(SchoolRow, table=True):
    """A message to many; an author has one draft at a time.

    options are what may be answered; until: the last moment for it. send_at: when a waiting one goes.
    """

    __tablename__ = "mass_message"
    __table_args__ = (
        Index(None, "school_id", "author_id", "id"),
        Index(
            "ix_mass_message_waiting",
            "send_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    author_id: int = Field(foreign_key="person.id")
    state: MessageState = choice(MessageState, default=MessageState.DRAFT)
    title: str = Field(default="", max_length=limits.MESSAGE_TITLE)
    words: str = Field(default="", sa_type=Text)
    whom: Whom = choice(Whom, default=Whom.GUARDIANS)
    urgent: bool = False
    asks: MessageAsks = choice(MessageAsks, default=MessageAsks.NOTHING)
    options: list[Any] = Field(default_factory=list, sa_type=JSON)
    until: datetime | None = None
    send_at: datetime | None = None
    made_at: datetime
    sent_at: datetime | None = None
    withdrawn_at: datetime | None = None
    reminded_at: datetime | None = None


class MessageChoice(SchoolRow, table=True):
    """To whom somebody writes again and again, under a name."""

    __tablename__ = "message_choice"
    __table_args__ = (Index(None, "school_id", "owner_id"),)

    owner_id: int = Field(foreign_key="person.id")
    title: str = Field(max_length=limits.MESSAGE_TITLE)
    whom: Whom = choice(Whom, default=Whom.GUARDIANS)


class MessagePart(AudiencePart, table=True):
    """One part of those to whom a message, or a kept choice, is."""

    __tablename__ = "message_part"
    __table_args__ = (Index(None, "school_id", "message_id"), Index(None, "school_id", "choice_id"))

    message_id: int | None = Field(default=None, foreign_key="mass_message.id")
    choice_id: int | None = Field(default=None, foreign_key="message_choice.id")


class MessageReader(SchoolRow, table=True):
    """Somebody who has got a message; answer is the place of the option, zero for a confirmation."""

    __tablename__ = "message_reader"
    __table_args__ = (
        UniqueConstraint("school_id", "message_id", "person_id"),
        Index(None, "school_id", "person_id", "message_id"),
    )

    message_id: int = Field(foreign_key="mass_message.id")
    person_id: int = Field(foreign_key="person.id")
    seen_at: datetime | None = None
    answer: int | None = None
    answered_at: datetime | None = None


class MessageChild(SchoolRow, table=True):
    """Because of which pupil somebody has got a message, and in which class the pupil was then."""

    __tablename__ = "message_child"
    __table_args__ = (UniqueConstraint("school_id", "message_id", "person_id", "pupil_id"),)

    message_id: int = Field(foreign_key="mass_message.id")
    person_id: int = Field(foreign_key="person.id")
    pupil_id: int = Field(foreign_key="person.id")
    class_id: int = Field(foreign_key="school_class.id")


class MessageTemplate(SchoolRow, table=True):
    """A text that is written again and again: one's own, or of the whole school."""

    __tablename__ = "message_template"
    __table_args__ = (Index(None, "school_id", "owner_id"),)

    owner_id: int = Field(foreign_key="person.id")
    of_school: bool = False
    title: str = Field(max_length=limits.MESSAGE_TITLE)
    words: str = Field(sa_type=Text)
