"""Dated rows of a roster: places in classes, roles, guardians; what of them is new here, or over."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services.people_import.file import Fault
from ejournal.services.people_import.guardians import WARD_ENDED
from ejournal.services.people_import.known import ClassName, Known
from ejournal.services.people_import.planned import (
    NewPlace,
    NewRole,
    NewWard,
    Plan,
)
from ejournal.services.people_import.roster import (
    At,
    Roster,
    RosterPlace,
    RosterRole,
    RosterWard,
)
from ejournal.services.people_import.staff import ROLE_ENDED
from ejournal.services.people_import.standing import Held, Standing

NO_USER = "There is no user “{id}” in the archive or in the school"
NO_CLASS = "There is no class “{id}” in the archive or in the school"
PLACE_OVER = "{name}: the place in {title} ends today"
ROLE_OVER = "{name}: a role ends today"
OUT_OF_YEAR = "The academic year is from {starts} to {ends}: this place is not of it"
TAKEN = "{name} is in {title} in these days: only one of the two can be"
OTHER_FIRST_DAY = "{name} is in {title} since {day} here: the first day stays as it is"
HAS_LEFT = "{name} left {title} on {day} here: the place is not opened again"
TWICE_HERE = "{name} is put into {title} by another row already"


@dataclass
class Work:
    """A plan in the making, with what the roster's ids mean."""

    plan: Plan
    standing: Standing
    strangers: Plan
    """The same plan with those whom no id of the roster names: the only ones to be known by name."""
    people: dict[str, Known] = field(default_factory=dict)
    classes: dict[str, ClassName] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    over: set[int] = field(default_factory=set)
    """Who has left."""
    past: Counter[str] = field(default_factory=Counter)
    """By file, how many rows are of what was over before."""

    def tell(self, fault: Fault) -> None:
        """Put a fault on the list."""
        self.plan.faults.append(fault)


def end_row(work: Work, held: Held, what: str, last: date) -> bool:
    """Let a row end on the day, if it does not end before; whether that changes anything."""
    if not held.id or not Span.of(held).outlasts(last):
        work.plan.unchanged[what] += 1
        return False
    work.standing.end(work.plan, held, last)
    work.plan.changed[what] += 1
    return True


def person_of(
    work: Work, roster: Roster, at: At, person_id: str, column: str = "userSourcedId"
) -> Known | None:
    """The person of an id; nothing for who is left out, nothing and a fault for who is not there."""
    if person_id in work.people:
        return work.people[person_id]
    if person_id in work.left_out or person_id in roster.other_people:
        return None
    known = work.standing.by_id.get(person_id)
    if known is None:
        work.tell(at.fault(NO_USER, column, id=person_id[:80]))
    return known


def class_of(work: Work, roster: Roster, at: At, class_id: str) -> ClassName | None:
    """The class of an id, with a fault where it is neither known nor left out."""
    name = work.classes.get(class_id)
    if name is None and class_id not in work.left_out and class_id not in roster.other_classes:
        work.tell(at.fault(NO_CLASS, "classSourcedId", id=class_id[:80]))
    return name


def plan_places(work: Work, roster: Roster) -> None:
    """Places that are over first: only then is there room for others."""
    last = date.max
    for one in sorted(roster.places, key=lambda one: (not one.over, one.ends or last, one.starts or last)):
        known = person_of(work, roster, one.at, one.person_id)
        name = class_of(work, roster, one.at, one.class_id)
        if known is not None and name is not None:
            _place(work, one, known, name)


def _place(work: Work, one: RosterPlace, known: Known, name: ClassName) -> None:
    plan, title = work.plan, class_title(*name)
    held = work.standing.places_of(known.id)
    here = [place for place in held if place.what == name]
    if known.id in work.over:
        work.past[one.at.sheet] += not here
        return
    if one.over:
        done = [end_row(work, place, "enrolments", plan.today) for place in here]
        if any(done):
            work.tell(one.at.fault(PLACE_OVER, "status", stops=False, name=known.name, title=title))
        work.past[one.at.sheet] += not here
        return
    ends = one.ends if one.ends and one.ends <= plan.year.ends else None
    starts = max(one.starts, plan.year.starts) if one.starts else None
    if (one.starts and one.starts > plan.year.ends) or (ends and ends < plan.year.starts):
        words: dict[str, Any] = {
            "starts": f"{plan.year.starts:%d.%m.%Y}",
            "ends": f"{plan.year.ends:%d.%m.%Y}",
        }
        work.tell(one.at.fault(OUT_OF_YEAR, "beginDate", **words))
        return
    same_row = [place for place in here if place.starts in (starts, one.starts)]
    over_it = [place for place in here if Span.of(place).meets(Span(starts, ends))]
    if any(not place.id for place in same_row or over_it):
        work.tell(one.at.fault(TWICE_HERE, "userSourcedId", name=known.name, title=title))
        return
    if same_row or over_it:
        _known_place(work, one, known, (same_row or over_it)[0], starts, ends)
        return
    others = [place for place in held if Span.of(place).meets(Span(starts or plan.year.starts, ends))]
    if starts is None and others and all(place.ends and place.ends < plan.today for place in others):
        words = {
            "name": known.name,
            "title": class_title(*others[-1].what),
            "day": f"{others[-1].ends:%d.%m.%Y}",
        }
        work.tell(one.at.fault(HAS_LEFT, "beginDate", **words))
        return
    if others:
        title = class_title(*others[0].what)
        work.tell(one.at.fault(TAKEN, "classSourcedId", name=known.name, title=title))
        return
    first = starts or plan.year.starts
    plan.enrolments.append(NewPlace(known.id, name, first, ends))
    work.standing.add_place(known.id, name, first, ends)
    plan.made["enrolments"] += 1


