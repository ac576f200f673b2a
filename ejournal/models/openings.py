"""Who opened whose personal data: a line for each opener, thing and hour; never what stood in it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow, choice
from ejournal.models.people import Role


class OpeningKind(StrEnum):
    """What was opened or taken away."""

    CARD = "card"
    CLASS_LIST = "class-list"
    CLASS_SHEET = "class-sheet"
    CLASS_JOURNAL = "class-journal"
    CLASS_REPORT = "class-report"
    NEWCOMERS = "newcomers"
    NEWCOMERS_TAKEN = "newcomers-taken"
    NEWCOMER_STAFF = "newcomer-staff"
    NEWCOMER_STAFF_TAKEN = "newcomer-staff-taken"
    SLIPS = "slips"
    CONSENT_LIST = "consent-list"
    CONSENT_SHEET = "consent-sheet"
    CONSENT_PAPER = "consent-paper"
    SEARCH = "search"


class Opening(SchoolRow, table=True):
    """Somebody opened a card or a list in an hour of the school's clock; at is the first time in it.

    subject_id is the person of a card and the class of a list; 0 for what is of the whole school. Who was in
    a list follows from who was in the class on the day. role is in which the opener could do it.
    """

    __table_args__ = (
        UniqueConstraint("school_id", "opener_id", "kind", "subject_id", "day", "hour"),
        Index(None, "school_id", "kind", "subject_id", "day"),
        Index(None, "school_id", "day", "hour"),
    )

    opener_id: int = Field(foreign_key="person.id")
    role: Role = choice(Role)
    kind: OpeningKind = choice(OpeningKind)
    subject_id: int = 0
    day: date
    hour: int
    at: datetime
