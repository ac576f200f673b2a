"""People, what they are to the school and to one another."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class Gender(StrEnum):
    """How Russian addresses the person."""

    FEMALE = "f"
    MALE = "m"


class Role(StrEnum):
    """What a person may be in a school; one may be several."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    DEPUTY = "deputy"
    CLASS_TEACHER = "class_teacher"
    TEACHER = "teacher"
    PUPIL = "pupil"
    GUARDIAN = "guardian"


class Person(SchoolRow, table=True):
    """A person known to a school, with or without an account.

    snils_hash is a keyed hash: the number itself is never stored.
    """

    __table_args__ = (Index(None, "school_id", "last_name", "first_name"),)

    last_name: str = Field(max_length=limits.PERSON)
    first_name: str = Field(max_length=limits.PERSON)
    middle_name: str = Field(default="", max_length=limits.PERSON)
    gender: Gender | None = choice(Gender, default=None, nullable=True)
    birth_date: date | None = None
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    external_id: str = Field(default="", max_length=120)
    snils_hash: str | None = Field(default=None, max_length=64)

    @property
    def full_name(self) -> str:
        """«Котова Ирина Сергеевна»."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def list_name(self) -> str:
        """«Котова Ирина», as in the journal's list."""
        return f"{self.last_name} {self.first_name}"


def short_name(last: str, first: str, middle: str = "") -> str:
    """«И. С. Котова», as teachers are named in a timetable."""
    initials = " ".join(f"{part[0]}." for part in (first, middle) if part)
    return f"{initials} {last}".strip()


class RoleGrant(SchoolRow, table=True):
    """A role of a person, for a class where the role needs one, from one day to another."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "school_id", "person_id"), Index(None, "school_id", "class_id"))

    person_id: int = Field(foreign_key="person.id")
    role: Role = choice(Role)
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    starts: date | None = None
    ends: date | None = None


class Guardianship(SchoolRow, table=True):
    """A guardian (законный представитель) of a pupil."""

    __table_args__ = (Index(None, "school_id", "guardian_id"), Index(None, "school_id", "pupil_id"))

    guardian_id: int = Field(foreign_key="person.id")
    pupil_id: int = Field(foreign_key="person.id")
    relation: str = Field(default="", max_length=40)
    starts: date | None = None
    ends: date | None = None


class PeopleImport(SchoolRow, table=True):
    """A file of people that was taken in: what it made and changed, by table, so that it can be undone.

    made: ids by table; changed: by person id, what each column held before and holds since.
    """

    __tablename__ = "people_import"
    __table_args__ = (Index(None, "school_id", "at"),)

    at: datetime
    author_id: int | None = Field(default=None, foreign_key="person.id")
    file_name: str = Field(default="", max_length=200)
    made: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    changed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    undone_at: datetime | None = None
