"""Reported messages: asked for in the room, decided on their page, taken back; the room shows it at once."""

from typing import Any

import pytest

from ejournal.database import session_scope
from ejournal.pages.chat.state import ChatState
from ejournal.pages.chat_reports.state import ChatReportsState
from ejournal.services.base.topics import chat_list_topic, chat_reports_topic
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.chat.chat_helpers import Chat

State = ChatReportsState


@pytest.fixture
def room(cast: Cast) -> int:
    """The number of the room of 6Б's parents."""
    with session_scope() as session:
        return Chat(cast.taken_into(session)).guardians


def opened(open_tab: OpenTab, who: str, room: int) -> tuple[Tab, ChatState]:
    tab = open_tab(who, f"/chat?room={room}")
    tab.send(ChatState.load)
    return tab, tab.state(ChatState)


def reported(open_tab: OpenTab, room: int) -> tuple[Tab, Tab]:
    """The guardian's tab, who has written, and the class teacher's, who has reported it."""
    guardian, _ = opened(open_tab, "guardian", room)
    given: dict[str, Any] = {"answered": 0, "announcement": False}
    guardian.send(ChatState.send, room_id=room, client_id="a-rude-one", words="Сами решайте", **given)
    teacher, state = opened(open_tab, "class_teacher", room)
    teacher.send(ChatState.start_report, number=1)
    assert state.reporting == 1
    assert not state.moderates
    answer = said(teacher.send(ChatState.send_report, form={"reason": "Грубо"}))
    assert [words for _, words in answer] == ["Жалобу рассмотрит тот, кто следит за чатом"]
    assert state.reporting == 0
    return guardian, teacher


def page(open_tab: OpenTab) -> tuple[Tab, State]:
    tab = open_tab("deputy", "/chat/reports")
    tab.send(State.load)
    return tab, tab.state(State)


def test_a_message_is_reported_hidden_and_seen_again(
    cast: Cast, open_tab: OpenTab, room: int, told: News
) -> None:
    guardian, teacher = reported(open_tab, room)
    assert chat_reports_topic(cast.schools["a"].id or 0) in {topic for topic, _ in told}
    tab, state = page(open_tab)
    [row] = state.waiting
    assert (row.room, row.author, row.reason) == ("6 «Б», родители", "М. П. Лебедева", "Грубо")
    assert row.asked.startswith("Жалуется И. С. Котова")
    assert [(one.words, one.reported) for one in row.near] == [("Сами решайте", True)]
    tab.send(State.open_decision, report_id=row.id)
    assert state.open_report.id == row.id
    tab.send(State.decide, form={"hide": "on", "mute": "day", "reason": "Грубость"})
    assert (state.waiting, state.open_report.id) == ([], 0)
    [decided] = state.decided
    assert decided.decided.startswith("Сообщение скрыто · М. П. Лебедева только читает до ")
    assert "в беседе не видно" in decided.near[0].head
    assert chat_list_topic(cast.id_of("guardian")) in {topic for topic, _ in told}
    for one, reason in ((guardian, "Грубость"), (teacher, "")):
        one.send(ChatState.load)
        assert one.state(ChatState).page["rows"][0]["hidden"] == reason
    muted = guardian.state(ChatState)
    assert not muted.may["write"]
    assert muted.room.why.endswith("Грубость")
    tab.send(State.take_back, report_id=row.id)
    assert ([one.id for one in state.waiting], state.decided) == ([row.id], [])
    guardian.send(ChatState.load)
    assert guardian.state(ChatState).may["write"]
    tab.send(State.open_decision, report_id=row.id)
    tab.send(State.decide, form={"reason": "Без имён"})
    assert state.decided[0].decided.startswith("Автор предупреждён")
    tab.send(State.take_back, report_id=row.id)
    tab.send(State.put_aside, report_id=row.id)
    assert state.decided[0].decided.startswith("Без последствий")


def test_what_is_refused_is_said_by_its_field(
    cast: Cast, open_tab: OpenTab, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, teacher = reported(open_tab, room)
    teacher.send(ChatState.start_report, number=1)
    teacher.send(ChatState.send_report, form={"reason": "Снова"})
    assert teacher.state(SessionState).errors["reason"] == "Вы уже пожаловались на это сообщение"
    teacher.send(ChatState.stop_report)
    parent, _ = opened(open_tab, "teacher_parent", room)
    parent.send(ChatState.start_report, number=1)
    monkeypatch.setattr("ejournal.services.chat.reporting.MOST_OPEN", 0)
    parent.send(ChatState.send_report, form={"reason": "Грубо"})
    assert parent.state(SessionState).errors["reason"].startswith("Сначала школа разберёт")
    tab, state = page(open_tab)
    number = state.waiting[0].id
    tab.send(State.open_decision, report_id=number)
    tab.send(State.decide, form={"mute": "for ever", "reason": "Грубость"})
    assert tab.state(SessionState).errors["mute"] == "Выберите из списка"
    tab.send(State.decide, form={"hide": "on", "reason": ""})
    assert tab.state(SessionState).errors["reason"] == "Напишите в нескольких словах почему"
    tab.send(State.close_decision)
    tab.send(State.put_aside, report_id=number)
    assert said(tab.send(State.put_aside, report_id=number)) == [("error", "По этому сообщению уже решили")]
