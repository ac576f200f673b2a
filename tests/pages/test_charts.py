"""The pages of charts: what is chosen stays in the address, every number opens what it counts."""

import pytest
from sqlalchemy import update

from ejournal.database import session_scope
from ejournal.models import Mark, SchoolSettings
from ejournal.pages.diary_dynamics.state import DiaryDynamicsState, place_words
from ejournal.pages.report_charts.state import ReportChartsState
from ejournal.services.reports.charts.place import ClassPlace
from tests.cast import DAY, Cast
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab
from tests.services.reports.reports_helpers import (
    FIRST_TERM,
    give_marks,
    miss,
    move_to_half_years,
    set_term_marks,
)


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """The cast with the marks of the first term, and some of the second."""
    with session_scope() as session:
        taken = cast.taken_into(session)
        set_term_marks(taken, 1, FIRST_TERM)
        give_marks(taken, "maths", "pupil", "5", [DAY])
        give_marks(taken, "maths", "classmate", "2", [DAY])
        miss(taken, "russian", "classmate", DAY)
    return cast


def test_a_head_opens_whom_a_bar_counts(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/reports/charts")
    tab.send(ReportChartsState.load)
    state = tab.state(ReportChartsState)
    assert (state.view, state.whose) == ("marks", "school:0")
    assert state.subtitle == "Школа · I четверть 2026/2027"
    bars = {one.key: one for one in state.grids}["distribution"].bars
    assert [(one.head, one.words) for one in bars] == [
        ("«5»", "3"), ("«4»", "2"), ("«3»", "2"), ("«2»", "1"), ("«н/а»", "1"), ("«осв»", "0"),
    ]  # fmt: skip
    assert not bars[-1].opens
    tab.send(ReportChartsState.open_number, key=bars[3].key)
    assert state.behind.title == "Отметки, «2»: 1"
    assert [(one.title, one.note, one.value) for one in state.behind.facts] == [
        ("Зайцев Илья", "6 «Б» · Математика", "2")
    ]
    assert state.behind.facts[0].href == f"/diary/dynamics?child={marked.id_of('classmate')}"
    tab.send(ReportChartsState.close_list)
    assert state.behind.grid == ""


def test_a_teacher_sees_own_courses_and_is_led_to_the_journal(marked: Cast, open_tab: OpenTab) -> None:
    course = marked.courses["maths"].id
    tab = open_tab("class_teacher", f"/reports/charts?of=course:{course}")
    tab.send(ReportChartsState.load)
    state = tab.state(ReportChartsState)
    assert [one.value for one in state.views] == ["marks", "absences", "norms"]
    bars = {one.key: one for one in state.grids}["distribution"].bars
    tab.send(ReportChartsState.open_number, key=bars[0].key)
    assert [one.href for one in state.behind.facts] == [f"/journal?course={course}"]
    assert {one.value.partition(":")[0] for one in state.whose_choices} == {"class", "teacher", "course"}


def test_classes_that_part_their_year_otherwise_are_named(marked: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        move_to_half_years(marked.taken_into(session), "2a")
    tab = open_tab("deputy", "/reports/charts?view=absences&of=school:0")
    tab.send(ReportChartsState.load)
    state = tab.state(ReportChartsState)
    assert state.subtitle == "Школа · II четверть 2026/2027"
    assert state.left_out == "Год делят иначе: 2 «А». Здесь они не посчитаны"
    one = open_tab("deputy", f"/reports/charts?view=absences&of=class:{marked.classes['6b'].id}")
    one.send(ReportChartsState.load)
    assert one.state(ReportChartsState).left_out == ""


def test_going_from_one_chart_to_another_keeps_the_address(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("deputy", "/reports/charts?view=papers&of=class:" + str(marked.classes["6b"].id))
    tab.send(ReportChartsState.load)
    year, class_id = marked.years["a"].id, marked.classes["6b"].id
    assert said(tab.send(ReportChartsState.choose_view, value="marks"))[0][1] == (
        f"/reports/charts?view=marks&of=class%3A{class_id}&period={year}.quarter.2"
    )
    assert said(tab.send(ReportChartsState.choose_whose, value="course:7"))[0][1] == (
        "/reports/charts?of=course%3A7"
    )
    assert said(tab.send(ReportChartsState.choose_whose, value="school:0"))[0][1] == (
        "/reports/charts?view=papers&of=school%3A0"
    )
    assert said(tab.send(ReportChartsState.choose_period, value=f"{year}.year"))[0][1] == (
        f"/reports/charts?view=papers&of=class%3A{class_id}&period={year}.year"
    )
    whole = open_tab("deputy", f"/reports/charts?of=school:0&period={year}.year")
    whole.send(ReportChartsState.load)
    assert said(whole.send(ReportChartsState.choose_view, value="norms"))[0][1] == (
        "/reports/charts?view=norms&of=school%3A0"
    )


def test_a_parent_reads_the_child_s_charts_and_what_a_number_counts(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", f"/diary/dynamics?child={marked.id_of('pupil')}")
    tab.send(DiaryDynamicsState.load)
    state = tab.state(DiaryDynamicsState)
    assert state.subtitle == "Анна · II четверть"
    assert state.place == ""
    kinds = {one.key: one for one in state.grids}["kinds"]
    assert [(one.head, one.words) for one in kinds.bars] == [(marked.kinds["answer"].name, "5,00")]
    tab.send(DiaryDynamicsState.open_number, key=kinds.bars[0].key)
    fact = state.behind.facts[0]
    assert (fact.title, fact.value) == ("Математика", "5")
    assert fact.href == f"/diary?child={marked.id_of('pupil')}&day={DAY.isoformat()}"
    tab.send(DiaryDynamicsState.close_list)
    assert state.behind.grid == ""
    assert said(tab.send(DiaryDynamicsState.choose_term, value="1"))[0][1] == (
        f"/diary/dynamics?child={marked.id_of('pupil')}&term=1"
    )


def test_a_mark_that_is_given_meanwhile_is_counted(marked: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", f"/diary/dynamics?child={marked.id_of('pupil')}")
    tab.send(DiaryDynamicsState.load)
    with session_scope() as session:
        session.execute(update(Mark).where(Mark.pupil_id == marked.id_of("pupil")).values(value="3"))  # type: ignore[arg-type]
        session.execute(update(SchoolSettings).values(place_in_class=True))
    state = tab.state(DiaryDynamicsState)
    tab.send(DiaryDynamicsState.load)
    assert [one.words for one in state.grids[0].lines[0].spots] == ["3,00"]
    assert state.place == ""  # too few others


def test_a_place_is_told_in_words() -> None:
    assert place_words(ClassPlace(4, 25), "ru") == (
        "Место в классе по среднему баллу: 4 из 25. Его видите только вы."
    )
    assert place_words(None, "ru") == ""
