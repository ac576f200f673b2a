"""The school's time: years, terms, school days, odd and even weeks, bells; asked without queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session

from ejournal.i18n import gettext
from ejournal.models import (
    AcademicYear,
    Bell,
    BellSchedule,
    Holiday,
    MovedDay,
    Term,
    TermKind,
    TermScheme,
    WeekParity,
)
from ejournal.models.base import table
from ejournal.models.spans import Span

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
GRADES = range(1, 12)
WEEKDAYS = 5
"""From Monday to Friday: the days that every class has."""

TERM_NAMES: Mapping[tuple[TermKind, int], tuple[str, str]] = {
    (TermKind.QUARTER, 1): ("Quarter 1", "Q1"),
    (TermKind.QUARTER, 2): ("Quarter 2", "Q2"),
    (TermKind.QUARTER, 3): ("Quarter 3", "Q3"),
    (TermKind.QUARTER, 4): ("Quarter 4", "Q4"),
    (TermKind.TRIMESTER, 1): ("Trimester 1", "T1"),
    (TermKind.TRIMESTER, 2): ("Trimester 2", "T2"),
    (TermKind.TRIMESTER, 3): ("Trimester 3", "T3"),
    (TermKind.HALF_YEAR, 1): ("Half-year 1", "H1"),
    (TermKind.HALF_YEAR, 2): ("Half-year 2", "H2"),
}


def term_name(locale: str, kind: TermKind, number: int) -> str:
    """«II четверть», «1-е полугодие»; a number beyond the usual ones stands by itself."""
    names = TERM_NAMES.get((kind, number))
    return gettext(locale, names[0]) if names else str(number)


def short_term_name(locale: str, kind: TermKind, number: int) -> str:
    """«II ч.», «1-е п/г»."""
    names = TERM_NAMES.get((kind, number))
    return gettext(locale, names[1]) if names else str(number)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """An academic year and its days."""

    id: int
    name: str
    starts: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class TermSpan:
    """A term of one scheme and its days."""

    id: int
    scheme_id: int
    kind: TermKind
    number: int
    starts: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def name(self, locale: str) -> str:
        """«II четверть»."""
        return term_name(locale, self.kind, self.number)

    def short_name(self, locale: str) -> str:
        """«II ч.»."""
        return short_term_name(locale, self.kind, self.number)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Holidays or a day off, for the grades from–to."""

    name: str
    starts: date
    ends: date
    grade_from: int = 1
    grade_to: int = 11

    def covers(self, day: date, grade: int) -> bool:
        """Whether the grade has no lessons that day."""
        return self.starts <= day <= self.ends and self.grade_from <= grade <= self.grade_to


@dataclass(frozen=True, slots=True)
class Moved:
    """Which weekday's timetable a moved day follows."""

    day: date
    weekday: int
    parity: WeekParity = WeekParity.EVERY
    note: str = ""


@dataclass(frozen=True, slots=True)
class BellTime:
    """When one lesson number begins and ends, on the school's clock."""

    number: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class BellPlan:
    """A bell schedule and for whom it rings; empty fields mean any."""

    id: int
    name: str
    bells: tuple[BellTime, ...]
    shift: int | None = None
    weekday: int | None = None
    day: date | None = None
    grade_from: int = 1
    grade_to: int = 11
    starts: date | None = None
    ends: date | None = None

    def rings(self, grade: int, shift: int, day: date, weekday: int) -> bool:
        """Whether this schedule may hold for the grade and shift on the day."""
        return (
            self.grade_from <= grade <= self.grade_to
            and self.shift in (None, shift)
            and self.weekday in (None, weekday)
            and self.day in (None, day)
            and Span(self.starts, self.ends).holds_on(day)
        )

    @property
    def exactness(self) -> tuple[bool, bool, bool, int, bool, int]:
        """Orders schedules: a single day beats a weekday, that a shift, that a narrower span of grades."""
        dated = self.starts is not None or self.ends is not None
        span = self.grade_to - self.grade_from
        return (self.day is not None, self.weekday is not None, self.shift is not None, -span, dated, self.id)


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last."""
    while first <= last:
        yield first
        first += DAY


def year_of(years: Sequence[YearSpan], day: date) -> YearSpan | None:
    """The academic year that holds the day, or none."""
    return next((year for year in years if day in year), None)


def current_year_of(years: Sequence[YearSpan], today: date) -> YearSpan | None:
    """The year to show: today's; in summer the one just finished; before the first year, that first one."""
    begun = [year for year in years if year.starts <= today]
    if begun:
        return max(begun, key=lambda year: year.starts)
    return min(years, key=lambda year: year.starts, default=None)


