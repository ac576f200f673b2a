"""The school's time: school days, weeks, terms, bells, the year to show."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session

from ejournal.models import BellSchedule, MovedDay, TermKind, WeekParity
from ejournal.services.calendar.year import (
    BellPlan,
    BellTime,
    Calendar,
    DaysOff,
    Moved,
    TermSpan,
    YearSpan,
    current_year,
    current_year_of,
    load_calendar,
    monday,
    term_name,
)
from tests.cast import DAY, YEAR_STARTS, make_cast

WEEK = timedelta(days=7)
YEAR = YearSpan(1, "2026/2027", date(2026, 9, 1), date(2027, 5, 26))
NEXT_YEAR = YearSpan(2, "2027/2028", date(2027, 9, 1), date(2028, 5, 26))
QUARTERS = (
    TermSpan(1, 1, TermKind.QUARTER, 1, date(2026, 9, 1), date(2026, 10, 23)),
    TermSpan(2, 1, TermKind.QUARTER, 2, date(2026, 11, 2), date(2026, 12, 30)),
)
AUTUMN = DaysOff("Осенние каникулы", date(2026, 10, 24), date(2026, 11, 1))
FIRST_GRADE = DaysOff("Дополнительные каникулы", date(2027, 2, 13), date(2027, 2, 21), 1, 1)
SATURDAY = date(2026, 11, 21)
CALENDAR = Calendar(
    1,
    YEAR,
    QUARTERS,
    (AUTUMN, FIRST_GRADE),
    {
        SATURDAY: Moved(SATURDAY, 1, WeekParity.ODD),
        date(2026, 11, 28): Moved(date(2026, 11, 28), 6),
    },
)


def bells(number: int, **given_for: object) -> BellPlan:
    return BellPlan(number, str(number), (BellTime(1, time(8, number), time(9)),), **given_for)  # type: ignore[arg-type]


def test_a_saturday_is_a_school_day_of_six_day_classes_only() -> None:
    day = date(2026, 11, 14)
    assert CALENDAR.is_school_day(day, 10, 6)
    assert not CALENDAR.is_school_day(day, 5, 5)


def test_a_moved_saturday_follows_monday_for_everybody() -> None:
    assert CALENDAR.is_school_day(SATURDAY, 5, 5)
    assert CALENDAR.followed_weekday(SATURDAY) == 1


def test_a_moved_day_that_follows_saturday_is_none_of_five_day_classes() -> None:
    assert not CALENDAR.is_school_day(date(2026, 11, 28), 5, 5)
    assert CALENDAR.is_school_day(date(2026, 11, 28), 10, 6)


def test_holidays_of_the_first_grade_leave_the_others_at_school() -> None:
    day = date(2027, 2, 16)
    assert not CALENDAR.is_school_day(day, 1, 5)
    assert CALENDAR.is_school_day(day, 2, 5)
    assert CALENDAR.day_off(day, 1) == FIRST_GRADE
    assert CALENDAR.day_off(day, 2) is None


def test_the_first_week_is_odd_and_a_moved_day_may_follow_another_week() -> None:
    assert CALENDAR.parity(date(2026, 9, 1)) is WeekParity.ODD
    assert CALENDAR.parity(date(2026, 9, 7)) is WeekParity.EVEN
    assert CALENDAR.week_number(date(2026, 9, 7)) == 2
    assert CALENDAR.parity(date(2026, 11, 20)) is WeekParity.EVEN
    assert CALENDAR.parity(SATURDAY) is WeekParity.ODD


def year_from(first: date) -> Calendar:
    """A year from the day to the next 31 May, without holidays."""
    return Calendar(1, YearSpan(1, "", first, date(first.year + 1, 5, 31)))


@pytest.mark.parametrize("first", [date(2024, 9, 1), date(2028, 9, 1), date(2029, 9, 1), date(2030, 9, 1)])
def test_a_weekend_at_the_years_start_makes_no_week_of_its_own(first: date) -> None:
    calendar = year_from(first)
    weekday = next(day for day in calendar.school_days(first, first + WEEK, 5, 5))
    assert (calendar.week_number(weekday), calendar.parity(weekday)) == (1, WeekParity.ODD)
    assert calendar.parity(monday(weekday) + WEEK) is WeekParity.EVEN


@given(st.integers(2020, 2060), st.sampled_from([5, 6]))
def test_the_first_lessons_are_in_an_odd_week_whatever_day_the_year_begins_on(year: int, days: int) -> None:
    calendar = year_from(date(year, 9, 1))
    lesson = calendar.school_days(calendar.year.starts, calendar.year.ends, 7, days)[0]
    assert calendar.parity(lesson) is WeekParity.ODD


def test_a_year_that_begins_with_days_off_begins_its_weeks_after_them() -> None:
    days = (date(2026, 9, 1), date(2026, 9, 6))
    for_all, for_some = DaysOff("Карантин", *days), DaysOff("Карантин", *days, 1, 1)
    assert Calendar(1, YEAR, days_off=(for_all,)).parity(date(2026, 9, 7)) is WeekParity.ODD
    assert Calendar(1, YEAR, days_off=(for_some,)).parity(date(2026, 9, 7)) is WeekParity.EVEN


@given(st.dates(YEAR.starts, YEAR.ends))
def test_weeks_alternate_from_monday_to_sunday(day: date) -> None:
    plain = Calendar(1, YEAR)
    assert plain.parity(day) is plain.parity(monday(day)) or monday(day) < YEAR.starts
    assert (plain.week_number(day) % 2 == 1) == (plain.parity(day) is WeekParity.ODD)


def test_no_school_outside_the_year() -> None:
    assert CALENDAR.school_days(date(2026, 8, 1), date(2026, 9, 2), 5, 5) == [
        date(2026, 9, 1),
        date(2026, 9, 2),
    ]
    assert CALENDAR.next_school_day(date(2026, 10, 23), 5, 5) == date(2026, 11, 2)
    assert CALENDAR.next_school_day(date(2027, 5, 26), 5, 5) is None


def test_in_holidays_the_term_just_finished_is_shown() -> None:
    holiday = date(2026, 10, 28)
    current = CALENDAR.current_term(1, holiday)
    assert CALENDAR.term_of(1, holiday) is None
    assert current
    assert current.number == 1
    before = CALENDAR.current_term(1, date(2026, 8, 20))
    assert before
    assert before.number == 1


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2026, 8, 31), "2026/2027"),
        (date(2026, 9, 1), "2026/2027"),
        (date(2027, 7, 10), "2026/2027"),
        (date(2027, 9, 1), "2027/2028"),
    ],
)
def test_summer_shows_the_year_just_finished(today: date, name: str) -> None:
    found = current_year_of([NEXT_YEAR, YEAR], today)
    assert found
    assert found.name == name


def test_a_school_without_a_year_has_none_to_show() -> None:
    assert current_year_of([], DAY) is None


def test_terms_are_named_as_schools_name_them() -> None:
    assert term_name("ru", TermKind.QUARTER, 2) == "II четверть"
    assert QUARTERS[1].short_name("ru") == "II ч."
    assert term_name("ru", TermKind.HALF_YEAR, 1) == "1‑е полугодие"
    assert term_name("ru", TermKind.TRIMESTER, 3) == "3‑й триместр"
    assert term_name("en", TermKind.QUARTER, 2) == "Quarter 2"
    assert term_name("ru", TermKind.QUARTER, 9) == "9"


def test_the_most_exact_bells_ring() -> None:
    plans = (
        bells(1),
        bells(2, grade_from=1, grade_to=1),
        bells(3, shift=2),
        bells(4, weekday=1),
        bells(5, day=date(2026, 12, 30)),
        bells(6, grade_from=1, grade_to=1, starts=date(2027, 1, 11)),
    )
    calendar = Calendar(1, YEAR, bell_plans=plans)

    def rings(grade: int, shift: int, day: date) -> int:
        plan = calendar.bell_plan(grade, shift, day)
        assert plan
        return plan.id

    tuesday = date(2026, 11, 17)
    assert rings(5, 1, tuesday) == 1
    assert rings(1, 1, tuesday) == 2
    assert rings(5, 2, tuesday) == 3
    assert rings(1, 2, date(2026, 11, 16)) == 4
    assert rings(1, 2, date(2026, 12, 30)) == 5
    assert rings(1, 1, date(2027, 1, 12)) == 6
    assert calendar.bells(5, 1, tuesday)[0].starts == time(8, 1)


def test_without_bells_nothing_rings() -> None:
    assert Calendar(1, YEAR).bells(5, 1, DAY) == ()


def test_the_calendar_is_loaded_in_five_queries(session: Session) -> None:
    cast = make_cast(session)
    school_id, year_id = cast.classes["6b"].school_id, cast.classes["6b"].year_id
    session.add(MovedDay(school_id=school_id, year_id=year_id, day=SATURDAY, follows_weekday=1))
    session.add(BellSchedule(school_id=school_id, year_id=year_id, name="Без звонков", weekday=7))
    session.flush()
    asked: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
    calendar = load_calendar(session, school_id, year_id)
    assert len(asked) == 5
    assert calendar
    assert calendar.terms
    assert calendar.followed_weekday(SATURDAY) == 1
    assert calendar.bells(6, 1, DAY)
    assert calendar.bells(6, 1, date(2026, 11, 22)) == ()
    scheme_id = cast.classes["6b"].scheme_id
    term = calendar.term_of(scheme_id, DAY)
    assert term
    assert term.starts <= DAY <= term.ends


def test_the_calendar_of_another_school_does_not_exist(session: Session) -> None:
    cast = make_cast(session)
    assert load_calendar(session, cast.classes["6b_b"].school_id, cast.classes["6b"].year_id) is None
    found = current_year(session, cast.classes["6b"].school_id, DAY)
    assert found
    assert found.starts == YEAR_STARTS
