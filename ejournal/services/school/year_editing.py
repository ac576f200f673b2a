"""The school's year as the deputy head sets it: its days, the weeks of classes, what follows for lessons.

Every function checks what it is given and says by the field what is wrong; what it changes is audited. What a
change does to the year's lessons is told by `change_year_days`, which does both or neither. Terms are in
`year_terms.py`, holidays and moved days in `year_days.py`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AcademicYear,
    SchoolClass,
    Term,
    TermScheme,
)
from ejournal.services import audit
from ejournal.services.base.locks import lock_school
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.calendar.year import load_years
from ejournal.services.lessons.making import Progress, apply_plan
from ejournal.services.lessons.planning import LessonPlan, plan_lessons
from ejournal.services.school.year_rows import (
    MORE,
    check_name,
    record_row,
    save_row,
    values_of,
)
from ejournal.services.timetable.outlook import LessonOutlook, outlook_of

YEARS = range(2000, 2101)
SHORTEST, LONGEST = timedelta(days=90), timedelta(days=366)
WEEKS = (5, 6)
SHIFTS = (1, 2, 3)
Days = tuple[date, date]
NO_DAYS: Days = (date.max, date.min)
"""For a change that can touch no lesson."""


@dataclass(frozen=True)
class Outcome:
    """What a change does to the lessons, and whether it was done or only tried."""

    outlook: LessonOutlook
    done: bool


def change_year_days(
    session: Session, actor: Actor, year_id: int, act: Callable[[], object], *,
    agreed: bool, ask: bool = False, days: Days | None = None, progress: Progress | None = None,
) -> Outcome:  # fmt: skip
    """Do `act` and change the year's lessons to fit; only try it where lessons change and nobody has agreed.

    With `ask` it is tried only, whatever changes; `days` tells which lessons it can touch. Lessons differing
    from the timetable for other reasons are left as they are.
    """
    guard.require(actor, MORE)
    before = plan_lessons(session, actor.school_id, year_id, *(days or ()))
    with session.begin_nested() as trial:
        act()
        session.flush()
        plan = _beyond(before, plan_lessons(session, actor.school_id, year_id, *(days or ())))
        outlook = outlook_of(session, year_id, plan)
        done = agreed or (outlook.is_empty and not ask)
        if not done:
            trial.rollback()
    if not done:
        session.expire_all()
        return Outcome(outlook, done=False)
    report = apply_plan(session, plan, progress)
    after = {"added": report.added, "removed": report.removed, "kept": len(report.kept_because_used)}
    if not outlook.is_empty:
        change = audit.Change("calendar.lessons", "academic_year", year_id, after=after)
        audit.record(session, actor.school_id, actor.person_id, change)
    return Outcome(outlook, done=True)


def _beyond(before: LessonPlan, after: LessonPlan) -> LessonPlan:
    def rest(name: str) -> tuple[Any, ...]:
        known = set(getattr(before, name))
        return tuple(one for one in getattr(after, name) if one not in known)

    names = ("to_add", "to_remove", "to_change", "kept_because_used")
    return LessonPlan(after.school_id, **{name: rest(name) for name in names})


def begin_next_year(session: Session, actor: Actor) -> int:
    """Add the year after the last one; DomainError while the last one is itself to come."""
    guard.require(actor, MORE)
    lock_school(session, actor.school_id)
    years = load_years(session, actor.school_id)
    if years and years[-1].starts > actor.today:
        raise DomainError("The next year is made already: {name}", name=years[-1].name)
    this = actor.today.year if actor.today.month >= 7 else actor.today.year - 1
    return add_year(session, actor, years[-1].starts.year + 1 if years else this)


def add_year(session: Session, actor: Actor, begins: int) -> int:
    """Add the year that begins in September of `begins`, with quarters and the usual holidays."""
    guard.require(actor, MORE)
    lock_school(session, actor.school_id)
    if begins not in YEARS:
        raise DomainError("Give the year as four digits", field="begins")
    starts, ends = date(begins, 9, 1), date(begins + 1, 5, 31)
    _check_years(session, actor, None, f"{begins}/{begins + 1}", starts, ends)
    year_id, _ = make_default_year(session, actor.school_id, starts)
    record_row(session, actor, "calendar.year.add", session.get_one(AcademicYear, year_id))
    return year_id


def change_year(session: Session, actor: Actor, year_id: int, name: str, starts: date, ends: date) -> None:
    """Another name or other days; all terms must stay inside."""
    year = guard.get(session, actor, AcademicYear, year_id, MORE)
    _check_years(session, actor, year_id, name, starts, ends)
    for term in _terms_of_year(session, actor, year_id):
        if not (starts <= term.starts and term.ends <= ends):
            field = "starts" if term.starts < starts else "ends"
            raise DomainError("A term stands outside these days: change the terms first", field=field)
    before = values_of(year)
    year.name, year.starts, year.ends = name.strip(), starts, ends
    save_row(session, actor, "calendar.year.change", year, before)


def _check_years(
    session: Session, actor: Actor, year_id: int | None, name: str, starts: date, ends: date
) -> None:
    check_name(name, limits.YEAR)
    if not SHORTEST <= ends - starts <= LONGEST:
        raise DomainError("A year lasts from three months to one year", field="ends")
    if starts.year not in YEARS:
        raise DomainError("Give the year as four digits", field="starts" if year_id else "begins")
    for other in load_years(session, actor.school_id):
        if other.id == year_id:
            continue
        if other.name == name.strip():
            raise DomainError("There is such a year already", field="name" if year_id else "begins")
        if starts <= other.ends and other.starts <= ends:
            field = "starts" if year_id else "begins"
            raise DomainError("These days overlap with “{name}”", field=field, name=other.name)


def _terms_of_year(session: Session, actor: Actor, year_id: int) -> Sequence[Term]:
    schemes = select(col(TermScheme.id)).where(
        col(TermScheme.school_id) == actor.school_id, col(TermScheme.year_id) == year_id
    )
    return session.scalars(
        select(Term).where(col(Term.school_id) == actor.school_id, col(Term.scheme_id).in_(schemes))
    ).all()


def set_classes(
    session: Session, actor: Actor, class_ids: Iterable[int], *,
    days_per_week: int | None = None, shift: int | None = None, scheme_id: int | None = None,
) -> None:  # fmt: skip
    """Give classes another length of week, another shift, other terms; what is None stays."""
    if days_per_week not in (None, *WEEKS):
        raise DomainError("A week has five or six days", field="days")
    if shift not in (None, *SHIFTS):
        raise DomainError("Choose a shift from 1 to 3", field="shift")
    scheme = guard.get(session, actor, TermScheme, scheme_id, MORE) if scheme_id else None
    for class_id in class_ids:
        row = guard.get(session, actor, SchoolClass, class_id, MORE)
        if scheme is not None and scheme.year_id != row.year_id:
            raise NotFound
        before = values_of(row)
        row.days_per_week = days_per_week or row.days_per_week
        row.shift = shift or row.shift
        row.scheme_id = scheme_id or row.scheme_id
        if values_of(row) != before:
            save_row(session, actor, "calendar.class.change", row, before)