def _known_place(
    work: Work, one: RosterPlace, known: Known, held: Held, starts: date | None, ends: date | None
) -> None:
    """A place that the school knows: its last day may be news, its first day stays."""
    words: dict[str, Any] = {"name": known.name, "title": class_title(*held.what)}
    if starts and held.starts and starts != held.starts:
        day = f"{held.starts:%d.%m.%Y}"
        work.tell(one.at.fault(OTHER_FIRST_DAY, "beginDate", stops=False, day=day, **words))
    if ends and Span.of(held).outlasts(ends):
        end_row(work, held, "enrolments", ends)
        return
    if held.ends and held.ends < (ends or date.max) and held.ends < work.plan.today:
        day = f"{held.ends:%d.%m.%Y}"
        work.tell(one.at.fault(HAS_LEFT, "endDate", stops=False, day=day, **words))
    work.plan.unchanged["enrolments"] += 1


def plan_roles(work: Work, roster: Roster) -> None:
    """What people are there: of themselves, and of the classes that they teach."""
    for person in roster.people:
        known = work.people.get(person.id)
        if known is not None and not person.over:
            for role in person.roles:
                _role(work, role, known, None)
    for person_id, role in roster.teachers:
        known = person_of(work, roster, role.at, person_id)
        name = class_of(work, roster, role.at, role.class_id)
        if known is not None and name is not None:
            _role(work, role, known, name)


def _role(work: Work, role: RosterRole, known: Known, name: ClassName | None) -> None:
    plan = work.plan
    held = [one for one in work.standing.roles_of(known.id) if one.what == (role.role, name)]
    if known.id in work.over:
        work.past[role.at.sheet] += not held
        return
    if role.over:
        done = [end_row(work, one, "roles", plan.today) for one in held]
        if any(done):
            work.tell(role.at.fault(ROLE_OVER, "status", stops=False, name=known.name))
        return
    if held:
        if role.ends and Span.of(held[0]).outlasts(role.ends):
            end_row(work, held[0], "roles", role.ends)
        else:
            plan.unchanged["roles"] += 1
        return
    if role.ends and role.ends < plan.today:
        work.past[role.at.sheet] += 1
        return
    if (role.role, name) in known.ended_roles:
        day = f"{known.ended_roles[role.role, name]:%d.%m.%Y}"
        work.tell(role.at.fault(ROLE_ENDED, "role", name=known.name, day=day))
        return
    known.roles.add((role.role, name))
    plan.roles.append(NewRole(known.id, role.role, name, role.starts, role.ends))
    work.standing.add_role(known.id, role.role, name, role.starts, role.ends)
    plan.made["roles"] += 1


def plan_ward(work: Work, roster: Roster, ward: RosterWard) -> None:
    """Who stands for a child there."""
    guardian = person_of(work, roster, ward.at, ward.guardian_id, "agentSourcedIds")
    child = person_of(work, roster, ward.at, ward.child_id, "agentSourcedIds")
    if guardian is None or child is None:
        return
    if any(one.what == child.id for one in work.standing.wards_of(guardian.id)):
        work.plan.unchanged["guardianships"] += 1
        return
    if child.id in guardian.ended_wards:
        day = f"{guardian.ended_wards[child.id]:%d.%m.%Y}"
        work.tell(ward.at.fault(WARD_ENDED, "agentSourcedIds", name=guardian.name, day=day))
        return
    guardian.wards.add(child.id)
    new = NewWard(
        guardian.id, child.id, ward.relation, ward.rights, ward.contacts_hidden, ward.starts, ward.ends
    )
    work.plan.guardianships.append(new)
    work.plan.made["guardianships"] += 1
