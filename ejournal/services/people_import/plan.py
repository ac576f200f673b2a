"""What the lines of a file would change: who is new, who is meant, and what only a person can decide.

Nobody is taken for somebody else without a word: a pupil is known by an id, a SNILS, or name and birth date;
a grown-up by name where phone, mail or birth date do not speak against it, and that is told.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from ejournal.models import Role
from ejournal.models.structure import class_title
from ejournal.services.accounts.snils import snils_hash
from ejournal.services.base.faults import in_order
from ejournal.services.base.names import WrittenName, same
from ejournal.services.calendar.year import YearSpan
from ejournal.services.people_import.file import (
    NO_SUCH_CLASS,
    Fault,
    GuardianLine,
    Line,
    Meaning,
    PeopleFile,
    SheetKind,
)
from ejournal.services.people_import.known import ClassName, Known, People
from ejournal.services.people_import.planned import Ended, NewPlace, NewRole, NewWard

PUPIL_AGE, ADULT_AGE = range(4, 23), range(14, 101)
ALIKE = 85
"""How alike two last names are, of 100, when one may be a slip of the other."""
NEW = 0
"""The choice that a line is somebody new, whoever is called alike."""

AGE = "Born on {day}: this would be {years} years old"
TWICE = "The same person stands in row {row} already"
SEVERAL = "Several people are called so: {names}. Add a birth date, or an id"
NO_BIRTH = "{name} of {place} is called so: add the birth date to tell whether it is the same child"
OTHER_BIRTH = "{name} of this class is born on {day}: one of the two birth dates is wrong"
OTHER_MIDDLE = "{name}, born the same day, is known: is it the same child with another patronymic?"
SLIP = "{name}, born the same day, is known: is one of the two names a slip?"
TAKEN_FOR = "Taken for {name} whom the school knows: nothing tells two people of this name apart"
MOVES = "{name} is in {place} now: a move is made on the person’s card"
NO_SUCH_CHILD = "There is no pupil {name} in the school or in this file"
WHICH_CHILD = "Several pupils are called {name}: add the class"
NO_CLASS_OF_TEACHER = "Of which class? A class teacher needs one"
LEFT = "{name} left {place} on {day}: a return is made on the person’s card"
WARD_ENDED = "{name} was this child’s guardian until {day}: that is begun anew on the person’s card"
ROLE_ENDED = "{name} had this role until {day}: it is given anew on the person’s card"
ONLY_ADMINISTRATOR = "Only an administrator makes somebody a deputy head, director or administrator"
OF_HEADS = frozenset((Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR))
OUT_OF_YEAR = "The academic year is from {starts} to {ends}"
ID_OF_ANOTHER = "This id is {name}’s: one id is one person"
SNILS_OF_ANOTHER = "This SNILS is {name}’s"

Choices = Mapping[tuple[str, int], int]
"""By sheet and row, who the line is: an id, or NEW."""


@dataclass
class Plan:
    """What taking the file in would do; ids below 0 are people whom it makes."""

    year: YearSpan
    today: date
    people: People
    classes: set[ClassName]
    choices: Choices = field(default_factory=dict)
    gives_heads: bool = True
    """Whether who takes the list in may give the roles of heads."""
    new_classes: list[ClassName] = field(default_factory=list)
    new_people: list[Known] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    enrolments: list[NewPlace] = field(default_factory=list)
    guardianships: list[NewWard] = field(default_factory=list)
    roles: list[NewRole] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[int, Line] = field(default_factory=dict)
    """Who is named by which line."""


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
        _pupil(plan, line)
    for line in file.of(SheetKind.GUARDIANS):
        _guardian(plan, line)
    for line in file.of(SheetKind.STAFF):
        _staff(plan, line)
    plan.faults = in_order(plan.faults, [one.title for one in file.sheets])
    return plan


def _suggested(faults: tuple[Fault, ...], classes: set[ClassName]) -> list[Fault]:
    """Faults of classes with the school's own classes of that grade."""
    found = []
    for one in faults:
        grade = "".join(sign for sign in str(one.params.get("value", ""))[:2] if sign.isdigit())
        near = [class_title(*name) for name in sorted(classes) if grade and name[0] == int(grade)]
        is_of_class = one.message == NO_SUCH_CLASS
        found.append(_with(one, ", ".join(near)) if is_of_class and near else one)
    return found


def _with(fault: Fault, suggestion: str) -> Fault:
    return Fault(fault.sheet, fault.row, fault.column, fault.message, fault.params, suggestion, fault.stops)


# ------------------------------------------------------------------------------------------------- pupils


