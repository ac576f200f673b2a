"""The school's figures by class, grade, subject and teacher, beside those of an earlier period."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import ScaleKind, SchoolClass
from ejournal.services.base import tables as db
from ejournal.services.grading.averages import ClassFigures
from ejournal.services.grading.scales import NOT_ATTESTED
from ejournal.services.reports.book import Book, PupilResults, Result
from ejournal.services.reports.formulas import (
    FAILING,
    Figures,
    Listed,
    figures_of,
    figures_of_marks,
    lists_of,
)
from ejournal.services.reports.periods import (
    Period,
    chosen,
    comparable,
    periods_of,
    usual_comparison,
)
from ejournal.services.reports.rows import Scope, read_book

NO_COMPARISON = "none"
TREND_YEARS = 2
_WHY = {
    Listed.FAILING: (FAILING,),
    Listed.NOT_ATTESTED: (NOT_ATTESTED,),
    Listed.ONE_THREE: ("3",),
    Listed.ONE_FOUR: ("4",),
}
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line:
    """A class, a grade or the school: its figures, and those of the period before where there are any."""

    id: int
    title: str
    figures: Figures
    former: Figures | None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class MarksLine:
    """A subject or a teacher: the figures of all marks."""

    title: str
    figures: ClassFigures


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The figures of all classes in a term of the kind."""

    period: Period
    figures: Figures
    is_draft: bool


@dataclass(frozen=True, slots=True)
class SchoolReport:
    """What stands on the page; without_marks and of_other_terms name the classes that are left out."""

    periods: tuple[Period, ...]
    earlier: tuple[Period, ...]
    period: Period
    compared: Period | None
    whole: Line
    classes: tuple[Line, ...]
    grades: tuple[Line, ...]
    subjects: tuple[MarksLine, ...]
    teachers: tuple[MarksLine, ...]
    trend: tuple[TrendPoint, ...]
    without_marks: tuple[str, ...]
    of_other_terms: tuple[str, ...]
    not_set: int
    """Marks that are still to be set in classes whose term is over."""


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """A pupil that a number counts, and the subjects with marks for which it does."""

    pupil_id: int
    name: str
    class_title: str
    why: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The pupils that a number counts, and the figures of all from whom they are taken."""

    figures: Figures
    pupils: tuple[ListedPupil, ...]


def school_report(
    session: Session, actor: Actor, key: str | None = None, compared_key: str | None = None
) -> SchoolReport | None:
    """The figures of the classes that the actor may see; None while no year has begun; NotFound for a key.

    At most 18 queries whatever the number of pupils: seven for each year read, one for a running term.
    """
    guard.require(actor, Permission.REPORTS_READ)
    periods = periods_of(session, actor.school_id, actor.today)
    period = chosen(periods, key, actor.today)
    if period is None:
        return None
    compared = _compared(periods, period, compared_key, actor)
    trend = _trend_periods(periods, period)
    scope = Scope(guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ), is_whole=actor.leads)
    wanted = {one.key: one for one in (*trend, period, *([compared] if compared else ()))}
    books = _books(session, actor, list(wanted.values()), scope, period)
    now, before = _pupils(books, period), _looked_back(books, compared)
    book = books[period.year.id]
    return SchoolReport(
        tuple(periods),
        tuple(comparable(periods, period)),
        period,
        compared,
        _line(0, "", now, before, any_draft=_is_draft(now)),
        tuple(_class_lines(book, now, before)),
        tuple(_grade_lines(now, before)),
        tuple(_marks_lines(now, lambda one: (one.course.subject_id, one.course.subject))),
        tuple(sorted(_marks_lines(now, _teacher), key=lambda one: one.title)),
        tuple(_trend(books, trend, period, now)),
        tuple(_without_marks(book, period, now)),
        tuple(one.title for one in book.classes.values() if period.span(one.scheme_id) is None),
        sum(not one.value for pupil in now if not book.is_open(period, pupil.of_class)
            for one in pupil.results),
    )  # fmt: skip


def listed(
    session: Session, actor: Actor, key: str | None, what: Listed, class_id: int | None = None
) -> Listing:
    """Exactly the pupils that the number counts, of one class or of all that the actor may see."""
    guard.require(actor, Permission.REPORTS_READ)
    period = chosen(periods_of(session, actor.school_id, actor.today), key, actor.today)
    if period is None:
        raise NotFound
    if class_id is not None:
        guard.get(session, actor, SchoolClass, class_id, Permission.REPORTS_READ)
    reached = guard.reached(session, actor, SchoolClass, Permission.REPORTS_READ)
    scope = Scope(reached if class_id is None else reached & (db.school_class.c.id == class_id))
    book = read_book(session, actor, [period], scope, [period])
    pupils = _pupils({period.year.id: book}, period)
    return Listing(
        figures_of(one.levels for one in pupils),
        tuple(_listed(one, what) for one in pupils if what in lists_of(one.levels)),
    )


def _listed(one: PupilResults, what: Listed) -> ListedPupil:
    levels = _WHY.get(what, ())
    why = tuple((result.course.subject, result.value) for result in one.results if result.level in levels)
    return ListedPupil(one.pupil_id, one.name, one.of_class.title, why)


def _compared(periods: Sequence[Period], period: Period, key: str | None, actor: Actor) -> Period | None:
    if key == NO_COMPARISON:
        return None
    if not key:
        return usual_comparison(periods, period)
    return chosen(comparable(periods, period), key, actor.today)


def _books(
    session: Session, actor: Actor, periods: Sequence[Period], scope: Scope, drafted: Period
) -> dict[int, Book]:
    by_year: dict[int, list[Period]] = {}
    for one in periods:
        by_year.setdefault(one.year.id, []).append(one)
    return {
        year_id: read_book(session, actor, found, scope, [drafted] if drafted in found else [])
        for year_id, found in by_year.items()
    }


def _pupils(books: dict[int, Book], period: Period | None) -> list[PupilResults]:
    """Who has subjects with marks; a class without any, as grade 1, is left out."""
    if period is None:
        return []
    return [one for one in books[period.year.id].pupils(period) if one.results]


def _looked_back(books: dict[int, Book], period: Period | None) -> list[PupilResults]:
    """The same with the levels alone."""
    if period is None:
        return []
    return [one for one in books[period.year.id].standing(period) if one.levels]


def _is_draft(pupils: Iterable[PupilResults]) -> bool:
    return any(result.is_draft for one in pupils for result in one.results)


def _line(
    number: int, title: str, now: Sequence[PupilResults], before: Sequence[PupilResults], *, any_draft: bool
) -> Line:
    former = figures_of(one.levels for one in before) if before else None
    return Line(number, title, figures_of(one.levels for one in now), former, any_draft)


def _by(pupils: Iterable[PupilResults], key: Callable[[PupilResults], Key]) -> dict[Key, list[PupilResults]]:
    found: dict[Key, list[PupilResults]] = {}
    for one in pupils:
        found.setdefault(key(one), []).append(one)
    return found


def _class_lines(book: Book, now: Sequence[PupilResults], before: Sequence[PupilResults]) -> Iterable[Line]:
    """A line a class; before, in the same year the class's own figures, else those of its pupils then."""
    of_class = _by(now, lambda one: one.of_class.id)
    known = _by(before, lambda one: one.of_class.id)
    former_year = next((one.of_class for one in before), None)
    same_year = former_year is not None and former_year.id in book.classes
    for class_id, pupils in of_class.items():
        former = known.get(class_id, []) if same_year else _of_pupils(before, pupils)
        title = book.classes[class_id].title
        yield _line(class_id, title, pupils, former, any_draft=_is_draft(pupils))


