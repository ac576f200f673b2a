"""What the lines of a file say of guardians: of whom, and from when."""

from ejournal.models import Role
from ejournal.services.people_import.file import (
    Fault,
    GuardianLine,
    Line,
    Meaning,
)
from ejournal.services.people_import.known import Known
from ejournal.services.people_import.making import (
    add,
    change_fields,
    gender_of,
    grant,
    is_of_age,
    make_person,
    note,
)
from ejournal.services.people_import.meant import fault_at, meant_adult
from ejournal.services.people_import.planned import ADULT_AGE, NewWard, Plan

NO_SUCH_CHILD = "There is no pupil {name} in the school or in this file"
WHICH_CHILD = "Several pupils are called {name}: add the class"
WARD_ENDED = "{name} was this child’s guardian until {day}: that is begun anew on the person’s card"


def plan_guardian(plan: Plan, line: Line) -> None:
    """Plan a line about a guardian, by the child that it names."""
    assert line.child is not None
    if not is_of_age(plan, line, ADULT_AGE):
        return
    children = [
        one
        for one in plan.people.called(line.child, pupils=True)
        if line.class_name is None or one.place == line.class_name
    ]
    if len(children) != 1:
        message = WHICH_CHILD if children else NO_SUCH_CHILD
        plan.faults.append(line.fault(Meaning.CHILD, message, name=line.child.text))
        return
    own = GuardianLine(
        line.name, line.columns.get(Meaning.NAME.value, ""), line.relation, line.phone, line.email
    )
    guardian_of(plan, line, children[0], own, whole=line)


def guardian_of(
    plan: Plan, line: Line, child: Known, guardian: GuardianLine, whole: Line | None = None
) -> None:
    """whole: the line is the guardian's own, with a birth date or an id."""
    known, fault = meant_adult(plan, line, guardian, child, whole)
    if fault is not None:
        plan.faults.append(fault)
        if fault.stops:
            return
    one = known or _make_guardian(plan, line, guardian, whole)
    if known is not None and known.id not in plan.seen:
        given = {"phone": guardian.phone, "email": guardian.email}
        note(plan, "guardians", change_fields(plan, known, given))
    plan.seen.setdefault(one.id, line)
    if child.id in one.wards:
        plan.unchanged["guardianships"] += 1
    elif child.id in one.ended_wards:
        day = f"{one.ended_wards[child.id]:%d.%m.%Y}"
        place = Fault(line.sheet, line.row, guardian.column, "")
        plan.faults.append(fault_at(place, WARD_ENDED, stops=False, name=one.name, day=day))
        return
    else:
        one.wards.add(child.id)
        plan.guardianships.append(NewWard(one.id, child.id, guardian.relation))
        plan.made["guardianships"] += 1
    grant(plan, one, Role.GUARDIAN, None)


def _make_guardian(plan: Plan, line: Line, guardian: GuardianLine, whole: Line | None) -> Known:
    if whole is not None:
        return make_person(plan, whole, "guardians", is_pupil=False)
    name = guardian.name
    one = Known(
        id=-len(plan.new_people) - 1,
        last=name.last,
        first=name.first,
        middle=name.middle,
        gender=gender_of(name),
        phone=guardian.phone,
        email=guardian.email,
        row=line.row,
    )
    add(plan, one, "guardians")
    return one
