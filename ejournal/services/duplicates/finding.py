"""Pairs of cards that look like one person: by name and birth date, SNILS or phone; one look over the school.

Only people of one kind are compared, within blocks of the same birth date, name, phone or SNILS: never
everybody with everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.lazily import Lazily
from ejournal.models import NotDuplicate, Role
from ejournal.models.base import table
from ejournal.models.spans import holds_on, lasts
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.names import same

if TYPE_CHECKING:
    from rapidfuzz import fuzz
else:
    fuzz = Lazily("rapidfuzz.fuzz")

MOST = 100
"""Pairs that are shown at once, the likeliest first."""
LARGEST = 60
"""A block of more people is parted by the first letters of names: a birth date may be an import's own."""
LAST, FIRST, MIDDLE = 80, 80, 70
"""How alike, in per cent, names are of which one may be a misspelling of the other."""
NATIONAL = 10
"""The last digits of a phone, which are the same however it is written."""


class Why(StrEnum):
    """By what two cards look like one person, the surest first."""

    SNILS = "snils"
    SAME = "same"
    NEAR = "near"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Likely:
    """One of two cards: what tells it from others."""

    id: int
    name: str
    birth_date: date | None
    classes: str
    roles: tuple[Role, ...]
    login: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards and why they look like one person."""

    first: Likely
    second: Likely
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Likely pairs, how many there are in all, and pairs that were said to be two people."""

    pairs: tuple[Pair, ...]
    total: int
    dismissed: tuple[Pair, ...]


@dataclass(slots=True)
class _Card:
    id: int
    last: str
    first: str
    middle: str
    row: Any
    phone: str
    is_pupil: bool = False
    is_adult: bool = False


_person, _not = db.person.c, table(NotDuplicate)


