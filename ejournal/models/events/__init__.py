"""Events of the school: when and where, for whom, who comes, who waits for a place, who was there."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.audience import AudiencePart, Whom
from ejournal.models.base import SchoolRow, choice


class EventKind(StrEnum):
    """What an event is."""

    EVENT = "event"
    TRIP = "trip"
    CONTEST = "contest"
    FEAST = "feast"
    MEETING = "meeting"


class EventState(StrEnum):
    """Where an event stands."""

    DRAFT = "draft"
    OUT = "out"
    CANCELLED = "cancelled"


class EventPer(StrEnum):
    """For whom one answers."""

    NOBODY = "nobody"
    PERSON = "person"
    CHILD = "child"


class EventSaid(StrEnum):
    """What somebody answers."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Event(SchoolRow, table=True):
    """An event with its dates; whom it invites follows from its parts day by day (access/audience/events.py).

    per: for whom one answers. seats: places of each date, guests: how many one may bring. uid: its name in
    calendars of other programs.
    """

    __tablename__ = "school_event"
    __table_args__ = (Index(None, "school_id", "state"), Index(None, "school_id", "author_id"))

    author_id: int = Field(foreign_key="person.id")
    state: EventState = choice(EventState, default=EventState.DRAFT)
    kind: EventKind = choice(EventKind, default=EventKind.EVENT)
    title: str = Field(default="", max_length=limits.EVENT_TITLE)
    words: str = Field(default="", sa_type=Text)
    place: str = Field(default="", max_length=limits.EVENT_PLACE)
    whom: Whom = choice(Whom, default=Whom.BOTH)
    per: EventPer = choice(EventPer, default=EventPer.NOBODY)
    seats: int | None = None
    guests: int = 0
    uid: str = Field(max_length=40)
    made_at: datetime
    out_at: datetime | None = None
    edited_at: datetime | None = None


class EventPart(AudiencePart, table=True):
    """One part of those whom an event invites."""

    __tablename__ = "event_part"
    __table_args__ = (Index(None, "school_id", "event_id"),)

    event_id: int = Field(foreign_key="school_event.id")


class EventDate(SchoolRow, table=True):
    """A day on which an event is, by the school's clock; without a beginning it takes the whole day.

    taken: places of those who come, kept by conditional updates alone. sequence: grows with each move, by
    which answers from before are known. reminded_at: when those who come were reminded.
    """

    __tablename__ = "event_date"
    __table_args__ = (
        Index(None, "school_id", "event_id"),
        Index(None, "school_id", "day"),
        Index(
            "ix_event_date_unreminded",
            "day",
            sqlite_where=text("reminded_at IS NULL"),
            postgresql_where=text("reminded_at IS NULL"),
        ),
    )

    event_id: int = Field(foreign_key="school_event.id")
    day: date
    starts: time | None = None
    ends: time | None = None
    taken: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    sequence: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    cancelled: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    reminded_at: datetime | None = None


class EventAnswer(SchoolRow, table=True):
    """What was answered for somebody of a date: for oneself, or for a child; the last answer counts.

    waits_from: since when it waits for places. sequence: of the date, when it was given. was_there: what the
    organiser has marked.
    """

    __tablename__ = "event_answer"
    __table_args__ = (
        UniqueConstraint("school_id", "date_id", "for_id"),
        Index(None, "school_id", "for_id"),
        Index(None, "school_id", "person_id"),
    )

    date_id: int = Field(foreign_key="event_date.id")
    for_id: int = Field(foreign_key="person.id")
    person_id: int = Field(foreign_key="person.id")
    said: EventSaid = choice(EventSaid)
    guests: int = 0
    waits_from: datetime | None = None
    answered_at: datetime
    sequence: int = 0
    was_there: bool | None = None
