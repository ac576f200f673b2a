"""Bells: times pasted as schools write them, schedules checked by the field, a short day, the norms."""

from datetime import date, time

import pytest
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Bell, BellSchedule
from ejournal.services.calendar.year import BellPlan, BellTime, Calendar, load_calendar
from ejournal.services.school.bells import (
    BellRules,
    add_short_day,
    delete_bells,
    norm_warnings,
    parse_times,
    save_bells,
    shortened,
)
from tests.cast import Cast

TWO = (BellTime(1, time(8, 30), time(9, 15)), BellTime(2, time(9, 25), time(10, 10)))


def year_of(cast: Cast, school: str = "a") -> int:
    return cast.years[school].id or 0


def calendar(session: Session, cast: Cast) -> Calendar:
    found = load_calendar(session, cast.schools["a"].id or 0, year_of(cast))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "8:30-9:15\n9:25-10:10",
        "08:30 – 09:15\n\n09:25 – 10:10",
        "1. 8.30-9.15\n2. 9.25—10.10",
        "1 урок 8:30–9:15\n2 урок 9:25–10:10",
        "1) 8:30 9:15\r\n2) 9:25 10:10",
        "1\t8:30\t9:15\n2\t9:25\t10:10",
    ],
)
def test_times_are_read_as_schools_write_them(text: str) -> None:
    assert tuple(parse_times(text)) == TWO


@pytest.mark.parametrize(
    ("text", "line"), [("8:30-9:15\nбольшая перемена", 2), ("25:00-26:00", 1), ("8:5-9:15", 1), ("8:30", 1)]
)
def test_a_line_that_is_no_time_is_named(text: str, line: int) -> None:
    with pytest.raises(DomainError) as told:
        parse_times(text)
    assert (told.value.field, told.value.params["line"]) == ("times", line)


@pytest.mark.parametrize(
    "text", ["1. 8:30-9:15\n1. 9:25-10:10", "2. 8:30-9:15\n1. 9:25-10:10", "16. 8:30-9:15"]
)
def test_a_line_that_would_be_lost_in_the_form_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as told:
        parse_times(text)
    assert told.value.field == "times"


def test_a_schedule_is_saved_changed_and_deleted(session: Session, cast: Cast) -> None:
    deputy = cast.actor("deputy")
    rules = BellRules("Вторая смена", TWO, shift=2, weekday=6, grades=(5, 9))
    made = save_bells(session, deputy, year_of(cast), None, rules)
    plan = next(one for one in calendar(session, cast).bell_plans if one.id == made)
    assert (plan.shift, plan.weekday, plan.grade_from, plan.grade_to, plan.bells) == (2, 6, 5, 9, TWO)
    save_bells(session, deputy, year_of(cast), made, BellRules("Иначе", TWO[:1]))
    assert len(session.exec(select(Bell).where(Bell.schedule_id == made)).all()) == 1
    delete_bells(session, deputy, made)
    assert session.get(BellSchedule, made) is None


def bells(*times: str) -> tuple[BellTime, ...]:
    return tuple(parse_times("\n".join(times)))


WRONG = {
    "overlap": (BellRules("Звонки", bells("8:30-9:15", "9:10-9:50")), "starts_2"),
    "backwards": (BellRules("Звонки", bells("9:15-8:30")), "ends_1"),
    "a minute": (BellRules("Звонки", bells("8:30-8:31")), "ends_1"),
    "nothing": (BellRules("Звонки", ()), "times"),
    "no name": (BellRules(" ", TWO), "name"),
    "weekday": (BellRules("Звонки", TWO, weekday=8), "weekday"),
    "shift": (BellRules("Звонки", TWO, shift=4), "shift"),
    "grades": (BellRules("Звонки", TWO, grades=(9, 5)), "grade_to"),
    "day": (BellRules("Звонки", TWO, day=date(2028, 1, 1)), "day"),
    "span": (BellRules("Звонки", TWO, starts=date(2027, 1, 11), ends=date(2026, 9, 1)), "to_day"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_by_the_field(session: Session, cast: Cast, name: str) -> None:
    rules, field = WRONG[name]
    with pytest.raises(DomainError) as told:
        save_bells(session, cast.actor("deputy"), year_of(cast), None, rules)
    assert told.value.field == field


def test_a_short_day_rings_on_its_day_only(session: Session, cast: Cast) -> None:
    deputy, day = cast.actor("deputy"), date(2026, 12, 29)
    (plan,) = calendar(session, cast).bell_plans
    add_short_day(session, deputy, plan.id, day, 30, 5, "Сокращённый")
    found = calendar(session, cast)
    assert found.bells(6, 1, day)[:2] == (
        BellTime(1, time(8, 30), time(9, 0)),
        BellTime(2, time(9, 5), time(9, 35)),
    )
    assert found.bells(6, 1, date(2026, 12, 28)) == plan.bells


def test_a_day_has_an_end() -> None:
    with pytest.raises(DomainError):
        shortened(bells("22:00-22:40", "22:50-23:30"), 90, 60)


def warned(calendar: Calendar, *plans: BellPlan) -> list[str]:
    whole = Calendar(
        calendar.school_id, calendar.year, calendar.terms, calendar.days_off, calendar.moved, plans
    )
    return [note.message for note in norm_warnings(whole, plans[0])]


def test_the_norms_are_warnings(session: Session, cast: Cast) -> None:
    year = calendar(session, cast)
    assert warned(year, BellPlan(1, "Рано", bells("7:50-8:30"), grade_from=2)) == [
        "The first lesson begins before 8:00"
    ]
    assert warned(year, BellPlan(1, "Поздно", bells("18:30-19:10"), shift=2, grade_from=2)) == [
        "The last lesson ends after 19:00"
    ]
    everybody = BellPlan(1, "Все", TWO)
    assert len(warned(year, everybody)) == 1
    first = BellPlan(2, "1 класс", bells("8:30-9:05"), grade_from=1, grade_to=1)
    assert warned(year, everybody, first) == []
    autumn = BellPlan(3, "Осень", bells("8:30-9:05"), grade_to=1, ends=date(2026, 12, 31))
    spring = BellPlan(4, "Весна", bells("8:30-9:10"), grade_to=1, starts=date(2027, 1, 1))
    assert warned(year, spring, autumn, everybody) == []
    long = BellPlan(4, "Весна", bells("8:30-9:15"), grade_to=1, starts=date(2027, 1, 1))
    assert warned(year, long, autumn, everybody) == ["Lessons of grade 1 last at most {n} minutes"]


def test_another_schools_bells_are_not_there(session: Session, cast: Cast) -> None:
    deputy = cast.actor("deputy")
    foreign = session.exec(
        select(BellSchedule.id).where(BellSchedule.school_id == cast.schools["b"].id)
    ).one()
    with pytest.raises(NotFound):
        save_bells(session, deputy, year_of(cast, "b"), None, BellRules("Звонки", TWO))
    with pytest.raises(NotFound):
        delete_bells(session, deputy, foreign or 0)
    with pytest.raises((NotAllowed, NotFound)):
        save_bells(session, cast.actor("teacher"), year_of(cast), None, BellRules("Звонки", TWO))
