"""Averages, proposals and figures by the formulas of the school."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.models import ScaleKind
from ejournal.services.grading.averages import (
    RoundingRule,
    Tally,
    class_figures,
    propose_term_mark,
    propose_year_mark,
    weighted_average,
)

RULE = RoundingRule()
STRICT = RoundingRule(Decimal("4.65"), Decimal("3.65"), Decimal("2.65"))
marks = st.lists(st.tuples(st.sampled_from("2345"), st.integers(1, 5)), min_size=1)


def tally(text: str) -> Tally:
    found = Tally()
    for value in text.split():
        found.add(value, 1)
    return found


def proposed(text: str, *, hours: str = "2", rule: RoundingRule = RULE, settling: bool = False) -> str:
    return propose_term_mark(ScaleKind.FIVE, tally(text), Decimal(hours), rule, settling=settling)


def test_a_test_paper_weighs_three_answers() -> None:
    assert weighted_average([("5", 1), ("3", 3)]) == Decimal("3.50")


def test_the_average_is_rounded_half_up() -> None:
    assert weighted_average([("5", 1), ("4", 7)]) == Decimal("4.13")


def test_exempt_and_passes_do_not_count() -> None:
    assert weighted_average([("осв", 1), ("зач", 1), ("н/а", 1)]) is None
    assert weighted_average([("осв", 1), ("4", 1)]) == Decimal("4.00")


@given(marks)
def test_the_average_lies_between_the_marks(given_marks: list[tuple[str, int]]) -> None:
    average = weighted_average(given_marks)
    values = [int(value) for value, _ in given_marks]
    assert average is not None
    assert min(values) <= average <= max(values)


@given(marks, st.integers(1, 7))
def test_weights_count_by_their_ratio(given_marks: list[tuple[str, int]], times: int) -> None:
    heavier = [(value, weight * times) for value, weight in given_marks]
    assert weighted_average(heavier) == weighted_average(given_marks)


@pytest.mark.parametrize(
    ("text", "rule", "mark"),
    [
        ("5 5 4 4 5 4", RULE, "5"),
        ("5 5 4 4 5 4", STRICT, "4"),
        ("4 4 3 3 4 3", RULE, "4"),
        ("4 4 3 3 4 3", STRICT, "3"),
        ("3 2 2 3 2 3", RULE, "3"),
        ("2 2 2 2 2 3", RULE, "2"),
    ],
)
def test_the_school_rounds_by_its_own_thresholds(text: str, rule: RoundingRule, mark: str) -> None:
    assert proposed(text, rule=rule) == mark


@pytest.mark.parametrize(("hours", "fewest"), [("0.5", 3), ("1", 3), ("2", 5), ("5", 7)])
def test_a_term_mark_needs_as_many_marks_as_the_weekly_hours_ask(hours: str, fewest: int) -> None:
    assert proposed("5 " * fewest, hours=hours) == "5"
    assert proposed("5 " * (fewest - 1), hours=hours) == ""


def test_too_few_marks_mean_not_attested_only_at_the_end_of_the_term() -> None:
    assert proposed("5 5") == ""
    assert proposed("5 5", settling=True) == "н/а"


def test_longer_scales_round_by_the_same_fraction() -> None:
    of_ten = tally("9 9 9 8 8 8")
    assert propose_term_mark(ScaleKind.TEN, of_ten, Decimal(2), RULE, settling=False) == "9"
    assert propose_term_mark(ScaleKind.TEN, of_ten, Decimal(2), STRICT, settling=False) == "8"


def test_passes_are_proposed_by_the_majority() -> None:
    passes = tally("зач зач зач незач незач")
    assert propose_term_mark(ScaleKind.PASS, passes, Decimal(2), RULE, settling=False) == "зач"


def test_a_year_mark_waits_for_every_term() -> None:
    assert propose_year_mark(ScaleKind.FIVE, ["5", "4", "", "4"], RULE) == ""
    assert propose_year_mark(ScaleKind.FIVE, ["5", "4", "5", "4"], RULE) == "5"
    assert propose_year_mark(ScaleKind.FIVE, ["осв", "осв"], RULE) == "осв"
    assert propose_year_mark(ScaleKind.FIVE, ["н/а", "4"], RULE) == "4"


def test_figures_of_a_class_agree_with_the_check_values() -> None:
    figures = class_figures(ScaleKind.FIVE, ["5"] * 6 + ["4"] * 14 + ["3"] * 5)
    assert (figures.counted, figures.average) == (25, Decimal("4.04"))
    assert (figures.success, figures.quality, figures.sou) == (100, 80, Decimal("67.04"))


def test_not_attested_stay_in_the_count_and_exempt_do_not() -> None:
    figures = class_figures(ScaleKind.FIVE, ["5", "н/а", "осв", ""])
    assert (figures.counted, figures.exempt, figures.not_attested) == (2, 1, 1)
    assert figures.sou == Decimal("53.50")


def test_a_class_without_marks_has_no_figures() -> None:
    figures = class_figures(ScaleKind.FIVE, [])
    assert (figures.average, figures.success, figures.quality, figures.sou) == (None, None, None, None)
