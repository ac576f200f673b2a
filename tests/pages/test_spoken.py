"""Sheet, board and server speak of the same things: nothing is sent that the other side does not read."""

import ast
import inspect
from collections.abc import Iterator
from datetime import date
from typing import Any

from ejournal.database import session_scope
from ejournal.pages.journal import entry
from ejournal.pages.journal import state as journal
from ejournal.pages.journal.state import JournalState
from ejournal.pages.timetable_editor.state import TimetableEditorState
from ejournal.services.timetable.versions import copy_version
from tests.cast import Cast
from tests.pages.conftest import News, OpenTab
from tests.pages.test_journal import op, open_journal
from tests.ui.scripts import COMPONENTS, ROOT, bun, names

SPOKEN = bun(ROOT / "tests" / "ui" / "js" / "sheet" / "told.js", {})
SHEET, BOARD = names(COMPONENTS / "sheet"), names(COMPONENTS / "board")
AS_DATA = {"codes", "passes", "terms", "alike", "alone"}
"""Tables of the grammar: their keys are letters that are typed, not names of fields."""


class Heard(dict[str, Any]):
    """A change that remembers what was asked of it."""

    def __init__(self, change: dict[str, Any]) -> None:
        super().__init__(change)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def fields(value: Any) -> Iterator[str]:
    """The names of all fields of what is sent, without names of cells such as «1.2»."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name.isidentifier():
                yield name
            yield from () if name in AS_DATA and isinstance(one, dict) else fields(one)
    elif isinstance(value, list):
        for one in value:
            yield from fields(one)


def test_the_server_reads_of_a_change_what_the_sheet_tells_and_no_more() -> None:
    change = dict.fromkeys(SPOKEN["told"], "1") | {"p": "P1"}
    cell, term = Heard(change | {"c": "L1"}), Heard(change | {"c": "T2"})
    entry._cell_op(cell)
    entry._term_op(term)
    assert cell.asked | term.asked == set(SPOKEN["told"])


def test_the_page_sends_the_commands_that_the_sheet_knows_and_no_others() -> None:
    tree = ast.parse(inspect.getsource(journal))
    sent = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "self._command"
        and isinstance(call.args[0], ast.Constant)
    }
    assert sent == set(SPOKEN["commands"])


def test_the_sheet_reads_all_that_a_journal_sends(cast: Cast, open_tab: OpenTab, told: News) -> None:
    first, _ = open_journal(cast, open_tab)
    tab, state = open_journal(cast, open_tab)
    first.send(JournalState.put, [op(cast, "5", base="")])
    lesson, pupil = f"L{cast.lessons['maths'].id}", f"P{cast.id_of('pupil')}"
    tab.send(JournalState.put, [op(cast, "3", base=""), op(cast, "7", "classmate")])
    sent = {*fields(state.patch)}
    term = {"id": "t", "p": pupil, "c": "T2", "v": "4", "base": ""}
    tab.send(JournalState.put, [op(cast, "н", base="5"), term])
    tab.send(JournalState.open_cell, pupil, lesson)
    tab.send(JournalState.choose_lesson, lesson)
    shown = [state.sheet, state.patch, state.detail, state.kinds, state.command]
    sent |= {*fields(shown)}
    assert sent >= {
        "conflict",
        "error",
        "terms",
        "proposals",
        "average",
        "absent",
        "lines",
        "grammar",
        "column",
    }
    assert sent - SHEET == set()


def test_the_board_reads_all_that_an_editor_sends(cast: Cast, open_tab: OpenTab, told: News) -> None:
    with session_scope() as session:
        draft = copy_version(
            session, cast.actor("deputy"), cast.versions["a"].id or 0, "Черновик", date(2026, 11, 23)
        )
    seen: set[str] = set()
    for by, target in (("class", cast.classes["6b"].id), ("teacher", cast.id_of("teacher"))):
        tab = open_tab("deputy", f"/schedule/edit?version={draft}&by={by}&id={target}")
        tab.send(TimetableEditorState.load)
        state = tab.state(TimetableEditorState)
        card = next(iter(state.view["cells"].values()))[0]["id"]
        tab.send(TimetableEditorState.pick, card)
        seen |= set(fields([state.view, state.slots]))
        tab.send(TimetableEditorState.remove, card)
        seen |= set(fields(state.patch))
        tab.send(TimetableEditorState.put, state.patch["tray"][0]["id"], 9, 99)
        seen |= set(fields(state.patch))
    assert seen >= {"tray", "hours", "last", "best", "refused", "cells"}
    assert seen - BOARD == set()
