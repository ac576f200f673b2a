"""Whom the school knows already, looked up as a file names them; the new ones of the file among them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import Role
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.base.names import WrittenName, same

ClassName = tuple[int, str]
"""Grade and letter."""


@dataclass(slots=True)
class Known:
    """A person of the school, or one that the file brings: those have ids below 0, and the row they are in.

    wards are the pupils whose guardian the person is; place is the class of this year. What has ended is
    known with its last day: a file does not bring it back.
    """

    id: int
    last: str
    first: str
    middle: str = ""
    birth: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""
    external: str = ""
    snils_hash: str = ""
    place: ClassName | None = None
    is_pupil: bool = False
    roles: set[tuple[Role, ClassName | None]] = field(default_factory=set)
    wards: set[int] = field(default_factory=set)
    left: tuple[ClassName, date] | None = None
    ended_roles: dict[tuple[Role, ClassName | None], date] = field(default_factory=dict)
    ended_wards: dict[int, date] = field(default_factory=dict)
    row: int = 0

    @property
    def name(self) -> str:
        """«Котова Ирина Сергеевна»."""
        return " ".join(part for part in (self.last, self.first, self.middle) if part)

    def is_or_was_in(self, place: ClassName | None) -> bool:
        """Whether the pupil is in the class, or has left it this year."""
        return place is not None and place in (self.place, self.left[0] if self.left else None)

    @property
    def is_new(self) -> bool:
        """Whether the file brings this person."""
        return self.id < 0


class People:
    """The people by all that a file may name them by."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_id: dict[int, Known] = {}
        self.by_external: dict[str, Known] = {}
        self.by_snils: dict[str, Known] = {}
        self._by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._born: dict[date, list[Known]] = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        """Know somebody more."""
        self.by_id[one.id] = one
        self._by_name[same(one.last), same(one.first)].append(one)
        if one.external:
            self.by_external.setdefault(one.external, one)
        if one.snils_hash:
            self.by_snils.setdefault(one.snils_hash, one)
        if one.birth:
            self._born[one.birth].append(one)

    def called(self, name: WrittenName, *, pupils: bool) -> list[Known]:
        """Pupils, or grown-ups, of that last and first name whose patronymic does not speak against it."""
        return [
            one
            for one in self.namesakes(name, pupils=pupils)
            if not one.middle or not name.middle or same(one.middle) == same(name.middle)
        ]

    def namesakes(self, name: WrittenName, *, pupils: bool) -> list[Known]:
        """Pupils, or grown-ups, of that last and first name."""
        return [
            one
            for one in self._by_name.get((same(name.last), same(name.first)), ())
            if one.is_pupil is pupils
        ]

    def born(self, day: date) -> list[Known]:
        """Who was born that day."""
        return self._born.get(day, [])


def load_people(session: Session, school_id: int, year_id: int, today: date) -> People:
    """Everybody of the school, with this year's class, roles and wards of today; four queries."""
    person = db.person.c
    found = {
        row.id: Known(
            id=row.id,
            last=row.last_name,
            first=row.first_name,
            middle=row.middle_name,
            birth=row.birth_date,
            gender=row.gender.value if row.gender else "",
            phone=row.phone,
            email=row.email,
            external=row.external_id,
            snils_hash=row.snils_hash or "",
        )
        for row in session.execute(
            select(db.person)
            .where(person.school_id == school_id, person.merged_into_id.is_(None))
            .order_by(person.id)
        )
    }
    _add_places(session, school_id, year_id, today, found)
    _add_roles(session, school_id, today, found)
    ward = db.guardianship.c
    rows = select(ward.guardian_id, ward.pupil_id, ward.ends).where(ward.school_id == school_id)
    for guardian_id, pupil_id, ends in session.execute(rows):
        if Span(ends=ends).lasts(today):
            found[guardian_id].wards.add(pupil_id)
        else:
            found[guardian_id].ended_wards[pupil_id] = ends
    return People(found.values())


def _add_places(session: Session, school_id: int, year_id: int, today: date, found: dict[int, Known]) -> None:
    place, klass = db.enrolment.c, db.school_class.c
    rows = session.execute(
        select(place.pupil_id, place.ends, klass.year_id, klass.grade, klass.letter)
        .join_from(db.enrolment, db.school_class, klass.id == place.class_id)
        .where(place.school_id == school_id)
    )
    for pupil_id, ends, year, grade, letter in rows:
        found[pupil_id].is_pupil = True
        if year != year_id:
            continue
        if Span(ends=ends).lasts(today):
            found[pupil_id].place = (grade, letter)
        else:
            found[pupil_id].left = ((grade, letter), ends)


def _add_roles(session: Session, school_id: int, today: date, found: dict[int, Known]) -> None:
    grant, klass = db.role_grant.c, db.school_class.c
    rows = session.execute(
        select(grant.person_id, grant.role, grant.ends, klass.grade, klass.letter)
        .join_from(db.role_grant, db.school_class, klass.id == grant.class_id, isouter=True)
        .where(grant.school_id == school_id)
    )
    for person_id, role, ends, grade, letter in rows:
        held = (role, (grade, letter) if grade else None)
        if Span(ends=ends).lasts(today):
            found[person_id].roles.add(held)
            found[person_id].is_pupil |= role is Role.PUPIL
        else:
            found[person_id].ended_roles[held] = ends
