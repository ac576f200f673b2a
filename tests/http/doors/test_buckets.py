"""Token buckets: what may come at once, and how it comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.http.doors import buckets
from ejournal.http.doors.buckets import Bucket, Rate, Remembered
from tests.http.doors.conftest import Hand


def test_so_many_at_once_and_then_as_they_come_back(hand: Hand) -> None:
    bucket = Bucket(Rate(at_once=5, a_second=2))
    assert [bucket.takes() for _ in range(6)] == [True] * 5 + [False]
    hand.now += 1
    assert [bucket.takes() for _ in range(3)] == [True, True, False]
    hand.now += 1000
    assert bucket.is_full
    assert [bucket.takes() for _ in range(6)] == [True] * 5 + [False]


def test_whoever_waits_waits_for_all_before_him(hand: Hand) -> None:
    bucket = Bucket(Rate(at_once=2, a_second=10))
    assert [round(bucket.wait_for(), 3) for _ in range(4)] == [0, 0, 0.1, 0.2]
    hand.now += 0.2
    assert round(bucket.wait_for(), 3) == 0.1


@given(
    st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 10)), max_size=50),
    st.floats(1, 50),
    st.floats(0.1, 20),
)
def test_never_more_than_the_rate_allows(
    steps: list[tuple[float, float]], at_once: float, a_second: float
) -> None:
    moved = Hand()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(buckets, "time", moved)
        bucket = Bucket(Rate(at_once, a_second))
        began, taken = moved.now, 0.0
        for pause, cost in steps:
            moved.now += pause
            taken += cost if bucket.takes(cost) else 0
            assert taken <= at_once + (moved.now - began) * a_second + 1e-6


def test_of_too_many_the_oldest_is_forgotten_and_who_needs_nothing_first() -> None:
    busy: set[int] = set()
    kept: Remembered[list[int]] = Remembered(list, 10, lambda one: not busy.intersection(one))
    kept[0].append(0)
    busy.add(0)
    for key in range(1, 100):
        kept[key].append(key)
    assert kept.get(0) == [0]
    assert len(kept) < 10  # the idle went before there were too many
    busy.update(range(1000))
    for key in range(100, 1000):
        kept[key].append(key)
    assert len(kept) <= 10
    assert kept.get(999) == [999]
