"""The school's year as the deputy head sets it: its days, terms, holidays, moved days, the weeks of classes.

Every function checks what it is given and says by the field what is wrong; what it changes is audited. What a
change does to the year's lessons is told by `change_year_days`, which does both or neither.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AcademicYear,
    Holiday,
    MovedDay,
    SchoolClass,
    Term,
    TermKind,
    TermScheme,
    WeekParity,
)
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.usual_year import make_default_year
from ejournal.services.calendar.year import GRADES, YearSpan, load_years
from ejournal.services.lessons.making import Progress, apply_plan
from ejournal.services.lessons.planning import LessonPlan, plan_lessons
from ejournal.services.timetable.outlook import LessonOutlook, outlook_of

YEARS = range(2000, 2101)
SHORTEST, LONGEST = timedelta(days=90), timedelta(days=366)
TERMS = {TermKind.QUARTER: 4, TermKind.TRIMESTER: 3, TermKind.HALF_YEAR: 2}
"""How many terms a year of the kind has."""
WEEKS = (5, 6)
SHIFTS = (1, 2, 3)
MORE = Permission.CALENDAR_WRITE
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


# --------------------------------------------------------------------------------------------- the year


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
    _record(session, actor, "calendar.year.add", session.get_one(AcademicYear, year_id))
    return year_id


def change_year(session: Session, actor: Actor, year_id: int, name: str, starts: date, ends: date) -> None:
    """Another name or other days; all terms must stay inside."""
    year = guard.get(session, actor, AcademicYear, year_id, MORE)
    _check_years(session, actor, year_id, name, starts, ends)
    for term in _terms_of_year(session, actor, year_id):
        if not (starts <= term.starts and term.ends <= ends):
            field = "starts" if term.starts < starts else "ends"
            raise DomainError("A term stands outside these days: change the terms first", field=field)
    before = _values(year)
    year.name, year.starts, year.ends = name.strip(), starts, ends
    _save(session, actor, "calendar.year.change", year, before)


def _check_years(
    session: Session, actor: Actor, year_id: int | None, name: str, starts: date, ends: date
) -> None:
    _check_name(name, limits.YEAR)
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


# -------------------------------------------------------------------------------------------- the terms


def save_terms(
    session: Session, actor: Actor, year_id: int, scheme_id: int | None, kind: TermKind, name: str,
    days: Sequence[tuple[date, date]],
) -> int:  # fmt: skip
    """Add a way of parting the year, or change its days; the field of term 2 is starts_2 or ends_2."""
    year = _year(session, actor, year_id)
    _check_name(name, limits.TERMS)
    _check_terms(year, kind, days)
    scheme = guard.get(session, actor, TermScheme, scheme_id, MORE) if scheme_id else None
    if scheme is not None and (scheme.kind, scheme.year_id) != (kind, year_id):
        raise NotFound  # quarters do not become trimesters: those are another way of parting the year
    _check_scheme_name(session, actor, year_id, scheme_id, name)
    before = _values(scheme) if scheme else None
    if scheme is None:
        scheme = TermScheme(school_id=actor.school_id, year_id=year_id, kind=kind, name=name)
    scheme.name = name.strip()
    session.add(scheme)
    session.flush()
    assert scheme.id is not None
    _write_terms(session, actor, scheme.id, days)
    _save(session, actor, "calendar.terms.save", scheme, before, terms=[[str(a), str(b)] for a, b in days])
    return scheme.id


def _check_terms(year: YearSpan, kind: TermKind, days: Sequence[tuple[date, date]]) -> None:
    if len(days) != TERMS[kind]:
        raise ValueError(days)
    last = year.starts - timedelta(days=1)
    for number, (starts, ends) in enumerate(days, 1):
        if starts <= last:
            text = "It begins before the one before it ends" if number > 1 else "It begins before the year"
            raise DomainError(text, field=f"starts_{number}")
        if ends < starts:
            raise DomainError("It ends before it begins", field=f"ends_{number}")
        if ends > year.ends:
            raise DomainError("It ends after the year", field=f"ends_{number}")
        last = ends


def _check_scheme_name(
    session: Session, actor: Actor, year_id: int, scheme_id: int | None, name: str
) -> None:
    known = session.execute(
        select(col(TermScheme.id), col(TermScheme.name)).where(
            col(TermScheme.school_id) == actor.school_id, col(TermScheme.year_id) == year_id
        )
    )
    if any(other == name.strip() and key != scheme_id for key, other in known):
        raise DomainError("The name is taken already", field="name")


def _write_terms(session: Session, actor: Actor, scheme_id: int, days: Sequence[tuple[date, date]]) -> None:
    known = {
        term.number: term
        for term in session.scalars(
            select(Term).where(col(Term.school_id) == actor.school_id, col(Term.scheme_id) == scheme_id)
        )
    }
    for number, (starts, ends) in enumerate(days, 1):
        term = known.get(number) or Term(
            school_id=actor.school_id, scheme_id=scheme_id, number=number, starts=starts, ends=ends
        )
        term.starts, term.ends = starts, ends
        session.add(term)
    session.flush()


def delete_terms(session: Session, actor: Actor, scheme_id: int) -> None:
    """Remove a way of parting the year that no class uses."""
    scheme = guard.get(session, actor, TermScheme, scheme_id, MORE)
    used = session.scalars(
        select(col(SchoolClass.id)).where(
            col(SchoolClass.school_id) == actor.school_id, col(SchoolClass.scheme_id) == scheme_id
        )
    ).first()
    if used is not None:
        raise DomainError("Classes use these terms: give them others first")
    for term in session.scalars(
        select(Term).where(col(Term.school_id) == actor.school_id, col(Term.scheme_id) == scheme_id)
    ):
        session.delete(term)
    session.flush()
    _delete(session, actor, "calendar.terms.delete", scheme)


# --------------------------------------------------------------------------------------- days without lessons


def save_holiday(
    session: Session, actor: Actor, year_id: int, holiday_id: int | None, name: str, starts: date, ends: date,
    grades: tuple[int, int] = (1, 11),
) -> int:  # fmt: skip
    """Add or change holidays or a day off, for the grades from–to."""
    year = _year(session, actor, year_id)
    _check_name(name, limits.DAY_NAME)
    _check_span(year, starts, ends)
    _check_grades(grades)
    _check_holidays(session, actor, year_id, holiday_id, starts, ends, grades)
    row = guard.get(session, actor, Holiday, holiday_id, MORE) if holiday_id else None
    before = _values(row) if row else None
    if row is None:
        row = Holiday(school_id=actor.school_id, year_id=year_id, name=name, starts=starts, ends=ends)
    row.name, row.starts, row.ends = name.strip(), starts, ends
    row.grade_from, row.grade_to = grades
    return _save(session, actor, "calendar.holiday.save", row, before)


def _check_holidays(
    session: Session, actor: Actor, year_id: int, holiday_id: int | None, starts: date, ends: date,
    grades: tuple[int, int],
) -> None:  # fmt: skip
    # A state holiday may lie within the autumn holidays; two holidays of several days may not meet.
    rows = session.scalars(
        select(Holiday).where(col(Holiday.school_id) == actor.school_id, col(Holiday.year_id) == year_id)
    )
    for other in rows:
        alike = other.grade_from <= grades[1] and grades[0] <= other.grade_to
        if other.id == holiday_id or not alike or starts > other.ends or other.starts > ends:
            continue
        if (starts, ends) == (other.starts, other.ends) or (starts < ends and other.starts < other.ends):
            raise DomainError("These days overlap with “{name}”", field="starts", name=other.name)


def delete_holiday(session: Session, actor: Actor, holiday_id: int) -> None:
    """Remove holidays or a day off."""
    row = guard.get(session, actor, Holiday, holiday_id, MORE)
    _delete(session, actor, "calendar.holiday.delete", row)


def save_moved_day(
    session: Session, actor: Actor, year_id: int, moved_id: int | None, day: date, weekday: int,
    parity: WeekParity = WeekParity.EVERY, note: str = "",
) -> int:  # fmt: skip
    """Add or change a day that follows another weekday's timetable."""
    year = _year(session, actor, year_id)
    if day not in year:
        raise DomainError("The day must be in the academic year", field="day")
    if weekday not in range(1, 8):
        raise DomainError("Choose a weekday", field="weekday")
    if len(note) > limits.DAY_NAME:
        raise DomainError("Too long: at most {limit} characters", field="note", limit=limits.DAY_NAME)
    taken = session.scalars(
        select(col(MovedDay.id)).where(col(MovedDay.school_id) == actor.school_id, col(MovedDay.day) == day)
    ).first()
    if taken is not None and taken != moved_id:
        raise DomainError("This day is moved already", field="day")
    row = guard.get(session, actor, MovedDay, moved_id, MORE) if moved_id else None
    before = _values(row) if row else None
    if row is None:
        row = MovedDay(school_id=actor.school_id, year_id=year_id, day=day, follows_weekday=weekday)
    row.day, row.follows_weekday, row.follows_parity, row.note = day, weekday, parity, note.strip()
    return _save(session, actor, "calendar.moved.save", row, before)


