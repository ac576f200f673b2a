"""From the places that a family sees, of all own children, nobody else's average can be worked out."""

from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ejournal.models import ScaleKind
from ejournal.services.reports.charts.place import FEWEST_OTHERS, ClassPlace, standing

LOWEST, BEST = 200, 500
hundredths = st.one_of(st.integers(LOWEST, BEST), st.sampled_from((LOWEST, LOWEST + 1, BEST - 1, BEST)))


def seen(averages: dict[int, Decimal], own: set[int]) -> list[ClassPlace | None]:
    """What a family reads: the place of each own child."""
    return [standing(averages, one, own, ScaleKind.FIVE) for one in sorted(own)]


@given(
    own=st.lists(hundredths, min_size=1, max_size=3),
    others=st.lists(hundredths, min_size=1, max_size=FEWEST_OTHERS + 3),
)
@example(own=[LOWEST], others=[LOWEST] * FEWEST_OTHERS)
@example(own=[BEST - 1], others=[BEST] * FEWEST_OTHERS)
@example(own=[400, 401], others=[401] * FEWEST_OTHERS)
@example(own=[400], others=[450] * (FEWEST_OTHERS - 1))
@settings(max_examples=200, deadline=None)
def test_each_classmate_could_have_another_average_and_the_family_would_read_the_same(
    own: list[int], others: list[int]
) -> None:
    averages = {at: Decimal(one) / 100 for at, one in enumerate((*own, *others))}
    mine = set(range(len(own)))
    read = seen(averages, mine)
    for classmate in averages.keys() - mine:
        assert any(
            seen(averages | {classmate: Decimal(other) / 100}, mine) == read
            for other in range(LOWEST, BEST + 1)
            if Decimal(other) / 100 != averages[classmate]
        ), f"{averages[classmate]} is known"


@given(own=hundredths, others=st.lists(hundredths, min_size=FEWEST_OTHERS, max_size=FEWEST_OTHERS + 3))
@settings(max_examples=100, deadline=None)
def test_that_a_place_is_held_back_says_nothing_of_the_others(own: int, others: list[int]) -> None:
    def shows(of_others: list[int]) -> bool:
        averages = {at: Decimal(one) / 100 for at, one in enumerate((own, *of_others))}
        return standing(averages, 0, {0}, ScaleKind.FIVE) is not None

    assert shows(others) == shows([300] * len(others))


def test_a_place_counts_those_above_and_the_same_average_is_the_same_place() -> None:
    averages = {at: Decimal(one) for at, one in enumerate(("4", "4", "5", *["3"] * FEWEST_OTHERS))}
    assert [standing(averages, one, {one}, ScaleKind.FIVE) for one in (0, 1, 2)] == [
        ClassPlace(2, 13), ClassPlace(2, 13), ClassPlace(1, 13),
    ]  # fmt: skip
