"""What differs between two timetables, as the deputy head reads it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ejournal.models import WeekParity
from ejournal.services.timetable.rows import Standing


class Slot(NamedTuple):
    """A class or group of it at a weekday and lesson number; the parts tell groups of one name apart."""

    classes: str
    weekday: int
    number: int
    group: str
    parity: WeekParity
    parts: tuple[tuple[str, str], ...] = ()


class Content(NamedTuple):
    """What stands in a slot."""

    subject: str
    teachers: str
    rooms: str


class ChangeKind(StrEnum):
    """What happened to a slot."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A slot that is not as before."""

    kind: ChangeKind
    slot: Slot
    before: tuple[Content, ...]
    after: tuple[Content, ...]


def differences(before: Iterable[Standing], after: Iterable[Standing]) -> list[SlotChange]:
    """The slots that differ, in order of class, weekday and number."""
    old, new = _by_slot(before), _by_slot(after)
    found = []
    for slot in sorted(old.keys() | new.keys()):
        was, now = tuple(sorted(old.get(slot, ()))), tuple(sorted(new.get(slot, ())))
        if was != now:
            kind = ChangeKind.CHANGED if was and now else ChangeKind.REMOVED if was else ChangeKind.ADDED
            found.append(SlotChange(kind, slot, was, now))
    return found


def _by_slot(standings: Iterable[Standing]) -> dict[Slot, list[Content]]:
    found: dict[Slot, list[Content]] = defaultdict(list)
    for one in standings:
        course = one.course
        parts = tuple((part.title, part.label) for part in course.classes)
        slot = Slot(course.class_titles, one.weekday, one.number, course.group, one.parity, parts)
        found[slot].append(Content(course.subject, course.teachers, "/".join(one.rooms)))
    return found
