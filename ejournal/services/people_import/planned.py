"""Rows that a file would make or end; a ref below 0 is a person whom it makes."""

from datetime import date
from typing import NamedTuple

from ejournal.models import GuardianRights, Role
from ejournal.services.people_import.known import ClassName


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


class Ended(NamedTuple):
    """A row of a person that shall end on a day: a place, a role, a guardianship, by its table's name."""

    table: str
    id: int
    person_id: int
    ends: date
