"""How families use the journal: by class and by week, and which guardians never came."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotAllowed
from ejournal.services.base import tables as db
from ejournal.services.registration.reminding import reminder_rule
from ejournal.services.registration.standing import (
    ClassStanding,
    PupilStanding,
    Standing,
    note_reading,
    standing_of_classes,
)
from ejournal.services.usage.signs import (
    WEEKS,
    Sign,
    Signs,
    read_signs,
    weeks_here,
    weeks_of,
    weeks_until,
)

RECENT = 4
"""So many weeks, this one the last, are called lately."""
_LATELY = ((1 << RECENT) - 1) << (WEEKS - RECENT)
READING = (Sign.LOOKED, Sign.READ)


@dataclass(frozen=True, slots=True)
class Use:
    """Of how many families somebody came at all, lately came, read, acknowledged; guardians who never came.

    A family is a pupil with the guardians; without_guardians: pupils for whom none is entered.
    """

    id: int
    title: str
    families: int
    without_guardians: int
    came: int
    lately: int
    reading: int
    acknowledging: int
    guardians: int
    never: int


@dataclass(frozen=True, slots=True)
class WeekUse:
    """A week's families: of how many somebody was here, read, acknowledged; an open one is not over."""

    starts: date
    here: int
    reading: int
    acknowledging: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class NeverCame:
    """A pupil and the guardians who never came."""

    pupil: str
    guardians: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class FamiliesUse:
    """The use by the families of the classes in care; never: of the one class that is looked at."""

    today: date
    whole: Use
    classes: tuple[Use, ...]
    weeks: tuple[WeekUse, ...]
    never: tuple[NeverCame, ...]


def families_use(
    session: Session, actor: Actor, class_id: int | None = None, *, named: bool = False
) -> FamiliesUse:
    """Of the classes that the actor leads or keeps, or of one of them, NotFound for any other; five queries.

    named: with the guardians of the one class who never came; that they were looked at is written down.
    """
    guard.require(actor, Permission.REPORTS_READ)
    if not (actor.leads or actor.class_ids):
        raise NotAllowed
    rule = reminder_rule(session, actor.school_id)
    classes = standing_of_classes(session, actor, rule, class_id)
    signs = read_signs(session, actor, _guardians(actor, classes, class_id))
    if named and class_id is not None:
        note_reading(session, actor, class_id)
    families = _distinct(classes)
    return FamiliesUse(
        actor.today,
        _use(0, "", families, signs),
        tuple(_use(one.id, one.title, one.families, signs) for one in classes),
        tuple(_weeks(families, signs, actor.today)),
        tuple(_never(classes)) if named and class_id is not None else (),
    )


def _guardians(
    actor: Actor, classes: Iterable[ClassStanding], class_id: int | None
) -> Select[Any] | list[int]:
    """Whose signs are read: of those classes alone, where they are not all of the school."""
    if not actor.leads or class_id is not None:
        families = (one for found in classes for one in found.families)
        return sorted({one.person_id for family in families for one in family.guardians})
    ward = db.guardianship.c
    return select(ward.guardian_id).where(ward.school_id == actor.school_id)


def _distinct(classes: Iterable[ClassStanding]) -> list[PupilStanding]:
    """A pupil who changes class stands in both: counted once in the whole."""
    return list({one.pupil.person_id: one for found in classes for one in found.families}.values())


def _use(number: int, title: str, families: Collection[PupilStanding], signs: dict[int, Signs]) -> Use:
    masks = [_masks(one, signs) for one in families]
    guardians = {one.person_id: one for family in families for one in family.guardians}
    here, reading, acknowledging = (sum(bool(mask[which] & _LATELY) for mask in masks) for which in range(3))
    return Use(
        id=number,
        title=title,
        families=len(families),
        without_guardians=sum(not one.guardians for one in families),
        came=sum(any(guardian.has_come for guardian in one.guardians) for one in families),
        lately=here,
        reading=reading,
        acknowledging=acknowledging,
        guardians=len(guardians),
        never=sum(not one.has_come for one in guardians.values()),
    )


def _masks(family: PupilStanding, signs: dict[int, Signs]) -> tuple[int, int, int]:
    """The weeks in which a guardian was here; read of this child, acknowledged this child's diary.

    Of who never signed in nothing counts: each is among those who never came.
    """
    here = reading = acknowledging = 0
    for one in family.guardians:
        if not one.has_come:
            continue
        found = signs.get(one.person_id, {})
        here |= weeks_here(found)
        reading |= weeks_of(found, family.pupil.person_id, *READING)
        acknowledging |= weeks_of(found, family.pupil.person_id, Sign.ACKNOWLEDGED)
    return here, reading, acknowledging


def _weeks(families: Sequence[PupilStanding], signs: dict[int, Signs], today: date) -> Iterable[WeekUse]:
    masks = [_masks(one, signs) for one in families]
    weeks = weeks_until(today)
    for place, starts in enumerate(weeks):
        here, reading, acknowledging = (
            sum(bool(mask[which] >> place & 1) for mask in masks) for which in range(3)
        )
        yield WeekUse(starts, here, reading, acknowledging, starts == weeks[-1])


def _never(classes: Iterable[ClassStanding]) -> Iterable[NeverCame]:
    for found in classes:
        for one in found.families:
            missing = tuple(guardian for guardian in one.guardians if not guardian.has_come)
            if missing or not one.guardians:
                yield NeverCame(one.pupil.name, missing)
