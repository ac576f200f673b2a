"""The chat's page: rooms, messages as they come and go, refusals beside them, whom one may write to."""

import asyncio
from typing import Any

import pytest

from ejournal.database import session_scope
from ejournal.models import ChatKind
from ejournal.pages.chat.search_state import ChatSearchState
from ejournal.pages.chat.state import ChatState
from ejournal.services.base.topics import chat_topic
from ejournal.services.chat.talks import open_talk
from ejournal.ui.runtime import live
from tests.cast import Cast
from tests.infra.tabs import Tab, said
from tests.pages.conftest import News, OpenTab
from tests.services.chat.chat_helpers import Chat

State = ChatState


@pytest.fixture
def rooms(cast: Cast) -> dict[str, int]:
    """The numbers of some rooms; a talk of a pupil with the class teacher, which the deputy head reads."""
    with session_scope() as session:
        cast = cast.taken_into(session)
        chat = Chat(cast)
        return {
            "guardians": chat.guardians,
            "staff": chat.room(ChatKind.STAFF),
            "talk": open_talk(session, cast.actor("pupil"), cast.id_of("class_teacher")),
        }


def opened(open_tab: OpenTab, who: str, room: int | None = None) -> tuple[Tab, State]:
    tab = open_tab(who, f"/chat?room={room}" if room else "/chat")
    tab.send(State.load)
    return tab, tab.state(State)


def write(tab: Tab, room: int, words: str, name: str, **more: Any) -> None:
    given = {"answered": 0, "announcement": False} | more
    tab.send(State.send, room_id=room, client_id=name, words=words, **given)


def test_the_first_who_opens_it_makes_the_rooms(cast: Cast, open_tab: OpenTab) -> None:
    tab, state = opened(open_tab, "class_teacher")
    assert state.sections == []
    tab.send(State.make_rooms)
    tab.send(State.load)
    assert [one.title for one in state.sections] == ["Классы", "Предметы", "Сотрудники"]
    assert [one.title for one in state.sections[0].rooms] == ["6 «Б», родители", "6 «Б», ученики"]
    assert state.sections[1].silent_title == "1 беседа без сообщений"


def test_a_message_is_shown_told_and_seen(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], told: News
) -> None:
    room = rooms["guardians"]
    teacher, mine = opened(open_tab, "class_teacher", room)
    assert mine.room.title == "6 «Б», родители"
    assert mine.room.empty.startswith("Сообщений пока нет. Здесь 3 человека")
    write(teacher, room, "Собрание в шесть", "first-message", announcement=True)
    assert mine.answer["error"] == ""
    [row] = mine.patch["rows"]
    assert (row["n"], row["own"], row["read"]) == (1, True, "Прочитали 0 из 2")
    assert (chat_topic(room), {"new": True}) in told
    guardian, theirs = opened(open_tab, "guardian", room)
    assert [one["words"] for one in theirs.page["rows"]] == ["Собрание в шесть"]
    assert [one.unread for one in theirs.sections[0].rooms if one.id == room] == [1]
    guardian.send(State.seen, room_id=room, number=1)
    assert [one.unread for one in theirs.sections[0].rooms if one.id == room] == [0]
    guardian.send(State.sign, number=1, sign="thanks")
    assert theirs.patch["rows"][0]["signs"] == [["thanks", 1, True]]
    late = "Изменить можно только своё сообщение и только в течение 15 минут"
    assert said(guardian.send(State.change, number=1, words="Иначе")) == [("error", late)]
    teacher.send(State.show_readers, number=1)
    assert (mine.readers.title, mine.readers.read, mine.readers.left) == (
        "Прочитали 1 из 2", ["М. П. Лебедева"], ["А. Ю. Зайцев"],
    )  # fmt: skip
    teacher.send(State.hide_readers)
    teacher.send(State.pin, number=1)
    assert mine.room.pinned == "Собрание в шесть"
    teacher.send(State.change, number=1, words="Собрание в семь")
    assert mine.patch["rows"][0]["words"] == "Собрание в семь"
    teacher.send(State.take_back, number=1)
    assert mine.patch["rows"][0]["deleted"]