def _of_pupils(before: Sequence[PupilResults], pupils: Sequence[PupilResults]) -> list[PupilResults]:
    """What these pupils had a year ago, in whichever class."""
    ids = {one.pupil_id for one in pupils}
    return [one for one in before if one.pupil_id in ids]


def _grade_lines(now: Sequence[PupilResults], before: Sequence[PupilResults]) -> Iterable[Line]:
    former = _by(before, lambda one: one.of_class.grade)
    for grade, pupils in _by(now, lambda one: one.of_class.grade).items():
        yield _line(grade, str(grade), pupils, former.get(grade, []), any_draft=_is_draft(pupils))


def _teacher(one: Result) -> tuple[int, str]:
    return one.course.teacher_id, one.course.teacher


def _marks_lines(
    pupils: Sequence[PupilResults], whose: Callable[[Result], tuple[int, str]]
) -> Iterable[MarksLine]:
    """A line each by number and name: namesakes are two."""
    found: dict[tuple[int, str], list[str]] = {}
    for one in pupils:
        for result in one.results:
            found.setdefault(whose(result), []).append(result.level)
    lines = (MarksLine(name, figures_of_marks(levels)) for (_, name), levels in found.items())
    return [line for line in lines if line.figures.counted]


def _trend_periods(periods: Sequence[Period], period: Period) -> list[Period]:
    """The terms of the kind, or the years, until this one: of two years, for a school keeps many."""
    found = [one for one in periods if one.kind is period.kind and one.starts <= period.starts]
    years = sorted({one.year.starts for one in found})[-TREND_YEARS:]
    return [one for one in found if one.year.starts in years]


def _trend(
    books: dict[int, Book], periods: Sequence[Period], period: Period, now: Sequence[PupilResults]
) -> Iterable[TrendPoint]:
    for one in periods:
        pupils = now if one.key == period.key else _looked_back(books, one)
        figures = figures_of(pupil.levels for pupil in pupils)
        if figures.counts[Listed.COUNTED]:
            yield TrendPoint(one, figures, _is_draft(pupils))


def _without_marks(book: Book, period: Period, now: Sequence[PupilResults]) -> Iterable[str]:
    with_marks = {one.of_class.id for one in now}
    return (
        one.title
        for one in book.classes.values()
        if one.id not in with_marks and period.span(one.scheme_id) and one.scale is ScaleKind.NONE
    )
