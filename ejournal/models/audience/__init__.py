"""To whom something of the school is: the parts of it that are chosen."""

from enum import StrEnum

from sqlmodel import Field

from ejournal.models.base import SchoolRow, choice
from ejournal.models.people import Role


class Whom(StrEnum):
    """Who of the chosen classes, grades and groups is meant."""

    GUARDIANS = "guardians"
    PUPILS = "pupils"
    BOTH = "both"


class PartKind(StrEnum):
    """What is chosen: a part of the school, those who are away, or somebody by name."""

    CLASS = "class"
    GRADE = "grade"
    GROUP = "group"
    ROLE = "role"
    ABSENT = "absent"
    UNEXPLAINED = "unexplained"
    PERSON = "person"


class AudiencePart(SchoolRow):
    """One chosen part; tables of parts say beside it of what it is one."""

    kind: PartKind = choice(PartKind)
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    grade: int | None = None
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    role: Role | None = choice(Role, default=None, nullable=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
