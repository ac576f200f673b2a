"""The chat's settings: what is chosen holds for the chat's page, and is taken back by one press."""

import pytest

from ejournal.database import session_scope
from ejournal.models import ChatKind
from ejournal.pages.chat.state import ChatState
from ejournal.pages.school_settings.state.chat import ChatRulesState
from tests.cast import Cast
from tests.pages.conftest import OpenTab
from tests.services.chat.chat_helpers import Chat


@pytest.fixture
def room(cast: Cast) -> int:
    """The number of the teachers' room."""
    with session_scope() as session:
        return Chat(cast.taken_into(session), supervisor="").room(ChatKind.STAFF)


def test_what_is_set_holds_in_the_chat(cast: Cast, open_tab: OpenTab, room: int) -> None:
    tab = open_tab("admin", "/settings?section=chat")
    tab.send(ChatRulesState.load)
    state = tab.state(ChatRulesState)
    assert (state.chat.is_open, state.chat.starts, state.chat.ends, state.chat.supervisor) == (
        True, "8", "20", "",
    )  # fmt: skip
    assert str(cast.id_of("deputy")) in {one.value for one in state.chat.staff}
    form = {"chat_open": "on", "chat_from": "9", "chat_until": "19", "supervisor": str(cast.id_of("deputy"))}
    tab.send(ChatRulesState.save_chat, form)
    assert (state.chat.starts, state.chat.supervisor) == ("9", str(cast.id_of("deputy")))
    teacher = open_tab("teacher", f"/chat?room={room}")
    teacher.send(ChatState.load)
    assert "Тихо с 19:00 до 9:00" in teacher.state(ChatState).room.note
    tab.send(ChatRulesState.undo_chat)
    assert (state.chat.starts, state.chat.supervisor) == ("8", "")
    tab.send(ChatRulesState.save_chat, form | {"chat_until": "9"})
    teacher.send(ChatState.load)
    assert "Тихо" not in teacher.state(ChatState).room.note
