"""The main page: the substitute's task, what families announce, journals to look into; all of it live."""

from datetime import date
from typing import Any

import pytest

from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.models import Lesson
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.diary_absences.state import DiaryAbsencesState
from ejournal.pages.home.state import HomeState
from ejournal.services.substitute_tasks import leave_task
from ejournal.services.substitutions import assign
from ejournal.ui import live
from ejournal.ui.handler import transact
from ejournal.ui.topics import class_topic, schedule_topic
from ejournal.ui.work import Work
from tests.cast import DAY, Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab


def home(open_tab: OpenTab, name: str) -> tuple[Tab, HomeState]:
    tab = open_tab(name, "/")
    tab.send(HomeState.load)
    return tab, tab.state(HomeState)


def news(state: HomeState | ClassState, topic: str) -> None:
    """What the page does when the topic is told, if it follows it."""

    def act(work: Work) -> None:
        assert topic in state._topics(work)
        state._live(work, topic, {})

    transact(state, act, False)


def test_the_substitute_finds_the_task_among_todays_lessons(cast: Cast, open_tab: OpenTab) -> None:
    _, state = home(open_tab, "deputy")
    assert state.lessons == []
    lesson = cast.lesson("maths", DAY).id or 0
    with session_scope() as session:
        deputy = actor_of(session, cast.token("deputy"))
        assert deputy is not None
        leave_task(session, deputy, lesson, "§ 5, вопросы")
        assign(session, deputy, lesson, cast.id_of("substitute"))
    _, state = home(open_tab, "substitute")
    tasks = [(one.state, one.task) for one in state.lessons if one.id == lesson]
    assert tasks == [("substitution", "Задание (Е. В. Громова): § 5, вопросы")]
    with session_scope() as session:
        deputy = actor_of(session, cast.token("deputy"))
        assert deputy is not None
        leave_task(session, deputy, lesson, "")
    news(state, schedule_topic(cast.schools["a"].id or 0))
    assert [one.task for one in state.lessons if one.id == lesson] == [""]


def test_the_class_teacher_sees_what_a_family_announces_without_a_reload(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    async def tell(found: list[tuple[str, dict[str, Any]]], origin: str = "") -> None:
        heard.extend(topic for topic, _ in found)

    monkeypatch.setattr(live, "tell", tell)
    _, state = home(open_tab, "class_teacher")
    assert state.announced == []
    overview = open_tab("class_teacher", "/class")
    overview.send(ClassState.load)
    family = open_tab("guardian", "/diary/absences")
    family.send(DiaryAbsencesState.load)
    family.send(DiaryAbsencesState.open_form)
    family.send(DiaryAbsencesState.announce, {"starts": str(DAY), "ends": str(DAY), "note": "Температура"})
    topic = class_topic(cast.classes["6b"].id or 0)
    assert topic in heard
    news(state, topic)
    assert [(one.title, one.note, one.href) for one in state.announced] == [
        ("Лебедева Анна", "20 ноября · Болезнь · Температура", "/class")
    ]
    news(overview.state(ClassState), topic)
    assert [one.name for one in overview.state(ClassState).announced] == ["Лебедева Анна"]
    family.send(DiaryAbsencesState.withdraw, family.state(DiaryAbsencesState).notices[0].id)
    news(state, topic)
    assert state.announced == []


def test_a_journal_that_is_not_filled_opens_at_its_oldest_lesson(cast: Cast, open_tab: OpenTab) -> None:
    lesson = cast.lesson("maths", date(2026, 11, 12))
    with session_scope() as session:
        session.get_one(Lesson, lesson.id).topic = ""
    _, state = home(open_tab, "deputy")
    row = next(one for one in state.teachers if one.title == "И. С. Котова")
    assert row.href.startswith(f"/journal?course={lesson.course_id}&lesson=L")
