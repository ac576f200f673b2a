"""A plan done: classes, people, places, guardians and roles written, and what was made kept for an undo."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from ejournal.errors import DomainError
from ejournal.models import (
    Course,
    Enrolment,
    Gender,
    Guardianship,
    PeopleImport,
    Person,
    RoleGrant,
    SchoolClass,
    TermKind,
    TermScheme,
)
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.shown_people import note_file
from ejournal.services.base.topics import load_topic
from ejournal.services.people_import.known import ClassName, Known
from ejournal.services.people_import.planned import Plan
from ejournal.weeks import WEEKS_OF_YEAR

NO_TERMS = "First the academic year needs its terms: by them the new classes are marked"
SENIOR_GRADE = 10
"""From here on terms are half-years, where the school has such."""
COLUMNS = {
    "last": "last_name",
    "first": "first_name",
    "middle": "middle_name",
    "birth": "birth_date",
    "gender": "gender",
    "phone": "phone",
    "email": "email",
    "external": "external_id",
    "snils_hash": "snils_hash",
}
"""By what a file says, the column of a person."""
IMPORTED = "person.import"
ENDING: dict[str, type[Any]] = {str(one.__tablename__): one for one in (Enrolment, RoleGrant, Guardianship)}
"""What a file may end, by the name of its table."""


def apply(
    session: Session, school_id: int, author_id: int | None, plan: Plan, name: str, now: datetime
) -> PeopleImport:
    """Write the plan and put it on record; DomainError when classes are to be made without terms."""
    made = PeopleImport(school_id=school_id, at=now, author_id=author_id, file_name=name)
    classes = _make_classes(session, school_id, plan)
    people = _make_people(session, school_id, plan.new_people)
    rows: list[SQLModel] = [
        *_enrolments(school_id, plan, classes, people),
        *_guardianships(school_id, plan, people),
        *_grants(school_id, plan, classes, people),
    ]
    courses = list(_courses(school_id, plan, classes, people))
    rows += courses
    session.add_all(rows)
    made.changed = _change_people(session, school_id, plan) | _end_rows(session, school_id, plan)
    session.flush()
    made.made = _ids([*classes.made, *people.values(), *rows])
    session.add(made)
    session.flush()
    _record(session, school_id, author_id, plan, people, made)
    ended = [session.get_one(ENDING[one.table], one.id) for one in plan.ended]
    note_file(session, school_id, _named(plan, people, [*rows, *ended]))
    if courses:
        _record_courses(session, school_id, author_id, courses, made)
    return made


def _named(plan: Plan, people: Mapping[int, Person], rows: Iterable[SQLModel]) -> set[int]:
    """Whom the file has entered or changed, and the pupils whose place or guardian is another now."""
    pupils = {one.pupil_id for one in rows if isinstance(one, (Enrolment, Guardianship))}
    return pupils | set(plan.changes) | {one.id or 0 for one in people.values()}


class _Classes(dict[ClassName, int]):
    """The year's classes by name; made are the new ones."""

    made: list[SchoolClass]


def _make_classes(session: Session, school_id: int, plan: Plan) -> _Classes:
    of_year = (SchoolClass.school_id == school_id, SchoolClass.year_id == plan.year.id)
    known = session.exec(select(SchoolClass).where(*of_year)).all()
    found = _Classes({(one.grade, one.letter): one.id or 0 for one in known})
    found.made = [
        SchoolClass(
            school_id=school_id,
            year_id=plan.year.id,
            grade=grade,
            letter=letter,
            scheme_id=_scheme(session, school_id, plan, known, grade),
        )
        for grade, letter in plan.new_classes
    ]
    session.add_all(found.made)
    session.flush()
    found.update({(one.grade, one.letter): one.id or 0 for one in found.made})
    return found


def _scheme(session: Session, school_id: int, plan: Plan, known: Iterable[SchoolClass], grade: int) -> int:
    """The terms of a new class: those of its grade's other classes, else half-years for the oldest."""
    alike = next((one.scheme_id for one in known if one.grade == grade), None)
    if alike is not None:
        return alike
    schemes = session.exec(
        select(TermScheme)
        .where(TermScheme.school_id == school_id, TermScheme.year_id == plan.year.id)
        .order_by(col(TermScheme.id))
    ).all()
    if not schemes:
        raise DomainError(NO_TERMS)
    halves = [one for one in schemes if one.kind is TermKind.HALF_YEAR]
    others = [one for one in schemes if one.kind is not TermKind.HALF_YEAR]
    chosen = (halves or others) if grade >= SENIOR_GRADE else (others or halves)
    return chosen[0].id or 0


def _make_people(session: Session, school_id: int, new: Iterable[Known]) -> dict[int, Person]:
    """By the plan's number, the person that was made."""
    people = {
        one.id: Person(
            school_id=school_id,
            last_name=one.last,
            first_name=one.first,
            middle_name=one.middle,
            gender=Gender(one.gender) if one.gender else None,
            birth_date=one.birth,
            phone=one.phone,
            email=one.email,
            external_id=one.external,
            snils_hash=one.snils_hash or None,
        )
        for one in new
    }
    session.add_all(people.values())
    session.flush()
    return people


