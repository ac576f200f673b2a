"""What a roster would change: people by their ids first, then as lists of people are matched; classes.

Nobody is deleted: who is over there ends here today. A person without an id of the roster is known by name
as one of a spreadsheet is; two ids are two people.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ejournal.models.structure import class_title
from ejournal.services.base.names import same
from ejournal.services.people_import.file import Fault, GuardianLine, Line, Meaning, SheetKind
from ejournal.services.people_import.known import ClassName, Known, People
from ejournal.services.people_import.making import change_person, is_of_age, make_person, need_class, note
from ejournal.services.people_import.meant import ID_OF_ANOTHER, meant_adult, meant_pupil
from ejournal.services.people_import.planned import (
    ADULT_AGE,
    PUPIL_AGE,
    TWICE,
    Plan,
)
from ejournal.services.people_import.roster import (
    At,
    Roster,
    RosterClass,
    RosterPerson,
)
from ejournal.services.people_import.roster_courses import CoursePlanner, Load
from ejournal.services.people_import.roster_rows import Work, end_row, plan_places, plan_roles, plan_ward
from ejournal.services.people_import.standing import Standing

OTHER_ID = "{name} is known here under another id: {id}. Is it the same person?"
OTHER_YEAR = "The class is of another year, {starts} – {ends}: it is left out with its {places} enrolments"
SAME_CLASS = "Row {row} is the same class {title}: one of the two is left out"
CLASS_OVER = "The class {title} is over there: here it stays, its pupils’ places are ended by their rows"
LEFT = "{name} has left there: here roles and places end today, the person stays"
PAST = "Rows of what was over before are left out: {rows}"
NO_CLASS_YET = "{name} is a pupil without a homeroom class"
NO_PLACE: ClassName = (0, "")


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
    plan_places(work, roster)
    plan_roles(work, roster)
    for ward in roster.wards:
        plan_ward(work, roster, ward)
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
    done = [end_row(work, one, what, work.plan.today) for one, what in ended]
    if any(done):
        work.tell(person.at.fault(LEFT, "status", stops=False, name=known.name))
