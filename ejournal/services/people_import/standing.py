"""What stands in the school by person: places of the year, roles, wards, with their days; and ids of all."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import Role
from ejournal.models.spans import Span
from ejournal.services.base import tables as db
from ejournal.services.people_import.known import ClassName, Known, People
from ejournal.services.people_import.planned import Ended, Plan
from ejournal.services.people_import.roster import own_id, person_ids


@dataclass(slots=True)
class Held:
    """A dated row of a person: what is the class, the role with its class, or the child. 0: not yet made."""

    table: str
    id: int
    person_id: int
    what: Any
    starts: date | None = None
    ends: date | None = None


@dataclass
class Standing:
    """The rows by person; by_id is everybody by the id in rosters, own are ids that the school gave."""

    by_id: dict[str, Known] = field(default_factory=dict)
    own: dict[int, str] = field(default_factory=dict)
    class_ids: dict[str, ClassName] = field(default_factory=dict)
    places: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    wards: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))

    def places_of(self, person_id: int) -> list[Held]:
        """The person's places of this year."""
        return list(self.places.get(person_id, ()))

    def roles_of(self, person_id: int) -> list[Held]:
        """The person's roles of today and of days to come."""
        return list(self.roles.get(person_id, ()))

    def wards_of(self, person_id: int) -> list[Held]:
        """The children whose guardian the person is, or will be."""
        return list(self.wards.get(person_id, ()))

    def add_place(self, person_id: int, name: ClassName, starts: date, ends: date | None) -> None:
        """Count with a place that is to be made."""
        self.places[person_id].append(Held("enrolment", 0, person_id, name, starts, ends))

    def add_role(
        self, person_id: int, role: Role, name: ClassName | None, starts: date | None, ends: date | None
    ) -> None:
        """Count with a role that is to be given."""
        self.roles[person_id].append(Held("role_grant", 0, person_id, (role, name), starts, ends))

    def end(self, plan: Plan, held: Held, last: date) -> None:
        """Plan the end of a row, once: the last said holds."""
        held.ends = last
        plan.ended = [one for one in plan.ended if (one.table, one.id) != (held.table, held.id)]
        plan.ended.append(Ended(held.table, held.id, held.person_id, last))


def load_standing(session: Session, school_id: int, year_id: int, today: date, people: People) -> Standing:
    """The rows of the school; four queries."""
    found = Standing()
    known = people.by_id
    ids = person_ids(school_id, ((one.id, one.external) for one in known.values()))
    found.by_id = {roster_id: known[person_id] for person_id, roster_id in ids.items()}
    found.own = {one: roster_id for one, roster_id in ids.items() if known[one].external != roster_id}
    klass, place, grant, ward = db.school_class.c, db.enrolment.c, db.role_grant.c, db.guardianship.c
    of_year = (klass.school_id == school_id, klass.year_id == year_id)
    names = {
        row.id: (row.grade, row.letter)
        for row in session.execute(select(klass.id, klass.grade, klass.letter).where(*of_year))
    }
    found.class_ids = {own_id(school_id, "class", one): name for one, name in names.items()}
    rows = select(place.id, place.pupil_id, place.class_id, place.starts, place.ends)
    for one, person, class_id, starts, ends in session.execute(rows.where(place.school_id == school_id)):
        if class_id in names:
            found.places[person].append(Held("enrolment", one, person, names[class_id], starts, ends))
    rows = select(grant.id, grant.person_id, grant.role, grant.class_id, grant.starts, grant.ends)
    for one, person, role, class_id, starts, ends in session.execute(
        rows.where(grant.school_id == school_id)
    ):
        if Span(ends=ends).lasts(today) and (class_id is None or class_id in names):
            what = (role, names.get(class_id) if class_id else None)
            found.roles[person].append(Held("role_grant", one, person, what, starts, ends))
    rows = select(ward.id, ward.guardian_id, ward.pupil_id, ward.starts, ward.ends)
    for one, person, child, starts, ends in session.execute(rows.where(ward.school_id == school_id)):
        if Span(ends=ends).lasts(today):
            found.wards[person].append(Held("guardianship", one, person, child, starts, ends))
    return found
