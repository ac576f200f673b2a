"""The reports' page: each sees what is theirs, and every number opens the pupils that it counts."""

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from ejournal.database import session_scope
from ejournal.models import Course, Lesson, NoticeKind, OutboxNotice, ScaleKind, SchoolClass
from ejournal.pages.reports.state import ReportsState
from ejournal.services.notices.words import words_of
from tests.cast import Cast
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab
from tests.services.reports.reports_helpers import FIRST_TERM, set_term_marks


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """The cast with the marks of the first term."""
    with session_scope() as session:
        set_term_marks(cast.taken_into(session), 1, FIRST_TERM)
    return cast


def test_a_head_reads_the_school_and_opens_a_class(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/reports")
    tab.send(ReportsState.load)
    state = tab.state(ReportsState)
    assert [one.label for one in state.views] == ["По классам", "Класс", "Заполнение", "Мои предметы"]
    assert [one.title for one in state.classes] == ["2 «А»", "6 «Б»", "6 «В»"]
    assert state.subtitle == "I четверть 2026/2027, 4 ученика"
    assert [(one.value, one.words) for one in state.figures] == [
        ("50,0 %", "качество"), ("75,0 %", "успеваемость"), ("58,1 %", "степень обученности"), ("1", "с «2»"),
    ]  # fmt: skip
    assert not state.draft
    tab.send(ReportsState.show_list, line=str(marked.classes["6b"].id), what="failing")
    assert state.behind.title == "С «2»: 1"
    assert [(one.name, one.note) for one in state.behind.pupils] == [("Зайцев Илья", "Математика: 2")]
    assert state.behind.note == "По предметам: Математика 1"
    assert {one.what: one.count for one in state.behind.lists}["pupils"] == 2
    tab.send(ReportsState.show_list, line="0", what="quality")
    assert [(one.name, one.note) for one in state.behind.pupils] == [
        ("Лебедев Лев", "2 «А»"),
        ("Лебедева Анна", "6 «Б»"),
    ]
    tab.send(ReportsState.close_list)
    assert (state.behind.line, state.behind.pupils) == ("", [])


def test_what_is_left_out_and_what_is_missing_is_said(marked: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        session.execute(
            update(SchoolClass).where(SchoolClass.id == marked.classes["2a"].id).values(scale=ScaleKind.NONE)  # type: ignore[arg-type]
        )
        session.execute(
            update(Course).where(Course.id == marked.courses["maths_2a"].id).values(scale=ScaleKind.NONE)  # type: ignore[arg-type]
        )
        set_term_marks(marked.taken_into(session), 2, {("maths", "pupil"): "4"})
    tab = open_tab("deputy", "/reports")
    tab.send(ReportsState.load)
    state = tab.state(ReportsState)
    assert state.notes == ["Без отметок учатся: 2 «А». Здесь они не посчитаны"]
    assert [one.term for one in state.trend] == ["I ч."]
    later = open_tab("deputy", f"/reports?period={marked.years['a'].id}.quarter.2")
    later.send(ReportsState.load)
    found = later.state(ReportsState)
    assert found.compared == f"{marked.years['a'].id}.quarter.1"
    assert [one.former for one in found.figures][:1] == ["было 33,3"]
    assert [one.height for one in found.trend] == ["28.3%", "85.0%"]


def test_a_class_teacher_reads_the_own_class_and_own_subjects(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("class_teacher", "/reports")
    tab.send(ReportsState.load)
    state = tab.state(ReportsState)
    assert (state.view, state.class_choices[0].label) == ("class", "6 «Б»")
    assert [one.name for one in state.pupils] == ["Зайцев Илья", "Лебедева Анна"]
    assert [one.value for one in state.pupils[0].cells] == ["2", "3", "н/а"]
    assert state.notes == ["На начало 3, на конец 2. Выбыли: Сидоров Олег"]
    courses = open_tab("class_teacher", "/reports?view=courses")
    courses.send(ReportsState.load)
    found = courses.state(ReportsState)
    assert [one.title for one in found.lines] == ["Математика, 6 «Б»"]
    courses.send(ReportsState.show_course, line=found.lines[0].id)
    assert [(one.name, one.note) for one in found.behind.pupils] == [
        ("Зайцев Илья", "2"),
        ("Лебедева Анна", "5"),
    ]


def test_going_from_one_view_and_period_to_another_keeps_the_address(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/reports")
    tab.send(ReportsState.load)
    year = marked.years["a"].id
    assert said(tab.send(ReportsState.choose_period, value=f"{year}.year"))[0][1] == (
        f"/reports?view=school&period={year}.year"
    )
    assert said(tab.send(ReportsState.choose_view, value="class"))[0][1] == "/reports?view=class"
    assert said(tab.send(ReportsState.choose_compared, value="none"))[0][1] == (
        f"/reports?view=school&period={year}.quarter.1&compare=none"
    )
    assert said(tab.send(ReportsState.choose_class, value="7"))[0][1] == "/reports?view=class&class=7"


def test_a_head_without_lessons_and_a_teacher_without_a_class_have_their_views(
    marked: Cast, open_tab: OpenTab
) -> None:
    for name, views in (("director", ["school", "class", "filling"]), ("teacher", ["courses"])):
        tab = open_tab(name, "/reports")
        tab.send(ReportsState.load)
        assert [one.value for one in tab.state(ReportsState).views] == views
    tab = open_tab("teacher", "/reports?view=school")
    tab.send(ReportsState.load)
    assert tab.state(ReportsState).missing


def test_a_head_sees_how_journals_are_filled_and_reminds(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/reports?view=filling")
    tab.send(ReportsState.load)
    state = tab.state(ReportsState)
    assert state.subtitle == "II четверть 2026/2027"
    lines = {one.title: one.cells for one in state.lines}
    assert lines["П. И. Соколов"] == ["10", "10", "–", "10", "–", "–", "–"]
    assert state.lacking == f"Напомнить {len(lines)} учителям"
    assert said(tab.send(ReportsState.remind))[-1][1] == f"Уведомление отправлено {len(lines)} учителям"
    with session_scope() as session:
        notice = session.scalars(
            select(OutboxNotice).where(col(OutboxNotice.recipient_id) == marked.id_of("teacher"))
        ).one()
        words = words_of(NoticeKind(notice.kind), notice.payload, "ru")
        assert (words.title, words.note) == (
            "Журнал ждёт недостающего", "10 уроков без темы · с 3\u00a0ноября",
        )  # fmt: skip
        session.execute(update(Lesson).values(topic="Тема"))
    again = open_tab("deputy", "/reports?view=filling")
    again.send(ReportsState.load)
    assert again.state(ReportsState).lacking == ""
    assert said(again.send(ReportsState.remind)) == [("error", "В этих журналах всё заполнено")]
