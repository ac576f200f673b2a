"""People, what they are to the school and to one another."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, Index, event, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, by_code, choice
from ejournal.spelling import folded


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


class GuardianRights(StrEnum):
    """What a guardian may see of the child: all, or by a court's limit nothing at all."""

    FULL = "full"
    NONE = "none"


def sought_words(names: Mapping[str, Any]) -> str:
    """What a person is found and ordered by: the folded names, then the phone's digits."""
    parts = [folded(" ".join(str(names.get(part) or "").split())) for part in _NAMES]
    digits = "".join(char for char in str(names.get("phone") or "") if char.isdecimal())
    return " ".join(part for part in (*parts, digits) if part)


_NAMES = ("last_name", "first_name", "middle_name")


def _sought_of_new(context: Any) -> str:
    return sought_words(context.get_current_parameters())


class Person(SchoolRow, table=True):
    """A person known to a school, with or without an account.

    snils_hash is a keyed hash: the number itself is never stored. merged_into_id: this card was one of two
    of a person and is there for the trail alone; the other one stands for both.
    """

    __table_args__ = (
        Index(None, "school_id", "last_name", "first_name"),
        Index(None, "school_id", "sought", "id"),
        Index(
            "ix_person_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    last_name: str = Field(max_length=limits.PERSON)
    first_name: str = Field(max_length=limits.PERSON)
    middle_name: str = Field(default="", max_length=limits.PERSON)
    gender: Gender | None = choice(Gender, default=None, nullable=True)
    birth_date: date | None = None
    phone: str = Field(default="", max_length=limits.PHONE)
    email: str = Field(default="", max_length=limits.EMAIL)
    external_id: str = Field(default="", max_length=120)
    snils_hash: str | None = Field(default=None, max_length=64)
    merged_into_id: int | None = Field(default=None, foreign_key="person.id")
    # Compared by the codes of the letters in both databases: the alphabet is in their order, but for «ё».
    sought: str | None = Field(
        default=None,
        nullable=False,
        sa_type=by_code(300),
        sa_column_kwargs={"default": _sought_of_new},
    )

    @property
    def full_name(self) -> str:
        """«Котова Ирина Сергеевна»."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def list_name(self) -> str:
        """«Котова Ирина», as in the journal's list."""
        return f"{self.last_name} {self.first_name}"


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_sought(_mapper: Any, _connection: Connection, person: Person) -> None:
    person.sought = sought_words({name: getattr(person, name) for name in (*_NAMES, "phone")})


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
    """A guardian (законный представитель) of a pupil.

    Without rights the person is known and sees nothing of the child; access/wards.py is where it is asked.
    contacts_hidden: the child's other guardians do not see this one's phone and e-mail.
    """

    __table_args__ = (Index(None, "school_id", "guardian_id"), Index(None, "school_id", "pupil_id"))

    guardian_id: int = Field(foreign_key="person.id")
    pupil_id: int = Field(foreign_key="person.id")
    relation: str = Field(default="", max_length=limits.RELATION)
    rights: GuardianRights = choice(GuardianRights, default=GuardianRights.FULL)
    contacts_hidden: bool = False
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
