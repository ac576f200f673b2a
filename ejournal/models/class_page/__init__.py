"""A class's page: what stands on it, and which guardians the class teacher lets keep it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, Text, false
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class ClassPart(StrEnum):
    """Of what sort an item is: news in Markdown, a date to remember, a document with its files."""

    NEWS = "news"
    DATE = "date"
    DOCUMENT = "document"


class ClassItem(SchoolRow, table=True):
    """Something that stands on a class's page; who reads it and keeps it stands in access/classes/page.py.

    day: of a date. of_family: a guardian has written it. hidden_at: since when others do not
    see it, for the reason that its author reads. photos_at: when somebody last said that its pictures show
    no child without a consent.
    """

    __tablename__ = "class_item"
    __table_args__ = (
        Index(None, "school_id", "class_id", "part"),
        Index(None, "school_id", "author_id"),
    )

    class_id: int = Field(foreign_key="school_class.id")
    part: ClassPart = choice(ClassPart)
    title: str = Field(max_length=limits.CLASS_ITEM_TITLE)
    words: str = Field(default="", sa_type=Text)
    day: date | None = None
    pinned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    author_id: int = Field(foreign_key="person.id")
    of_family: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    written_at: datetime
    edited_at: datetime | None = None
    photos_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_by_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=limits.REASON)


class ClassHelper(SchoolRow, table=True):
    """A guardian who may write on the class's page in these days, while a child of theirs is in the class."""

    __tablename__ = "class_helper"
    __table_args__ = (
        Index(None, "school_id", "class_id"),
        Index(None, "school_id", "person_id"),
    )

    class_id: int = Field(foreign_key="school_class.id")
    person_id: int = Field(foreign_key="person.id")
    given_by_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date | None = None
