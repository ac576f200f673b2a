"""A person's names, birth date and contacts; who is alike is found before somebody is added twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.errors import DomainError
from ejournal.models import Gender, Person
from ejournal.models.people import sought_words
from ejournal.models.spans import holds_on, lasts
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.contacts import email_spelled, phone_spelled
from ejournal.services.base.locks import lock_school
from ejournal.services.base.shown_people import note_lists, shown_in
from ejournal.services.base.texts import cleaned
from ejournal.services.people.seen import take

YEAR = timedelta(days=365)
OLDEST = 110 * YEAR
PUPIL_AGES = (4, 25)
"""Years of age between which somebody may sit in a class."""
NAMES = frozenset({"last_name", "first_name", "middle_name"})
"""What every page that names the person shows of them."""
_FIELDS = ("last_name", "first_name", "middle_name", "gender", "birth_date", "phone", "email")


@dataclass(frozen=True, slots=True)
class Details:
    """What a form says of a person, as typed."""

    last_name: str
    first_name: str
    middle_name: str = ""
    gender: Gender | None = None
    birth_date: date | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody known who may be the one that is being added."""

    id: int
    name: str
    birth_date: date | None
    class_title: str


def checked(details: Details, today: date, *, is_pupil: bool = False) -> Details:
    """The details as they are kept; DomainError by the field for what cannot be."""
    _require_sense(details.birth_date, today, is_pupil=is_pupil)
    return replace(
        details,
        last_name=_name(details.last_name, "last_name"),
        first_name=_name(details.first_name, "first_name"),
        middle_name=_name(details.middle_name, "middle_name", required=False),
        phone=phone_spelled(details.phone, "phone"),
        email=email_spelled(details.email, "email"),
    )


def _name(text: str, field: str, *, required: bool = True) -> str:
    name = " ".join(cleaned(text, limits.PERSON, field).split())
    if required and not name:
        raise DomainError("Fill this in", field=field)
    if name and not any(char.isalpha() for char in name):
        raise DomainError("A name is written with letters", field=field)
    if any(char.isdecimal() for char in name):
        raise DomainError("There is a digit in the name", field=field)
    return name


def _require_sense(born: date | None, today: date, *, is_pupil: bool) -> None:
    if born is None:
        return
    if born > today:
        raise DomainError("This day has not come yet", field="birth_date")
    if today - born > OLDEST:
        raise DomainError("Nobody is that old: check the year", field="birth_date")
    youngest, oldest = PUPIL_AGES
    if is_pupil and not youngest * YEAR <= today - born <= (oldest + 1) * YEAR:
        age = (today - born) // YEAR
        raise DomainError("A pupil of {age}? Check the year of birth", field="birth_date", age=age)


def alike(session: Session, actor: Actor, details: Details, besides: int = 0) -> tuple[Alike, ...]:
    """Those of the school with the same names, «е» being «ё», whom the birth date does not tell apart."""
    guard.require(actor, Permission.PEOPLE_READ)
    begins = sought_words({"last_name": details.last_name, "first_name": details.first_name})
    person, place, klass = db.person.c, db.enrolment, db.school_class.c
    sits = and_(
        place.c.school_id == actor.school_id,
        place.c.pupil_id == person.id,
        holds_on(place.c, actor.today),
    )
    rows = session.execute(
        select(person.id, person.last_name, person.first_name, person.middle_name, person.birth_date)
        .add_columns(klass.grade, klass.letter)
        .select_from(
            db.person.outerjoin(place, sits).outerjoin(db.school_class, klass.id == place.c.class_id)
        )
        .where(
            person.school_id == actor.school_id,
            person.merged_into_id.is_(None),
            person.sought >= begins,
            person.sought < begins + "\uffff",
            person.id != besides,
        )
        .order_by(person.sought, person.id)
    ).all()
    return tuple(
        Alike(
            row.id,
            " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
            row.birth_date,
            class_title(row.grade, row.letter) if row.grade is not None else "",
        )
        for row in rows
        if _is_like(row, details)
    )


def _is_like(row: Any, details: Details) -> bool:
    def same(first: Any, second: Any) -> bool:
        return not first or not second or first == second

    names = [
        sought_words({"last_name": one.last_name, "first_name": one.first_name}) for one in (row, details)
    ]
    middles = [sought_words({"middle_name": one.middle_name}) for one in (row, details)]
    return names[0] == names[1] and same(*middles) and same(row.birth_date, details.birth_date)


class LooksKnown(Exception):
    """Somebody alike is known: whoever adds is shown them, and asked whether it is the same person."""

    def __init__(self, found: Sequence[Alike]) -> None:
        super().__init__(*found)
        self.found = tuple(found)


def add_person(
    session: Session, actor: Actor, details: Details, *, is_pupil: bool = False, anyway: bool = False
) -> Person:
    """A new person of the school, flushed; LooksKnown when somebody alike is known and not `anyway`.

    Two who add the same at once come one after the other, and the second is asked.
    """
    guard.require(actor, Permission.PEOPLE_MANAGE)
    kept = checked(details, actor.today, is_pupil=is_pupil)
    lock_school(session, actor.school_id)
    known = alike(session, actor, kept)
    if known and not anyway:
        raise LooksKnown(known)
    person = Person(school_id=actor.school_id, **{name: getattr(kept, name) for name in _FIELDS})
    session.add(person)
    session.flush()
    _record(session, actor, "person.add", person.id or 0, {}, _told(person))
    note_lists(session, actor.school_id)
    return person


def change_person(session: Session, actor: Actor, person_id: int, seen: str, details: Details) -> bool:
    """Write what the form says of the person; whether anything has changed."""
    person = take(session, actor, person_id, seen)
    kept = checked(details, actor.today, is_pupil=_sits_today(session, actor, person_id))
    if person_id in contacts_hidden_from(session, actor):
        kept = replace(kept, phone=person.phone, email=person.email)
    before = _told(person)
    for name in _FIELDS:
        setattr(person, name, getattr(kept, name))
    after = _told(person)
    changed = {name for name in _FIELDS if before.get(name) != after.get(name)}
    if not changed:
        return False
    session.add(person)
    session.flush()
    _record(session, actor, "person.change", person_id, _only(before, changed), _only(after, changed))
    if changed & NAMES:
        note(session, *shown_in(session, actor.school_id, [person_id]))
    note_lists(session, actor.school_id, _wards_of(session, actor, person_id))
    return True


def _sits_today(session: Session, actor: Actor, person_id: int) -> bool:
    place = db.enrolment.c
    asked = select(place.id).where(
        place.school_id == actor.school_id,
        place.pupil_id == person_id,
        lasts(place, actor.today),
    )
    return session.scalar(asked.limit(1)) is not None


def _wards_of(session: Session, actor: Actor, person_id: int) -> list[int]:
    """Beside whom the person stands in lists of classes: themselves, and the children in their care."""
    ward = db.guardianship.c
    asked = select(ward.pupil_id).where(ward.school_id == actor.school_id, ward.guardian_id == person_id)
    return [person_id, *session.scalars(asked)]


def _told(person: Person) -> dict[str, Any]:
    told = {name: getattr(person, name) for name in _FIELDS}
    return {name: str(value.isoformat() if isinstance(value, date) else value) if value else ""
            for name, value in told.items()}  # fmt: skip


def _only(told: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name in names}


def _record(
    session: Session, actor: Actor, action: str, person_id: int, before: dict[str, Any], after: dict[str, Any]
) -> None:
    change = audit.Change(action, "person", person_id, before=before, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
