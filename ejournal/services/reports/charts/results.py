"""Charts of term and year marks: how many of each, and quality, success and average from period to period."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ejournal.i18n import gettext
from ejournal.services.grading.scales import EXEMPT, NOT_ATTESTED
from ejournal.services.reports.book import PupilResults, Result
from ejournal.services.reports.formulas import (
    FAILING,
    Listed,
    figures_of,
    lists_of,
)
from ejournal.services.reports.grid import Fact, Facts, Form, Grid, Row, Spot
from ejournal.services.reports.periods import Period

LEVELS = ("5", "4", "3", FAILING, NOT_ATTESTED, EXEMPT)
_WITH_QUALITY, _SUCCEEDS, _NUMBERS = ("5", "4"), ("5", "4", "3"), ("5", "4", "3", FAILING)
Pair = tuple[PupilResults, Result]
Read = Callable[[], Sequence[PupilResults]]


def _pairs(pupils: Iterable[PupilResults], levels: Sequence[str]) -> Iterable[Pair]:
    return ((one, result) for one in pupils for result in one.results if result.level in levels)


def _facts(pairs: Iterable[Pair]) -> Iterable[Fact]:
    return (
        Fact(
            one.pupil_id, one.name, one.of_class.title, result.course.id, result.course.subject,
            value=result.value,
        )
        for one, result in pairs
    )  # fmt: skip


def distribution_grid(pupils: Sequence[PupilResults], locale: str, *, is_open: bool) -> Grid:
    """How many marks of each level stand, one a pupil and course."""
    counts = Counter(level for one in pupils for level in one.levels)

    def spot(level: str) -> Spot:
        facts = Facts(counts[level], lambda: _facts(_pairs(pupils, (level,))))
        return Spot(counts[level], facts, is_draft=is_open)

    row = Row("marks", gettext(locale, "Marks"), tuple(spot(level) for level in LEVELS))
    return Grid(
        "distribution",
        gettext(locale, "How many of each mark"),
        Form.BARS,
        tuple((level, f"«{level}»") for level in LEVELS),
        (row,) if any(spot.value for spot in row.spots) else (),
        first=gettext(locale, "Mark"),
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """A period with the levels of its pupils; read gives their results, once a number is opened."""

    period: Period
    levels: Sequence[Sequence[str]]
    read: Read
    is_open: bool


def trend_grid(key: str, title: str, found: Sequence[Looked], locale: str, *, by_pupils: bool) -> Grid:
    """Quality, success and average of each period that has marks; quality is drawn.

    Of classes they count pupils by all their subjects, of courses the marks.
    """
    heads, quality, success, average = [], [], [], []
    for one in found:
        figures = figures_of(one.levels)
        marks = figures.marks
        if not marks.counted:
            continue
        numbers = marks.fives + marks.fours + marks.threes + marks.twos
        if by_pupils:
            of_quality, of_success = figures.quality, figures.success
            good = _who(one.read, Listed.QUALITY, figures.counts[Listed.QUALITY])
            passed = _who(one.read, Listed.SUCCESS, figures.counts[Listed.SUCCESS])
        else:
            of_quality, of_success = marks.quality, marks.success
            good = _which(one.read, _WITH_QUALITY, marks.fives + marks.fours)
            passed = _which(one.read, _SUCCEEDS, numbers - marks.twos)
        heads.append((one.period.key, one.period.short_name(locale)))
        quality.append(Spot(of_quality, good, is_draft=one.is_open))
        success.append(Spot(of_success, passed, is_draft=one.is_open))
        average.append(Spot(marks.average, _which(one.read, _NUMBERS, numbers), is_draft=one.is_open))
    return Grid(
        key,
        title,
        Form.LINE,
        tuple(heads),
        (
            Row("quality", gettext(locale, "Quality, %"), tuple(quality), 1),
            Row("success", gettext(locale, "Success, %"), tuple(success), 1),
            Row("average", gettext(locale, "Average"), tuple(average), 2),
        ),
        first=gettext(locale, "Figure"),
        top=100,
    )


def _who(read: Read, what: Listed, count: int) -> Facts:
    return Facts(
        count,
        lambda: (
            Fact(one.pupil_id, one.name, one.of_class.title) for one in read() if what in lists_of(one.levels)
        ),
    )


def _which(read: Read, levels: Sequence[str], count: int) -> Facts:
    return Facts(count, lambda: _facts(_pairs(read(), levels)))
