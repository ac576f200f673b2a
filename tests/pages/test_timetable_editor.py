"""The timetable's editor: lessons put and taken, conflicts told, steps undone, published, filled."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import func, select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.i18n import gettext
from ejournal.models import AuditEntry, Lesson, Mark, TimetableEntry, TimetableRun, TimetableVersion
from ejournal.pages.timetable_editor import jobs
from ejournal.pages.timetable_editor.state import TimetableEditorState as State
from ejournal.pages.timetable_editor.whole_state import WholeTimetableState as Whole
from ejournal.services.base.topics import timetable_topic
from ejournal.services.timetable.runs import beat, begin_run
from ejournal.services.timetable.versions import copy_version
from ejournal.ui.runtime import live
from ejournal.ui.runtime.transaction import transact
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import OpenTab

NEXT_MONDAY = date(2026, 11, 23)
News = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> News:
    """What is told to other tabs."""
    heard: News = []

    async def tell(news: News, origin: str = "") -> None:
        heard.extend(news)

    monkeypatch.setattr(live, "tell", tell)
    return heard


@pytest.fixture
def draft(cast: Cast, told: News) -> int:
    """A copy of the timetable in force, from next Monday."""
    with session_scope() as session:
        return copy_version(
            session, cast.actor("deputy"), cast.versions["a"].id or 0, "С понедельника", NEXT_MONDAY
        )


@pytest.fixture
def editor(cast: Cast, open_tab: OpenTab, draft: int) -> Tab:
    """The deputy's tab at the draft, 6Б."""
    return open_editor(open_tab, "deputy", address(cast, draft))


def address(cast: Cast, version: int, by: str = "class") -> str:
    target = cast.classes["6b"].id if by == "class" else cast.id_of("teacher")
    return f"/schedule/edit?version={version}&by={by}&id={target}"


def open_editor(open_tab: OpenTab, member: str, path: str) -> Tab:
    tab = open_tab(member, path)
    tab.send(State.load)
    return tab


def state(tab: Tab) -> State:
    return tab.state(State)


def course(cast: Cast, name: str) -> str:
    return f"c{cast.courses[name].id}"


def entry(cast: Cast, version: int, name: str, weekday: int) -> str:
    with session_scope(writing=False) as session:
        found = session.scalars(
            select(TimetableEntry.id).where(
                TimetableEntry.version_id == version,
                TimetableEntry.course_id == cast.courses[name].id,
                TimetableEntry.weekday == weekday,
            )
        ).one()
    return f"e{found}"


def cell(tab: Tab, key: str) -> list[str]:
    """The subjects in a cell, as the browser has it after its patch."""
    view, patch = state(tab).view, state(tab).patch
    cells = {**view["cells"], **patch.get("cells", {})}
    return [card["title"] for card in cells.get(key, [])]


def hear(tab: Tab, news: News) -> None:
    """Let a tab receive what was told, as the live updates do."""
    for topic, payload in news:

        def act(work: Any, topic: str = topic, payload: dict[str, Any] = payload) -> None:
            state(tab)._live(work, topic, payload)

        transact(state(tab), act, writing=False)


def test_the_board_shows_the_week_of_a_class_with_its_groups_in_one_cell(editor: Tab) -> None:
    shown = state(editor)
    assert shown.editable
    assert cell(editor, "1.2") == ["Математика"]
    assert cell(editor, "2.3") == ["Английский язык", "Английский язык"]
    assert [card["group"] for card in shown.view["cells"]["2.3"]] == ["Английский, 1", "Английский, 2"]
    assert shown.view["tray"] == []


def test_the_week_of_a_teacher_shows_all_classes(cast: Cast, open_tab: OpenTab, draft: int) -> None:
    tab = open_editor(open_tab, "deputy", address(cast, draft, "teacher"))
    assert cell(tab, "1.3") == ["6 «Б»"]
    assert cell(tab, "3.3") == ["6 «В»"]


def test_a_lesson_in_hand_shows_where_it_would_clash_and_with_whom(
    cast: Cast, editor: Tab, draft: int
) -> None:
    editor.send(State.pick, entry(cast, draft, "russian", 1))
    cells = state(editor).slots["cells"]
    assert cells["1.2"]["s"] == "error"
    assert "Математика" in " ".join(cells["1.2"]["w"])
    assert "Соколов" in " ".join(cells["3.3"]["w"])
    assert cells["2.1"] == {"s": "free", "w": []}
    assert cells[state(editor).slots["best"]]["s"] == "free"


