"""The whole calendar of a year as its editor shows it: rows with their ids, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Holiday, MovedDay, SchoolClass, TermKind, TermScheme, WeekParity
from ejournal.models.base import table
from ejournal.models.structure import class_title
from ejournal.services.calendar.year import (
    BellPlan,
    Calendar,
    TermSpan,
    YearSpan,
    current_year_of,
    load_calendar,
    load_years,
)
from ejournal.services.exchange.file import Note
from ejournal.services.school.bells import norm_warnings


@dataclass(frozen=True, slots=True)
class SchemeSetup:
    """A way of parting the year, its terms and the classes that have them."""

    id: int
    kind: TermKind
    name: str
    terms: tuple[TermSpan, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HolidaySetup:
    """Holidays or a day off."""

    id: int
    name: str
    starts: date
    ends: date
    grade_from: int
    grade_to: int


@dataclass(frozen=True, slots=True)
class MovedSetup:
    """A day that follows another weekday."""

    id: int
    day: date
    weekday: int
    parity: WeekParity
    note: str


@dataclass(frozen=True, slots=True)
class ClassSetup:
    """A class with what the calendar needs to know of it."""

    id: int
    title: str
    grade: int
    scheme_id: int
    days_per_week: int
    shift: int


@dataclass(frozen=True, slots=True)
class BellSetup:
    """A bell schedule and what it has against the norms."""

    plan: BellPlan
    warnings: tuple[Note, ...]


@dataclass(frozen=True)
class CalendarSetup:
    """A year with everything in it; calendar is None while the school has no year."""

    years: tuple[YearSpan, ...]
    calendar: Calendar | None = None
    schemes: tuple[SchemeSetup, ...] = ()
    holidays: tuple[HolidaySetup, ...] = ()
    moved: tuple[MovedSetup, ...] = ()
    classes: tuple[ClassSetup, ...] = ()
    bells: tuple[BellSetup, ...] = ()


def calendar_setup(session: Session, actor: Actor, year_id: int | None = None) -> CalendarSetup:
    """The year asked for, else the present one; NotFound for a foreign one. About ten queries."""
    guard.require(actor, Permission.CALENDAR_WRITE)
    years = load_years(session, actor.school_id)
    present = current_year_of(years, actor.today)
    wanted = year_id or (present.id if present else None)
    if wanted is None:
        return CalendarSetup(())
    calendar = load_calendar(session, actor.school_id, wanted)
    if calendar is None:
        raise NotFound
    classes = _classes(session, actor.school_id, wanted)
    return CalendarSetup(
        years=tuple(years),
        calendar=calendar,
        schemes=tuple(_schemes(session, calendar, classes)),
        holidays=tuple(_holidays(session, calendar)),
        moved=tuple(_moved(session, calendar)),
        classes=tuple(classes),
        bells=tuple(BellSetup(plan, tuple(norm_warnings(calendar, plan))) for plan in calendar.bell_plans),
    )


def _classes(session: Session, school_id: int, year_id: int) -> list[ClassSetup]:
    klass = table(SchoolClass)
    rows = session.execute(
        select(klass.c.id, klass.c.grade, klass.c.letter, klass.c.scheme_id, klass.c.days_per_week,
               klass.c.shift)
        .where(klass.c.school_id == school_id, klass.c.year_id == year_id)
        .order_by(klass.c.grade, klass.c.letter)
    )  # fmt: skip
    return [
        ClassSetup(key, class_title(grade, letter), grade, scheme_id, days, shift)
        for key, grade, letter, scheme_id, days, shift in rows
    ]


def _schemes(session: Session, calendar: Calendar, classes: list[ClassSetup]) -> list[SchemeSetup]:
    scheme = table(TermScheme)
    rows = session.execute(
        select(scheme.c.id, scheme.c.kind, scheme.c.name)
        .where(scheme.c.school_id == calendar.school_id, scheme.c.year_id == calendar.year.id)
        .order_by(scheme.c.id)
    )
    users: dict[int, list[str]] = defaultdict(list)
    for one in classes:
        users[one.scheme_id].append(one.title)
    return [
        SchemeSetup(key, kind, name, tuple(calendar.terms_of(key)), tuple(users[key]))
        for key, kind, name in rows
    ]


def _holidays(session: Session, calendar: Calendar) -> list[HolidaySetup]:
    off = table(Holiday)
    rows = session.execute(
        select(off.c.id, off.c.name, off.c.starts, off.c.ends, off.c.grade_from, off.c.grade_to)
        .where(off.c.school_id == calendar.school_id, off.c.year_id == calendar.year.id)
        .order_by(off.c.starts, off.c.id)
    )
    return [HolidaySetup(*row) for row in rows]


def _moved(session: Session, calendar: Calendar) -> list[MovedSetup]:
    moved = table(MovedDay)
    rows = session.execute(
        select(moved.c.id, moved.c.day, moved.c.follows_weekday, moved.c.follows_parity, moved.c.note)
        .where(moved.c.school_id == calendar.school_id, moved.c.year_id == calendar.year.id)
        .order_by(moved.c.day)
    )
    return [MovedSetup(*row) for row in rows]
