"""Groups of the staff on the chat's page: made, changed by whoever made them, left."""

import pytest

from ejournal.database import session_scope
from ejournal.pages.chat.groups_state import ChatGroupState
from ejournal.pages.chat.state import ChatState
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast
from tests.infra.tabs import said
from tests.pages.conftest import OpenTab
from tests.services.chat.chat_helpers import Chat

State = ChatGroupState


@pytest.fixture(autouse=True)
def rooms(cast: Cast) -> None:
    with session_scope() as session:
        Chat(cast.taken_into(session))


def test_a_group_is_made_changed_and_left(
    cast: Cast, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab("deputy", "/chat")
    tab.send(ChatState.load)
    assert tab.state(ChatState).works
    tab.send(State.new_group)
    state = tab.state(State)
    assert (state.group_open, state.group_own) == (True, True)
    assert not any(one.inside for one in state.group_people)
    tab.send(State.save_group, form={"title": ""})
    assert tab.state(SessionState).errors["title"] == "Назовите группу"
    tab.send(State.save_group, form={"title": "Псков"})
    assert tab.state(SessionState).errors["people"] == "Отметьте, кто в группе"
    chosen = {"title": "Псков", f"person-{cast.id_of('teacher')}": "on"}
    [answer] = said(tab.send(State.save_group, form=chosen))
    room = int(answer[1].removeprefix("/chat?room="))
    other = open_tab("teacher", f"/chat?room={room}")
    other.send(ChatState.load)
    assert (other.state(ChatState).room.title, other.state(ChatState).room.group) == ("Псков", True)
    other.send(State.show_group, room_id=room)
    assert [one.label for one in other.state(State).group_people if one.inside] != []
    assert not other.state(State).group_own
    other.send(State.close_group)
    assert not other.state(State).group_open
    tab.send(State.show_group, room_id=room)
    tab.send(State.save_group, form=chosen | {"title": "Выборг"})
    other.send(ChatState.load)
    assert other.state(ChatState).room.title == "Выборг"
    other.send(State.show_group, room_id=room)
    assert said(other.send(State.leave_group))[0][1] == "/chat"
    tab.send(State.show_group, room_id=room)
    assert not any(one.inside for one in state.group_people)
    monkeypatch.setattr("ejournal.services.chat.groups.MOST_OWNED", 1)
    tab.send(State.new_group)
    tab.send(State.save_group, form=chosen)
    assert tab.state(SessionState).errors["title"].startswith("У вас уже 1")
