"""What the lines of a file say of pupils: who they are and in which class."""

from datetime import date

from ejournal.models import Role
from ejournal.models.structure import class_title
from ejournal.services.people_import.file import (
    Line,
    Meaning,
)
from ejournal.services.people_import.guardians import guardian_of
from ejournal.services.people_import.known import Known
from ejournal.services.people_import.making import (
    change_person,
    grant,
    is_of_age,
    make_person,
    need_class,
    note,
)
from ejournal.services.people_import.meant import meant_pupil
from ejournal.services.people_import.planned import PUPIL_AGE, TWICE, NewPlace, Plan

MOVES = "{name} is in {place} now: a move is made on the person’s card"
LEFT = "{name} left {place} on {day}: a return is made on the person’s card"
OUT_OF_YEAR = "The academic year is from {starts} to {ends}"


def plan_pupil(plan: Plan, line: Line) -> None:
    """Plan a line about a pupil, with the guardians named in it."""
    assert line.class_name is not None
    if not is_of_age(plan, line, PUPIL_AGE):
        return
    known, fault = meant_pupil(plan, line)
    if fault is None and known is not None and known.id in plan.seen:
        fault = line.fault(None, TWICE, row=plan.seen[known.id].row)
    if fault is not None:
        plan.faults.append(fault)
        return
    starts = _first_day(plan, line)
    if starts is None:
        return
    one = known or make_person(plan, line, "pupils", is_pupil=True)
    plan.seen[one.id] = line
    if known is not None:
        note(plan, "pupils", change_person(plan, known, line))
    _enrol(plan, line, one, starts)
    if one.place is not None:
        grant(plan, one, Role.PUPIL, None)
    for guardian in line.guardians:
        guardian_of(plan, line, one, guardian)


def _first_day(plan: Plan, line: Line) -> date | None:
    starts = line.enrolled or plan.year.starts
    if plan.year.starts <= starts <= plan.year.ends:
        return starts
    if line.enrolled and line.enrolled < plan.year.starts:
        return plan.year.starts  # since earlier years: in this one from its first day
    words = {"starts": f"{plan.year.starts:%d.%m.%Y}", "ends": f"{plan.year.ends:%d.%m.%Y}"}
    plan.faults.append(line.fault(Meaning.ENROLLED, OUT_OF_YEAR, **words))
    return None


def _enrol(plan: Plan, line: Line, one: Known, starts: date) -> None:
    assert line.class_name is not None
    if one.place == line.class_name:
        plan.unchanged["enrolments"] += 1
        return
    if one.place is not None:
        moves = line.fault(Meaning.CLASS, MOVES, stops=False, name=one.name, place=class_title(*one.place))
        plan.faults.append(moves)
        return
    if one.left is not None:
        place, last = one.left
        day = f"{last:%d.%m.%Y}"
        left = line.fault(Meaning.CLASS, LEFT, stops=False, name=one.name, place=class_title(*place), day=day)
        plan.faults.append(left)
        return
    need_class(plan, line.class_name)
    one.place = line.class_name
    plan.enrolments.append(NewPlace(one.id, line.class_name, starts))
    plan.made["enrolments"] += 1
