"""The family's pages and the class teacher's: what their events show, refuse and change."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from ejournal.database import session_scope
from ejournal.models import Acknowledgement, Attendance, AttendanceCode, Course, DiaryVisit, ScaleKind
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.diary_absences.state import DiaryAbsencesState
from ejournal.pages.diary_marks.state import DiaryMarksState
from ejournal.pages.home.state import HomeState
from tests.cast import DAY, Cast
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab
from tests.services.diary_helpers import give_mark, note_absence


def within(session: Session, cast: Cast) -> Cast:
    cast.session = session
    return cast


def lesson_of(tab_state: DiaryState, subject: str = "Математика") -> str:
    day = next(day for day in tab_state.days if day.iso == DAY.isoformat())
    lesson = next(lesson for lesson in day.lessons if lesson.subject == subject)
    return "/".join(mark.value for mark in lesson.marks) or lesson.absence


def test_the_diary_opens_at_the_elder_child_and_today(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    state = tab.state(DiaryState)
    assert (state.child, state.day) == (str(cast.id_of("pupil")), DAY.isoformat())
    assert (state.week, state.day_title) == ("16–20\u00a0ноября", "Пятница, 20\u00a0ноября")
    assert [day.weekday for day in state.days] == ["пн", "вт", "ср", "чт", "пт"]


def test_the_address_chooses_child_and_day(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", f"/diary?child={cast.id_of('brother')}&day=2026-11-10")
    tab.send(DiaryState.load)
    state = tab.state(DiaryState)
    assert (state.child, state.day) == (str(cast.id_of("brother")), "2026-11-10")
    tab.go("/diary/marks")
    tab.send(DiaryMarksState.load)
    assert tab.state(DiaryMarksState).child == str(cast.id_of("brother"))


@pytest.mark.parametrize("child", ["other_pupil", "teacher", "pupil_b"])
def test_the_child_of_another_is_no_page(cast: Cast, open_tab: OpenTab, child: str) -> None:
    tab = open_tab("guardian", f"/diary?child={cast.id_of(child)}")
    tab.send(DiaryState.load)
    assert tab.state(DiaryState).missing
    assert cast.people[child].last_name not in tab.shown()


def test_a_look_is_noted_once_a_sitting(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", "/diary")
    assert said(tab.send(DiaryState.load)) == [("event", "DiaryState.note_visit")]
    tab.send(DiaryState.note_visit)
    assert tab.send(DiaryState.load) == []
    with session_scope(writing=False) as session:
        assert session.exec(select(DiaryVisit.pupil_id)).all() == [cast.id_of("pupil")]


def test_a_mark_shows_when_its_news_comes(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    assert lesson_of(tab.state(DiaryState)) == ""
    with session_scope() as session:
        give_mark(within(session, cast), "pupil", cast.lessons["maths"], "5")
    tab.send(DiaryState.open, str(cast.id_of("pupil")), DAY.isoformat())
    assert lesson_of(tab.state(DiaryState)) == "5"


def test_the_week_is_acknowledged_and_taken_back(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    tab.send(DiaryState.acknowledge)
    state = tab.state(DiaryState)
    assert state.acknowledged.startswith("20\u00a0ноября")
    assert state.acknowledged_today
    tab.send(DiaryState.withdraw)
    assert tab.state(DiaryState).acknowledged == ""
    with session_scope(writing=False) as session:
        assert session.exec(select(Acknowledgement)).all() == []


@pytest.mark.parametrize("wrong", ["", "abc", "2026-13-01", None, 5, [], {}])
def test_a_date_that_is_none_leads_nowhere(cast: Cast, open_tab: OpenTab, wrong: object) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    assert tab.send(DiaryState.jump, wrong) == []
    assert said(tab.send(DiaryState.jump, "2026-12-01"))[0][1].endswith("day=2026-12-01")


def test_the_marks_page_opens_a_subject_and_supposes_marks(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        give_mark(within(session, cast), "pupil", cast.lessons["maths"], "4")
    tab = open_tab("guardian", "/diary/marks")
    tab.send(DiaryMarksState.load)
    state = tab.state(DiaryMarksState)
    maths = next(row for row in state.subjects if row.subject == "Математика")
    assert (maths.average, [mark.value for mark in maths.marks]) == ("4,00", ["4"])
    tab.send(DiaryMarksState.open_subject, maths.id)
    tab.send(DiaryMarksState.choose_weight, "3")
    tab.send(DiaryMarksState.suppose, "5")
    assert "4,75" in state.outcome
    tab.send(DiaryMarksState.drop, 0)
    assert "4,75" not in state.outcome
    assert said(tab.send(DiaryMarksState.suppose, "6"))[0][0] == "error"
    tab.send(DiaryMarksState.close_subject)
    assert (state.subject_id, state.apart) == ("", "")


def test_subjects_of_another_scale_are_named_beside_the_average(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        session.get_one(Course, cast.courses["russian"].id).scale = ScaleKind.TEN
        for name, value in (("maths", "4"), ("russian", "9")):
            give_mark(within(session, cast), "pupil", cast.lesson(name, DAY), value)
        give_mark(within(session, cast), "pupil", cast.lesson("maths", date(2026, 11, 19)), "4")
    tab = open_tab("guardian", "/diary/marks")
    tab.send(DiaryMarksState.load)
    state = tab.state(DiaryMarksState)
    assert state.subtitle.endswith("средний балл 4,00")
    assert state.apart == "По другой шкале, в среднем по всем предметам не посчитаны: Русский язык"


def test_an_absence_is_announced_by_its_form(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("guardian", "/diary/absences")
    tab.send(DiaryAbsencesState.load)
    tab.send(DiaryAbsencesState.open_form)
    tab.send(DiaryAbsencesState.set_code, "ill")
    form = {"starts": DAY.isoformat(), "ends": (DAY - timedelta(days=1)).isoformat(), "note": ""}
    tab.send(DiaryAbsencesState.announce, form)
    state = tab.state(DiaryAbsencesState)
    assert (list(state.errors), state.form_open) == (["ends"], True)
    tab.send(DiaryAbsencesState.announce, form | {"ends": DAY.isoformat(), "note": "Простуда"})
    assert [(row.days, row.words, row.own) for row in state.notices] == [
        ("20\u00a0ноября", "Болезнь · Простуда", True)
    ]
    tab.send(DiaryAbsencesState.withdraw, state.notices[0].id)
    assert state.notices == []
    tab.send(DiaryAbsencesState.announce, form | {"ends": DAY.isoformat(), "note": "По болезни"})
    assert [row.words for row in state.notices] == ["Болезнь"]


def test_a_pupil_announces_nothing(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("pupil", "/diary/absences")
    tab.send(DiaryAbsencesState.load)
    assert not tab.state(DiaryAbsencesState).may_announce
    assert said(tab.send(DiaryAbsencesState.open_form))[0][0] == "error"


def test_the_class_teacher_gives_an_absence_its_reason(cast: Cast, open_tab: OpenTab) -> None:
    with session_scope() as session:
        note_absence(within(session, cast), "pupil", cast.lessons["maths"])
    tab = open_tab("class_teacher", "/class")
    tab.send(ClassState.load)
    state = tab.state(ClassState)
    assert (state.title, [run.name for run in state.runs]) == ("6 «Б»", ["Лебедева Анна"])
    assert [row.name for row in state.readings] == ["Зайцев Илья", "Лебедева Анна", "Петров Глеб"]
    tab.send(ClassState.open_run, state.runs[0].pupil_id, state.runs[0].first)
    tab.send(ClassState.set_code, AttendanceCode.EXCUSED.value)
    tab.send(ClassState.explain, {"note": "Заявление"})
    assert state.runs == []
    with session_scope(writing=False) as session:
        assert session.exec(select(Attendance.code)).all() == [AttendanceCode.EXCUSED]


@pytest.mark.parametrize("name", ["teacher", "guardian", "pupil", "admin"])
def test_others_have_no_class_page(cast: Cast, open_tab: OpenTab, name: str) -> None:
    tab = open_tab(name, f"/class?class={cast.classes['6b'].id}")
    tab.send(ClassState.load)
    assert tab.state(ClassState).missing


def test_the_class_of_a_colleague_is_no_page(cast: Cast, open_tab: OpenTab) -> None:
    tab = open_tab("class_teacher", f"/class?class={cast.classes['6v'].id}")
    tab.send(ClassState.load)
    assert tab.state(ClassState).missing


def test_the_main_page_knows_every_role(cast: Cast, open_tab: OpenTab) -> None:
    shown = {}
    for name in ("teacher", "class_teacher", "deputy", "admin", "guardian", "pupil", "teacher_parent"):
        tab = open_tab(name)
        tab.send(HomeState.load)
        state = tab.state(HomeState)
        assert state.ready, name
        shown[name] = (
            bool(state.lessons),
            state.has_tasks,
            bool(state.teachers),
            len(state.families),
            bool(state.figures),
        )
    assert shown == {
        "teacher": (True, True, False, 0, False),
        "class_teacher": (True, True, False, 0, False),
        "deputy": (False, False, True, 0, False),
        "admin": (False, False, False, 0, True),
        "guardian": (False, False, False, 2, False),
        "pupil": (False, False, False, 1, False),
        "teacher_parent": (True, True, False, 0, False),
    }
