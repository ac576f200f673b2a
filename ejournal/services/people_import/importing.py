"""The way in for files of people: try one, take it in, take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.services.base import tables as db
from ejournal.services.base.locks import lock_school
from ejournal.services.calendar.year import YearSpan, current_year
from ejournal.services.people_import.applying import apply
from ejournal.services.people_import.file import Fault, PeopleFile
from ejournal.services.people_import.known import ClassName, People, load_people
from ejournal.services.people_import.plan import plan_of
from ejournal.services.people_import.planned import Choices, Plan

NO_YEAR = "First the school needs an academic year: classes are of a year"
COUNTED = ("pupils", "guardians", "staff", "classes", "enrolments", "guardianships", "roles")
"""What a report counts, in its order."""
OF_ROSTER = (*COUNTED, "courses")
"""What that of a roster counts."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a file did, or would do: counts by COUNTED, and the faults in the order of the file."""

    made: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]
    faults: tuple[Fault, ...]
    plan: Plan
    import_id: int | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether all that the file says is so already."""
        return not any(self.made.values()) and not any(self.changed.values())


def try_in(
    session: Session,
    school_id: int,
    today: date,
    file: PeopleFile,
    choices: Choices | None = None,
    *,
    gives_heads: bool = True,
) -> Report:
    """What taking the file in would do; nothing is written."""
    return report_of(_plan(session, school_id, today, file, choices or {}, gives_heads=gives_heads))


def take_in(
    session: Session,
    school_id: int,
    author_id: int | None,
    today: date,
    file: PeopleFile,
    now: datetime,
    name: str = "",
    choices: Choices | None = None,
    *,
    gives_heads: bool = True,
) -> Report:
    """Take in all lines without a fault that stops them; one of two at once waits for the other.

    gives_heads: whether who does it may make somebody a head of the school: nobody raises themselves.
    DomainError when there is no year, or no terms for a new class. What says nothing new leaves no record.
    """
    lock_school(session, school_id)
    plan = _plan(session, school_id, today, file, choices or {}, gives_heads=gives_heads)
    report = report_of(plan)
    if report.changes_nothing:
        return report
    made = apply(session, school_id, author_id, plan, name[-200:], now)
    return report_of(plan, made.id)


def _plan(
    session: Session, school_id: int, today: date, file: PeopleFile, choices: Choices, *, gives_heads: bool
) -> Plan:
    year, people, classes = school_now(session, school_id, today)
    return plan_of(file, year, today, people, classes, choices, gives_heads=gives_heads)


def school_now(session: Session, school_id: int, today: date) -> tuple[YearSpan, People, set[ClassName]]:
    """The year, everybody known, and the classes of the year; DomainError when there is no year."""
    year = current_year(session, school_id, today)
    if year is None:
        raise DomainError(NO_YEAR)
    klass = db.school_class.c
    rows = session.execute(
        select(klass.grade, klass.letter).where(klass.school_id == school_id, klass.year_id == year.id)
    )
    people = load_people(session, school_id, year.id, today)
    return year, people, {(grade, letter) for grade, letter in rows}


def report_of(plan: Plan, import_id: int | None = None, counted: Sequence[str] = COUNTED) -> Report:
    """What is told of a plan, done or not."""

    def counts(found: Mapping[str, int]) -> dict[str, int]:
        return {name: found.get(name, 0) for name in counted}

    return Report(
        counts(plan.made),
        counts(plan.changed),
        counts(plan.unchanged),
        tuple(plan.faults),
        plan,
        import_id,
    )
