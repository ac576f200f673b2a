"""What the lines of a file would change: who is new, who is meant, and what only a person can decide.

Nobody is taken for somebody else without a word: a pupil is known by an id, a SNILS, or name and birth date;
a grown-up by name where phone, mail or birth date do not speak against it, and that is told.
"""

from datetime import date

from ejournal.models.structure import class_title
from ejournal.services.base.faults import in_order
from ejournal.services.calendar.year import YearSpan
from ejournal.services.people_import.file import (
    NO_SUCH_CLASS,
    Fault,
    PeopleFile,
    SheetKind,
)
from ejournal.services.people_import.guardians import plan_guardian
from ejournal.services.people_import.known import ClassName, People
from ejournal.services.people_import.planned import Choices, Plan
from ejournal.services.people_import.pupils import plan_pupil
from ejournal.services.people_import.staff import plan_staff


def plan_of(
    file: PeopleFile,
    year: YearSpan,
    today: date,
    people: People,
    classes: set[ClassName],
    choices: Choices,
    *,
    gives_heads: bool,
) -> Plan:
    """The plan of a file: pupils first, then their guardians, then the staff."""
    plan = Plan(year, today, people, set(classes), choices, gives_heads)
    plan.faults = _suggested(file.faults, classes)
    for line in file.of(SheetKind.PUPILS):
        plan_pupil(plan, line)
    for line in file.of(SheetKind.GUARDIANS):
        plan_guardian(plan, line)
    for line in file.of(SheetKind.STAFF):
        plan_staff(plan, line)
    plan.faults = in_order(plan.faults, [one.title for one in file.sheets])
    return plan


def _suggested(faults: tuple[Fault, ...], classes: set[ClassName]) -> list[Fault]:
    """Faults of classes with the school's own classes of that grade."""
    found = []
    for one in faults:
        grade = "".join(sign for sign in str(one.params.get("value", ""))[:2] if sign.isdecimal())
        near = [class_title(*name) for name in sorted(classes) if grade and name[0] == int(grade)]
        is_of_class = one.message == NO_SUCH_CLASS
        found.append(_with(one, ", ".join(near)) if is_of_class and near else one)
    return found


def _with(fault: Fault, suggestion: str) -> Fault:
    return Fault(fault.sheet, fault.row, fault.column, fault.message, fault.params, suggestion, fault.stops)