@dataclass(frozen=True, eq=False)
class Calendar:
    """One academic year of a school: asks no database, so that a year's lessons are made from it."""

    school_id: int
    year: YearSpan
    terms: tuple[TermSpan, ...] = ()
    days_off: tuple[DaysOff, ...] = ()
    moved: Mapping[date, Moved] = field(default_factory=dict)
    bell_plans: tuple[BellPlan, ...] = ()

    @cached_property
    def first_week(self) -> date:
        """The Monday of the first week with lessons: a weekend before it makes no week of its own.

        So where 1 September is a Saturday or Sunday the Monday after begins the first week, for classes of
        five days and of six alike.
        """
        first, last = self.year.starts, self.year.ends
        found = next((day for day in days_between(first, last) if self._has_lessons(day)), first)
        return monday(found)

    def _has_lessons(self, day: date) -> bool:
        return any(self.is_school_day(day, grade, WEEKDAYS) for grade in GRADES)

    def week_number(self, day: date) -> int:
        """The week of the year that the day is in, from 1; a weekend before the first week counts to it."""
        number = (monday(day) - self.first_week).days // 7 + 1
        return max(number, 1) if day in self.year else number

    def parity(self, day: date) -> WeekParity:
        """Odd or even: the first week with lessons is odd; a moved day may follow the other one."""
        moved = self.moved.get(day)
        if moved and moved.parity is not WeekParity.EVERY:
            return moved.parity
        return WeekParity.ODD if self.week_number(day) % 2 else WeekParity.EVEN

    def followed_weekday(self, day: date) -> int:
        """The weekday (1 = Monday) whose timetable the day follows."""
        moved = self.moved.get(day)
        return moved.weekday if moved else day.isoweekday()

    def day_off(self, day: date, grade: int) -> DaysOff | None:
        """The holidays or the day off that the grade has that day; the shortest if several."""
        found = [off for off in self.days_off if off.covers(day, grade)]
        return min(found, key=lambda off: off.ends - off.starts, default=None)

    def is_school_day(self, day: date, grade: int, days_per_week: int) -> bool:
        """Whether a class of the grade with so many days a week has lessons that day."""
        if day not in self.year or self.followed_weekday(day) > days_per_week:
            return False
        return not any(off.covers(day, grade) for off in self.days_off)

    def school_days(self, first: date, last: date, grade: int, days_per_week: int) -> list[date]:
        """The school days from first to last."""
        first, last = max(first, self.year.starts), min(last, self.year.ends)
        return [day for day in days_between(first, last) if self.is_school_day(day, grade, days_per_week)]

    def next_school_day(self, day: date, grade: int, days_per_week: int) -> date | None:
        """The first school day after the day, or none before the year's end."""
        later = days_between(max(day + DAY, self.year.starts), self.year.ends)
        return next((other for other in later if self.is_school_day(other, grade, days_per_week)), None)

    def terms_of(self, scheme_id: int) -> list[TermSpan]:
        """The scheme's terms in order."""
        return [term for term in self.terms if term.scheme_id == scheme_id]

    def term_of(self, scheme_id: int, day: date) -> TermSpan | None:
        """The term that holds the day, or none in holidays."""
        return next((term for term in self.terms_of(scheme_id) if day in term), None)

    def current_term(self, scheme_id: int, today: date) -> TermSpan | None:
        """The term to show: today's; in holidays the one just finished; before the year, the first."""
        terms = self.terms_of(scheme_id)
        begun = [term for term in terms if term.starts <= today]
        return begun[-1] if begun else next(iter(terms), None)

    def bell_plan(self, grade: int, shift: int, day: date) -> BellPlan | None:
        """The most exact bell schedule for the grade and shift on the day."""
        weekday = self.followed_weekday(day)
        ringing = [plan for plan in self.bell_plans if plan.rings(grade, shift, day, weekday)]
        return max(ringing, key=lambda plan: plan.exactness, default=None)

    def bells(self, grade: int, shift: int, day: date) -> tuple[BellTime, ...]:
        """The times of the day's lesson numbers; empty when no schedule rings."""
        plan = self.bell_plan(grade, shift, day)
        return plan.bells if plan else ()


