"""Documents of the school that people acknowledge: versions, who is asked, who has said that they know it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.audience import AudiencePart, Whom
from ejournal.models.base import SchoolRow, choice


class DocumentKind(StrEnum):
    """What a document is by the school's own paper flow."""

    LOCAL_ACT = "local-act"
    ORDER = "order"
    MEMO = "memo"
    OTHER = "other"


class SignedBy(StrEnum):
    """How somebody has said that they know a document."""

    BUTTON = "button"
    PASSWORD = "password"  # noqa: S105 - a way, no secret
    CODE = "code"
    PAPER = "paper"


class SchoolDocument(SchoolRow, table=True):
    """A document with all its versions; current is the number of the one in force, 0 for a draft alone.

    signed: a password or a code is asked for. asks_from: the first version whose acknowledgement counts.
    until: the last day for it. reminded_for, late_for: the last day of which people were reminded, and those
    who look after it told, by the program itself. checked_on: when it last looked who has come since.
    """

    __tablename__ = "school_document"
    __table_args__ = (
        Index(None, "school_id", "id"),
        Index(
            "ix_school_document_open",
            "school_id",
            "checked_on",
            sqlite_where=text("withdrawn_at IS NULL AND current > 0"),
            postgresql_where=text("withdrawn_at IS NULL AND current > 0"),
        ),
    )

    author_id: int = Field(foreign_key="person.id")
    kind: DocumentKind = choice(DocumentKind, default=DocumentKind.LOCAL_ACT)
    number: str = Field(default="", max_length=limits.ORDER_NUMBER)
    whom: Whom = choice(Whom, default=Whom.GUARDIANS)
    signed: bool = False
    current: int = 0
    asks_from: int = 0
    made_at: datetime
    until: date | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=limits.NOTE)
    reminded_at: datetime | None = None
    reminded_for: date | None = None
    late_for: date | None = None
    checked_on: date | None = None


class DocumentVersion(SchoolRow, table=True):
    """A version: a draft until it is published, then it never changes.

    asks_again: who knows an earlier one is asked anew. text_hash is of title, text and files.
    """

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("school_id", "document_id", "version"),)

    document_id: int = Field(foreign_key="school_document.id")
    version: int
    title: str = Field(default="", max_length=limits.DOCUMENT_TITLE)
    words: str = Field(default="", sa_type=Text)
    asks_again: bool = True
    until: date | None = None
    text_hash: str = Field(default="", max_length=64)
    published_at: datetime | None = None
    published_by_id: int | None = Field(default=None, foreign_key="person.id")


class DocumentPart(AudiencePart, table=True):
    """One part of those whom a document asks."""

    __tablename__ = "document_part"
    __table_args__ = (Index(None, "school_id", "document_id"),)

    document_id: int = Field(foreign_key="school_document.id")


class DocumentReader(SchoolRow, table=True):
    """Somebody who is asked, for whom (a child of theirs, or themselves), and the child's class then.

    asked: they are among those chosen still. version: the latest that they have acknowledged, 0 for none.
    """

    __tablename__ = "document_reader"
    __table_args__ = (
        UniqueConstraint("school_id", "document_id", "person_id", "for_id", name="uq_document_reader"),
        Index(None, "school_id", "person_id", "document_id"),
        Index(None, "school_id", "class_id", "document_id"),
    )

    document_id: int = Field(foreign_key="school_document.id")
    person_id: int = Field(foreign_key="person.id")
    for_id: int = Field(foreign_key="person.id")
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    asked_on: date
    asked: bool = True
    seen_at: datetime | None = None
    version: int = 0


class DocumentSignature(SchoolRow, table=True):
    """That somebody knows a version, as it is kept for good: with the hash of what stood there.

    paper_day: signed on paper on the day, entered by entered_by_id.
    """

    __tablename__ = "document_signature"
    __table_args__ = (
        UniqueConstraint(
            "school_id", "document_id", "version", "person_id", "for_id", name="uq_document_signature"
        ),
    )

    document_id: int = Field(foreign_key="school_document.id")
    version: int
    person_id: int = Field(foreign_key="person.id")
    for_id: int = Field(foreign_key="person.id")
    at: datetime
    how: SignedBy = choice(SignedBy)
    text_hash: str = Field(max_length=64)
    paper_day: date | None = None
    entered_by_id: int | None = Field(default=None, foreign_key="person.id")
