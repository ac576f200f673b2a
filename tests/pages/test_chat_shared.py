"""What one message changes is read once for all who have the room open: each sees what is theirs."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import ChatKind, Person
from ejournal.models.people import short_name
from ejournal.pages.chat.mention_state import ChatMentionState
from ejournal.pages.chat.state import ChatState
from ejournal.services.base import tables as db
from ejournal.services.base.topics import chat_topic
from ejournal.services.chat import sending, signs
from ejournal.services.chat.echoes import Echo, echo_of
from ejournal.ui.runtime import live
from ejournal.ui.runtime.busy import sharing
from tests.cast import Cast
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab
from tests.pages.test_chat import opened, write
from tests.services.chat.chat_helpers import Chat

State = ChatState
Act = Callable[[Any, Cast, int], dict[str, Any]]


@pytest.fixture
def room(cast: Cast) -> int:
    with session_scope() as session:
        return Chat(cast.taken_into(session)).guardians


def echo(room: int) -> Echo:
    with session_scope() as session:
        found = echo_of(session, room)
        assert found is not None
        return found


def hears(tab: Tab, room: int, payload: dict[str, Any], shared: Echo | None) -> dict[str, Any]:
    """What the tab shows after the news."""
    state = tab.state(State)
    asyncio.run(live._receive(state, [(chat_topic(room), payload)], shared))
    patch = {name: value for name, value in state.patch.items() if name not in ("seq", "earlier")}
    return {"patch": patch, "sections": list(state.sections), "last": state._last, "empty": state.room.empty}


def _new(session: Any, cast: Cast, room: int) -> dict[str, Any]:
    draft = sending.Draft("another-message", "Завтра в шесть", 1, announcement=True)
    sending.send(session, cast.actor("class_teacher"), room, draft, clock.now())
    return {"new": True}


def _named(session: Any, cast: Cast, room: int) -> dict[str, Any]:
    person = session.get_one(Person, cast.id_of("guardian"))
    words = f"@{short_name(person.last_name, person.first_name, person.middle_name or '')}, придёте?"
    sending.send(session, cast.actor("class_teacher"), room, sending.Draft("a-naming", words), clock.now())
    return {"new": True}


def _signed(session: Any, cast: Cast, room: int) -> dict[str, Any]:
    signs.switch_sign(session, cast.actor("guardian"), room, 1, "thanks", clock.now())
    return {"number": 1}


def _changed(session: Any, cast: Cast, room: int) -> dict[str, Any]:
    sending.change_words(session, cast.actor("class_teacher"), room, 1, "В семь", clock.now())
    return {"number": 1}


def _taken_back(session: Any, cast: Cast, room: int) -> dict[str, Any]:
    sending.take_back(session, cast.actor("class_teacher"), room, 1, clock.now())
    return {"number": 1}


def _hidden(session: Any, cast: Cast, room: int) -> dict[str, Any]:
    message = db.chat_message
    values = {"hidden_at": clock.now(), "hidden_reason": "Не о деле"}
    session.execute(update(message).where(message.c.room_id == room).values(values))
    return {"number": 1}


@pytest.mark.parametrize("act", [_new, _named, _signed, _changed, _taken_back, _hidden])
@pytest.mark.parametrize("who", ["guardian", "class_teacher", "teacher_parent"])
def test_a_tab_shows_of_a_shared_reading_what_its_own_would_give(
    cast: Cast, open_tab: OpenTab, room: int, act: Act, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, _ = opened(open_tab, "class_teacher", room)
    write(writer, room, "Собрание", "the-first-message")
    (one, _), (other, _) = opened(open_tab, who, room), opened(open_tab, who, room)
    with session_scope() as session:
        payload = act(session, cast.taken_into(session), room)
    own = hears(other, room, payload, None)
    shared = echo(room)
    monkeypatch.setattr(live, "transact", None)  # it asks nothing for itself
    assert hears(one, room, payload, shared) == own


def test_who_is_named_sees_it_in_the_list_and_in_the_message_until_they_have_read_it(
    cast: Cast, open_tab: OpenTab, room: int
) -> None:
    (tab, state), (other, theirs) = (
        opened(open_tab, "guardian", room),
        opened(open_tab, "teacher_parent", room),
    )
    with session_scope() as session:
        payload = _named(session, cast.taken_into(session), room)
    for one in (tab, other):
        hears(one, room, payload, echo(room))
    rows = [next(one for one in shown.sections[0].rooms if one.id == room) for shown in (state, theirs)]
    assert [row.named for row in rows] == [True, False]
    assert [shown.patch["rows"][0]["named"][0][1] for shown in (state, theirs)] == [True, False]
    tab.send(State.seen, room_id=room, number=1)
    assert not any(one.named for one in state.sections[0].rooms)


def test_people_of_the_room_are_offered_to_who_writes_there(cast: Cast, open_tab: OpenTab, room: int) -> None:
    tab = open_tab("class_teacher", f"/chat?room={room}")
    tab.send(ChatMentionState.find, room_id=room, words="")
    found = tab.state(ChatMentionState).people
    assert found["words"] == ""
    assert {one[0] for one in found["found"]} == {cast.id_of("guardian"), cast.id_of("teacher_parent")}


def test_who_has_another_room_open_sees_it_in_the_list_and_counts_it(
    cast: Cast, open_tab: OpenTab, room: int
) -> None:
    writer, _ = opened(open_tab, "class_teacher", room)
    tab, state = opened(open_tab, "guardian")
    for turn in (1, 2):
        write(writer, room, f"Слово {turn}", f"message-number-{turn}")
        hears(tab, room, {"new": True}, echo(room))
    [row] = [one for one in state.sections[0].rooms if one.id == room]
    assert (row.unread, row.line.endswith(": Слово 2")) == (2, True)
    tab.send(State.seen, room_id=room, number=2)
    assert [one.unread for one in state.sections[0].rooms if one.id == room] == [0]


def test_a_reading_from_before_ones_own_message_takes_nothing_back(
    cast: Cast, open_tab: OpenTab, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, state = opened(open_tab, "class_teacher", room)
    write(writer, room, "Слово 1", "message-number-1")
    before = echo(room)
    write(writer, room, "Слово 2", "message-number-2")
    hears(writer, room, {"new": True}, before)
    [row] = [one for one in state.sections[0].rooms if one.id == room]
    assert row.line.endswith(": Слово 2")
    other, _ = opened(open_tab, "guardian", room)
    write(other, room, "Слово 3", "message-number-3")
    monkeypatch.setattr(live, "transact", None)  # it has not lost its place: it asks nothing for itself
    hears(writer, room, {"new": True}, echo(room))
    assert [one["words"] for one in state.patch["rows"]] == ["Слово 3"]


def test_the_words_on_an_empty_room_go_with_its_first_message(
    cast: Cast, open_tab: OpenTab, room: int
) -> None:
    (writer, mine), (tab, theirs) = (
        opened(open_tab, "class_teacher", room),
        opened(open_tab, "guardian", room),
    )
    assert mine.room.empty
    assert mine.room.empty == theirs.room.empty
    write(writer, room, "Собрание", "the-first-message")
    hears(tab, room, {"new": True}, echo(room))
    assert (mine.room.empty, theirs.room.empty) == ("", "")


def test_who_is_not_in_the_room_any_more_is_shown_nothing(cast: Cast, open_tab: OpenTab, room: int) -> None:
    writer, _ = opened(open_tab, "class_teacher", room)
    tab, state = opened(open_tab, "guardian", room)
    with session_scope() as session:
        guards = db.guardianship
        session.execute(
            update(guards).where(guards.c.guardian_id == cast.id_of("guardian")).values(rights="none")
        )
    write(writer, room, "Не для всех", "the-first-message")
    shared = echo(room)
    assert cast.id_of("guardian") not in shared.people
    hears(tab, room, {"new": True}, shared)
    assert "Не для всех" not in str(state.dict())


def test_whoever_missed_more_than_a_page_gets_the_end_of_the_room_whole(
    cast: Cast, open_tab: OpenTab, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.reading.PAGE", 3)
    writer, _ = opened(open_tab, "class_teacher", room)
    write(writer, room, "Слово 0", "message-number-0")
    tab, state = opened(open_tab, "guardian", room)
    for turn in range(1, 6):
        write(writer, room, f"Слово {turn}", f"message-number-{turn}")
    hears(tab, room, {"new": True}, echo(room))
    assert [one["words"] for one in state.page["rows"]] == ["Слово 3", "Слово 4", "Слово 5"]
    assert (state.page["earlier"], state.page["again"]) == (True, False)


def test_one_reading_serves_all_who_wait_and_news_ask_for_another(cast: Cast, room: int) -> None:
    read: list[int] = []

    def reading(_session: Any) -> int:
        read.append(1)
        return len(read)

    async def all_at_once() -> list[list[int]]:
        topic = chat_topic(room)
        first = await asyncio.gather(*(sharing.shared(topic, reading) for _ in range(20)))
        sharing.note(topic)
        second = await asyncio.gather(*(sharing.shared(topic, reading) for _ in range(20)))
        sharing.forget(topic)
        return [first, second]

    assert asyncio.run(all_at_once()) == [[1] * 20, [2] * 20]


def test_a_reading_that_failed_is_tried_again(cast: Cast, room: int) -> None:
    def fails(_session: Any) -> int:
        raise LookupError

    async def twice() -> int:
        topic = chat_topic(room)
        with pytest.raises(LookupError):
            await sharing.shared(topic, fails)
        found: int = await sharing.shared(topic, lambda _session: 5)
        sharing.forget(topic)
        return found

    assert asyncio.run(twice()) == 5


def test_of_a_room_that_is_none_there_is_nothing_to_share(cast: Cast) -> None:
    with session_scope() as session:
        assert echo_of(session, 10**9) is None
        assert Chat(cast.taken_into(session)).room(ChatKind.STAFF)
