"""The calendar's page: a form is tried, what it does to the lessons is asked about, then it is done."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, func, select

from ejournal.database import session_scope
from ejournal.models import Bell, Holiday, Lesson, SchoolClass
from ejournal.pages.school_calendar.state import SchoolCalendarState as State
from ejournal.services.lessons.making import make_lessons
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases, Plant
from tests.infra.tabs import Tab, said

NEW = {"name": "День школы", "starts": "2026-12-07", "ends": "", "grade_from": "1", "grade_to": "11"}


def with_lessons(session: Session) -> Cast:
    """The cast, and all lessons of the year."""
    cast = make_cast(session)
    make_lessons(session, cast.schools["a"].id or 0, cast.years["a"].id or 0)
    return cast


@pytest.fixture
def plant() -> Plant:
    return with_lessons


@pytest.fixture
def cast(database: str, database_kind: str, databases: Databases) -> Cast:
    with session_scope() as session:
        return databases.planted(database_kind, with_lessons).taken_into(session)


@pytest.fixture
def tab(cast: Cast) -> Iterator[Tab]:
    with asyncio.Runner() as runner:
        tab = Tab(runner.run, cast.token("deputy"), "/schedule/calendar")
        do(tab, "load")
        yield tab


def do(tab: Tab, event: str, **payload: Any) -> list[tuple[str, str]]:
    return said(tab.send(State.event_handlers[event], **payload))


def lessons(day: str) -> int:
    with session_scope(writing=False) as session:
        ours = (
            select(func.count())
            .select_from(Lesson)
            .where(Lesson.day == date.fromisoformat(day), Lesson.school_id == 1)
        )
        return session.exec(ours).one()


def count(model: type[Any]) -> int:
    with session_scope(writing=False) as session:
        return session.exec(select(func.count()).select_from(model)).one()


def test_a_day_off_asks_before_it_takes_lessons_away(tab: Tab, cast: Cast) -> None:
    state = tab.state(State)
    do(tab, "edit", kind="holiday")
    there, before = lessons("2026-12-07"), count(Holiday)
    assert do(tab, "save", form=dict(NEW)) == []
    assert (state.question.asked, state.question.destroys, str(there) in state.question.words) == (
        True,
        False,
        True,
    )
    assert (lessons("2026-12-07"), count(Holiday)) == (there, before)
    do(tab, "disagree")
    assert (state.question.asked, state.editing) == (False, "holiday")
    do(tab, "save", form=dict(NEW))
    ((kind, words),) = do(tab, "agree")
    assert (kind, f"убрано: {there}" in words) == ("success", True)
    assert (state.question.asked, state.editing, lessons("2026-12-07")) == (False, "", 0)
    row = next(one for one in state.holidays if one.title == "День школы")
    do(tab, "remove", kind="delete-holiday", row_id=row.id)
    assert (state.question.asked, state.question.destroys) == (True, True)
    do(tab, "agree")
    assert (lessons("2026-12-07"), count(Holiday)) == (there, before)


def test_what_is_wrong_stands_by_its_field_and_stays_there(tab: Tab) -> None:
    state = tab.state(State)
    do(tab, "edit", kind="holiday")
    before = count(Holiday)
    assert do(tab, "save", form=NEW | {"starts": "2026-10-20", "ends": "2026-10-28"}) == []
    do(tab, "waited")
    assert "Осенние каникулы" in state.problems["starts"]
    assert (state.editing, state.busy, count(Holiday)) == ("holiday", False, before)
    do(tab, "edit", kind="holiday")
    assert state.problems == {}


def test_bells_are_pasted_corrected_and_saved(tab: Tab) -> None:
    state = tab.state(State)
    (schedule,) = state.bells
    do(tab, "edit", kind="bells", row_id=schedule.id)
    do(tab, "paste", value="8:30-9:15\nбольшая перемена")
    assert "2" in state.problems["times"]
    do(tab, "paste", value="8:30-9:15\n9:25–10:10")
    assert [(one.starts, one.ends) for one in state.times[:3]] == [
        ("08:30", "09:15"),
        ("09:25", "10:10"),
        ("", ""),
    ]
    form = {"name": "Основные", "grade_from": "1", "grade_to": "11", "starts_1": "08:30", "ends_1": "09:15"}
    do(tab, "save", form=form | {"starts_2": "09:10", "ends_2": "10:00"})
    assert set(state.problems) == {"starts_2"}
    do(tab, "save", form=form | {"starts_2": "09:25", "ends_2": "10:10"})
    assert (state.problems, [one.times for one in state.bells[0].bells]) == ({}, ["8:30–9:15", "9:25–10:10"])
    assert count(Bell) == 2 + 7  # the other school's stay


@pytest.mark.parametrize(
    ("starts", "ends", "of_one_day", "warned"),
    [
        ("07:50", "08:25", "", "Первый урок начинается раньше 8:00"),
        ("18:30", "19:05", "", "Последний урок заканчивается позже 19:00"),
        ("08:30", "09:15", "", "Уроки 1 класса с сентября по декабрь длятся не больше 35 минут"),
        ("08:30", "09:15", "2027-04-05", "Уроки 1 класса длятся не больше 40 минут"),
    ],
)
def test_bells_against_the_norms_are_warned_of(
    tab: Tab, starts: str, ends: str, of_one_day: str, warned: str
) -> None:
    state = tab.state(State)
    do(tab, "edit", kind="bells")
    whose = {"name": "Иначе", "grade_from": "1", "grade_to": "4", "day": of_one_day}
    do(tab, "save", form=whose | {"starts_1": starts, "ends_1": ends})
    assert state.problems == {}
    assert [warned] in [one.warnings for one in state.bells]


def test_a_short_day_is_made_of_a_schedule(tab: Tab) -> None:
    state = tab.state(State)
    do(tab, "edit", kind="short", row_id=state.bells[0].id)
    do(tab, "save", form={"day": "2026-12-29", "lasts": "30", "pause": "10", "name": "Короткий день"})
    assert [one.title for one in state.bells] == ["Основные", "Короткий день"]
    assert "29\u00a0декабря" in state.bells[1].whom


def test_classes_get_a_week_of_six_days(tab: Tab, cast: Cast) -> None:
    state = tab.state(State)
    do(tab, "set_class", class_id=str(cast.classes["6b"].id), what="days", value="6")
    do(tab, "edit", kind="classes")
    do(tab, "save", form={"grade_from": "5", "grade_to": "9", "days": "", "shift": "2", "scheme": ""})
    shown = {one.title: (one.days, one.shift) for one in state.classes}
    assert shown == {"2 «А»": ("5", "1"), "6 «Б»": ("6", "2"), "6 «В»": ("5", "2")}
    with session_scope(writing=False) as session:
        other = session.get_one(SchoolClass, cast.classes["6b_b"].id)
    assert other.shift == 1


def test_other_terms_are_added_for_some_classes(tab: Tab, cast: Cast) -> None:
    state = tab.state(State)
    do(tab, "edit", kind="terms")
    do(tab, "choose_kind", value="half_year")
    assert [one.title for one in state.term_fields] == ["1‑е полугодие", "2‑е полугодие"]
    form = {"kind": "half_year", "name": "Полугодия", "starts_1": "2026-09-01", "ends_1": "2026-12-29"}
    do(tab, "save", form=form)
    assert set(state.problems) == {"starts_2"}
    do(tab, "save", form=form | {"starts_2": "2027-01-11", "ends_2": "2027-05-31"})
    assert [one.title for one in state.schemes] == ["Четверти", "Полугодия"]
    do(tab, "remove", kind="delete-terms", row_id=state.schemes[1].id)
    do(tab, "agree")
    assert [one.title for one in state.schemes] == ["Четверти"]
    assert do(tab, "remove", kind="delete-terms", row_id=state.schemes[0].id)[0][0] == "error"


def test_the_year_may_end_earlier_and_its_last_lessons_go(tab: Tab) -> None:
    state = tab.state(State)
    do(tab, "edit", kind="terms", row_id=state.schemes[0].id)
    form = {f"starts_{one.number}": one.starts for one in state.term_fields}
    form |= {f"ends_{one.number}": one.ends for one in state.term_fields} | {"name": "Четверти"}
    do(tab, "save", form=form | {"ends_4": "2027-05-25"})
    do(tab, "edit", kind="year")
    late = lessons("2027-05-31")
    assert late > 0
    do(tab, "save", form={"name": "2026/2027", "starts": "2026-09-01", "ends": "2027-05-26"})
    assert state.question.asked
    do(tab, "agree")
    assert (lessons("2027-05-31"), lessons("2027-05-24")) == (0, late)


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("edit", {"kind": "nothing"}),
        ("edit", {"kind": "holiday", "row_id": "abc"}),
        ("remove", {"kind": "delete-school", "row_id": "1"}),
        ("set_class", {"class_id": "1", "what": "name", "value": "x"}),
        ("set_class", {"class_id": [], "what": "days", "value": "6"}),
        ("save", {"form": {"name": "x"}}),
        ("agree", {}),
        ("choose_year", {"year_id": {}}),
    ],
)
def test_nonsense_is_refused(tab: Tab, event: str, payload: dict[str, Any]) -> None:
    assert do(tab, event, **payload)[0][0] == "error"


def test_the_next_year_is_made_and_shown(tab: Tab) -> None:
    state = tab.state(State)
    assert do(tab, "begin_year")[0][0] == "success"
    assert (state.year_name, state.classes, len(state.schemes)) == ("2027/2028", [], 1)
