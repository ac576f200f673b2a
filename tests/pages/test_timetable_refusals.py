"""What the editor of the timetable says of steps that cannot be done, and of what is beyond a norm."""

from typing import Any

import pytest

from ejournal.database import session_scope
from ejournal.i18n import gettext
from ejournal.models import TimetableEntry
from ejournal.pages.timetable_editor import jobs
from ejournal.pages.timetable_editor.load_state import LoadState as Load
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from ejournal.pages.timetable_editor.whole_state import WholeTimetableState as Whole
from ejournal.services.placement import fill as placement
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab
from tests.pages.refusals import spells
from tests.pages.test_timetable_editor import (  # noqa: F401 - the fixtures too
    News,
    address,
    course,
    draft,
    editor,
    entry,
    hear,
    open_editor,
    told,
)


def error(message: str, **params: Any) -> list[tuple[str, str]]:
    return [("error", gettext("ru", message, **params))]


def test_a_step_that_cannot_be_done_is_said(cast: Cast, editor: Tab) -> None:  # noqa: F811
    assert said(editor.send(State.undo)) == error("There is nothing to undo")
    answer = said(editor.send(State.put, course(cast, "maths"), 1, 2))
    assert answer == error("This lesson stands there already")


def test_hours_beyond_the_plan_and_the_norm_are_warned_of(
    cast: Cast, editor: Tab, draft: int  # noqa: F811
) -> None:  # fmt: skip
    common = {"school_id": cast.schools["a"].id or 0, "course_id": cast.courses["maths"].id or 0}
    with session_scope() as session:
        for number in range(4, 12):
            session.add(TimetableEntry(version_id=draft, weekday=1, number=number, **common))
    editor.send(State.refresh)
    for message in (
        "{lesson}: {n} hours a week, the plan has {planned}",
        "{who}: {n} lessons a day, the norm is {norm}",
    ):
        assert any(spells(message, line) for line in editor.state(State).warnings_found)


def test_conflicts_that_came_after_the_look_stop_the_publication(
    cast: Cast, editor: Tab, open_tab: OpenTab, draft: int, told: News  # noqa: F811
) -> None:  # fmt: skip
    told.clear()
    editor.send(Whole.preview)
    hear(editor, told)
    other = open_editor(open_tab, "director", address(cast, draft))
    other.send(State.put, entry(cast, draft, "russian", 1), 1, 2)
    told.clear()
    editor.send(Whole.publish)
    hear(editor, told)
    assert spells("Conflicts in the timetable: {n}; the first: {first}", editor.state(State).problem)
    assert editor.state(State).editable


def fill(cast: Cast, editor: Tab, draft: int, told: News) -> str:  # noqa: F811
    editor.send(State.remove, entry(cast, draft, "maths", 1))
    told.clear()
    editor.send(Whole.fill)
    hear(editor, told)
    return editor.state(State).problem


@pytest.mark.parametrize(
    ("is_stopped", "message"),
    [
        (False, "No solution was found in the time given"),
        (True, "Stopped before a solution was found, nothing has changed"),
    ],
)
def test_a_search_that_found_nothing_says_so(
    cast: Cast, editor: Tab, draft: int, told: News, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
    is_stopped: bool, message: str,
) -> None:  # fmt: skip
    def finds_nothing(search: placement.Search, *_given: Any) -> None:
        # A small school is solved before any clock runs out: a search in vain has to be played.
        if is_stopped:
            search.stop.ask()

    monkeypatch.setattr(placement.Search, "run", finds_nothing)
    assert fill(cast, editor, draft, told) == gettext("ru", message)


def test_places_that_were_taken_during_the_search_are_not_given_twice(
    cast: Cast, editor: Tab, draft: int, told: News, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    real = placement.fill_rest

    def meanwhile(*given: Any) -> Any:
        found = real(*given)
        [one] = found.placed
        with session_scope() as session:
            session.add(
                TimetableEntry(
                    school_id=cast.schools["a"].id or 0, version_id=draft, weekday=one.weekday,
                    number=one.number, course_id=cast.courses["russian"].id or 0,
                )
            )  # fmt: skip
        return found

    monkeypatch.setattr(jobs, "SECONDS", 8.0)
    monkeypatch.setattr(placement, "fill_rest", meanwhile)
    words = gettext("ru", "The timetable has changed since: fill the rest again")
    assert fill(cast, editor, draft, told) == words


def test_whole_classes_are_no_list_of_pupils(cast: Cast, editor: Tab) -> None:  # noqa: F811
    editor.send(Load.open_load)
    editor.send(Load.begin_course)
    editor.send(Load.choose_who, "together")
    editor.send(Load.tick_class, str(cast.classes["6v"].id))
    given = cast.courses["russian"]
    form = {"subject": str(given.subject_id), "teacher": str(cast.id_of("class_teacher")), "hours": "1"}
    editor.send(Load.add_course, form | {"room": "", "group_name": "Поток"})
    made = next(one for one in editor.state(Load).courses if "6 «В»" in one.note)
    editor.send(Load.open_course, made.id)
    editor.send(Load.open_group)
    words = error("Whole classes come to this group: all their pupils are in it")
    assert said(editor.send(Load.save_group)) == words
