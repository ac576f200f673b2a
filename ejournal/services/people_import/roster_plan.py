"""What a roster would change: people by their ids first, then as lists of people are matched; days of rows.

Nobody is deleted: who is over there ends here today. A person without an id of the roster is known by name
as one of a spreadsheet is; two ids are two people.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ejournal.models.structure import class_title
from ejournal.services.base.names import same
from ejournal.services.people_import.file import Fault, GuardianLine, Line, Meaning, SheetKind
from ejournal.services.people_import.guardians import WARD_ENDED
from ejournal.services.people_import.known import ClassName, Known, People
from ejournal.services.people_import.making import change_person, is_of_age, make_person, need_class, note
from ejournal.services.people_import.meant import ID_OF_ANOTHER, meant_adult, meant_pupil
from ejournal.services.people_import.planned import (
    ADULT_AGE,
    PUPIL_AGE,
    TWICE,
    NewPlace,
    NewRole,
    NewWard,
    Plan,
)
from ejournal.services.people_import.roster import (
    At,
    Roster,
    RosterClass,
    RosterPerson,
    RosterPlace,
    RosterRole,
    RosterWard,
)
from ejournal.services.people_import.roster_courses import CoursePlanner, Load
from ejournal.services.people_import.staff import ROLE_ENDED
from ejournal.services.people_import.standing import Held, Standing

OTHER_ID = "{name} is known here under another id: {id}. Is it the same person?"
OTHER_YEAR = "The class is of another year, {starts} – {ends}: it is left out with its {places} enrolments"
SAME_CLASS = "Row {row} is the same class {title}: one of the two is left out"
NO_USER = "There is no user “{id}” in the archive or in the school"
NO_CLASS = "There is no class “{id}” in the archive or in the school"
CLASS_OVER = "The class {title} is over there: here it stays, its pupils’ places are ended by their rows"
LEFT = "{name} has left there: here roles and places end today, the person stays"
PLACE_OVER = "{name}: the place in {title} ends today"
ROLE_OVER = "{name}: a role ends today"
PAST = "Rows of what was over before are left out: {rows}"
OUT_OF_YEAR = "The academic year is from {starts} to {ends}: this place is not of it"
TAKEN = "{name} is in {title} in these days: only one of the two can be"
OTHER_FIRST_DAY = "{name} is in {title} since {day} here: the first day stays as it is"
HAS_LEFT = "{name} left {title} on {day} here: the place is not opened again"
NO_CLASS_YET = "{name} is a pupil without a homeroom class"
TWICE_HERE = "{name} is put into {title} by another row already"
NO_PLACE: ClassName = (0, "")


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


def plan_roster(roster: Roster, plan: Plan, standing: Standing, load: Load) -> Plan:
    """Fill the plan from a roster: classes, people, places, roles, guardians, courses."""
    ids = {one.id for one in roster.people}
    named = {standing.by_id[one].id for one in ids if one in standing.by_id}
    strangers = People(one for one in plan.people.by_id.values() if one.id not in named)
    work = Work(plan, standing, replace(plan, people=strangers))
    plan.faults += roster.faults
    work.classes.update(standing.class_ids)
    _classes(work, roster)
    children = _children(roster)
    first_class = {one.person_id: one.class_id for one in roster.places}
    in_order = sorted(roster.people, key=lambda one: one.line.kind is not SheetKind.PUPILS)
    for person in in_order:
        _person(work, person, first_class.get(person.id, ""), children.get(person.id, ()))
    _places(work, roster)
    _roles(work, roster)
    for ward in roster.wards:
        _ward(work, roster, ward)
    CoursePlanner(plan, standing, load, work.people).take(roster)
    for sheet, rows in work.past.items():
        if rows:
            work.tell(At(sheet).fault(PAST, stops=False, rows=rows))
    order = {name: place for place, name in enumerate(roster.files)}
    plan.faults.sort(key=lambda one: (order.get(one.sheet, len(order)), one.row))
    return plan


def _children(roster: Roster) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in roster.wards:
        found.setdefault(one.guardian_id, []).append(one.child_id)
    return found


# ------------------------------------------------------------------------------------------------ classes


def _classes(work: Work, roster: Roster) -> None:
    seen: dict[ClassName, RosterClass] = {}
    for one in roster.classes:
        year = work.plan.year
        if one.starts and one.ends and (one.ends < year.starts or one.starts > year.ends):
            ids = [place.class_id for place in roster.places] + [role.class_id for _, role in roster.teachers]
            words: dict[str, Any] = {
                "starts": f"{one.starts:%d.%m.%Y}",
                "ends": f"{one.ends:%d.%m.%Y}",
                "places": ids.count(one.id),
            }
            work.tell(one.at.fault(OTHER_YEAR, "termSourcedIds", **words))
            work.left_out.add(one.id)
        elif one.name in seen:
            words = {"row": seen[one.name].at.row, "title": class_title(*one.name)}
            work.tell(one.at.fault(SAME_CLASS, "title", **words))
            work.left_out.add(one.id)
        else:
            seen[one.name] = one
            _class(work, one)


def _class(work: Work, one: RosterClass) -> None:
    is_known = one.name in work.plan.classes
    if one.over:
        if is_known:
            work.tell(one.at.fault(CLASS_OVER, "status", stops=False, title=class_title(*one.name)))
            work.classes[one.id] = one.name
        else:
            work.past[one.at.sheet] += 1
            work.left_out.add(one.id)
        return
    work.classes[one.id] = one.name
    work.plan.unchanged["classes"] += is_known
    need_class(work.plan, one.name)


# ------------------------------------------------------------------------------------------------- people


def _person(work: Work, person: RosterPerson, class_id: str, children: Iterable[str]) -> None:
    """Find or make the person."""
    line = replace(person.line, class_name=work.classes.get(class_id, NO_PLACE))
    known, fault = _meant(work, person, line, children)
    if known is None and fault is None and person.over:
        work.past[person.at.sheet] += 1
        work.left_out.add(person.id)
        return
    if fault is not None:
        work.tell(fault)
        if fault.stops:
            work.left_out.add(person.id)
            return
    ages = PUPIL_AGE if line.kind is SheetKind.PUPILS else ADULT_AGE
    if (known is None or known.birth != line.birth) and not is_of_age(work.plan, line, ages):
        work.left_out.add(person.id)
        return
    what = _what(line)
    if known is None:
        known = make_person(work.plan, line, what, is_pupil=line.kind is SheetKind.PUPILS)
        if person.gender_told:
            known.gender = line.gender
    else:
        is_own = work.standing.own.get(known.id) == person.id
        said = replace(line, external="") if is_own else line
        note(work.plan, what, change_person(work.plan, known, said))
    work.plan.seen[known.id] = line
    work.people[person.id] = known
    if person.over:
        _has_left(work, person, known)
    elif line.kind is SheetKind.PUPILS and not class_id and known.is_new:
        work.tell(person.at.fault(NO_CLASS_YET, stops=False, name=known.name))


def _what(line: Line) -> str:
    return {SheetKind.PUPILS: "pupils", SheetKind.GUARDIANS: "guardians"}.get(line.kind, "staff")


def _meant(
    work: Work, person: RosterPerson, line: Line, children: Iterable[str]
) -> tuple[Known | None, Fault | None]:
    """Whom the row means: by the id, else by name among those whom no id names."""
    known = work.standing.by_id.get(person.id)
    if known is not None:
        fits = same(known.first) == same(line.name.first) or same(known.last) == same(line.name.last)
        if not fits:
            return None, line.fault(Meaning.EXTERNAL, ID_OF_ANOTHER, known.name, name=known.name)
        return known, None
    if line.kind is SheetKind.PUPILS:
        found, fault = meant_pupil(work.strangers, line)
    else:
        written = GuardianLine(line.name, "familyName", "", line.phone, line.email)
        child = next((work.people[one] for one in children if one in work.people), None)
        found, fault = meant_adult(work.strangers, line, written, child, line)
    if found is None or (fault is not None and fault.stops):
        return None, fault
    if found.id in work.plan.seen:
        return None, line.fault(None, TWICE, row=work.plan.seen[found.id].row)
    if found.external and found.external != person.id:
        words = {"name": found.name, "id": found.external}
        return None, line.fault(Meaning.EXTERNAL, OTHER_ID, found.external, **words)
    return found, fault


def _has_left(work: Work, person: RosterPerson, known: Known) -> None:
    """Let all that the person has end today."""
    work.over.add(known.id)
    ended = [
        *((one, "enrolments") for one in work.standing.places_of(known.id)),
        *((one, "roles") for one in work.standing.roles_of(known.id)),
        *((one, "guardianships") for one in work.standing.wards_of(known.id)),
    ]
    done = [_end(work, one, what, work.plan.today) for one, what in ended]
    if any(done):
        work.tell(person.at.fault(LEFT, "status", stops=False, name=known.name))


def _end(work: Work, held: Held, what: str, last: date) -> bool:
    """Let a row end on the day, if it does not end before; whether that changes anything."""
    if not held.id or (held.ends is not None and held.ends <= last):
        work.plan.unchanged[what] += 1
        return False
    work.standing.end(work.plan, held, last)
    work.plan.changed[what] += 1
    return True


def _named(work: Work, roster: Roster, at: At, person_id: str, column: str = "userSourcedId") -> Known | None:
    """The person of an id; nothing for who is left out, nothing and a fault for who is not there."""
    if person_id in work.people:
        return work.people[person_id]
    if person_id in work.left_out or person_id in roster.other_people:
        return None
    known = work.standing.by_id.get(person_id)
    if known is None:
        work.tell(at.fault(NO_USER, column, id=person_id[:80]))
    return known


# ------------------------------------------------------------------------------------------------- places


def _places(work: Work, roster: Roster) -> None:
    """Places that are over first: only then is there room for others."""
    last = date.max
    for one in sorted(roster.places, key=lambda one: (not one.over, one.ends or last, one.starts or last)):
        known = _named(work, roster, one.at, one.person_id)
        name = _class_named(work, roster, one.at, one.class_id)
        if known is not None and name is not None:
            _place(work, one, known, name)


def _class_named(work: Work, roster: Roster, at: At, class_id: str) -> ClassName | None:
    name = work.classes.get(class_id)
    if name is None and class_id not in work.left_out and class_id not in roster.other_classes:
        work.tell(at.fault(NO_CLASS, "classSourcedId", id=class_id[:80]))
    return name


def _place(work: Work, one: RosterPlace, known: Known, name: ClassName) -> None:
    plan, title = work.plan, class_title(*name)
    held = work.standing.places_of(known.id)
    here = [place for place in held if place.what == name]
    if known.id in work.over:
        work.past[one.at.sheet] += not here
        return
    if one.over:
        done = [_end(work, place, "enrolments", plan.today) for place in here]
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
    over_it = [place for place in here if _meet(place, starts, ends)]
    if any(not place.id for place in same_row or over_it):
        work.tell(one.at.fault(TWICE_HERE, "userSourcedId", name=known.name, title=title))
        return
    if same_row or over_it:
        _known_place(work, one, known, (same_row or over_it)[0], starts, ends)
        return
    others = [place for place in held if _meet(place, starts or plan.year.starts, ends)]
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


def _meet(place: Held, starts: date | None, ends: date | None) -> bool:
    return (place.starts or date.min) <= (ends or date.max) and (starts or date.min) <= (
        place.ends or date.max
    )


def _known_place(
    work: Work, one: RosterPlace, known: Known, held: Held, starts: date | None, ends: date | None
) -> None:
    """A place that the school knows: its last day may be news, its first day stays."""
    words: dict[str, Any] = {"name": known.name, "title": class_title(*held.what)}
    if starts and held.starts and starts != held.starts:
        day = f"{held.starts:%d.%m.%Y}"
        work.tell(one.at.fault(OTHER_FIRST_DAY, "beginDate", stops=False, day=day, **words))
    if ends and ends != held.ends and (held.ends is None or ends < held.ends):
        _end(work, held, "enrolments", ends)
        return
    if held.ends and held.ends < (ends or date.max) and held.ends < work.plan.today:
        day = f"{held.ends:%d.%m.%Y}"
        work.tell(one.at.fault(HAS_LEFT, "endDate", stops=False, day=day, **words))
    work.plan.unchanged["enrolments"] += 1


# -------------------------------------------------------------------------------------- roles and guardians


def _roles(work: Work, roster: Roster) -> None:
    for person in roster.people:
        known = work.people.get(person.id)
        if known is not None and not person.over:
            for role in person.roles:
                _role(work, role, known, None)
    for person_id, role in roster.teachers:
        known = _named(work, roster, role.at, person_id)
        name = _class_named(work, roster, role.at, role.class_id)
        if known is not None and name is not None:
            _role(work, role, known, name)


def _role(work: Work, role: RosterRole, known: Known, name: ClassName | None) -> None:
    plan = work.plan
    held = [one for one in work.standing.roles_of(known.id) if one.what == (role.role, name)]
    if known.id in work.over:
        work.past[role.at.sheet] += not held
        return
    if role.over:
        done = [_end(work, one, "roles", plan.today) for one in held]
        if any(done):
            work.tell(role.at.fault(ROLE_OVER, "status", stops=False, name=known.name))
        return
    if held:
        if role.ends and role.ends != held[0].ends and (held[0].ends is None or role.ends < held[0].ends):
            _end(work, held[0], "roles", role.ends)
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


def _ward(work: Work, roster: Roster, ward: RosterWard) -> None:
    guardian = _named(work, roster, ward.at, ward.guardian_id, "agentSourcedIds")
    child = _named(work, roster, ward.at, ward.child_id, "agentSourcedIds")
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
