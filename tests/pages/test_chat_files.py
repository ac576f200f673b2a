"""Files in the chat's pages: sent with a message, shown, refused beside it; reported ones moderated."""

from pathlib import Path
from typing import Any

import pytest

from ejournal.database import session_scope
from ejournal.pages.chat.state import ChatState
from ejournal.pages.chat_reports.state import ChatReportsState
from tests.cast import Cast
from tests.infra.laid_files import laid
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab
from tests.services.chat.chat_helpers import Chat

State = ChatState


@pytest.fixture
def room(cast: Cast, files: Path) -> int:
    """The number of the room of 6Б's parents."""
    with session_scope() as session:
        return Chat(cast.taken_into(session)).guardians


def opened(open_tab: OpenTab, who: str, room: int) -> tuple[Tab, State]:
    tab = open_tab(who, f"/chat?room={room}")
    tab.send(State.load)
    return tab, tab.state(State)


def kept(cast: Cast, who: str, words: str = "план") -> str:
    with session_scope() as session:
        return laid(session, cast.actor(who), words)


def write(tab: Tab, room: int, words: str, name: str, files: Any) -> None:
    given = {"room_id": room, "client_id": name, "words": words, "answered": 0, "announcement": False}
    tab.send(State.send, files=files, **given)


def test_files_are_shown_with_the_message_and_in_the_lines_about_it(
    cast: Cast, open_tab: OpenTab, room: int
) -> None:
    teacher, mine = opened(open_tab, "class_teacher", room)
    key = kept(cast, "class_teacher")
    write(teacher, room, "", "first-message", [key, key])
    assert mine.answer["error"] == ""
    [row] = mine.patch["rows"]
    assert [(one["key"], one["name"], one["href"]) for one in row["files"]] == [
        (key, "план.pdf", f"/files/{key}")
    ]
    _, theirs = opened(open_tab, "guardian", room)
    assert [one["files"] for one in theirs.page["rows"]] == [row["files"]]
    assert [one.line for one in theirs.sections[0].rooms if one.id == room] == ["И. С. Котова: Файл"]
    write(teacher, room, "Ответ", "second-message", [])
    teacher.send(
        State.send, room_id=room, client_id="third-message", words="Вот", answered=1, announcement=False
    )
    assert mine.patch["rows"][-1]["answer"]["words"] == "Файл"
    teacher.send(State.pin, number=1)
    assert mine.room.pinned == "Файл"
    teacher.send(State.take_back, number=1)
    assert mine.patch["rows"][0]["files"] == []
    _, theirs = opened(open_tab, "guardian", room)
    assert [one["files"] for one in theirs.page["rows"]] == [[], [], []]


def test_what_cannot_be_sent_is_said_beside_it(cast: Cast, open_tab: OpenTab, room: int) -> None:
    teacher, mine = opened(open_tab, "class_teacher", room)
    write(teacher, room, "Вот", "first-message", ["guess"])
    assert mine.answer["error"] == "Одного из файлов здесь больше нет. Выберите его снова"
    write(teacher, room, "Вот", "first-message", [str(number) for number in range(11)])
    assert mine.answer["error"] == "К сообщению можно приложить не больше файлов: 10"
    write(teacher, room, "Вот", "first-message", "guess")  # no list: no files
    assert mine.answer["error"] == ""
    assert [one["files"] for one in mine.patch["rows"]] == [[]]


def test_a_moderator_sees_the_files_of_the_reported_message(cast: Cast, open_tab: OpenTab, room: int) -> None:
    guardian, _ = opened(open_tab, "guardian", room)
    key = kept(cast, "guardian")
    write(guardian, room, "", "first-message", [key])
    teacher, _ = opened(open_tab, "class_teacher", room)
    teacher.send(State.start_report, number=1)
    teacher.send(State.send_report, form={"reason": "Грубо"})
    deputy = open_tab("deputy", "/chat/reports")
    deputy.send(ChatReportsState.load)
    [report] = deputy.state(ChatReportsState).waiting
    assert [(one.name, one.href, one.preview) for one in report.near[0].files] == [
        ("план.pdf", f"/files/{key}", f"/files/{key}/preview")
    ]
