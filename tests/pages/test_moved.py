"""A child who moved: the pages say which marks are of the former class, and whether they count."""

import pytest

from ejournal.database import session_scope
from ejournal.pages.diary_marks.state import DiaryMarksState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.school_settings.state.rules import RulesState
from tests.cast import Cast
from tests.pages.conftest import OpenTab
from tests.services.move_helpers import moved, set_counting


@pytest.mark.parametrize(
    ("counts", "average", "note", "hint"),
    [
        (True, "3,00", "с 2 отметками прежнего класса или группы", "в прежнем классе или группе"),
        (False, "5,00", "", "в прежнем классе или группе, не учитывается"),
    ],
)
def test_marks_of_the_former_class_are_shown_as_such(
    cast: Cast, open_tab: OpenTab, counts: bool, average: str, note: str, hint: str
) -> None:
    with session_scope() as session:
        cast.session = session
        moved(cast)
        set_counting(cast, counts)
    tab = open_tab("substitute", f"/journal?course={cast.courses['maths_v'].id}&term=2")
    tab.send(JournalState.load)
    mine = f"P{cast.id_of('pupil')}"
    row = next(one for one in tab.state(JournalState).sheet["rows"] if one["id"] == mine)
    assert (row["average"], row.get("note", "")) == (average, note)
    family = open_tab("guardian", "/diary/marks")
    family.send(DiaryMarksState.load)
    state = family.state(DiaryMarksState)
    maths = next(one for one in state.subjects if one.subject == "Математика")
    assert maths.average == average
    assert [one.hint.endswith(f", {hint}") for one in maths.marks] == [True, True, False]
    family.send(DiaryMarksState.open_subject, maths.id)
    assert [one.kind.endswith(f", {hint}") for one in state.marks] == [False, True, True]


def test_the_setting_says_what_it_comes_to(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("admin", "/settings?section=marks")
    tab.send(RulesState.load)
    state = tab.state(RulesState)
    words = "Перешёл с «3» и «4», потом получил «5»: средний балл"
    assert state.examples["former_marks_count"] == f"{words} 4,00"
    tab.send(RulesState.tick_rule, "former_marks_count", False)
    assert state.examples["former_marks_count"] == f"{words} 5,00"
