"""Who looked into a diary and who acknowledged a week."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow


class Acknowledgement(SchoolRow, table=True):
    """A guardian has read the pupil's week; week is its Monday."""

    __table_args__ = (UniqueConstraint("school_id", "pupil_id", "week", "guardian_id"),)

    pupil_id: int = Field(foreign_key="person.id")
    guardian_id: int = Field(foreign_key="person.id")
    week: date
    at: datetime


class DiaryVisit(SchoolRow, table=True):
    """When a person last looked into a pupil's diary, and the look before that."""

    __tablename__ = "diary_visit"
    __table_args__ = (
        UniqueConstraint("school_id", "pupil_id", "person_id"),
        Index(None, "school_id", "person_id"),
    )

    pupil_id: int = Field(foreign_key="person.id")
    person_id: int = Field(foreign_key="person.id")
    last_at: datetime
    previous_at: datetime | None = None
