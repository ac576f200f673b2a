"""A course's second teachers in the load editor: listed, added, changed, ended; refusals by their fields."""

from datetime import date

import pytest
from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import CoTeacher
from ejournal.pages.timetable_editor.load_state import LoadState as Load
from ejournal.pages.timetable_editor.seconds_state import SecondState as Second
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab


@pytest.fixture
def editor(cast: Cast, open_tab: OpenTab) -> Tab:
    """The deputy's tab with the second teachers of maths in 6Б open."""
    tab = open_tab("deputy", f"/schedule/edit?by=class&id={cast.classes['6b'].id}")
    tab.send(State.load)
    tab.send(Load.open_load)
    tab.send(Load.open_course, str(cast.courses["maths"].id))
    tab.send(Second.open_seconds)
    return tab


def fields(cast: Cast, who: str, starts: str, ends: str) -> dict[str, str]:
    return {"second": str(cast.id_of(who)) if who else "", "starts": starts, "ends": ends}


def kept() -> list[tuple[date | None, date | None]]:
    with session_scope(writing=False) as session:
        return [(one.starts, one.ends) for one in session.exec(select(CoTeacher).order_by(CoTeacher.id))]


def add(cast: Cast, tab: Tab, starts: str = "2026-11-02", ends: str = "2026-12-01") -> list[tuple[str, str]]:
    tab.send(Second.begin_second)
    return said(tab.send(Second.save_second, fields(cast, "teacher", starts, ends)))


def reopened(cast: Cast, tab: Tab) -> Second:
    tab.send(Load.open_course, str(cast.courses["maths"].id))
    tab.send(Second.open_seconds)
    return tab.state(Second)


def test_a_second_teacher_is_added_changed_and_ended(cast: Cast, editor: Tab) -> None:
    assert (editor.state(State).dialog, editor.state(Second).seconds) == ("course-seconds", [])
    assert add(cast, editor) == [("success", "Второй учитель записан")]
    maths = next(one for one in editor.state(Load).courses if one.title == "Математика")
    assert "П. И. Соколов" in maths.note
    [line] = reopened(cast, editor).seconds
    assert (line.name, line.days) == ("П. И. Соколов", "с 02.11.2026 по 01.12.2026")
    editor.send(Second.open_second, line.id)
    assert editor.state(Second).second_fields["starts"] == "2026-11-02"
    editor.send(Second.save_second, fields(cast, "teacher", "", ""))
    assert reopened(cast, editor).seconds[0].days == "весь год"
    editor.send(Second.open_second, line.id)
    assert said(editor.send(Second.stop_second)) == [("success", "Сегодня последний день второго учителя")]
    [(starts, ends)] = kept()
    assert starts is None
    assert ends is not None


@pytest.mark.parametrize(
    ("who", "starts", "ends", "field", "words"),
    [
        ("", "", "", "second", "Выберите из списка"),
        ("class_teacher", "", "", "second", "Это первый учитель этого курса"),
        ("substitute", "2026-08-31", "", "starts", "Этот день не входит в учебный год"),
        ("substitute", "", "2027-06-01", "ends", "Этот день не входит в учебный год"),
        ("substitute", "2026-12-02", "2026-12-01", "ends", "Последний день раньше первого"),
        ("teacher", "2026-12-01", "", "starts", "Этот человек уже второй учитель в эти дни"),
        ("teacher", "", "", "starts", "Этот человек уже второй учитель в эти дни"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    cast: Cast, editor: Tab, who: str, starts: str, ends: str, field: str, words: str
) -> None:
    add(cast, editor)
    reopened(cast, editor)
    editor.send(Second.begin_second)
    editor.send(Second.save_second, fields(cast, who, starts, ends))
    assert editor.state(State).errors[field] == words
    assert len(kept()) == 1


def test_the_same_person_may_come_again_on_other_days(cast: Cast, editor: Tab) -> None:
    add(cast, editor)
    reopened(cast, editor)
    add(cast, editor, "2026-12-02", "")
    assert len(kept()) == 2
    assert [one.days for one in reopened(cast, editor).seconds][1] == "с 02.12.2026"
