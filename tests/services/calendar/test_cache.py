"""Calendars kept in the process never hide a change made through it."""

from datetime import date

import pytest
from sqlmodel import Session

from ejournal.models import Holiday
from ejournal.services.calendar import cache
from ejournal.services.calendar.cache import calendar_of, forget_calendars
from ejournal.services.calendar.year import Calendar
from tests.cast import Cast
from tests.services.diary_helpers import counted_queries

DAY_OFF = date(2026, 12, 14)


@pytest.fixture
def cast(session: Session, cast: Cast) -> Cast:
    session.commit()
    return cast


def calendar(cast: Cast) -> Calendar:
    year = cast.years["a"]
    found = calendar_of(cast.session, year.school_id, year.id or 0)
    assert found is not None
    return found


def add_day_off(cast: Cast) -> None:
    year = cast.years["a"]
    cast.session.add(
        Holiday(school_id=year.school_id, year_id=year.id or 0, name="Карантин", starts=DAY_OFF, ends=DAY_OFF)
    )
    cast.session.flush()


def test_a_calendar_is_read_once(cast: Cast) -> None:
    calendar(cast)
    with counted_queries(cast.session) as seen:
        assert calendar(cast).day_off(DAY_OFF, 6) is None
    assert seen == []


def test_a_change_shows_at_once_to_who_makes_it(cast: Cast) -> None:
    calendar(cast)
    add_day_off(cast)
    assert calendar(cast).day_off(DAY_OFF, 6) is not None


def test_a_change_shows_to_others_once_it_is_committed(cast: Cast) -> None:
    calendar(cast)
    add_day_off(cast)
    cast.session.commit()
    assert calendar(cast).day_off(DAY_OFF, 6) is not None


def test_what_is_taken_back_is_not_kept(cast: Cast) -> None:
    calendar(cast)
    add_day_off(cast)
    assert calendar(cast).day_off(DAY_OFF, 6) is not None
    cast.session.rollback()
    assert calendar(cast).day_off(DAY_OFF, 6) is None


def test_what_another_process_changed_shows_after_a_while(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "KEPT_SECONDS", -1.0)
    forget_calendars()
    first = calendar(cast)
    assert calendar(cast) is not first


def test_a_year_that_is_not_the_schools_has_no_calendar(cast: Cast) -> None:
    assert calendar_of(cast.session, cast.schools["a"].id or 0, cast.years["b"].id or 0) is None