_year = table(AcademicYear).c
_YEARS = (
    select(_year.id, _year.name, _year.starts, _year.ends)
    .where(_year.school_id == bindparam("school_id"))
    .order_by(_year.starts)
)


def load_years(session: Session, school_id: int) -> list[YearSpan]:
    """The school's academic years in order; one query."""
    rows = session.connection().execute(_YEARS, {"school_id": school_id}).all()
    return [YearSpan(*row) for row in rows]


def current_year(session: Session, school_id: int, today: date) -> YearSpan | None:
    """The school's year to show today; in summer the one just finished."""
    return current_year_of(load_years(session, school_id), today)


def load_calendar(session: Session, school_id: int, year_id: int) -> Calendar | None:
    """The year's calendar in five queries; none when the school has no such year."""
    year = next((found for found in load_years(session, school_id) if found.id == year_id), None)
    if year is None:
        return None
    return Calendar(
        school_id=school_id,
        year=year,
        terms=_load_terms(session, school_id, year_id),
        days_off=_load_days_off(session, school_id, year_id),
        moved={moved.day: moved for moved in _load_moved(session, school_id, year_id)},
        bell_plans=_load_bell_plans(session, school_id, year_id),
    )


def _load_terms(session: Session, school_id: int, year_id: int) -> tuple[TermSpan, ...]:
    term, scheme = table(Term), table(TermScheme)
    rows = session.execute(
        select(term.c.id, term.c.scheme_id, scheme.c.kind, term.c.number, term.c.starts, term.c.ends)
        .join(scheme, scheme.c.id == term.c.scheme_id)
        .where(term.c.school_id == school_id, scheme.c.year_id == year_id)
        .order_by(term.c.scheme_id, term.c.number)
    )
    return tuple(TermSpan(*row) for row in rows)


def _load_days_off(session: Session, school_id: int, year_id: int) -> tuple[DaysOff, ...]:
    off = table(Holiday)
    rows = session.execute(
        select(off.c.name, off.c.starts, off.c.ends, off.c.grade_from, off.c.grade_to)
        .where(off.c.school_id == school_id, off.c.year_id == year_id)
        .order_by(off.c.starts, off.c.id)
    )
    return tuple(DaysOff(*row) for row in rows)


def _load_moved(session: Session, school_id: int, year_id: int) -> list[Moved]:
    moved = table(MovedDay)
    rows = session.execute(
        select(moved.c.day, moved.c.follows_weekday, moved.c.follows_parity, moved.c.note).where(
            moved.c.school_id == school_id, moved.c.year_id == year_id
        )
    )
    return [Moved(*row) for row in rows]


def _load_bell_plans(session: Session, school_id: int, year_id: int) -> tuple[BellPlan, ...]:
    plan, bell = table(BellSchedule), table(Bell)
    about = (
        plan.c.id, plan.c.name, plan.c.shift, plan.c.weekday, plan.c.day,
        plan.c.grade_from, plan.c.grade_to, plan.c.starts, plan.c.ends,
    )  # fmt: skip
    rows = session.execute(
        select(*about, bell.c.number, bell.c.starts, bell.c.ends)
        .outerjoin(bell, and_(bell.c.school_id == plan.c.school_id, bell.c.schedule_id == plan.c.id))
        .where(plan.c.school_id == school_id, plan.c.year_id == year_id)
        .order_by(plan.c.id, bell.c.number)
    )
    times: dict[tuple[object, ...], list[BellTime]] = {}
    for *head, number, starts, ends in rows:
        bells = times.setdefault(tuple(head), [])
        if number is not None:
            bells.append(BellTime(number, starts, ends))
    return tuple(_bell_plan(head, tuple(bells)) for head, bells in times.items())


def _bell_plan(head: Sequence[object], bells: tuple[BellTime, ...]) -> BellPlan:
    names = ("id", "name", "shift", "weekday", "day", "grade_from", "grade_to", "starts", "ends")
    return BellPlan(bells=bells, **dict(zip(names, head, strict=True)))  # type: ignore[arg-type]
