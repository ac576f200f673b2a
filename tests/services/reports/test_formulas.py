"""The formulas of the reports, with the check values that schools know."""

from decimal import Decimal

import pytest

from ejournal.models import ScaleKind
from ejournal.services.reports.formulas import Listed, figures_of, figures_of_marks, level_of, lists_of


def test_the_check_values_of_the_published_formulas() -> None:
    found = figures_of_marks(["5"] * 6 + ["4"] * 14 + ["3"] * 5)
    assert (found.average, found.quality, found.success, found.sou, found.counted) == (
        Decimal("4.04"), Decimal("80.00"), Decimal("100.00"), Decimal("67.04"), 25,
    )  # fmt: skip


def test_of_one_subject_the_figures_of_pupils_are_those_of_marks() -> None:
    levels = ["5"] * 6 + ["4"] * 14 + ["3"] * 5 + ["2", "н/а", "осв", ""]
    pupils, marks = figures_of([one] for one in levels), figures_of_marks(levels)
    assert (pupils.success, pupils.quality) == (marks.success, marks.quality)
    assert pupils.counts[Listed.COUNTED] == marks.counted == 27


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (("5", "5", "осв"), {Listed.COUNTED, Listed.SUCCESS, Listed.QUALITY, Listed.FIVES}),
        (("5", "4"), {Listed.COUNTED, Listed.SUCCESS, Listed.QUALITY, Listed.FOURS, Listed.ONE_FOUR}),
        (("4", "4", "5"), {Listed.COUNTED, Listed.SUCCESS, Listed.QUALITY, Listed.FOURS}),
        (("5", "4", "3"), {Listed.COUNTED, Listed.SUCCESS, Listed.ONE_THREE}),
        (("4", "3", "3"), {Listed.COUNTED, Listed.SUCCESS}),
        (("5", "3", "2"), {Listed.COUNTED, Listed.FAILING}),
        (("5", "н/а"), {Listed.COUNTED, Listed.NOT_ATTESTED}),
        (("2", "н/а"), {Listed.COUNTED, Listed.FAILING, Listed.NOT_ATTESTED}),
        (("осв", "", "зач"), {Listed.NO_MARKS}),
        ((), {Listed.NO_MARKS}),
    ],
)
def test_which_numbers_count_a_pupil(levels: tuple[str, ...], said: set[Listed]) -> None:
    assert lists_of(levels) == {Listed.PUPILS, *said}


@pytest.mark.parametrize(
    ("kind", "value", "level"),
    [
        (ScaleKind.TEN, "9", "5"), (ScaleKind.TEN, "7", "4"), (ScaleKind.TEN, "5", "3"),
        (ScaleKind.TEN, "4", "2"), (ScaleKind.HUNDRED, "85", "5"), (ScaleKind.FIVE, "1", "2"),
        (ScaleKind.PASS, "зач", "зач"), (ScaleKind.PASS, "незач", "2"), (ScaleKind.FIVE, "н/а", "н/а"),
    ],
)  # fmt: skip
def test_the_levels_of_all_scales(kind: ScaleKind, value: str, level: str) -> None:
    assert level_of(kind, value) == level