def test_what_cannot_be_sent_is_said_beside_it_and_stays(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int]
) -> None:
    room = rooms["staff"]
    tab, state = opened(open_tab, "teacher", room)
    write(tab, room, "\u200b", "unseen-words")
    assert (state.answer["id"], state.answer["error"]) == ("unseen-words", "Напишите что-нибудь")
    write(tab, room, "а" * 100_000, "endless-words")
    assert state.answer["error"] == "Слишком длинно: не больше 4000 знаков"
    for number in range(16):
        write(tab, room, "Ау", f"too-fast-{number}")
    assert (
        state.answer["error"] == f"Слишком много сообщений подряд. Можно снова через {state.answer['wait']} с"
    )
    write(tab, rooms["guardians"], "Я не отсюда", "not-my-room")
    assert state.answer["error"].startswith("Не найдено")


def test_a_talk_with_a_pupil_says_who_reads_it(cast: Cast, open_tab: OpenTab, rooms: dict[str, int]) -> None:
    room = rooms["talk"]
    tab, state = opened(open_tab, "pupil", room)
    assert state.room.watched == "Этот разговор читает от имени школы: Е. В. Громова"
    write(tab, room, "Можно переписать?", "a-question-0")
    _, reading = opened(open_tab, "deputy", room)
    assert (reading.room.why, reading.may["write"]) == (
        "Вы читаете этот разговор от имени школы и не пишете в нём", False,
    )  # fmt: skip
    assert reading.sections[-1].title == "Вы читаете от имени школы"


def test_one_chooses_among_those_whom_one_may_write_to(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int]
) -> None:
    tab, state = opened(open_tab, "guardian")
    tab.send(State.choose_partner)
    assert [(one.name, one.note) for one in state.partners][:2] == [
        ("Зайцев Андрей Юрьевич", "работает в школе"), ("Котова Ирина Сергеевна", "работает в школе"),
    ]  # fmt: skip
    tab.send(State.find_partner, words="кот ири")
    assert [one.name for one in state.partners] == ["Котова Ирина Сергеевна"]
    [answer] = tab.send(State.talk_with, person_id=cast.id_of("class_teacher"))
    assert said([answer])[0][1].startswith("/chat?room=")
    tab.send(State.find_partner, words="такого нет")
    assert state.partners == []
    tab.send(State.stop_choosing)
    assert not state.choosing


def test_earlier_messages_come_before_those_that_stand(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.reading.PAGE", 3)
    room = rooms["staff"]
    tab, state = opened(open_tab, "teacher", room)
    for number in range(5):
        write(tab, room, f"Сообщение {number}", f"in-a-row-{number}")
    tab.send(State.load)
    assert ([one["n"] for one in state.page["rows"]], state.page["earlier"]) == ([3, 4, 5], True)
    tab.send(State.earlier, number=3)
    assert ([one["n"] for one in state.patch["rows"]], state.patch["earlier"]) == ([1, 2], False)


def test_words_are_looked_for_in_place_of_the_rooms_and_lead_to_the_message(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int]
) -> None:
    room = rooms["guardians"]
    writer, _ = opened(open_tab, "class_teacher", room)
    write(writer, room, "Завтра контрольная по дробям", "the-first-message")
    tab, _ = opened(open_tab, "guardian")
    tab.send(ChatSearchState.look, words="контрольную")
    found = tab.state(ChatSearchState)
    [hit] = found.hits
    assert (hit.title, hit.before, hit.word, hit.after) == (
        "6 «Б», родители", "Завтра ", "контрольная", " по дробям",
    )  # fmt: skip
    assert (hit.href, found.hits_note) == (f"/chat?room={room}&at=1", "1 сообщение")
    for words, note in (
        ("на", "Напишите слово хотя бы из 3 букв"),
        ("каникулы", "Ничего не найдено"),
        ("", ""),
    ):
        tab.send(ChatSearchState.look, words=words)
        assert (found.hits, found.hits_note) == ([], note)
    there = open_tab("guardian", hit.href)
    there.send(State.load)
    assert there.state(State).page["at"] == 1


