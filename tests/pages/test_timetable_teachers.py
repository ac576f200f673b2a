"""The dialog of what teachers need: pressed cells close lessons and days, the board shades them."""

from datetime import date

import pytest

from ejournal.database import session_scope
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from ejournal.pages.timetable_editor.teachers_state import TeacherNeedsState as Needs
from ejournal.services.timetable.versions import copy_version
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab


@pytest.fixture
def draft(cast: Cast) -> int:
    with session_scope() as session:
        version = cast.versions["a"].id or 0
        return copy_version(session, cast.actor("deputy"), version, "Черновик", date(2026, 11, 23))


@pytest.fixture
def editor(cast: Cast, open_tab: OpenTab, draft: int) -> Tab:
    """The deputy's tab at the week of Соколов, his needs open."""
    teacher = cast.id_of("teacher")
    tab = open_tab("deputy", f"/schedule/edit?version={draft}&by=teacher&id={teacher}")
    tab.send(State.load)
    tab.send(Needs.open_needs)
    return tab


def closed(tab: Tab) -> set[tuple[int, int]]:
    state = tab.state(Needs)
    return {(cell.weekday, cell.number) for line in state.need_lines for cell in line.cells if cell.closed}


def shaded(tab: Tab) -> list[str]:
    state = tab.state(State)
    return list(state.patch.get("closed", state.view["closed"]))


def test_a_press_closes_a_lesson_and_another_opens_it(cast: Cast, editor: Tab) -> None:
    state = editor.state(Needs)
    assert (state.dialog, state.teacher) == ("needs", str(cast.id_of("teacher")))
    editor.send(Needs.press, 2, 3)
    assert closed(editor) == {(2, 3)}
    assert shaded(editor) == ["2.3"]
    editor.send(Needs.press, 2, 3)
    assert closed(editor) == set()
    assert shaded(editor) == []


def test_a_whole_day_is_closed_and_opened_in_one_press(editor: Tab) -> None:
    editor.send(Needs.press, 1, 0)
    assert closed(editor) == {(1, number) for number in range(1, 8)}
    assert shaded(editor) == [f"1.{number}" for number in range(1, 8)]
    [monday] = [one for one in editor.state(State).patch["days"] if one["w"]]
    assert monday["n"] == 1
    editor.send(Needs.press, 1, 5)
    assert len(closed(editor)) == 6
    editor.send(Needs.press, 1, 5)
    editor.send(Needs.press, 1, 0)
    assert closed(editor) == set(), "closed one by one it is a closed day too"


def test_a_lesson_in_a_closed_place_is_warned_of(cast: Cast, editor: Tab, open_tab: OpenTab) -> None:
    editor.send(Needs.press, 1, 0)
    cards = editor.state(State).patch["cells"]["1.3"]
    assert [card["s"] for card in cards] == ["warn"]
    tab = open_tab("director", f"/schedule/edit?by=class&id={cast.classes['6b'].id}")
    tab.send(State.load)
    assert [card["s"] for card in tab.state(State).view["cells"]["1.3"]] == ["warn"]


def test_the_limit_of_a_day_is_kept_and_told(editor: Tab) -> None:
    editor.send(Needs.set_most, "1")
    state = editor.state(Needs)
    assert state.most == "1"
    assert any("не больше 1" in line for line in state.warnings_found)
    assert [one["w"] for one in state.patch["days"] if one["w"]] == ["уроков 2, можно не больше 1"] * 2
    editor.send(Needs.set_most, "")
    assert editor.state(Needs).warnings_found == []


def test_a_room_of_ones_own(cast: Cast, editor: Tab) -> None:
    room = str(cast.rooms["31"].id)
    editor.send(Needs.set_own_room, room)
    editor.send(Needs.set_most, "6")
    editor.send(Needs.choose_teacher, str(cast.id_of("substitute")))
    assert (editor.state(Needs).own_room, editor.state(Needs).most) == ("", "")
    editor.send(Needs.choose_teacher, str(cast.id_of("teacher")))
    assert (editor.state(Needs).own_room, editor.state(Needs).most) == (room, "6")
    editor.send(Needs.close_needs)
    assert editor.state(Needs).dialog == ""


@pytest.mark.parametrize("press", [(9, 1), (1, 99), (1, -1), ("x", None), (None, 0)])
def test_nonsense_is_refused(editor: Tab, press: tuple[object, object]) -> None:
    [(kind, _)] = said(editor.send(Needs.press, *press)) or [("error", str(editor.state(Needs).errors))]
    assert kind == "error"
    assert closed(editor) == set()
