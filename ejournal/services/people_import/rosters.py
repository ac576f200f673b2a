"""The way in and out for rosters of other systems: try one, take it in, give out the school's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col
from sqlmodel import select as select_rows

from ejournal.models import (
    Course,
    Guardianship,
    Person,
    Role,
    School,
    SchoolClass,
    Subject,
    Term,
    TermScheme,
)
from ejournal.models.spans import Span
from ejournal.services.base.locks import lock_school
from ejournal.services.calendar.year import YearSpan
from ejournal.services.people_import.applying import apply
from ejournal.services.people_import.importing import OF_ROSTER, Report, report_of, school_now
from ejournal.services.people_import.planned import Plan
from ejournal.services.people_import.roster import Roster, own_id
from ejournal.services.people_import.roster_courses import load_of
from ejournal.services.people_import.roster_plan import plan_roster
from ejournal.services.people_import.standing import Held, Standing, load_standing


def called(session: Session, school_id: int) -> tuple[str, ...]:
    """By which words other systems may name the school: code, names, taxpayer's number, own id."""
    school = session.get_one(School, school_id)
    return (school.code, school.name, school.short_name, school.inn, own_id(school_id, "school", school_id))


def try_roster(session: Session, school_id: int, today: date, roster: Roster) -> Report:
    """What taking the roster in would do; nothing is written."""
    return report_of(_plan(session, school_id, today, roster), counted=OF_ROSTER)


def take_roster(
    session: Session,
    school_id: int,
    author_id: int | None,
    today: date,
    roster: Roster,
    now: datetime,
    name: str = "",
) -> Report:
    """Take in all rows without a fault that stops them; it is taken back as a list of people is.

    DomainError when there is no year, or no terms for a new class. What says nothing new leaves no record.
    """
    lock_school(session, school_id)
    plan = _plan(session, school_id, today, roster)
    report = report_of(plan, counted=OF_ROSTER)
    if report.changes_nothing:
        return report
    made = apply(session, school_id, author_id, plan, name[-200:], now)
    return replace(report, import_id=made.id)


def _plan(session: Session, school_id: int, today: date, roster: Roster) -> Plan:
    year, people, classes = school_now(session, school_id, today)
    standing = load_standing(session, school_id, year.id, today, people)
    load = load_of(session, school_id, year.id)
    return plan_roster(roster, Plan(year, today, people, classes), standing, load)


# ---------------------------------------------------------------------------------------------------- out


@dataclass(frozen=True, slots=True)
class GivenPerson:
    """A person as given out: the row, the id, roles with their days, wards by the ids of children."""

    row: Person
    id: str
    roles: tuple[Held, ...]
    wards: tuple[tuple[Guardianship, str], ...]
    guardians: tuple[str, ...]
    """The ids of guardians who may see the person."""


@dataclass(frozen=True, slots=True)
class GivenClass:
    """A class as given out: places and class teachers are by the ids of people."""

    id: str
    grade: int
    letter: str
    title: str
    terms: tuple[str, ...]
    places: tuple[tuple[str, Held], ...]
    teachers: tuple[tuple[str, Held], ...]


@dataclass(frozen=True, slots=True)
class GivenCourse:
    """A course as given out: teacher and pupils of the day are by the ids of people."""

    id: str
    title: str
    grades: tuple[int, ...]
    subject_id: str
    subject: str
    hours: Decimal
    teacher: str
    pupils: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenTerm:
    """A term as given out, with how its year is parted."""

    id: str
    scheme: TermScheme
    row: Term


@dataclass(frozen=True, slots=True)
class GivenSchool:
    """All that a roster of the school says, on a day."""

    school: School
    id: str
    year_id: str
    year: YearSpan
    today: date
    terms: tuple[GivenTerm, ...]
    classes: tuple[GivenClass, ...]
    people: tuple[GivenPerson, ...]
    courses: tuple[GivenCourse, ...] = ()


