"""Whom a line of a file means of those whom the school knows, and what only a person can decide."""

from datetime import date
from typing import TYPE_CHECKING, Any

from ejournal.lazily import Lazily
from ejournal.models import Role
from ejournal.models.structure import class_title
from ejournal.services.accounts.snils import snils_hash
from ejournal.services.base.names import same
from ejournal.services.people_import.file import (
    Fault,
    GuardianLine,
    Line,
    Meaning,
    SheetKind,
)
from ejournal.services.people_import.known import Known
from ejournal.services.people_import.planned import NEW, Plan

if TYPE_CHECKING:
    from rapidfuzz import fuzz
else:
    fuzz = Lazily("rapidfuzz.fuzz")

ALIKE = 85
"""How alike two last names are, of 100, when one may be a slip of the other."""
SEVERAL = "Several people are called so: {names}. Add a birth date, or an id"
NO_BIRTH = "{name} of {place} is called so: add the birth date to tell whether it is the same child"
OTHER_BIRTH = "{name} of this class is born on {day}: one of the two birth dates is wrong"
OTHER_MIDDLE = "{name}, born the same day, is known: is it the same child with another patronymic?"
SLIP = "{name}, born the same day, is known: is one of the two names a slip?"
TAKEN_FOR = "Taken for {name} whom the school knows: nothing tells two people of this name apart"
ID_OF_ANOTHER = "This id is {name}’s: one id is one person"
SNILS_OF_ANOTHER = "This SNILS is {name}’s"


def meant_pupil(plan: Plan, line: Line) -> tuple[Known | None, Fault | None]:
    """Whom the line means; nobody for a new pupil; a fault where a person must say."""
    chosen = plan.choices.get((line.sheet, line.row))
    if chosen is not None:
        return (plan.people.by_id.get(chosen) if chosen != NEW else None), None
    by_id, fault = _by_id(plan, line, pupils=True)
    if by_id is not None or fault is not None:
        return by_id, fault
    called = plan.people.called(line.name, pupils=True)
    sure = [one for one in called if line.birth and one.birth == line.birth]
    open_ones = [one for one in called if not line.birth or not one.birth]
    here = [one for one in open_ones if one.is_or_was_in(line.class_name)]
    if len(sure) > 1 or (not sure and len(here) > 1):
        names = ", ".join(told(one) for one in sure or here)
        return None, line.fault(Meaning.NAME, SEVERAL, names=names)
    if sure or here:
        return (sure or here)[0], None
    if open_ones:
        one = open_ones[0]
        return None, line.fault(
            Meaning.BIRTH, NO_BIRTH, one.name, name=one.name, place=_place(one), person_id=one.id
        )
    return None, _near(plan, line, called)


def _near(plan: Plan, line: Line, called: list[Known]) -> Fault | None:
    """A child so like another that one of the two is probably written wrong."""
    for one in called:
        if one.place == line.class_name and one.birth:
            day = f"{one.birth:%d.%m.%Y}"
            return line.fault(Meaning.BIRTH, OTHER_BIRTH, day, name=one.name, day=day, person_id=one.id)
    born = [one for one in plan.people.born(line.birth) if one.is_pupil] if line.birth else []
    for one in born:
        if same(one.first) != same(line.name.first):
            continue
        if same(one.last) == same(line.name.last):
            return line.fault(Meaning.NAME, OTHER_MIDDLE, one.name, name=one.name, person_id=one.id)
        if fuzz.ratio(same(one.last), same(line.name.last)) >= ALIKE and one.place == line.class_name:
            return line.fault(Meaning.NAME, SLIP, one.name, name=one.name, person_id=one.id)
    return None


def _by_id(plan: Plan, line: Line, *, pupils: bool) -> tuple[Known | None, Fault | None]:
    """Who has the line's id or SNILS; a fault when that is a person of quite another name."""
    keyed = (
        (
            Meaning.EXTERNAL,
            ID_OF_ANOTHER,
            plan.people.by_external.get(line.external) if line.external else None,
        ),
        (
            Meaning.SNILS,
            SNILS_OF_ANOTHER,
            plan.people.by_snils.get(snils_hash(line.snils)) if line.snils else None,
        ),
    )
    for meaning, message, one in keyed:
        if one is None:
            continue
        fits = same(one.first) == same(line.name.first) or same(one.last) == same(line.name.last)
        if one.is_pupil is not pupils or not fits:
            return None, line.fault(meaning, message, one.name, name=one.name)
        return one, None
    return None, None


def meant_adult(
    plan: Plan, line: Line, guardian: GuardianLine, child: Known | None, whole: Line | None
) -> tuple[Known | None, Fault | None]:
    """As meant_pupil, of a grown-up; child is whose guardian, whole the guardian's own line."""
    if whole is not None:
        chosen = plan.choices.get((line.sheet, line.row))
        if chosen is not None:
            return (plan.people.by_id.get(chosen) if chosen != NEW else None), None
        by_id, fault = _by_id(plan, whole, pupils=False)
        if by_id is not None or fault is not None:
            return by_id, fault
    called = plan.people.called(guardian.name, pupils=False)
    birth = whole.birth if whole else None
    sure = [one for one in called if _is_sure(one, guardian, child, birth)]
    if not sure and line.kind is SheetKind.STAFF:
        # Of the staff a name is enough, where nothing speaks against it.
        sure = [one for one in called if _is_staff(one) and not _is_another(one, guardian, birth)]
    if len(sure) == 1:
        return sure[0], None
    likely = sure or [one for one in called if not _is_another(one, guardian, birth)]
    place = Fault(line.sheet, line.row, guardian.column, "")
    if len(likely) > 1:
        names = ", ".join(told(one) for one in likely)
        return None, fault_at(place, SEVERAL, names=names)
    if likely and guardian.name.middle and likely[0].middle:
        return likely[0], fault_at(place, TAKEN_FOR, stops=False, name=told(likely[0]))
    return None, None


def fault_at(place: Fault, message: str, *, stops: bool = True, **params: Any) -> Fault:
    """A fault at the place of another."""
    return Fault(place.sheet, place.row, place.column, message, params, "", stops)


def _is_sure(one: Known, guardian: GuardianLine, child: Known | None, birth: date | None) -> bool:
    """Whether more than the name speaks for it: a phone, a mail, the birth date, the same child."""
    if birth and one.birth:
        return one.birth == birth
    by_contact = (guardian.phone and guardian.phone == one.phone) or (
        guardian.email and guardian.email == one.email
    )
    return bool(by_contact) or (child is not None and child.id in one.wards | one.ended_wards.keys())


def _is_staff(one: Known) -> bool:
    return any(role not in (Role.GUARDIAN, Role.PUPIL) for role, _ in one.roles | one.ended_roles.keys())


def _is_another(one: Known, guardian: GuardianLine, birth: date | None) -> bool:
    """Whether something speaks against it."""
    pairs = ((guardian.phone, one.phone), (guardian.email, one.email), (birth, one.birth))
    return any(new and old and new != old for new, old in pairs)


def told(one: Known) -> str:
    """A person with what tells them apart: the class, the birth date, the row of the file."""
    more = [_place(one)] if one.place else []
    more += [f"{one.birth:%d.%m.%Y}"] if one.birth else []
    return f"{one.name} ({', '.join(more)})" if more else one.name


def _place(one: Known) -> str:
    return class_title(*one.place) if one.place else "–"
