"""What the lines of a file say of staff: who they are and what they may do."""

from ejournal.models import Role
from ejournal.services.people_import.file import (
    GuardianLine,
    Line,
    Meaning,
    SheetKind,
)
from ejournal.services.people_import.known import Known
from ejournal.services.people_import.making import (
    change_person,
    grant,
    is_of_age,
    make_person,
    need_class,
    note,
)
from ejournal.services.people_import.meant import meant_adult
from ejournal.services.people_import.planned import ADULT_AGE, TWICE, Plan

NO_CLASS_OF_TEACHER = "Of which class? A class teacher needs one"
ROLE_ENDED = "{name} had this role until {day}: it is given anew on the person’s card"
ONLY_ADMINISTRATOR = "Only an administrator makes somebody a deputy head, director or administrator"
OF_HEADS = frozenset((Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR))


def plan_staff(plan: Plan, line: Line) -> None:
    """Plan a line about a member of staff, with the roles of the position."""
    if not is_of_age(plan, line, ADULT_AGE):
        return
    roles = [Role(one) for one in line.roles] or [Role.TEACHER]
    if Role.CLASS_TEACHER in roles and line.class_name is None:
        plan.faults.append(line.fault(Meaning.CLASS, NO_CLASS_OF_TEACHER, stops=False))
        roles.remove(Role.CLASS_TEACHER)
    if line.class_name is not None and Role.CLASS_TEACHER not in roles:
        roles.append(Role.CLASS_TEACHER)
    as_written = GuardianLine(line.name, line.columns.get(Meaning.NAME.value, ""), "", line.phone, line.email)
    known, fault = meant_adult(plan, line, as_written, None, line)
    if known is not None and known.id in plan.seen and plan.seen[known.id].kind is SheetKind.STAFF:
        fault = line.fault(None, TWICE, row=plan.seen[known.id].row)
    if fault is not None:
        plan.faults.append(fault)
        if fault.stops:
            return
    one = known or make_person(plan, line, "staff", is_pupil=False)
    if known is not None:
        note(plan, "staff", change_person(plan, known, line))
    plan.seen[one.id] = line
    for role in roles:
        _give_role(plan, line, one, role)


def _give_role(plan: Plan, line: Line, one: Known, role: Role) -> None:
    """What a position lets one do; not by a file what has ended, or what only an administrator gives."""
    place = line.class_name if role is Role.CLASS_TEACHER else None
    if (role, place) not in one.roles:
        if role in OF_HEADS and not plan.gives_heads:
            plan.faults.append(line.fault(Meaning.POSITION, ONLY_ADMINISTRATOR, stops=False))
            return
        if (role, place) in one.ended_roles:
            day = f"{one.ended_roles[role, place]:%d.%m.%Y}"
            ended = line.fault(Meaning.POSITION, ROLE_ENDED, stops=False, name=one.name, day=day)
            plan.faults.append(ended)
            return
    if place is not None:
        need_class(plan, place)
    grant(plan, one, role, place)
