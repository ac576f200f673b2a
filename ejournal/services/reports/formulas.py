"""Every formula of the reports, over levels: «5», «4», «3», «2», «н/а», «осв», «зач», "" for no mark.

A figure of a course counts marks, one a pupil; a figure of a class counts pupils by all their subjects.
Source: help of «Сетевой город», page of formulas; reports as class teachers file them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import chain

from ejournal.models import ScaleKind
from ejournal.services.grading.averages import ClassFigures, class_figures, share
from ejournal.services.grading.scales import EXEMPT, NOT_ATTESTED, PASSED, five_point

FAILING = "2"
_COUNTED = ("5", "4", "3", FAILING, NOT_ATTESTED)


class Listed(StrEnum):
    """Which pupils a number counts, by their marks in all subjects."""

    PUPILS = "pupils"
    COUNTED = "counted"
    SUCCESS = "success"
    QUALITY = "quality"
    FIVES = "fives"
    FOURS = "fours"
    ONE_FOUR = "one_four"
    ONE_THREE = "one_three"
    FAILING = "failing"
    NOT_ATTESTED = "not_attested"
    NO_MARKS = "no_marks"


@cache
def level_of(kind: ScaleKind, value: str) -> str:
    """The level of a term mark; «зач» has none of the four and fails nobody."""
    return value if value in (NOT_ATTESTED, EXEMPT, PASSED) else five_point(kind, value)


def lists_of(levels: Sequence[str]) -> frozenset[Listed]:
    """Which numbers count a pupil with these levels, in any order.

    Counted is who has a mark with a level or «н/а»; a pupil succeeds without «2» and «н/а», has quality with
    «4» and «5» alone. A single «3» or «4» is the only one, all else being better.
    """
    return _lists(*map(levels.count, _COUNTED))


@cache
def _lists(fives: int, fours: int, threes: int, failed: int, missing: int) -> frozenset[Listed]:
    marks, is_failing = fives + fours + threes + failed + missing, failed + missing > 0
    if not marks:
        return frozenset({Listed.PUPILS, Listed.NO_MARKS})
    is_good = not is_failing and not threes
    said = {
        Listed.PUPILS: True,
        Listed.COUNTED: True,
        Listed.SUCCESS: not is_failing,
        Listed.QUALITY: is_good,
        Listed.FIVES: is_good and not fours,
        Listed.FOURS: is_good and fours > 0,
        Listed.ONE_FOUR: is_good and fours == 1 and marks > 1,
        Listed.ONE_THREE: threes == 1 and not is_failing,
        Listed.FAILING: failed > 0,
        Listed.NOT_ATTESTED: missing > 0,
    }
    return frozenset(what for what, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many pupils of each kind there are, shares of pupils in per cent, the figures of their marks."""

    counts: dict[Listed, int]
    success: Decimal | None
    quality: Decimal | None
    marks: ClassFigures

    @property
    def pupils(self) -> int:
        """How many there are."""
        return self.counts[Listed.PUPILS]


def figures_of(pupils: Iterable[Sequence[str]]) -> Figures:
    """The figures of pupils, each given by the levels of all subjects.

    success % = who succeeds·100/N, quality % = who has «4» and «5» alone·100/N, N = the counted ones;
    SOU and average are those of all their marks on five points.
    """
    every = list(pupils)
    counts = dict.fromkeys(Listed, 0)
    for lists, times in Counter(map(lists_of, every)).items():
        for what in lists:
            counts[what] += times
    counted = counts[Listed.COUNTED]
    return Figures(
        counts,
        share(counts[Listed.SUCCESS] * 100, counted),
        share(counts[Listed.QUALITY] * 100, counted),
        figures_of_marks(chain.from_iterable(every)),
    )


def figures_of_marks(levels: Iterable[str]) -> ClassFigures:
    """The figures of marks given by their levels, one a pupil and course."""
    return class_figures(ScaleKind.FIVE, levels)
