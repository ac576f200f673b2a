"""What a roster of another system says: people, homeroom classes, places, roles and guardians by their ids.

A roster names everybody by an id of its own (OneRoster's sourcedId), kept as a person's external id. Who has
none gets one that the installation's key makes: the school knows its own people again, another does not.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ejournal.models import GuardianRights, Role
from ejournal.services.people_import.file import Fault, Line
from ejournal.services.people_import.known import ClassName
from ejournal.settings import settings


@dataclass(frozen=True, slots=True)
class At:
    """A place of the roster: a file, its row and what stands there, in words for its fault."""

    sheet: str
    row: int = 0

    def fault(
        self, message: str, column: str = "", *, suggestion: str = "", stops: bool = True, **words: object
    ) -> Fault:
        """A fault there."""
        return Fault(self.sheet, self.row, column, message, words, suggestion, stops)


@dataclass(frozen=True, slots=True)
class RosterRole:
    """A role somebody holds; a class teacher's names the class by its id. Over: it shall end today."""

    at: At
    role: Role
    class_id: str = ""
    starts: date | None = None
    ends: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class RosterPlace:
    """A pupil's place in a class."""

    at: At
    person_id: str
    class_id: str
    starts: date | None = None
    ends: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class RosterWard:
    """A guardian of a child."""

    at: At
    guardian_id: str
    child_id: str
    relation: str = ""
    rights: GuardianRights = GuardianRights.FULL
    contacts_hidden: bool = False
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class RosterClass:
    """A homeroom class; starts and ends are those of its sessions, where it names any."""

    at: At
    id: str
    name: ClassName
    starts: date | None = None
    ends: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class RosterCourse:
    """A class by timetable: words that may name its subject, who teaches, the first one first, who learns."""

    at: At
    id: str
    title: str
    subjects: tuple[str, ...]
    teachers: tuple[str, ...]
    pupils: tuple[str, ...]
    hours: str = ""
    starts: date | None = None
    ends: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A person: the line as spreadsheets have it, and the roles. Over: has left.

    gender_told: the roster says of the gender what is known, so that no patronymic is asked.
    """

    at: At
    id: str
    line: Line
    roles: tuple[RosterRole, ...] = ()
    over: bool = False
    gender_told: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """All that the files say; other_classes are the ids of those that are no class of ours, told already."""

    people: tuple[RosterPerson, ...] = ()
    classes: tuple[RosterClass, ...] = ()
    places: tuple[RosterPlace, ...] = ()
    teachers: tuple[tuple[str, RosterRole], ...] = ()
    wards: tuple[RosterWard, ...] = ()
    courses: tuple[RosterCourse, ...] = ()
    other_classes: frozenset[str] = frozenset()
    other_people: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()
    """The names of files in the order in which their faults are told."""


def own_id(school_id: int, kind: str, row_id: int) -> str:
    """The id under which the school gives out a row that no other system has named."""
    named = f"oneroster:{school_id}:{kind}:{row_id}".encode()
    return str(uuid.UUID(bytes=hmac.new(settings().key, named, hashlib.sha256).digest()[:16], version=5))


def person_ids(school_id: int, known: Iterable[tuple[int, str]]) -> dict[int, str]:
    """By person, the id in rosters: the external one, or one of the school's own; of (id, external id)."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for person_id, external in sorted(known):
        is_free = external and external not in taken
        found[person_id] = external if is_free else own_id(school_id, "person", person_id)
        taken.add(found[person_id])
    return found
