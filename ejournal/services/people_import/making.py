"""People made and changed by the lines of a file, and what is counted of them."""

from collections.abc import Mapping
from typing import Any

from ejournal.models import Role
from ejournal.services.accounts.snils import snils_hash
from ejournal.services.base.names import WrittenName, same
from ejournal.services.people_import.file import (
    Line,
    Meaning,
)
from ejournal.services.people_import.known import ClassName, Known
from ejournal.services.people_import.planned import NewRole, Plan

AGE = "Born on {day}: this would be {years} years old"


def is_of_age(plan: Plan, line: Line, ages: range) -> bool:
    """Whether the birth date fits; else it is a fault."""
    if line.birth is None:
        return True
    years = (plan.today - line.birth).days // 365
    if years in ages:
        return True
    plan.faults.append(line.fault(Meaning.BIRTH, AGE, day=f"{line.birth:%d.%m.%Y}", years=years))
    return False


def make_person(plan: Plan, line: Line, what: str, *, is_pupil: bool) -> Known:
    """Somebody new as the line says, counted as what."""
    name = line.name
    one = Known(
        id=-len(plan.new_people) - 1,
        last=name.last,
        first=name.first,
        middle=name.middle,
        birth=line.birth,
        gender=line.gender or gender_of(name),
        phone=line.phone,
        email=line.email,
        external=line.external,
        snils_hash=snils_hash(line.snils) if line.snils else "",
        is_pupil=is_pupil,
        row=line.row,
    )
    add(plan, one, what)
    return one


def add(plan: Plan, one: Known, what: str) -> None:
    """Count somebody new."""
    plan.new_people.append(one)
    plan.people.add(one)
    plan.made[what] += 1


def gender_of(name: WrittenName) -> str:
    """What the patronymic tells: «-вна» and «-ична» are a woman's, «-вич» and «-ьич» a man's."""
    middle = name.middle.lower()
    if middle.endswith(("вна", "чна", "кызы")):
        return "f"
    return "m" if middle.endswith(("вич", "ьич", "оглы")) else ""


def change_person(plan: Plan, known: Known, line: Line) -> bool:
    """Take over what the line says more, or otherwise; whether that is anything."""
    given: dict[str, Any] = {"phone": line.phone, "email": line.email, "gender": line.gender}
    given["birth"] = line.birth
    given["external"] = line.external
    given["snils_hash"] = snils_hash(line.snils) if line.snils else ""
    given["middle"] = line.name.middle if same(line.name.middle) != same(known.middle) else ""
    if same(line.name.last) != same(known.last):
        given["last"] = line.name.last
    if same(line.name.first) != same(known.first):
        given["first"] = line.name.first
    return change_fields(plan, known, given)


def change_fields(plan: Plan, known: Known, given: Mapping[str, Any]) -> bool:
    """Write down what is said otherwise of somebody; whether anything is."""
    other = {name: value for name, value in given.items() if value and value != getattr(known, name)}
    for name, value in other.items():
        setattr(known, name, value)
    if other and not known.is_new:
        plan.changes.setdefault(known.id, {}).update(other)
    return bool(other)


def note(plan: Plan, what: str, is_changed: bool) -> None:
    """Count one that is known, as changed or as it was."""
    (plan.changed if is_changed else plan.unchanged)[what] += 1


def grant(plan: Plan, one: Known, role: Role, place: ClassName | None) -> None:
    """Plan a role, unless it is held."""
    if (role, place) in one.roles:
        plan.unchanged["roles"] += 1
        return
    one.roles.add((role, place))
    plan.roles.append(NewRole(one.id, role, place))
    plan.made["roles"] += 1


def need_class(plan: Plan, name: ClassName) -> None:
    """See to it that the year has the class."""
    if name not in plan.classes:
        plan.classes.add(name)
        plan.new_classes.append(name)
        plan.made["classes"] += 1
