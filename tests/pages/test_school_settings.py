"""The settings page: sections by the address, errors by the field, undo, news to open journals, no marks."""

from typing import Any

import pytest

from ejournal import clock
from ejournal.database import session_scope
from ejournal.pages.school_settings.state.classes import ClassesState
from ejournal.pages.school_settings.state.exemptions import ExemptionsState
from ejournal.pages.school_settings.state.kinds import KindsState
from ejournal.pages.school_settings.state.rules import RulesState
from ejournal.services.base.topics import journals_topic
from ejournal.services.grading import kinds as work_kinds
from ejournal.services.journal.entries import put_cells
from ejournal.services.school.logo import set_logo
from ejournal.services.school.rules import mark_rules
from ejournal.ui.frame.logo import LogoState
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.journal_helpers import op

RULES = {
    "to_five": "4,65",
    "to_four": "3.65",
    "to_three": "2,65",
    "fewest_weekly_one": "3",
    "fewest_weekly_two": "5",
    "fewest_weekly_more": "7",
    "edit_window_days": "5",
    "journal_kept_years": "10",
    "summary_kept_years": "30",
    "remark_visible": "on",
    "former_marks_count": "on",
    "paper_slash": "on",
}


def tab_of(open_tab: OpenTab, who: str, section: str) -> Tab:
    return open_tab(who, f"/settings?section={section}")


def handler(state: Any, name: str) -> Any:
    return state.event_handlers[name]


def test_only_the_section_that_the_address_asks_for_is_read(cast: Cast, open_tab: OpenTab) -> None:
    tab = tab_of(open_tab, "admin", "classes")
    for state in (KindsState, RulesState, ClassesState, ExemptionsState):
        tab.send(handler(state, "load"))
    assert tab.state(ClassesState).section == "classes"
    assert [one.title for one in tab.state(ClassesState).classes] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert not tab.state(KindsState).kinds_ready
    tab.go("/settings?section=nonsense")
    tab.send(handler(KindsState, "load"))
    assert (tab.state(KindsState).section, tab.state(KindsState).kinds_ready) == ("kinds", True)


def test_a_weight_says_before_what_it_moves_and_journals_hear_of_it(
    cast: Cast, open_tab: OpenTab, told: News
) -> None:
    kind_id = cast.kinds["test"].id or 0
    with session_scope() as session:
        put_cells(session, cast.actor("class_teacher"), [op(cast, "5", kind_id=kind_id)], clock.now())
    tab = tab_of(open_tab, "deputy", "kinds")
    tab.send(handler(KindsState, "load"))
    tab.send(handler(KindsState, "open_kind"), kind_id=str(kind_id))
    state = tab.state(KindsState)
    assert "1 отметка" in state.kind.use
    tab.send(handler(KindsState, "try_weight"), value="4")
    assert state.weight_example.endswith("4,60")
    form = {"name": state.kind.name, "short_name": state.kind.short_name, "weight": "4"}
    tab.send(handler(KindsState, "save_kind"), form=form)
    assert (journals_topic(cast.schools["a"].id or 0), {"reload": True}) in told
    assert weight(cast, kind_id) == 4
    tab.send(handler(KindsState, "undo_kind"))
    assert weight(cast, kind_id) == cast.kinds["test"].weight


def weight(cast: Cast, kind_id: int) -> int:
    with session_scope(writing=False) as session:
        known = work_kinds.work_kinds(session, cast.actor("deputy"))
    return next(kind.fields.weight for kind in known if kind.id == kind_id)


@pytest.mark.parametrize("wrong", ["", "0", "11", "два", "1.5"])
def test_a_wrong_weight_is_told_by_the_field_and_the_dialog_stays(
    cast: Cast, open_tab: OpenTab, wrong: str
) -> None:
    tab = tab_of(open_tab, "deputy", "kinds")
    tab.send(handler(KindsState, "open_kind"), kind_id="new")
    form = {"name": "Сочинение", "short_name": "соч.", "weight": wrong}
    tab.send(handler(KindsState, "save_kind"), form=form)
    state = tab.state(KindsState)
    assert (list(state.errors), state.kind_open) == (["weight"], True)


