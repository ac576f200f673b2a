"""Rows that a file would make or end; a ref below 0 is a person whom it makes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ejournal.models import GuardianRights, Role
from ejournal.services.calendar.year import YearSpan
from ejournal.services.people_import.file import (
    Fault,
    Line,
)
from ejournal.services.people_import.known import ClassName, Known, People


class NewPlace(NamedTuple):
    """A place in a class to be made."""

    ref: int
    place: ClassName
    starts: date
    ends: date | None = None


class NewWard(NamedTuple):
    """A guardianship to be made."""

    guardian: int
    pupil: int
    relation: str
    rights: GuardianRights = GuardianRights.FULL
    contacts_hidden: bool = False
    starts: date | None = None
    ends: date | None = None


class NewRole(NamedTuple):
    """A role to be given."""

    ref: int
    role: Role
    place: ClassName | None = None
    starts: date | None = None
    ends: date | None = None


class NewCourse(NamedTuple):
    """A course of a whole class to be made."""

    teacher: int
    place: ClassName
    subject_id: int
    hours: Decimal


class Ended(NamedTuple):
    """A row of a person that shall end on a day: a place, a role, a guardianship, by its table's name."""

    table: str
    id: int
    person_id: int
    ends: date


PUPIL_AGE, ADULT_AGE = range(4, 23), range(14, 101)
NEW = 0
"""The choice that a line is somebody new, whoever is called alike."""
TWICE = "The same person stands in row {row} already"
Choices = Mapping[tuple[str, int], int]
"""By sheet and row, who the line is: an id, or NEW."""


@dataclass
class Plan:
    """What taking the file in would do; ids below 0 are people whom it makes."""

    year: YearSpan
    today: date
    people: People
    classes: set[ClassName]
    choices: Choices = field(default_factory=dict)
    gives_heads: bool = True
    """Whether who takes the list in may give the roles of heads."""
    new_classes: list[ClassName] = field(default_factory=list)
    new_people: list[Known] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    enrolments: list[NewPlace] = field(default_factory=list)
    guardianships: list[NewWard] = field(default_factory=list)
    roles: list[NewRole] = field(default_factory=list)
    courses: list[NewCourse] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[int, Line] = field(default_factory=dict)
    """Who is named by which line."""