def _pupil(plan: Plan, line: Line) -> None:
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
        _grant(plan, one, Role.PUPIL, None)
    for guardian in line.guardians:
        _guardian_of(plan, line, one, guardian)


def meant_pupil(plan: Plan, line: Line) -> tuple[Known | None, Fault | None]:
    """Whom the line means; nobody for a new pupil; a fault where a person must say."""
    chosen = plan.choices.get((line.sheet, line.row))
    if chosen is not None:
        return (plan.people.by_id.get(chosen) if chosen != NEW else None), None
    by_id, fault = _by_id(plan, line, pupils=True)
    if by_id is not None or fault is not None:
        return by_id, fault
    called = plan.people.called(line.name, pupils=True)
    sure = [one for one in called if line.birth and one.birth == line.birth]
    open_ones = [one for one in called if not line.birth or not one.birth]
    here = [one for one in open_ones if one.is_or_was_in(line.class_name)]
    if len(sure) > 1 or (not sure and len(here) > 1):
        names = ", ".join(_told(one) for one in sure or here)
        return None, line.fault(Meaning.NAME, SEVERAL, names=names)
    if sure or here:
        return (sure or here)[0], None
    if open_ones:
        one = open_ones[0]
        return None, line.fault(
            Meaning.BIRTH, NO_BIRTH, one.name, name=one.name, place=_place(one), person_id=one.id
        )
    return None, _near(plan, line, called)


def _near(plan: Plan, line: Line, called: list[Known]) -> Fault | None:
    """A child so like another that one of the two is probably written wrong."""
    for one in called:
        if one.place == line.class_name and one.birth:
            day = f"{one.birth:%d.%m.%Y}"
            return line.fault(Meaning.BIRTH, OTHER_BIRTH, day, name=one.name, day=day, person_id=one.id)
    born = [one for one in plan.people.born(line.birth) if one.is_pupil] if line.birth else []
    for one in born:
        if same(one.first) != same(line.name.first):
            continue
        if same(one.last) == same(line.name.last):
            return line.fault(Meaning.NAME, OTHER_MIDDLE, one.name, name=one.name, person_id=one.id)
        if fuzz.ratio(same(one.last), same(line.name.last)) >= ALIKE and one.place == line.class_name:
            return line.fault(Meaning.NAME, SLIP, one.name, name=one.name, person_id=one.id)
    return None


def _by_id(plan: Plan, line: Line, *, pupils: bool) -> tuple[Known | None, Fault | None]:
    """Who has the line's id or SNILS; a fault when that is a person of quite another name."""
    keyed = (
        (
            Meaning.EXTERNAL,
            ID_OF_ANOTHER,
            plan.people.by_external.get(line.external) if line.external else None,
        ),
        (
            Meaning.SNILS,
            SNILS_OF_ANOTHER,
            plan.people.by_snils.get(snils_hash(line.snils)) if line.snils else None,
        ),
    )
    for meaning, message, one in keyed:
        if one is None:
            continue
        fits = same(one.first) == same(line.name.first) or same(one.last) == same(line.name.last)
        if one.is_pupil is not pupils or not fits:
            return None, line.fault(meaning, message, one.name, name=one.name)
        return one, None
    return None, None


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


def need_class(plan: Plan, name: ClassName) -> None:
    """See to it that the year has the class."""
    if name not in plan.classes:
        plan.classes.add(name)
        plan.new_classes.append(name)
        plan.made["classes"] += 1


# ---------------------------------------------------------------------------------------------- guardians


def _guardian(plan: Plan, line: Line) -> None:
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
    _guardian_of(plan, line, children[0], own, whole=line)