def test_whoever_announces_reminds_those_who_have_not_read(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.telling.Hours.holds", lambda *_: True)
    tab, state = opened(open_tab, "class_teacher", rooms["guardians"])
    write(tab, rooms["guardians"], "Собрание в шесть", "the-first-message", announcement=True)
    [row] = state.patch["rows"]
    assert (row["left"], row["reminded"]) == (2, "")
    assert said(tab.send(State.remind, number=1)) == [("success", "Напомнили 2 людям")]
    [row] = state.patch["rows"]
    assert row["reminded"].startswith("Напомнили в ")
    [(level, words)] = said(tab.send(State.remind, number=1))
    assert (level, words.startswith("Им уже напомнили")) == ("error", True)


def test_in_the_quiet_hours_it_is_said_when_to_remind(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, _ = opened(open_tab, "class_teacher", rooms["guardians"])
    write(tab, rooms["guardians"], "Собрание в шесть", "the-first-message", announcement=True)
    monkeypatch.setattr("ejournal.services.chat.telling.Hours.holds", lambda *_: False)
    assert said(tab.send(State.remind, number=1)) == [("error", "Сейчас тихие часы: напомните после 8:00")]


def test_in_the_quiet_hours_a_teacher_tells_at_once_of_what_is_urgent(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.telling.Hours.holds", lambda *_: False)
    tab, state = opened(open_tab, "class_teacher", rooms["guardians"])
    assert (state.room.late != "", state.room.urgent) == (True, False)
    write(tab, rooms["guardians"], "Завтра школа закрыта", "the-first-message")
    assert state.room.urgent
    assert said(tab.send(State.tell_now)) == [("success", "Сообщили 2 людям")]
    assert not state.room.urgent
    assert said(tab.send(State.tell_now)) == [("success", "Всем уже сообщили")]
    parent, seen = opened(open_tab, "guardian", rooms["guardians"])
    write(parent, rooms["guardians"], "Спасибо", "the-second-message")
    assert not seen.room.urgent


def test_many_hits_say_how_to_find_fewer(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.search.MOST_FOUND", 2)
    monkeypatch.setattr("ejournal.pages.chat.search_state.MOST_FOUND", 2)
    writer, _ = opened(open_tab, "class_teacher", rooms["guardians"])
    for turn in range(3):
        write(writer, rooms["guardians"], f"Задание {turn}", f"message-number-{turn}")
    writer.send(ChatSearchState.look, words="задание")
    found = writer.state(ChatSearchState)
    assert (len(found.hits), found.hits_note) == (2, "Последние 2: ещё одно слово сузит поиск")


def test_around_a_message_one_goes_on_both_ways_and_what_comes_meanwhile_leaves_no_hole(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.reading.PAGE", 4)
    room = rooms["guardians"]
    writer, _ = opened(open_tab, "class_teacher", room)
    for turn in range(1, 13):
        write(writer, room, f"Слово {turn}", f"message-number-{turn}")
    tab = open_tab("guardian", f"/chat?room={room}&at=4")
    tab.send(State.load)
    state = tab.state(State)
    assert ([one["n"] for one in state.page["rows"]], state.page["earlier"], state.page["later"]) == (
        [2, 3, 4, 5], True, True,
    )  # fmt: skip
    write(writer, room, "Слово 13", "message-number-13")
    asyncio.run(live._receive(state, [(chat_topic(room), {"new": True})]))
    assert not state.patch.get("rows")
    tab.send(State.later, number=5)
    assert ([one["n"] for one in state.patch["rows"]], state.patch["later"]) == ([6, 7, 8, 9], True)
    tab.send(State.later, number=9)
    assert ([one["n"] for one in state.patch["rows"]], state.patch["later"]) == ([10, 11, 12, 13], False)
    write(writer, room, "Слово 14", "message-number-14")
    asyncio.run(live._receive(state, [(chat_topic(room), {"new": True})]))
    assert [one["n"] for one in state.patch["rows"]] == [14]
    tab.send(State.show_at, number=3)
    write(tab, room, "Ответ издалека", "an-answer-from-afar")
    assert ([one["n"] for one in state.page["rows"]], state.page["later"]) == ([12, 13, 14, 15], False)
    tab.send(State.show_at, number=0)
    assert [one["n"] for one in state.page["rows"]] == [12, 13, 14, 15]


def test_who_was_away_for_more_than_a_page_sees_the_end_without_a_hole(
    cast: Cast, open_tab: OpenTab, rooms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.reading.PAGE", 3)
    room = rooms["guardians"]
    writer, _ = opened(open_tab, "class_teacher", room)
    write(writer, room, "Слово 1", "message-number-1")
    _, state = opened(open_tab, "guardian", room)
    for turn in range(2, 8):
        write(writer, room, f"Слово {turn}", f"message-number-{turn}")
    asyncio.run(live._receive(state, [(live.ANEW, {})]))
    assert ([one["n"] for one in state.page["rows"]], state.page["again"]) == ([5, 6, 7], False)
    write(writer, room, "Слово 8", "message-number-8")
    asyncio.run(live._receive(state, [(live.ANEW, {})]))
    assert ([one["n"] for one in state.page["rows"]], state.page["again"]) == ([6, 7, 8], True)
