"""What is noticed of a pupil: facts, bounds on either side, and what is too little to say anything."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ejournal.models import EarlyNoticeKind
from ejournal.services.early_notice.facts import Attended, DatedMark, Rule, flags_of

TODAY = date(2026, 11, 20)
ALGEBRA = 7


def mark(value: str, ago: int, weight: int = 1) -> DatedMark:
    return DatedMark(TODAY - timedelta(ago), value, weight, value == "2")


def days(shares: list[tuple[int, int, int]]) -> list[Attended]:
    """Lessons and missed ones, so many days ago each."""
    return [Attended(TODAY - timedelta(ago), lessons, missed, missed) for ago, lessons, missed in shares]


@pytest.mark.parametrize(("ago", "noticed"), [(13, True), (14, False)])
def test_three_failing_marks_within_two_weeks_are_noticed(ago: int, noticed: bool) -> None:
    marks = [mark("4", 30), mark("4", 29), mark("4", 28), mark("2", ago), mark("2", 2), mark("2", 0)]
    found = flags_of(TODAY, {ALGEBRA: marks}, [], Rule(average_drop=Decimal(3)))
    assert [(one.kind, one.count) for one in found] == (
        [(EarlyNoticeKind.FAILING_MARKS, 3)] if noticed else []
    )
    if noticed:
        assert (found[0].before, found[0].now) == (Decimal("4.00"), Decimal("3.00"))


@pytest.mark.parametrize(("last", "noticed"), [("3", False), ("2", True)])
def test_a_fallen_average_is_noticed_from_the_bound_on(last: str, noticed: bool) -> None:
    marks = [*(mark("5", ago) for ago in (40, 35, 30)), mark(last, 5)]
    found = flags_of(TODAY, {ALGEBRA: marks}, [], Rule(average_drop=Decimal("0.75")))
    assert [one.kind for one in found] == ([EarlyNoticeKind.AVERAGE_FELL] if noticed else [])


def test_too_few_marks_before_make_no_average_to_fall_from() -> None:
    marks = [mark("5", 40), mark("5", 35), mark("2", 5)]
    assert flags_of(TODAY, {ALGEBRA: marks}, [], Rule()) == []


def test_old_marks_and_those_to_come_say_nothing() -> None:
    marks = [mark("2", 56), mark("2", -1), mark("2", 3), mark("2", 4)]
    assert flags_of(TODAY, {ALGEBRA: marks}, [], Rule()) == []


@pytest.mark.parametrize(("missed", "noticed"), [(4, True), (3, False)])
def test_a_tenth_of_the_lessons_missed_is_noticed(missed: int, noticed: bool) -> None:
    found = flags_of(TODAY, {}, days([(3, 20, missed), (20, 20, 0)]), Rule(growth_share=100))
    assert [(one.kind, one.count, one.of, one.unexcused) for one in found] == (
        [(EarlyNoticeKind.ABSENCES, 4, 40, 4)] if noticed else []
    )


def test_of_few_lessons_no_share_is_made() -> None:
    assert flags_of(TODAY, {}, days([(3, 19, 19)]), Rule()) == []


@pytest.mark.parametrize(("now", "before", "noticed"), [(2, 1, True), (2, 2, False), (1, 0, False)])
def test_absences_that_grow_are_noticed(now: int, before: int, noticed: bool) -> None:
    seen = days([(3, 30, now), (20, 30, before), (40, 60, 0)])
    found = flags_of(TODAY, {}, seen, Rule(growth_share=5))
    assert [one.kind for one in found] == ([EarlyNoticeKind.ABSENCES_GREW] if noticed else [])