def test_lessons_move_go_to_the_tray_and_come_back(cast: Cast, editor: Tab, draft: int, told: News) -> None:
    one = entry(cast, draft, "maths", 1)
    editor.send(State.put, one, 2, 5)
    assert (cell(editor, "1.2"), cell(editor, "2.5")) == ([], ["Математика"])
    assert (timetable_topic(draft), {"reload": True}) in told
    editor.send(State.remove, one)
    assert [line["hours"] for line in state(editor).patch["tray"]] == ["1"]
    editor.send(State.put, course(cast, "maths"), 3, 4)
    assert cell(editor, "3.4") == ["Математика"]
    assert state(editor).undo_n == 3


def test_steps_are_undone_and_done_again(cast: Cast, editor: Tab, draft: int) -> None:
    editor.send(State.put, entry(cast, draft, "maths", 1), 2, 5)
    editor.send(State.undo)
    assert (cell(editor, "1.2"), state(editor).undo_n, state(editor).redo_n) == (["Математика"], 0, 1)
    editor.send(State.redo)
    assert (cell(editor, "2.5"), state(editor).undo_n, state(editor).redo_n) == (["Математика"], 1, 0)
    assert said(editor.send(State.redo))[0][0] == "error"


def test_what_another_has_changed_since_is_not_undone(
    cast: Cast, open_tab: OpenTab, editor: Tab, draft: int
) -> None:
    one = entry(cast, draft, "maths", 1)
    editor.send(State.put, one, 2, 5)
    other = open_editor(open_tab, "director", address(cast, draft))
    other.send(State.put, one, 2, 6)
    [(kind, words)] = said(editor.send(State.undo))
    assert (kind, words) == ("error", "Эти уроки с тех пор кто-то изменил")
    assert cell(editor, "2.6") == ["Математика"]


def test_two_deputies_see_each_others_moves(
    cast: Cast, open_tab: OpenTab, editor: Tab, draft: int, told: News
) -> None:
    other = open_editor(open_tab, "director", address(cast, draft))
    editor.send(State.put, entry(cast, draft, "maths", 1), 2, 5)
    hear(other, told)
    assert (cell(other, "1.2"), cell(other, "2.5")) == ([], ["Математика"])


def test_a_refused_move_is_told_to_the_board_and_nothing_moves(cast: Cast, editor: Tab, draft: int) -> None:
    answer = said(editor.send(State.put, entry(cast, draft, "maths", 1), 4, 3))
    assert answer == [("error", state(editor).patch["refused"])]
    assert cell(editor, "1.2") == ["Математика"]


def test_a_lesson_gets_a_room_and_odd_weeks(cast: Cast, editor: Tab, draft: int) -> None:
    editor.send(State.pick, entry(cast, draft, "maths", 1))
    editor.send(State.set_room, str(cast.rooms["31"].id))
    editor.send(State.set_week, "odd")
    [card] = state(editor).patch["cells"]["1.2"]
    assert card["note"].endswith(" · 31")
    assert card["week"] == "нечётные недели"
    assert [line["hours"] for line in state(editor).patch["tray"]] == ["0,5"]


def test_a_published_timetable_is_only_read(cast: Cast, open_tab: OpenTab, draft: int) -> None:
    published = cast.versions["a"].id or 0
    tab = open_editor(open_tab, "deputy", address(cast, published))
    assert not state(tab).editable
    assert said(tab.send(State.put, course(cast, "maths"), 2, 5))[0][0] == "error"
    assert said(tab.send(Whole.preview))[0][0] == "error"


def test_a_new_draft_is_a_copy_from_a_day(cast: Cast, open_tab: OpenTab, told: News) -> None:
    tab = open_editor(open_tab, "deputy", f"/schedule/edit?id={cast.classes['6b'].id}")
    tab.send(Whole.open_dialog, "new")
    form = tab.state(Whole).form
    assert form["starts"] == NEXT_MONDAY.isoformat()
    [(kind, where)] = said(tab.send(Whole.add_version, {**form, "copy": "copy"}))
    assert kind == "redirect"
    tab.go(where)
    tab.send(State.load)
    assert state(tab).editable
    assert cell(tab, "1.2") == ["Математика"]
    tab.send(Whole.change_version, {"name": "Вторая четверть", "starts": "2026-11-30", "ends": ""})
    assert any("Вторая четверть" in one.label for one in state(tab).versions)
    assert said(tab.send(Whole.delete_version)) == [("redirect", "/schedule/edit")]
    with session_scope(writing=False) as session:
        assert session.scalar(select(func.count()).where(TimetableVersion.school_id == 1)) == 1


def mark(cast: Cast, day: date) -> None:
    lesson = cast.by_day["maths", day]
    with session_scope() as session:
        session.add(
            Mark(
                school_id=lesson.school_id, lesson_id=lesson.id or 0, course_id=lesson.course_id, day=day,
                pupil_id=cast.id_of("pupil"), value="5", kind_id=cast.kinds["answer"].id or 0,
                author_id=cast.id_of("class_teacher"), created_at=clock.now(), changed_at=clock.now(),
            )
        )  # fmt: skip