def delete_moved_day(session: Session, actor: Actor, moved_id: int) -> None:
    """Let a moved day follow its own weekday again."""
    row = guard.get(session, actor, MovedDay, moved_id, MORE)
    _delete(session, actor, "calendar.moved.delete", row)


# ------------------------------------------------------------------------------------ the weeks of classes


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
        before = _values(row)
        row.days_per_week = days_per_week or row.days_per_week
        row.shift = shift or row.shift
        row.scheme_id = scheme_id or row.scheme_id
        if _values(row) != before:
            _save(session, actor, "calendar.class.change", row, before)


# ------------------------------------------------------------------------------------------- shared checks


def _year(session: Session, actor: Actor, year_id: int) -> YearSpan:
    year = guard.get(session, actor, AcademicYear, year_id, MORE)
    return YearSpan(year_id, year.name, year.starts, year.ends)


def _check_name(name: str, limit: int) -> None:
    if not name.strip():
        raise DomainError("Fill this in", field="name")
    if len(name.strip()) > limit:
        raise DomainError("Too long: at most {limit} characters", field="name", limit=limit)


def _check_span(year: YearSpan, starts: date, ends: date) -> None:
    if ends < starts:
        raise DomainError("It ends before it begins", field="ends")
    if starts not in year:
        raise DomainError("The day must be in the academic year", field="starts")
    if ends not in year:
        raise DomainError("The day must be in the academic year", field="ends")


def _check_grades(grades: tuple[int, int]) -> None:
    if not all(grade in GRADES for grade in grades) or grades[0] > grades[1]:
        raise DomainError("Grades go from 1 to 11, the lower first", field="grade_to")


def _values(row: SQLModel) -> dict[str, Any]:
    return row.model_dump(mode="json")


def _save(
    session: Session, actor: Actor, action: str, row: Any, before: dict[str, Any] | None, **more: Any
) -> int:
    session.add(row)
    session.flush()
    _record(session, actor, action, row, before, **more)
    return int(row.id)


def _delete(session: Session, actor: Actor, action: str, row: Any) -> None:
    change = audit.Change(action, row.__tablename__, row.id, before=_values(row))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
    session.delete(row)
    session.flush()


def _record(
    session: Session, actor: Actor, action: str, row: Any, before: dict[str, Any] | None = None, **more: Any
) -> None:
    change = audit.Change(action, row.__tablename__, row.id, before=before, after=_values(row) | more)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
