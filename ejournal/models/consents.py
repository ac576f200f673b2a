"""What people are asked their consent to, and what they have said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow, choice


class ConsentPurpose(StrEnum):
    """What a consent is for: each purpose is asked apart."""

    DATA = "data"
    PHOTO = "photo"


class ConsentDocument(SchoolRow, table=True):
    """A version of the text that is agreed to; it ends when another takes its place.

    text_hash is of title and text.
    """

    __tablename__ = "consent_document"
    __table_args__ = (UniqueConstraint("school_id", "purpose", "version"),)

    purpose: ConsentPurpose = choice(ConsentPurpose)
    version: int
    title: str = Field(max_length=200)
    text: str = Field(sa_type=Text)
    text_hash: str = Field(max_length=64)
    starts: datetime
    ends: datetime | None = None


class Consent(SchoolRow, table=True):
    """A person's consent to a document: about a child of theirs, or about themselves (no pupil)."""

    __table_args__ = (Index(None, "school_id", "person_id"), Index(None, "school_id", "pupil_id"))

    person_id: int = Field(foreign_key="person.id")
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    document_id: int = Field(foreign_key="consent_document.id")
    given_at: datetime
    withdrawn_at: datetime | None = None
