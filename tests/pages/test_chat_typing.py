"""Who writes in a room is told to those who have it open, now and then, and to nobody who is not in it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from ejournal.database import session_scope
from ejournal.models import ChatKind, ChatMute
from ejournal.pages.chat.typing_state import ChatTypingState
from ejournal.services.base import tables as db
from ejournal.services.base.topics import chat_typing_topic
from ejournal.services.chat.typing import people_now
from ejournal.ui.runtime import live
from tests.cast import Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import News, OpenTab
from tests.services.chat.chat_helpers import Chat

State = ChatTypingState


@pytest.fixture
def rooms(cast: Cast) -> dict[str, int]:
    with session_scope() as session:
        chat = Chat(cast.taken_into(session))
        return {"guardians": chat.guardians, "staff": chat.room(ChatKind.STAFF)}


def opened(open_tab: OpenTab, who: str, room: int) -> tuple[Tab, State]:
    tab = open_tab(who, f"/chat?room={room}")
    tab.send(State.load)
    return tab, tab.state(State)


def signs(told: News, room: int) -> list[dict[str, Any]]:
    return [payload for topic, payload in told if topic == chat_typing_topic(room)]


def hears(state: State, room: int, payload: dict[str, Any]) -> None:
    with session_scope() as session:
        people = people_now(session, room)
    asyncio.run(live._receive(state, [(chat_typing_topic(room), payload)], people))


def test_the_others_see_who_writes_and_the_writer_does_not(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], told: News
) -> None:
    room = rooms["guardians"]
    (writer, mine), (_, theirs) = opened(open_tab, "class_teacher", room), opened(open_tab, "guardian", room)
    writer.send(State.types)
    [sign] = signs(told, room)
    for state in (mine, theirs):
        hears(state, room, sign)
    assert (mine.typing, theirs.typing["words"].endswith(" пишет…")) == ({}, True)


def test_it_is_told_now_and_then_not_with_each_letter(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], told: News
) -> None:
    writer, state = opened(open_tab, "class_teacher", rooms["guardians"])
    for _ in range(5):
        writer.send(State.types)
    assert len(signs(told, rooms["guardians"])) == 1
    state._told_at -= 3
    writer.send(State.types)
    assert len(signs(told, rooms["guardians"])) == 2


def test_without_an_open_room_and_in_a_large_one_nothing_is_told(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], told: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_tab("class_teacher", "/chat")
    tab.send(State.load)
    tab.send(State.types)
    monkeypatch.setattr("ejournal.services.chat.typing.MOST_PEOPLE", 2)
    writer, _ = opened(open_tab, "class_teacher", rooms["guardians"])
    writer.send(State.types)
    assert signs(told, rooms["guardians"]) == []


def test_whoever_left_the_room_sees_no_sign_though_the_page_is_still_open(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int]
) -> None:
    room = rooms["guardians"]
    _, state = opened(open_tab, "guardian", room)
    with session_scope() as session:
        guards = db.guardianship
        of_theirs = guards.c.guardian_id == cast.id_of("guardian")
        session.execute(update(guards).where(of_theirs).values(rights="none"))
    hears(state, room, {"who": cast.id_of("class_teacher"), "name": "И. П. Ковалёв"})
    assert state.typing == {}


def test_whoever_is_muted_is_not_said_to_write(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], told: News
) -> None:
    with session_scope() as session:
        session.add(_mute(cast))
    writer, _ = opened(open_tab, "guardian", rooms["guardians"])
    writer.send(State.types)
    assert signs(told, rooms["guardians"]) == []


def _mute(cast: Cast) -> ChatMute:
    return ChatMute(
        school_id=cast.schools["a"].id or 0, person_id=cast.id_of("guardian"), at=cast.made_at,
        until=cast.made_at + timedelta(days=2), reason="Отдохните", author_id=cast.id_of("deputy"),
    )  # fmt: skip


def test_of_a_room_that_is_none_nobody_is_told(cast: Cast) -> None:
    with session_scope() as session:
        assert people_now(session, 10**9) == frozenset()