def test_examples_follow_what_is_typed(cast: Cast, open_tab: OpenTab) -> None:
    tab = tab_of(open_tab, "admin", "marks")
    tab.send(handler(RulesState, "load"))
    state = tab.state(RulesState)
    assert state.examples["to_five"] == "Средний 4,50 → 5, средний 4,49 → 4"
    tab.send(handler(RulesState, "try_rule"), field="to_five", value="4,65")
    assert state.examples["to_five"] == "Средний 4,65 → 5, средний 4,64 → 4"
    tab.send(handler(RulesState, "try_rule"), field="journal_kept_years", value="10")
    assert state.examples["journal_kept_years"] == ("За год, который заканчивается 31.05.2026: до 31.05.2036")
    assert state.examples["summary_kept_years"].endswith("до 31.05.2051")
    tab.send(handler(RulesState, "try_rule"), field="journal_kept_years", value="4")
    assert state.examples["journal_kept_years"] == ""
    tab.send(handler(RulesState, "try_rule"), field="to_four", value="пять")
    assert state.examples["to_four"] == ""
    tab.send(handler(RulesState, "load"))  # as after a switch of language: the form is not made anew
    assert state.form == 1


def test_rules_are_saved_and_taken_back(cast: Cast, open_tab: OpenTab) -> None:
    tab = tab_of(open_tab, "admin", "marks")
    tab.send(handler(RulesState, "load"))
    tab.send(handler(RulesState, "save_rules"), form=RULES | {"to_four": "4,5"})
    assert list(tab.state(RulesState).errors) == ["to_four"]
    assert window(cast) == 14
    assert said(tab.send(handler(RulesState, "save_rules"), form=RULES))[0][0] == "success"
    assert (window(cast), tab.state(RulesState).rules.to_five) == (5, "4,65")
    tab.send(handler(RulesState, "undo_rules"))
    assert window(cast) == 14


def window(cast: Cast) -> int:
    with session_scope(writing=False) as session:
        return mark_rules(session, cast.actor("deputy")).edit_window_days


def test_an_exemption_asks_for_each_choice_and_comes_back_when_undone(cast: Cast, open_tab: OpenTab) -> None:
    tab = tab_of(open_tab, "deputy", "exemptions")
    state = tab.state(ExemptionsState)
    form = {"starts": "2026-11-20", "ends": "", "reason": "Приказ № 7"}
    tab.send(handler(ExemptionsState, "open_new"))
    for name, row_id in (
        ("class", cast.classes["6b"].id),
        ("course", cast.courses["maths"].id),
        ("pupil", cast.id_of("pupil")),
    ):
        tab.send(handler(ExemptionsState, "save_exemption"), form=form)
        assert (list(state.errors), state.exemption_open) == ([f"{name}_id"], True)
        tab.send(handler(ExemptionsState, f"choose_{name}"), **{f"{name}_id": str(row_id)})
    tab.send(handler(ExemptionsState, "save_exemption"), form=form)
    assert [one.days for one in state.exemptions] == ["с 20.11.2026 до конца года"]
    tab.send(handler(ExemptionsState, "remove_exemption"), exemption_id=state.exemptions[0].id)
    assert state.exemptions == []
    tab.send(handler(ExemptionsState, "undo_remove"))
    assert [one.reason for one in state.exemptions] == ["Приказ № 7"]


def test_an_administrator_is_sent_no_mark(cast: Cast, open_tab: OpenTab) -> None:
    kind_id = cast.kinds["test"].id or 0
    with session_scope() as session:
        mark = op(cast, "5", kind_id=kind_id, comment="Пересказ без подсказок")
        put_cells(session, cast.actor("class_teacher"), [mark], clock.now())
    for section, state in (
        ("kinds", KindsState),
        ("marks", RulesState),
        ("classes", ClassesState),
        ("exemptions", ExemptionsState),
    ):
        tab = tab_of(open_tab, "admin", section)
        tab.send(handler(state, "load"))
        if state is ClassesState:
            tab.send(handler(state, "open_class"), class_id=str(cast.classes["6b"].id))
        if state is ExemptionsState:
            tab.send(handler(state, "choose_course"), course_id=str(cast.courses["maths"].id))
        assert "Пересказ" not in tab.shown()


@pytest.mark.usefixtures("files")
def test_the_emblem_is_shown_and_taken_away(cast: Cast, open_tab: OpenTab) -> None:
    tab = tab_of(open_tab, "admin", "school")
    with session_scope() as session:
        set_logo(session, cast.actor("admin"), b"png", 40, 40)
    assert [words for _, words in said(tab.send(LogoState.logo_taken))] == ["Эмблема установлена"]
    assert tab.state(LogoState).logo.startswith("/school/logo?v=")
    assert [words for _, words in said(tab.send(LogoState.remove))] == ["Эмблема убрана"]
    assert tab.state(LogoState).logo == ""
    assert [words for _, words in said(tab.send(LogoState.remove))] == ["Ничего не изменилось"]
