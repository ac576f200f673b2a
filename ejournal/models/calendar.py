"""Terms, holidays, moved days and bells."""

from datetime import date, time
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice
from ejournal.weeks import WeekParity


class TermKind(StrEnum):
    """How a year is parted."""

    QUARTER = "quarter"
    TRIMESTER = "trimester"
    HALF_YEAR = "half_year"


class TermScheme(SchoolRow, table=True):
    """One way of parting the year, used by some grades."""

    __tablename__ = "term_scheme"
    __table_args__ = (UniqueConstraint("school_id", "year_id", "name"),)

    year_id: int = Field(foreign_key="academic_year.id")
    kind: TermKind = choice(TermKind)
    name: str = Field(max_length=limits.TERMS)


class Term(SchoolRow, table=True):
    """A quarter, trimester or half-year."""

    __table_args__ = (UniqueConstraint("school_id", "scheme_id", "number"),)

    scheme_id: int = Field(foreign_key="term_scheme.id")
    number: int
    starts: date
    ends: date


class Holiday(SchoolRow, table=True):
    """Days without lessons: holidays and days off, for all or for some grades."""

    __table_args__ = (Index(None, "school_id", "year_id"),)

    year_id: int = Field(foreign_key="academic_year.id")
    name: str = Field(max_length=limits.DAY_NAME)
    starts: date
    ends: date
    grade_from: int = 1
    grade_to: int = 11


class MovedDay(SchoolRow, table=True):
    """A day on which another weekday's timetable is followed."""

    __tablename__ = "moved_day"
    __table_args__ = (UniqueConstraint("school_id", "day"),)

    year_id: int = Field(foreign_key="academic_year.id")
    day: date
    follows_weekday: int
    follows_parity: WeekParity = choice(WeekParity, default=WeekParity.EVERY)
    note: str = Field(default="", max_length=limits.DAY_NAME)


class BellSchedule(SchoolRow, table=True):
    """A bell schedule and for whom it rings; the most exact one wins.

    weekday is 1 (Monday) to 7, day a single date (a short day); empty means any.
    """

    __tablename__ = "bell_schedule"
    __table_args__ = (Index(None, "school_id", "year_id"),)

    year_id: int = Field(foreign_key="academic_year.id")
    name: str = Field(max_length=limits.BELLS)
    shift: int | None = None
    weekday: int | None = None
    day: date | None = None
    grade_from: int = 1
    grade_to: int = 11
    starts: date | None = None
    ends: date | None = None


class Bell(SchoolRow, table=True):
    """The times of one lesson number in a bell schedule, on the school's clock."""

    __table_args__ = (UniqueConstraint("school_id", "schedule_id", "number"),)

    schedule_id: int = Field(foreign_key="bell_schedule.id")
    number: int
    starts: time
    ends: time