def find_duplicates(session: Session, actor: Actor) -> Duplicates:
    """The pairs of the actor's school; seven queries."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    cards = _cards(session, actor)
    related = _related(session, actor)
    asked = select(_not.c.first_id, _not.c.second_id).where(_not.c.school_id == actor.school_id)
    said = {(row.first_id, row.second_id) for row in session.execute(asked)}
    found: dict[tuple[int, int], set[Why]] = defaultdict(set)
    for first, second, why in _alike(cards.values()):
        key = min(first.id, second.id), max(first.id, second.id)
        if key not in related and not _of_two_kinds(first, second):
            found[key].add(why)
    order = list(Why)
    ranked = sorted(
        (key for key in found if key not in said),
        key=lambda key: (min(map(order.index, found[key])), cards[key[0]].last, key),
    )
    dismissed = sorted(key for key in said if key[0] in cards and key[1] in cards)[:MOST]
    shown = ranked[:MOST]
    known = _likely(session, actor, cards, {one for key in (*shown, *dismissed) for one in key})

    def pairs(keys: Iterable[tuple[int, int]]) -> tuple[Pair, ...]:
        whys = {key: tuple(sorted(found.get(key, ()), key=order.index)) for key in keys}
        return tuple(Pair(known[first], known[second], why) for (first, second), why in whys.items())

    return Duplicates(pairs(shown), len(ranked), pairs(dismissed))


def _cards(session: Session, actor: Actor) -> dict[int, _Card]:
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_person.birth_date, _person.phone, _person.snils_hash, _person.gender)
        .where(_person.school_id == actor.school_id, _person.merged_into_id.is_(None))
        .order_by(_person.id)
    )
    cards = {
        row.id: _Card(
            row.id,
            same(row.last_name),
            same(row.first_name),
            same(row.middle_name or ""),
            row,
            "".join(char for char in row.phone or "" if char.isdecimal())[-NATIONAL:],
        )
        for row in rows
        if row.first_name
    }
    place, grant, ward = db.enrolment.c, db.role_grant.c, db.guardianship.c
    sits = select(place.pupil_id).where(place.school_id == actor.school_id, lasts(place, actor.today))
    works = select(grant.person_id).where(
        grant.school_id == actor.school_id, grant.role != Role.PUPIL, holds_on(grant, actor.today)
    )
    stands = select(ward.guardian_id).where(ward.school_id == actor.school_id)
    for number in session.scalars(sits):
        if number in cards:
            cards[number].is_pupil = True
    for asked in (works, stands):
        for number in session.scalars(asked):
            if number in cards:
                cards[number].is_adult = True
    return cards


def _related(session: Session, actor: Actor) -> set[tuple[int, int]]:
    """Guardians with their children: never one person."""
    ward = db.guardianship.c
    asked = select(ward.guardian_id, ward.pupil_id).where(ward.school_id == actor.school_id)
    return {(min(row), max(row)) for row in session.execute(asked)}


def _of_two_kinds(first: _Card, second: _Card) -> bool:
    """A child of the school and a grown-up: a father and his son may have one name and one phone."""
    return (first.is_pupil and second.is_adult and not first.is_adult) or (
        second.is_pupil and first.is_adult and not second.is_adult
    )


def _alike(cards: Iterable[_Card]) -> Iterator[tuple[_Card, _Card, Why]]:
    for why, block in _blocks(cards):
        for small in _small(block):
            for first, second in combinations(small, 2):
                if (reason := _reason(why, first, second)) is not None:
                    yield first, second, reason


def _blocks(cards: Iterable[_Card]) -> Iterator[tuple[Why, list[_Card]]]:
    """Those who have something in common that two cards of a person would have."""
    blocks: dict[tuple[Why, Any], list[_Card]] = defaultdict(list)
    for one in cards:
        if one.row.snils_hash:
            blocks[Why.SNILS, one.row.snils_hash].append(one)
        if one.row.birth_date:
            blocks[Why.NEAR, one.row.birth_date].append(one)
        if len(one.phone) == NATIONAL:
            blocks[Why.PHONE, (one.phone, one.first)].append(one)
        if one.middle:
            blocks[Why.NAME, (one.last, one.first, one.middle)].append(one)
    for (why, _), block in blocks.items():
        yield why, block


def _small(block: list[_Card]) -> Iterator[list[_Card]]:
    if len(block) <= LARGEST:
        yield block
        return
    parts: dict[str, list[_Card]] = defaultdict(list)
    for one in block:
        parts[one.last[:2] + one.first[:1]].append(one)
    for part in parts.values():
        yield part[:LARGEST]


def _reason(why: Why, first: _Card, second: _Card) -> Why | None:
    born = first.row.birth_date, second.row.birth_date
    if why is Why.NEAR:
        if (first.last, first.first) == (second.last, second.first) and _may_be(first.middle, second.middle):
            return Why.SAME
        return Why.NEAR if _near(first, second) else None
    if why is Why.NAME:
        return Why.NAME if not all(born) else None  # with two birth dates it is looked at by them
    return why


def _may_be(first: str, second: str) -> bool:
    return not first or not second or fuzz.ratio(first, second) >= MIDDLE


def _near(first: _Card, second: _Card) -> bool:
    """Whether one name may be the other misspelled, or the two parts of it changed places."""
    genders = {one.row.gender for one in (first, second)} - {None}
    if len(genders) > 1 or not _may_be(first.middle, second.middle):
        return False
    swapped = (first.last, first.first) == (second.first, second.last)
    alike = fuzz.ratio(first.last, second.last) >= LAST and fuzz.ratio(first.first, second.first) >= FIRST
    return swapped or alike


def _likely(session: Session, actor: Actor, cards: dict[int, _Card], ids: set[int]) -> dict[int, Likely]:
    place, klass, grant, account = db.enrolment.c, db.school_class.c, db.role_grant.c, db.account.c
    classes: dict[int, str] = {}
    sits = (
        select(place.pupil_id, klass.grade, klass.letter)
        .join_from(db.enrolment, db.school_class, klass.id == place.class_id)
        .where(place.school_id == actor.school_id, place.pupil_id.in_(ids), holds_on(place, actor.today))
    )
    for row in session.execute(sits):
        classes[row.pupil_id] = class_title(row.grade, row.letter)
    roles: dict[int, set[Role]] = defaultdict(set)
    held = select(grant.person_id, grant.role).where(
        grant.school_id == actor.school_id, grant.person_id.in_(ids), holds_on(grant, actor.today)
    )
    for person_id, role in session.execute(held):
        roles[person_id].add(role)
    logins = dict(
        session.execute(select(account.person_id, account.login).where(account.person_id.in_(ids))).all()
    )
    order = list(Role)
    return {
        number: Likely(
            number,
            " ".join(filter(None, (row.last_name, row.first_name, row.middle_name))),
            row.birth_date,
            classes.get(number, ""),
            tuple(sorted(roles[number], key=order.index)),
            logins.get(number, ""),
        )
        for number in ids
        for row in (cards[number].row,)
    }