def _number(people: dict[int, Person], ref: int) -> int:
    return ref if ref > 0 else people[ref].id or 0


def _enrolments(
    school_id: int, plan: Plan, classes: _Classes, people: dict[int, Person]
) -> Iterable[Enrolment]:
    for one in plan.enrolments:
        yield Enrolment(
            school_id=school_id,
            class_id=classes[one.place],
            pupil_id=_number(people, one.ref),
            starts=one.starts,
            ends=one.ends,
        )


def _guardianships(school_id: int, plan: Plan, people: dict[int, Person]) -> Iterable[Guardianship]:
    for one in plan.guardianships:
        yield Guardianship(
            school_id=school_id,
            guardian_id=_number(people, one.guardian),
            pupil_id=_number(people, one.pupil),
            relation=one.relation,
            rights=one.rights,
            contacts_hidden=one.contacts_hidden,
            starts=one.starts,
            ends=one.ends,
        )


def _grants(school_id: int, plan: Plan, classes: _Classes, people: dict[int, Person]) -> Iterable[RoleGrant]:
    for one in plan.roles:
        yield RoleGrant(
            school_id=school_id,
            person_id=_number(people, one.ref),
            role=one.role,
            class_id=classes[one.place] if one.place else None,
            starts=one.starts,
            ends=one.ends,
        )


def _courses(school_id: int, plan: Plan, classes: _Classes, people: dict[int, Person]) -> Iterable[Course]:
    for one in plan.courses:
        yield Course(
            school_id=school_id,
            year_id=plan.year.id,
            class_id=classes[one.place],
            subject_id=one.subject_id,
            teacher_id=_number(people, one.teacher),
            weekly_hours=one.hours,
            planned_hours=round(one.hours * WEEKS_OF_YEAR),
        )


def _record_courses(
    session: Session, school_id: int, author_id: int | None, courses: Iterable[Course], made: PeopleImport
) -> None:
    changes = []
    for one in courses:
        after: dict[str, Any] = {
            "class": one.class_id,
            "group": None,
            "subject": one.subject_id,
            "teacher": one.teacher_id,
        }
        after |= {"hours": str(one.weekly_hours), "room": None, "import": made.id}
        changes.append(audit.Change("course.create", "course", one.id, after=after))
    audit.record(session, school_id, author_id, *changes)
    note(session, load_topic(school_id))


def _change_people(session: Session, school_id: int, plan: Plan) -> dict[str, Any]:
    """Write what the file says otherwise of those whom the school knows; before and since, by person."""
    changed: dict[str, Any] = {}
    for person_id, given in plan.changes.items():
        person = session.get_one(Person, person_id)
        assert person.school_id == school_id
        kept = {}
        for name, value in given.items():
            column = COLUMNS[name]
            new = Gender(value) if column == "gender" else value
            kept[column] = [spelled(getattr(person, column)), spelled(new)]
            setattr(person, column, new)
        changed[str(person_id)] = kept
        session.add(person)
    return changed


def _end_rows(session: Session, school_id: int, plan: Plan) -> dict[str, Any]:
    """Let rows end that the file says are over; their last days before and since, by table and id."""
    changed: dict[str, Any] = {}
    for one in plan.ended:
        row = session.get_one(ENDING[one.table], one.id)
        assert row.school_id == school_id
        changed[f"{one.table}:{one.id}"] = {"ends": [spelled(row.ends), spelled(one.ends)]}
        row.ends = one.ends
        session.add(row)
    return changed


def spelled(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _ids(rows: Iterable[SQLModel]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(str(row.__tablename__), []).append(row.id)  # type: ignore[attr-defined]
    return found


def _record(
    session: Session,
    school_id: int,
    author_id: int | None,
    plan: Plan,
    people: dict[int, Person],
    made: PeopleImport,
) -> None:
    """One entry of the trail for each person made or changed, one for the file."""
    new = [
        audit.Change(IMPORTED, "person", one.id, after={"name": one.full_name, "import": made.id})
        for one in people.values()
    ]
    changed = [
        audit.Change(
            IMPORTED,
            "person",
            int(key),
            before={name: old for name, (old, _) in kept.items() if name != "snils_hash"},
            after={name: now for name, (_, now) in kept.items() if name != "snils_hash"}
            | {"import": made.id},
        )
        for key, kept in made.changed.items()
        if key.isdecimal()
    ]
    over = [
        audit.Change(
            IMPORTED,
            "person",
            one.person_id,
            after={"ended": one.table, "row": one.id, "on": spelled(one.ends), "import": made.id},
        )
        for one in plan.ended
    ]
    counts = {"file": made.file_name, "made": dict(plan.made), "changed": dict(plan.changed)}
    whole = audit.Change("people.import", "people_import", made.id, after=counts)
    audit.record(session, school_id, author_id, *new, *changed, *over, whole)