def give_roster(session: Session, school_id: int, today: date) -> GivenSchool:
    """The school of the day: all people, this year's classes with their places, roles of now and to come.

    DomainError when there is no year.
    """
    year, known, _ = school_now(session, school_id, today)
    standing = load_standing(session, school_id, year.id, today, known)
    ids = {known_one.id: roster_id for roster_id, known_one in standing.by_id.items()}
    terms = _terms(session, school_id, year.id)
    classes = tuple(_classes(session, school_id, year.id, terms, standing, ids))
    return GivenSchool(
        school=session.get_one(School, school_id),
        id=own_id(school_id, "school", school_id),
        year_id=own_id(school_id, "year", year.id),
        year=year,
        today=today,
        terms=terms,
        classes=classes,
        people=tuple(_people(session, school_id, standing, ids)),
        courses=tuple(_courses(session, school_id, year.id, today, classes, ids)),
    )


def _terms(session: Session, school_id: int, year_id: int) -> tuple[GivenTerm, ...]:
    rows = session.exec(
        select_rows(TermScheme, Term)
        .join(Term, col(Term.scheme_id) == col(TermScheme.id))
        .where(TermScheme.school_id == school_id, TermScheme.year_id == year_id)
        .order_by(col(TermScheme.id), col(Term.number))
    )
    return tuple(GivenTerm(own_id(school_id, "term", row.id or 0), scheme, row) for scheme, row in rows)


def _classes(
    session: Session,
    school_id: int,
    year_id: int,
    terms: tuple[GivenTerm, ...],
    standing: Standing,
    ids: dict[int, str],
) -> list[GivenClass]:
    rows = session.exec(
        select_rows(SchoolClass)
        .where(SchoolClass.school_id == school_id, SchoolClass.year_id == year_id)
        .order_by(col(SchoolClass.grade), col(SchoolClass.letter))
    )
    places = [one for held in standing.places.values() for one in held]
    leads = [one for held in standing.roles.values() for one in held if one.what[0] is Role.CLASS_TEACHER]
    found = []
    for row in rows:
        name = (row.grade, row.letter)
        found.append(
            GivenClass(
                own_id(school_id, "class", row.id or 0),
                row.grade,
                row.letter,
                row.title,
                tuple(one.id for one in terms if one.scheme.id == row.scheme_id),
                tuple((ids[one.person_id], one) for one in places if one.what == name),
                tuple((ids[one.person_id], one) for one in leads if one.what[1] == name),
            )
        )
    return found


def _courses(
    session: Session, school_id: int, year_id: int, today: date, classes: Sequence[GivenClass],
    ids: dict[int, str],
) -> Iterator[GivenCourse]:  # fmt: skip
    """The courses of whole classes; one of a group has no pupils of its own in OneRoster."""
    of_class = {one.id: one for one in classes}
    rows = session.exec(
        select_rows(Course, Subject)
        .join(Subject, col(Subject.id) == col(Course.subject_id))
        .where(Course.school_id == school_id, Course.year_id == year_id, col(Course.group_id).is_(None))
        .order_by(col(Course.id))
    )
    for course, subject in rows:
        klass = of_class.get(own_id(school_id, "class", course.class_id or 0))
        if klass is None or course.teacher_id not in ids:
            continue
        here = [one for one, held in klass.places if Span.of(held).lasts(today)]
        yield GivenCourse(
            own_id(school_id, "course", course.id or 0),
            f"{subject.name}, {klass.title}",
            (klass.grade,),
            own_id(school_id, "subject", subject.id or 0),
            subject.name,
            course.weekly_hours,
            ids[course.teacher_id],
            tuple(dict.fromkeys(here)),
            klass.terms,
        )


def _people(session: Session, school_id: int, standing: Standing, ids: dict[int, str]) -> list[GivenPerson]:
    wards = session.exec(select_rows(Guardianship).where(Guardianship.school_id == school_id)).all()
    rows = {one.id: one for one in wards}
    held = [one for of_one in standing.wards.values() for one in of_one]
    sees: dict[int, list[str]] = {}
    for one in held:
        if rows[one.id].rights.value == "full":
            sees.setdefault(one.what, []).append(ids[one.person_id])
    people = session.exec(
        select_rows(Person)
        .where(Person.school_id == school_id, col(Person.merged_into_id).is_(None))
        .order_by(col(Person.id))
    )
    return [
        GivenPerson(
            person,
            ids[person.id or 0],
            tuple(one for one in standing.roles_of(person.id or 0) if one.what[0] is not Role.CLASS_TEACHER),
            tuple((rows[one.id], ids[one.what]) for one in standing.wards_of(person.id or 0)),
            tuple(sees.get(person.id or 0, ())),
        )
        for person in people
    ]
