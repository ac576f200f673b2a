"""The teaching load in the editor: courses listed, added, changed and removed."""

from datetime import date

import pytest
from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import Course, GroupClass, TimetableEntry
from ejournal.pages.timetable_editor.load_rows import CourseRow
from ejournal.pages.timetable_editor.load_state import LoadState as Load
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from ejournal.services.timetable.versions import copy_version
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab


@pytest.fixture
def editor(cast: Cast, open_tab: OpenTab) -> Tab:
    """The deputy's tab at a draft, 6Б, with its load open."""
    with session_scope() as session:
        version = cast.versions["a"].id or 0
        draft = copy_version(session, cast.actor("deputy"), version, "Черновик", date(2026, 11, 23))
    tab = open_tab("deputy", f"/schedule/edit?version={draft}&by=class&id={cast.classes['6b'].id}")
    tab.send(State.load)
    tab.send(Load.open_load)
    return tab


def row(tab: Tab, title: str) -> CourseRow:
    return next(one for one in tab.state(Load).courses if one.title == title)


def form(cast: Cast, tab: Tab, **more: str) -> dict[str, str]:
    subject = str(cast.courses["russian"].subject_id)
    teacher = str(cast.id_of("class_teacher"))
    return {"subject": subject, "teacher": teacher, "hours": "1,5", "room": "", **more}


def newest() -> Course:
    with session_scope(writing=False) as session:
        return session.exec(select(Course).order_by(Course.id.desc())).first()  # type: ignore[union-attr, return-value]


def test_the_load_of_a_class_is_listed(editor: Tab) -> None:
    state = editor.state(Load)
    assert (state.dialog, state.target_title) == ("load", "6 «Б»")
    assert [one.title for one in state.courses] == [
        "Английский язык", "Английский язык", "Математика", "Русский язык",
    ]  # fmt: skip
    assert row(editor, "Математика").hours == "3 ч"
    assert row(editor, "Математика").left == ""
    assert "И. С. Котова" in row(editor, "Математика").note


def test_the_load_of_a_teacher_names_the_classes(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", f"/schedule/edit?by=teacher&id={cast.id_of('teacher')}")
    tab.send(State.load)
    tab.send(Load.open_load)
    assert [one.note.split(" · ")[0] for one in tab.state(Load).courses] == ["6 «Б»", "6 «В»"]


def test_a_course_is_added_and_its_hours_wait_in_the_tray(cast: Cast, editor: Tab) -> None:
    editor.send(Load.begin_course)
    state = editor.state(Load)
    assert state.fields["class"] == str(cast.classes["6b"].id)
    assert [one.label for one in state.groups][:3] == ["весь класс", "Английский, 1", "Английский, 2"]
    editor.send(Load.add_course, form(cast, editor, hours="0"))
    assert "hours" in editor.state(State).errors
    editor.send(Load.add_course, form(cast, editor))
    assert [line["hours"] for line in editor.state(State).patch["tray"]] == ["1,5"]
    assert editor.state(Load).dialog == "load"
    assert newest().planned_hours == 51


def test_a_course_of_several_classes(cast: Cast, editor: Tab) -> None:
    editor.send(Load.begin_course)
    editor.send(Load.choose_who, "several")
    editor.send(Load.add_course, form(cast, editor, group_name="Хор"))
    assert "classes" in editor.state(State).errors
    editor.send(Load.tick_class, str(cast.classes["6v"].id))
    editor.send(Load.add_course, form(cast, editor, group_name=""))
    assert "group_name" in editor.state(State).errors
    editor.send(Load.add_course, form(cast, editor, group_name="Хор"))
    made = newest()
    assert made.class_id is None
    with session_scope(writing=False) as session:
        drawn = session.exec(select(GroupClass).where(GroupClass.group_id == made.group_id)).all()
    assert {one.class_id for one in drawn} == {cast.classes["6b"].id, cast.classes["6v"].id}
    assert not any(one.whole for one in drawn)
    assert any("Хор · 6 «Б», 6 «В»" in one.note for one in editor.state(Load).courses)


def test_a_course_gets_another_teacher_and_room(cast: Cast, editor: Tab) -> None:
    editor.send(Load.open_course, row(editor, "Математика").id)
    state = editor.state(Load)
    assert (state.dialog, state.course_name) == ("course-change", "Математика, 6 «Б»")
    assert state.fields["hours"] == "3"
    room = str(cast.rooms["31"].id)
    teacher = str(cast.id_of("teacher"))
    fields = {**state.fields, "teacher": teacher, "room": room, "hours": "4"}
    [(kind, words)] = said(editor.send(Load.change_course, fields))
    assert kind == "success"
    assert "нового учителя" in words
    changed = row(editor, "Математика")
    assert (changed.hours, changed.left) == ("4 ч", "не расставлено: 1 ч")
    assert changed.note == "П. И. Соколов · к. 31"


def test_removal_says_first_what_goes_and_refuses_what_is_used(cast: Cast, editor: Tab) -> None:
    editor.send(Load.begin_course)
    editor.send(Load.add_course, form(cast, editor))
    editor.send(State.put, f"c{newest().id}", 2, 6)
    editor.send(Load.open_load)
    editor.send(Load.open_course, str(newest().id))
    editor.send(Load.ask_removal)
    state = editor.state(Load)
    assert (state.dialog, state.stays, state.goes) == ("course-remove", False, ["1 урок недели в черновиках"])
    gone = newest().id
    editor.send(Load.remove_course)
    with session_scope(writing=False) as session:
        assert session.get(Course, gone) is None
        assert not session.exec(select(TimetableEntry).where(TimetableEntry.course_id == gone)).all()
    assert editor.state(Load).dialog == "load"


def test_back_leads_from_a_course_to_the_list_and_from_there_to_the_board(editor: Tab) -> None:
    editor.send(Load.begin_course)
    editor.send(Load.back)
    assert editor.state(Load).dialog == "load"
    editor.send(Load.back)
    assert editor.state(Load).dialog == ""


def test_the_pupils_of_a_group_are_chosen(cast: Cast, editor: Tab) -> None:
    editor.send(Load.open_course, row(editor, "Математика").id)
    assert not editor.state(Load).has_list, "a whole class"
    assert said(editor.send(Load.open_group))[0][0] == "error"
    editor.send(Load.open_course, str(cast.courses["english1"].id))
    assert editor.state(Load).has_list
    editor.send(Load.open_group)
    state = editor.state(Load)
    assert [(one.name, one.class_title, one.chosen) for one in state.pupils] == [
        ("Зайцев Илья", "", False), ("Лебедева Анна", "", True), ("Петров Глеб", "", False),
    ]  # fmt: skip
    editor.send(Load.tick_pupil, str(cast.id_of("classmate")))
    editor.send(Load.save_group)
    assert state.dialog == "load"
    assert editor.state(State).errors_found, "he has two English lessons at once now"
