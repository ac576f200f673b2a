"""Hours: quiet ones shift and never drop, digests come once a day, marks wait for their hour."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal import clock
from ejournal.services.delivery.hours import Hours, at_hour, shown_out

ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad", "Europe/Berlin")
hour = st.integers(0, 23)
hours = st.builds(Hours, st.sampled_from(ZONES), hour, hour, hour)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


@given(hours, moments)
def test_what_falls_into_quiet_hours_waits_for_their_end_and_not_a_day(how: Hours, moment: datetime) -> None:
    goes = how.after_quiet(moment)
    assert not how.is_quiet(goes)
    assert timedelta() <= goes - moment <= timedelta(hours=25)


@given(hours, moments)
def test_a_digest_is_to_come_within_two_days_out_of_quiet_hours(how: Hours, moment: datetime) -> None:
    day = how.next_digest(moment)
    goes = how.digest_of(day)
    assert moment < goes <= moment + timedelta(hours=50)
    assert not how.is_quiet(goes)


@given(hours, moments)
def test_digests_of_following_days_go_one_after_the_other(how: Hours, moment: datetime) -> None:
    day = how.next_digest(moment)
    assert how.digest_of(day) <= how.digest_of(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("told", "goes"), [((9, 0), (15, 0)), ((15, 0), (15, 0)), ((16, 30), (16, 30)), ((23, 59), (23, 59))]
)
def test_marks_wait_for_the_hour_of_their_day(told: tuple[int, int], goes: tuple[int, int]) -> None:
    def on_wall(given: tuple[int, int]) -> datetime:
        start = at_hour(datetime(2026, 11, 20, tzinfo=UTC).date(), 0, "Europe/Moscow")
        return start + timedelta(hours=given[0], minutes=given[1])

    assert shown_out(on_wall(told), 15, "Europe/Moscow") == on_wall(goes)
    assert shown_out(on_wall(told), None, "Europe/Moscow") == on_wall(told)


def test_equal_quiet_hours_are_none() -> None:
    how = Hours("Europe/Moscow", quiet_from=5, quiet_until=5)
    assert not any(
        how.is_quiet(clock.start_of(datetime(2026, 3, 1).date(), "UTC") + timedelta(hours=n))
        for n in range(48)
    )
