"""The terms and years that a report may be about, and with which it is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import TermKind
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import Calendar, TermSpan, YearSpan, load_years, term_name
from ejournal.services.courses.frame import is_settling

YEAR = 0
"""Stands for a term's number where the period is the whole year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A term of a year by its kind and number, or the whole year; terms by the scheme that has it."""

    year: YearSpan
    kind: TermKind | None
    number: int
    terms: tuple[TermSpan, ...]

    @property
    def key(self) -> str:
        """«7.quarter.2», «7.year»: how addresses name it."""
        return f"{self.year.id}.{self.kind.value}.{self.number}" if self.kind else f"{self.year.id}.year"

    @property
    def starts(self) -> date:
        """The first day for anybody."""
        return min((one.starts for one in self.terms), default=self.year.starts)

    @property
    def ends(self) -> date:
        """The last day for anybody."""
        return max((one.ends for one in self.terms), default=self.year.ends)

    def span(self, scheme_id: int) -> tuple[date, date] | None:
        """The days of a class that parts its year so; None where its year has no such term."""
        if self.kind is None:
            return self.year.starts, self.year.ends
        found = self.term(scheme_id)
        return (found.starts, found.ends) if found else None

    def term(self, scheme_id: int) -> TermSpan | None:
        """The term of a class that parts its year so; None of a year."""
        return next((one for one in self.terms if one.scheme_id == scheme_id), None)

    def name(self, locale: str) -> str:
        """«I четверть 2026/27», «2026/27 учебный год»."""
        if self.kind is None:
            return gettext(locale, "Year {year}", year=self.year.name)
        return f"{term_name(locale, self.kind, self.number)} {self.year.name}"

    def short_name(self, locale: str) -> str:
        """«I ч. 26», of a year its name: what stands under a chart."""
        return (
            f"{self.terms[0].short_name(locale)} {self.terms[0].starts:%y}" if self.terms else self.year.name
        )


def periods_of(session: Session, school_id: int, today: date) -> list[Period]:
    """All that have begun, in order of time, a year after its terms; one query beside the calendars kept."""
    years = [year for year in load_years(session, school_id) if year.starts <= today]
    calendars = [calendar_of(session, school_id, year.id) for year in years]
    return [period for one in calendars if one for period in _of_year(one) if period.starts <= today]


def _of_year(calendar: Calendar) -> list[Period]:
    named: dict[tuple[TermKind, int], list[TermSpan]] = {}
    for term in calendar.terms:
        named.setdefault((term.kind, term.number), []).append(term)
    terms = [Period(calendar.year, kind, number, tuple(found)) for (kind, number), found in named.items()]
    terms.sort(key=lambda one: (one.starts, one.ends, one.key))
    return [*terms, Period(calendar.year, None, YEAR, ())]


def chosen(periods: Sequence[Period], key: str | None, today: date) -> Period | None:
    """The period of the key, else the latest term whose marks are being settled or stand.

    NotFound for a key that names none; None where no year has begun.
    """
    if key:
        found = next((one for one in periods if one.key == key), None)
        if found is None:
            raise NotFound
        return found
    terms = [one for one in periods if one.kind]
    settled = [one for one in terms if any(is_settling(term, today) for term in one.terms)]
    return settled[-1] if settled else next(iter(terms), None)


def otherwise_words(classes: Sequence[str], locale: str) -> str:
    """Which classes are left out because they have no such period; empty where none is."""
    names = ", ".join(classes)
    return names and gettext(locale, "{classes} part their year otherwise: not counted here", classes=names)


def comparable(periods: Sequence[Period], period: Period) -> list[Period]:
    """The earlier periods of its kind, the latest first."""
    earlier = [one for one in periods if one.kind is period.kind and one.starts < period.starts]
    return earlier[::-1]


def usual_comparison(periods: Sequence[Period], period: Period) -> Period | None:
    """The same term a year before; where that was not kept here, the term before."""
    earlier = comparable(periods, period)
    same = [one for one in earlier if one.number == period.number]
    return next(iter(same or earlier), None)
