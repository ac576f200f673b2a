"""Weighted averages, the proposal of a term mark, the figures of a class."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ejournal.models import ScaleKind
from ejournal.services.grading.scales import EXEMPT, NOT_ATTESTED, NOT_PASSED, PASSED, five_point

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """How a school makes a term mark of an average: thresholds per step, fewest marks by weekly hours."""

    to_five: Decimal = Decimal("4.5")
    to_four: Decimal = Decimal("3.5")
    to_three: Decimal = Decimal("2.5")
    fewest_weekly_one: int = 3
    fewest_weekly_two: int = 5
    fewest_weekly_more: int = 7

    def fewest_marks(self, weekly_hours: Decimal) -> int:
        """How many marks a term mark needs at so many lessons a week."""
        if weekly_hours <= 1:
            return self.fewest_weekly_one
        return self.fewest_weekly_two if weekly_hours <= 2 else self.fewest_weekly_more


@dataclass(slots=True)
class Tally:
    """Marks being summed: Σ mark·weight, Σ weight, how many, and the passes among them."""

    total: int = 0
    weight: int = 0
    count: int = 0
    passed: int = 0
    failed: int = 0

    def add(self, value: str, weight: int, times: int = 1) -> None:
        """Count a mark; what is no number has no part in the average."""
        if value.isascii() and value.isdecimal():
            self.total += int(value) * weight * times
            self.weight += weight * times
            self.count += times
        elif value == PASSED:
            self.passed += times
            self.count += times
        elif value == NOT_PASSED:
            self.failed += times
            self.count += times

    @property
    def exact(self) -> Decimal | None:
        """Σ(mark·weight)/Σ weight, None without a weighed mark."""
        return Decimal(self.total) / self.weight if self.weight else None

    @property
    def average(self) -> Decimal | None:
        """The weighted average to hundredths, half up."""
        exact = self.exact
        return None if exact is None else exact.quantize(_CENT, ROUND_HALF_UP)


def weighted_average(marks: Iterable[tuple[str, int]]) -> Decimal | None:
    """Σ(mark·weight)/Σ weight of (mark, weight) pairs to hundredths; None when nothing counts."""
    tally = Tally()
    for value, weight in marks:
        tally.add(value, weight)
    return tally.average


def round_mark(kind: ScaleKind, exact: Decimal, rule: RoundingRule) -> str:
    """The mark an average comes to: by thresholds on five points, by their fraction on longer scales."""
    if kind is ScaleKind.FIVE:
        for level, threshold in (("5", rule.to_five), ("4", rule.to_four), ("3", rule.to_three)):
            if exact >= threshold:
                return level
        return "2"
    step = Decimal("0.5") if kind is ScaleKind.HUNDRED else rule.to_five % 1
    whole = int(exact)
    return str(whole + 1 if exact - whole >= step else whole)


def propose_term_mark(
    kind: ScaleKind, tally: Tally, weekly_hours: Decimal, rule: RoundingRule, *, settling: bool
) -> str:
    """The term mark by the rule; for too few marks «н/а» once the term is being settled, else empty."""
    if kind is ScaleKind.NONE:
        return ""
    if tally.count < rule.fewest_marks(weekly_hours):
        return NOT_ATTESTED if settling else ""
    if kind is ScaleKind.PASS:
        return PASSED if tally.passed >= tally.failed else NOT_PASSED
    exact = tally.exact
    return "" if exact is None else round_mark(kind, exact, rule)


def propose_year_mark(kind: ScaleKind, term_marks: Sequence[str], rule: RoundingRule) -> str:
    """The year mark as the rounded mean of all the term marks; empty while one is missing."""
    if not term_marks or not all(term_marks) or kind is ScaleKind.NONE:
        return ""
    if all(value == EXEMPT for value in term_marks):
        return EXEMPT
    tally = Tally()
    for value in term_marks:
        tally.add(value, 1)
    if not tally.count:
        return NOT_ATTESTED
    if kind is ScaleKind.PASS:
        return PASSED if tally.passed >= tally.failed else NOT_PASSED
    exact = tally.exact
    return "" if exact is None else round_mark(kind, exact, rule)


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Counts of a class's marks and its figures: success, quality and SOU in per cent, the average."""

    fives: int
    fours: int
    threes: int
    twos: int
    not_attested: int
    exempt: int
    counted: int
    average: Decimal | None
    success: Decimal | None
    quality: Decimal | None
    sou: Decimal | None


def class_figures(kind: ScaleKind, marks: Iterable[str]) -> ClassFigures:
    """The figures of a class by its term marks, one per pupil ("" for none).

    N = all pupils − exempt − those without a mark; «н/а» stays in N. SOU % = (n5·100 + n4·64 + n3·36 +
    n2·16 + n_na·7)/N. Source: help of «Сетевой город», page of formulas.
    """
    counts = dict.fromkeys(("5", "4", "3", "2", NOT_ATTESTED, EXEMPT), 0)
    tally = Tally()
    for value, times in Counter(marks).items():
        level = value if value in (NOT_ATTESTED, EXEMPT) else five_point(kind, value)
        if level:
            counts[level] += times
            tally.add(value, 1, times)
    fives, fours, threes, twos, missing, exempt = counts.values()
    counted = fives + fours + threes + twos + missing
    return ClassFigures(
        fives,
        fours,
        threes,
        twos,
        missing,
        exempt,
        counted,
        tally.average,
        share((fives + fours + threes) * 100, counted),
        share((fives + fours) * 100, counted),
        share(fives * 100 + fours * 64 + threes * 36 + twos * 16 + missing * 7, counted),
    )


def share(total: int, counted: int) -> Decimal | None:
    """total/counted to hundredths, half up; None of nothing."""
    return (Decimal(total) / counted).quantize(_CENT, ROUND_HALF_UP) if counted else None
