"""What people are asked their consent to, and what they have said."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class ConsentKind(StrEnum):
    """Whence a purpose comes: two stand in every school, others are the school's own."""

    DATA = "data"
    PHOTO = "photo"
    OWN = "own"


class ConsentAnswer(StrEnum):
    """What a person has said."""

    GIVEN = "given"
    REFUSED = "refused"


class ConsentPurpose(SchoolRow, table=True):
    """What consents are asked for, each purpose apart; closed: nobody is asked any more."""

    __tablename__ = "consent_purpose"
    __table_args__ = (Index(None, "school_id", "closed_at"),)

    kind: ConsentKind = choice(ConsentKind, default=ConsentKind.OWN)
    name: str = Field(max_length=limits.CONSENT_PURPOSE)
    closed_at: datetime | None = None


class ConsentDocument(SchoolRow, table=True):
    """A version of a purpose's document; without `starts` it is a draft, with `ends` another took its place.

    Nothing of a version changes once it is published. text_hash is of all that is agreed to. keeps_former:
    consents to the version before hold on until people have answered this one.
    """

    __tablename__ = "consent_document"
    __table_args__ = (UniqueConstraint("school_id", "purpose_id", "version"),)

    purpose_id: int = Field(foreign_key="consent_purpose.id")
    version: int
    title: str = Field(max_length=limits.CONSENT_TITLE)
    text: str = Field(sa_type=Text)
    refusal: str = Field(default="", max_length=limits.CONSENT_REFUSAL)
    asks_children: bool = True
    asks_staff: bool = True
    asks_adults: bool = True
    required: bool = False
    keeps_former: bool = False
    text_hash: str = Field(max_length=64)
    starts: datetime | None = None
    ends: datetime | None = None


class Consent(SchoolRow, table=True):
    """What a person has said of a version: about a child of theirs, or about themselves (no pupil).

    withdrawn_at: a consent taken back. lapsed_at: it ended with its version or its purpose. replaced_at: the
    person has answered the purpose anew. paper_day: signed on paper on the day, entered by entered_by_id.
    """

    __table_args__ = (
        Index(None, "school_id", "person_id"),
        Index(None, "school_id", "pupil_id"),
        Index(None, "school_id", "purpose_id", "person_id"),
    )

    person_id: int = Field(foreign_key="person.id")
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    purpose_id: int = Field(foreign_key="consent_purpose.id")
    document_id: int = Field(foreign_key="consent_document.id")
    answer: ConsentAnswer = choice(ConsentAnswer, default=ConsentAnswer.GIVEN)
    answered_at: datetime
    withdrawn_at: datetime | None = None
    lapsed_at: datetime | None = None
    replaced_at: datetime | None = None
    paper_day: date | None = None
    entered_by_id: int | None = Field(default=None, foreign_key="person.id")
