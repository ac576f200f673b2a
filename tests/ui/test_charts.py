"""A drawn line: words under it never touch, the last point always has its own."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ejournal.ui.words.charts import LETTER, Point, drawn_line

DAYS = st.lists(st.integers(0, 120), min_size=2, max_size=60, unique=True).map(sorted)


@given(days=DAYS, head=st.sampled_from(("27 ноября", "16–20.11", "II ч. 26")))
def test_words_under_a_line_never_touch_and_the_last_point_has_its_own(days: list[int], head: str) -> None:
    points = [Point(day, 4.0, head, "4,00") for day in days]
    dots = drawn_line(points, 2, 5, "Средний балл").dots
    places = [one.x for one in dots if one.label]
    assert dots[-1].label == head
    assert all(after - before >= LETTER * len(head) for before, after in itertools.pairwise(places))
    assert [one.x for one in dots if one.value] == places


def test_a_line_needs_two_points() -> None:
    assert drawn_line([Point(1, 4.0, "27 ноября", "4,00")], 2, 5, "").line == ""
