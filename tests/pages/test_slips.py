"""The page of registration slips, and what its buttons print."""

from ejournal.pages.slips.state import SlipsState
from tests.cast import Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab


def opened(open_tab: OpenTab, member: str) -> tuple[Tab, SlipsState]:
    tab = open_tab(member, "/slips")
    tab.send(SlipsState.load)
    return tab, tab.state(SlipsState)


def test_a_class_teacher_sees_who_of_the_own_class_has_no_account(cast: Cast, open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "class_teacher")
    [row] = state.pupils
    assert (row.title, row.note, row.needed) == ("6 «Б»", "1 из 3 без учётной записи", True)
    assert [one.note for one in state.guardians] == ["у всех есть учётные записи"]
    assert state.staff == []


def test_the_administrator_sees_all_classes_and_the_staff(cast: Cast, open_tab: OpenTab) -> None:
    _, state = opened(open_tab, "admin")
    assert [one.title for one in state.pupils] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert len(state.staff) == 1


def test_one_or_four_go_on_a_page(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "class_teacher")
    tab.send(SlipsState.choose_each, "1")
    assert state.each == "1"
    tab.send(SlipsState.choose_each, "7")
    assert state.each == "4"