def test_publishing_shows_first_what_changes_and_keeps_every_mark(
    cast: Cast, editor: Tab, draft: int, told: News
) -> None:
    mark(cast, NEXT_MONDAY)
    editor.send(State.put, entry(cast, draft, "maths", 1), 2, 5)
    assert said(editor.send(Whole.publish))[0][0] == "error", "not before the preview"
    told.clear()
    editor.send(Whole.preview)
    hear(editor, told)
    shown = state(editor)
    assert shown.dialog == "publish"
    assert "1 урок остаётся" in shown.outlook.kept_words
    assert len(shown.outlook.changes) == 2
    assert shown.outlook.errors == []
    told.clear()
    editor.send(Whole.publish)
    hear(editor, told)
    assert (state(editor).dialog, state(editor).busy.kind, state(editor).problem) == ("published", "", "")
    assert not state(editor).editable
    with session_scope(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(Mark)) == 1
        kept = cast.by_day["maths", NEXT_MONDAY]
        assert session.scalar(select(Lesson.number).where(Lesson.id == kept.id)) == 2


def test_errors_are_published_only_with_a_reason(cast: Cast, editor: Tab, draft: int, told: News) -> None:
    editor.send(State.put, entry(cast, draft, "russian", 1), 1, 2)
    assert state(editor).errors_found
    told.clear()
    editor.send(Whole.preview)
    hear(editor, told)
    assert state(editor).outlook.errors
    editor.send(Whole.publish)
    assert "reason" in state(editor).errors
    editor.send(Whole.write_reason, "Классы занимаются вместе")
    told.clear()
    editor.send(Whole.publish)
    hear(editor, told)
    assert state(editor).dialog == "published"
    with session_scope(writing=False) as session:
        kept = session.scalars(select(AuditEntry).where(AuditEntry.action == "timetable.publish")).one()
        assert kept.after is not None
        assert kept.after["reason"] == "Классы занимаются вместе"


def test_the_rest_is_filled_compared_and_put_back(
    cast: Cast, editor: Tab, draft: int, told: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SECONDS", 8.0)
    for weekday in (1, 4):
        editor.send(State.remove, entry(cast, draft, "maths", weekday))
    told.clear()
    editor.send(Whole.fill)
    hear(editor, told)
    shown = state(editor)
    assert (shown.dialog, shown.busy.kind, shown.problem) == ("filled", "", "")
    assert [(one.before, one.after) for one in shown.result[:2]] == [("14", "16"), ("2", "0")]
    editor.send(State.undo)
    assert sum(float(line["hours"]) for line in state(editor).patch["tray"]) == 2
    with session_scope(writing=False) as session:
        assert session.scalars(select(TimetableRun.id)).all() == []


def test_work_under_way_elsewhere_is_shown_and_keeps_others_from_beginning(
    cast: Cast, open_tab: OpenTab, editor: Tab, draft: int
) -> None:
    with session_scope() as session:
        actor, lives = cast.actor("director"), timedelta(minutes=1)
        begin_run(session, actor, draft, "fill", "Нина Андреевна Белова", "elsewhere", clock.now(), lives)
        beat(session, draft, "elsewhere", 12, 90, clock.now(), lives)
    [(kind, _)] = said(editor.send(Whole.fill))
    assert (kind, state(editor).busy.kind) == ("error", "")
    tab = open_editor(open_tab, "deputy", address(cast, draft))
    shown = state(tab)
    assert (shown.busy.kind, shown.busy.who, shown.busy.done, shown.busy.total) == (
        "fill", "Нина Андреевна Белова", 12, 90,
    )  # fmt: skip
    tab.send(Whole.stop)
    with session_scope() as session:
        assert not beat(session, draft, "elsewhere", 13, 90, clock.now(), lives)


def test_nothing_to_fill_is_said(editor: Tab, told: News) -> None:
    told.clear()
    editor.send(Whole.fill)
    hear(editor, told)
    assert state(editor).problem == gettext("ru", "Every hour has its place already")


@pytest.mark.parametrize(
    "put",
    [
        ("", 1, 1),
        ("e", 1, 1),
        ("x5", 1, 1),
        ("e99999", 1, 1),
        ("e-1", 1, 1),
        ("c1", 99, 1),
        ("c1", "x", None),
    ],
)
def test_nonsense_is_refused(editor: Tab, put: tuple[Any, ...]) -> None:
    [(kind, _)] = said(editor.send(State.put, *put))
    assert kind == "error"
    assert state(editor).undo_n == 0
