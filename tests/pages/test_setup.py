"""The steps of a new school: each saved by itself, resumed where it was left, at last gone."""

from typing import Any

import pytest
from sqlmodel import select

from ejournal.access.actor import token_hash
from ejournal.database import session_scope
from ejournal.models import SchoolClass, SignInSession, Subject, Term, TermScheme
from ejournal.pages.home.state import HomeState
from ejournal.pages.setup.state import SetupState
from ejournal.services.setup.steps import STEPS
from tests.cast import Cast
from tests.infra.loops import own_loop
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.services.new_school import new_school

YEAR = {"primary": "quarter", "basic": "quarter", "upper": "half_year", "first_grade_rests": "on"}
BELLS = {
    "begins": "08:30", "lasts": "45", "pause": "10", "long_pause": "20", "long_after": "2, 3", "lessons": "7",
    "first_grade": "on", "second_begins": "",
}  # fmt: skip
TOKEN = "the administrator of a new school"


@pytest.fixture
def tab(sqlite_database: str) -> Any:
    """A tab of the administrator of a new school."""
    with session_scope() as session:
        admin = new_school(session)
        kept = session.get_one(SignInSession, admin.session_id)
        kept.token_hash = token_hash(TOKEN)
        session.add(kept)
    with own_loop() as run:
        yield Tab(run, TOKEN, "/setup")


def opened(tab: Tab, step: str = "") -> SetupState:
    tab.go(f"/setup?step={step}" if step else "/setup")
    tab.send(SetupState.load)
    return tab.state(SetupState)


def leads_to(events: list[Any]) -> list[str]:
    return [where for kind, where in said(events) if kind == "redirect"]


def begins(state: SetupState) -> str:
    return state.years[0].value


def test_the_steps_lead_on_from_one_to_the_next_and_are_resumed(tab: Tab) -> None:
    state = opened(tab)
    assert state.step == "year"
    tab.send(SetupState.make_year, form=YEAR | {"begins": begins(state)})
    assert [line.title for line in state.year_lines[:2]] == ["Четверти", "Полугодия"]
    assert opened(tab).step == "bells"
    assert leads_to(tab.send(SetupState.save_bells, form=BELLS)) == ["/setup?step=weeks"]
    grades = {row.days_name: "5" for row in opened(tab).grades} | {
        row.scale_name: row.scale for row in tab.state(SetupState).grades
    }
    assert leads_to(tab.send(SetupState.save_grades, form=grades)) == ["/setup?step=subjects"]
    assert opened(tab).step == "subjects"
    assert leads_to(tab.send(SetupState.save_subjects, form={"usual_0": "on", "own": "Шахматы\n"})) == [
        "/setup?step=classes"
    ]
    assert opened(tab).step == "classes"
    tab.send(SetupState.make_classes, form={"classes": "1А 1Б"})
    assert [one.title for one in state.classes] == ["1 «А»", "1 «Б»"]
    state = opened(tab)
    assert state.step == "people"
    assert [one.key for one in state.steps if not one.done] == ["people"]
    with session_scope(writing=False) as session:
        assert set(session.exec(select(Subject.name))) == {"Русский язык", "Шахматы"}


def test_the_home_says_what_is_missing_until_nothing_is(tab: Tab) -> None:
    tab.go("/")
    tab.send(HomeState.load)
    home = tab.state(HomeState)
    assert [one.title for one in home.missing_things[:4]] == ["Учебный год", "Звонки", "Предметы", "Классы"]
    assert home.missing_things[0].href == "/setup?step=year"
    state = opened(tab)
    tab.send(SetupState.make_year, form=YEAR | {"begins": begins(state)})
    tab.go("/")
    tab.send(HomeState.load)
    assert home.missing_things[0].title == "Звонки"
    # The load is the deputy head's: the administrator is led nowhere where they may not go.
    assert {one.title: one.href for one in home.missing_things}["Нагрузка"] == ""


def test_a_school_that_lacks_nothing_has_no_such_block(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/")
    tab.send(HomeState.load)
    assert tab.state(HomeState).missing_things == []


def test_classes_are_shown_before_they_are_made(tab: Tab) -> None:
    state = opened(tab)
    tab.send(SetupState.make_year, form=YEAR | {"begins": begins(state)})
    state = opened(tab, "classes")
    tab.send(SetupState.read_classes, value="1А 6Z")
    assert [(one.title, one.state) for one in state.wishes] == [("6Z", "wrong"), ("1 «А»", "new")]
    assert state.wishes[0].note == "«Z» — не русская буква"
    assert state.make_words == ""
    tab.send(SetupState.make_classes, form={"classes": "1А 6Z"})
    assert state.errors == {"classes": "«Z» — не русская буква"}
    with session_scope(writing=False) as session:
        assert session.exec(select(SchoolClass)).all() == []
    tab.send(SetupState.read_classes, value="1А 1Б")
    assert state.make_words == "Создать 2 класса"


def test_figures_of_bells_are_tried_before_they_are_saved(tab: Tab) -> None:
    state = opened(tab)
    tab.send(SetupState.make_year, form=YEAR | {"begins": begins(state)})
    state = opened(tab, "bells")
    tab.send(SetupState.try_bells, form=BELLS | {"lasts": "40"})
    assert [line.note for line in state.preview[:2]] == ["8:30–9:10", "9:20–10:00"]
    tab.send(SetupState.try_bells, form=BELLS | {"lasts": "много"})
    assert state.errors == {"lasts": "Напишите целое число"}
    assert opened(tab, "bells").bells == []


def test_a_class_is_taken_away_while_nobody_is_in_it(tab: Tab) -> None:
    state = opened(tab)
    tab.send(SetupState.make_year, form=YEAR | {"begins": begins(state)})
    state = opened(tab, "classes")
    tab.send(SetupState.make_classes, form={"classes": "1А 1Б"})
    again = said(tab.send(SetupState.make_classes, form={"classes": "1а"}))
    assert again == [("success", "Все эти классы уже есть")]
    gone = said(tab.send(SetupState.remove_class, class_id=state.classes[0].id))
    assert gone == [("success", "1 «А» убран")]
    assert [one.title for one in state.classes] == ["1 «Б»"]


def test_a_year_without_terms_has_no_classes_yet(tab: Tab) -> None:
    state = opened(tab)
    tab.send(SetupState.make_year, form=YEAR | {"begins": begins(state)})
    with session_scope() as session:
        for row in (*session.exec(select(Term)), *session.exec(select(TermScheme))):
            session.delete(row)
            session.flush()
    state = opened(tab, "classes")
    tab.send(SetupState.make_classes, form={"classes": "1А"})
    assert state.errors == {"classes": "В году ещё нет периодов: сначала создайте их"}


def test_only_this_year_or_the_next_is_made(tab: Tab) -> None:
    state = opened(tab)
    tab.send(SetupState.make_year, form=YEAR | {"begins": "1999"})
    assert state.errors == {"begins": "Выберите год"}


def test_without_a_year_classes_wait_for_it(tab: Tab) -> None:
    opened(tab, "classes")
    told = said(tab.send(SetupState.make_classes, form={"classes": "1А"}))
    assert ("error", "Сначала создайте учебный год") in told


def test_every_step_has_a_way_on(tab: Tab) -> None:
    ways = [opened(tab, one.key).next_href for one in STEPS]
    assert ways == [*(f"/setup?step={one.key}" for one in STEPS[1:]), "/"]