def _guardian_of(
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
        note(plan, "guardians", _change_fields(plan, known, given))
    plan.seen.setdefault(one.id, line)
    if child.id in one.wards:
        plan.unchanged["guardianships"] += 1
    elif child.id in one.ended_wards:
        day = f"{one.ended_wards[child.id]:%d.%m.%Y}"
        place = Fault(line.sheet, line.row, guardian.column, "")
        plan.faults.append(_fault_at(place, WARD_ENDED, stops=False, name=one.name, day=day))
        return
    else:
        one.wards.add(child.id)
        plan.guardianships.append(NewWard(one.id, child.id, guardian.relation))
        plan.made["guardianships"] += 1
    _grant(plan, one, Role.GUARDIAN, None)


def meant_adult(
    plan: Plan, line: Line, guardian: GuardianLine, child: Known | None, whole: Line | None
) -> tuple[Known | None, Fault | None]:
    """As meant_pupil, of a grown-up; child is whose guardian, whole the guardian's own line."""
    if whole is not None:
        chosen = plan.choices.get((line.sheet, line.row))
        if chosen is not None:
            return (plan.people.by_id.get(chosen) if chosen != NEW else None), None
        by_id, fault = _by_id(plan, whole, pupils=False)
        if by_id is not None or fault is not None:
            return by_id, fault
    called = plan.people.called(guardian.name, pupils=False)
    birth = whole.birth if whole else None
    sure = [one for one in called if _is_sure(one, guardian, child, birth)]
    if not sure and line.kind is SheetKind.STAFF:
        # Of the staff a name is enough, where nothing speaks against it.
        sure = [one for one in called if _is_staff(one) and not _is_another(one, guardian, birth)]
    if len(sure) == 1:
        return sure[0], None
    likely = sure or [one for one in called if not _is_another(one, guardian, birth)]
    place = Fault(line.sheet, line.row, guardian.column, "")
    if len(likely) > 1:
        names = ", ".join(_told(one) for one in likely)
        return None, _fault_at(place, SEVERAL, names=names)
    if likely and guardian.name.middle and likely[0].middle:
        return likely[0], _fault_at(place, TAKEN_FOR, stops=False, name=_told(likely[0]))
    return None, None


def _fault_at(place: Fault, message: str, *, stops: bool = True, **params: Any) -> Fault:
    return Fault(place.sheet, place.row, place.column, message, params, "", stops)


def _is_sure(one: Known, guardian: GuardianLine, child: Known | None, birth: date | None) -> bool:
    """Whether more than the name speaks for it: a phone, a mail, the birth date, the same child."""
    if birth and one.birth:
        return one.birth == birth
    by_contact = (guardian.phone and guardian.phone == one.phone) or (
        guardian.email and guardian.email == one.email
    )
    return bool(by_contact) or (child is not None and child.id in one.wards | one.ended_wards.keys())


def _is_staff(one: Known) -> bool:
    return any(role not in (Role.GUARDIAN, Role.PUPIL) for role, _ in one.roles | one.ended_roles.keys())


def _is_another(one: Known, guardian: GuardianLine, birth: date | None) -> bool:
    """Whether something speaks against it."""
    pairs = ((guardian.phone, one.phone), (guardian.email, one.email), (birth, one.birth))
    return any(new and old and new != old for new, old in pairs)


# -------------------------------------------------------------------------------------------------- staff


def _staff(plan: Plan, line: Line) -> None:
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
    _grant(plan, one, role, place)


# ------------------------------------------------------------------------------------------------- common


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
        gender=line.gender or _gender(name),
        phone=line.phone,
        email=line.email,
        external=line.external,
        snils_hash=snils_hash(line.snils) if line.snils else "",
        is_pupil=is_pupil,
        row=line.row,
    )
    _add(plan, one, what)
    return one


def _make_guardian(plan: Plan, line: Line, guardian: GuardianLine, whole: Line | None) -> Known:
    if whole is not None:
        return make_person(plan, whole, "guardians", is_pupil=False)
    name = guardian.name
    one = Known(
        id=-len(plan.new_people) - 1,
        last=name.last,
        first=name.first,
        middle=name.middle,
        gender=_gender(name),
        phone=guardian.phone,
        email=guardian.email,
        row=line.row,
    )
    _add(plan, one, "guardians")
    return one


def _add(plan: Plan, one: Known, what: str) -> None:
    plan.new_people.append(one)
    plan.people.add(one)
    plan.made[what] += 1


def _gender(name: WrittenName) -> str:
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
    return _change_fields(plan, known, given)


def _change_fields(plan: Plan, known: Known, given: Mapping[str, Any]) -> bool:
    other = {name: value for name, value in given.items() if value and value != getattr(known, name)}
    for name, value in other.items():
        setattr(known, name, value)
    if other and not known.is_new:
        plan.changes.setdefault(known.id, {}).update(other)
    return bool(other)


def note(plan: Plan, what: str, is_changed: bool) -> None:
    """Count one that is known, as changed or as it was."""
    (plan.changed if is_changed else plan.unchanged)[what] += 1


def _grant(plan: Plan, one: Known, role: Role, place: ClassName | None) -> None:
    if (role, place) in one.roles:
        plan.unchanged["roles"] += 1
        return
    one.roles.add((role, place))
    plan.roles.append(NewRole(one.id, role, place))
    plan.made["roles"] += 1


def _told(one: Known) -> str:
    """A person with what tells them apart: the class, the birth date, the row of the file."""
    more = [_place(one)] if one.place else []
    more += [f"{one.birth:%d.%m.%Y}"] if one.birth else []
    return f"{one.name} ({', '.join(more)})" if more else one.name


def _place(one: Known) -> str:
    return class_title(*one.place) if one.place else "–"
