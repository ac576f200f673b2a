"""The charts of the staff: marks, absences, homework, norms of marks, test papers; of whom one may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.services.reports.book import Book, PupilResults
from ejournal.services.reports.charts.absences import absences_grid
from ejournal.services.reports.charts.homework import homework_grid
from ejournal.services.reports.charts.norms import norms_grid
from ejournal.services.reports.charts.papers import papers_grid
from ejournal.services.reports.charts.results import Looked, distribution_grid, trend_grid
from ejournal.services.reports.charts.weeks import weeks_grid
from ejournal.services.reports.charts.whose import Whose, classes_in, whose_of
from ejournal.services.reports.grid import Grid
from ejournal.services.reports.periods import Period, chosen, periods_of
from ejournal.services.reports.rows import read_book
from ejournal.services.reports.school import TREND_YEARS


class View(StrEnum):
    """What is charted."""

    MARKS = "marks"
    ABSENCES = "absences"
    NORMS = "norms"
    HOMEWORK = "homework"
    PAPERS = "papers"


OF_CLASSES = (View.HOMEWORK, View.PAPERS)
"""What only classes have, not courses."""


@dataclass(frozen=True, slots=True)
class Charts:
    """What stands on the page; is_open: the period is not over; of_other_terms: classes that have it not."""

    view: View
    views: tuple[View, ...]
    whose: Whose
    periods: tuple[Period, ...]
    period: Period
    is_open: bool
    grids: tuple[Grid, ...]
    of_other_terms: tuple[str, ...]


def charts(
    session: Session, actor: Actor, view: View | None, whose_key: str, period_key: str | None, locale: str
) -> Charts | None:
    """The charts; None while no year has begun, NotFound for a view that these pupils or courses have not."""
    whose = whose_of(session, actor, whose_key, locale)
    views = tuple(one for one in View if whose.by_pupils or one not in OF_CLASSES)
    view = view or View.MARKS
    if view not in views:
        raise NotFound
    every = [one for one in periods_of(session, actor.school_id, actor.today) if _has(whose, one)]
    shown = [one for one in every if view is not View.NORMS or one.kind]
    latest = [] if period_key or view is View.MARKS else _latest(shown)
    book = read_book(session, actor, latest, whose.scope) if latest else None
    period = _usual(book, whose, latest) if book else chosen(shown, period_key, actor.today)
    if period is None:
        return None

    def link(key: str) -> str:
        return f"/reports/charts?view={view.value}&of={key}&period={period.key}"

    if view is View.MARKS:
        book, grids = _of_marks(session, actor, whose, period, every, locale)
    else:
        book = book or read_book(session, actor, [period], whose.scope)
        grids = [_grid(session, actor, view, book, whose, period, locale, link)]
    others = tuple(one.title for one in classes_in(book, whose) if period.span(one.scheme_id) is None)
    return Charts(
        view, views, whose, tuple(shown), period, period.ends >= actor.today, tuple(grids), others
    )  # fmt: skip


def _has(whose: Whose, period: Period) -> bool:
    """Whether the period is of the year and the scheme that alone these have."""
    if whose.year_id is not None and period.year.id != whose.year_id:
        return False
    return whose.scheme_id is None or period.span(whose.scheme_id) is not None


def _latest(periods: Sequence[Period]) -> list[Period]:
    """The latest term of each kind in the latest year."""
    terms = [one for one in periods if one.kind]
    return list({one.kind: one for one in terms if one.year.id == terms[-1].year.id}.values())


def _usual(book: Book, whose: Whose, latest: Sequence[Period]) -> Period:
    """The one of these that most of the classes have."""
    classes = classes_in(book, whose)
    return max(reversed(latest), key=lambda one: sum(one.span(of.scheme_id) is not None for of in classes))


def _grid(
    session: Session, actor: Actor, view: View, book: Book, whose: Whose, period: Period, locale: str,
    link: Callable[[str], str],
) -> Grid:  # fmt: skip
    def of_class(class_id: int) -> str:
        return "" if whose.of_one_class else link(f"class:{class_id}")

    if view is View.ABSENCES:
        return absences_grid(session, actor, book, period, locale)
    if view is View.NORMS:
        return norms_grid(session, actor, book, whose, period, locale, link)
    if view is View.HOMEWORK:
        return homework_grid(session, actor, book, period, locale, of_class)
    return papers_grid(session, actor, book, period, locale, of_class)


def _of_marks(
    session: Session, actor: Actor, whose: Whose, period: Period, every: Sequence[Period], locale: str
) -> tuple[Book, list[Grid]]:
    """The period's year, and how many of each, by week, by term, by year: at most eighteen queries."""
    known = [one for one in every if one.starts <= period.starts]
    latest = sorted({one.year.starts for one in known})[-TREND_YEARS:]
    known = [one for one in known if one.year.starts in latest]
    terms = [one for one in known if one.kind and (one.kind is period.kind or not period.kind)]
    kinds = {one.kind for one in terms}
    if not period.kind and len(kinds) > 1:  # classes part their year otherwise: the kind that most have
        usual = max(kinds, key=lambda kind: sum(one.kind is kind for one in terms))
        terms = [one for one in terms if one.kind is usual]
    whole_years = [one for one in known if one.kind is None]
    wanted = {one.key: one for one in (*terms, *whole_years, period)}
    books: dict[int, Book] = {}
    for year_id in {one.year.id for one in wanted.values()}:
        of_year = [one for one in wanted.values() if one.year.id == year_id]
        books[year_id] = read_book(
            session, actor, of_year, whose.scope, [period] if period in of_year else []
        )
    now = _pupils(books[period.year.id], period)

    def looked(one: Period) -> Looked:
        of_year = books[one.year.id]
        standing = now if one.key == period.key else of_year.standing(one)
        levels = [pupil.levels for pupil in standing if pupil.levels]
        return Looked(one, levels, lambda: _pupils(of_year, one), one.ends >= actor.today)

    def trend(key: str, title: str, of: Sequence[Period]) -> Grid:
        found = [looked(one) for one in of]
        return trend_grid(key, gettext(locale, title), found, locale, by_pupils=whose.by_pupils)

    book = books[period.year.id]
    of_term = {key: one for key, one in book.classes.items() if period.span(one.scheme_id)}
    with_term = replace(book, classes=of_term)  # those that part their year otherwise are left out
    years = trend("years", "Quality by year, %", whole_years)
    return book, [
        distribution_grid(now, locale, is_open=period.ends >= actor.today),
        weeks_grid(session, actor, with_term, whose, (period.starts, period.ends), locale),
        trend("terms", "Quality by term, %", terms),
        *([years] if len(years.heads) > 1 else []),
    ]


def _pupils(book: Book, period: Period) -> list[PupilResults]:
    return [one for one in book.pupils(period) if one.results]
