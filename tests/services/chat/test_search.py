"""Messages are found by their words in any form, in rooms that one may read, and only while they stand."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import inspect, update
from sqlmodel import Session

from ejournal import limits
from ejournal.models import ChatKind
from ejournal.services.base import tables as db
from ejournal.services.base.searching import index
from ejournal.services.chat import search, sending
from ejournal.services.chat.search import find
from ejournal.word_forms import stems_of
from tests.cast import Cast
from tests.services.chat.chat_helpers import NOON, PAUSE, Chat
from tests.services.journal_helpers import QueryCount


@pytest.fixture
def chat(cast: Cast) -> Chat:
    return Chat(cast)


def found(session: Session, cast: Cast, who: str, words: str) -> list[int]:
    return [one.number for one in find(session, cast.actor(who), words).hits]


@pytest.mark.parametrize(
    "asked",
    [
        "контрольная",
        "КОНТРОЛЬНОЙ работы",
        "работе контрольную",
        "контрол",
        "ещё завтра",
        "еще  завтра ",
        "12",
    ],
)
def test_any_form_of_the_words_in_any_order_finds(
    session: Session, cast: Cast, chat: Chat, asked: str
) -> None:
    chat.say("class_teacher", chat.guardians, "Завтра ещё одна контрольная работа, 12 заданий")
    chat.say("class_teacher", chat.guardians, "Завтра собрание")
    assert found(session, cast, "guardian", asked) == [1]


def test_english_words_are_found_in_their_forms_too(session: Session, cast: Cast, chat: Chat) -> None:
    chat.say("class_teacher", chat.guardians, "Reading books, pages 12-14")
    assert found(session, cast, "guardian", "book page ") == [1]


@pytest.mark.parametrize(
    "asked", ["контрольная завтра", "%", "_______", "родительский", "' OR 1=1 --", "\U0010ffff"]
)
def test_what_was_not_written_is_not_found(session: Session, cast: Cast, chat: Chat, asked: str) -> None:
    chat.say("class_teacher", chat.guardians, "Контрольная в понедельник")
    assert found(session, cast, "guardian", asked) == []


def test_the_last_word_may_be_only_begun_the_others_not(session: Session, cast: Cast, chat: Chat) -> None:
    chat.say("class_teacher", chat.guardians, "Экскурсия в Третьяковскую галерею")
    assert found(session, cast, "guardian", "экскурсия треть") == [1]
    assert found(session, cast, "guardian", "треть экскурсия") == []


@pytest.mark.parametrize("asked", ["", "  ", "в", "на и", "!?"])
def test_without_a_word_to_look_for_nothing_is_asked(
    session: Session, cast: Cast, chat: Chat, asked: str
) -> None:
    actor = cast.actor("guardian")
    with QueryCount(session) as count:
        assert not find(session, actor, asked).asked
    assert len(count) == 0


def test_only_rooms_that_one_may_read_are_searched(session: Session, cast: Cast, chat: Chat) -> None:
    chat.say("teacher", chat.room(ChatKind.STAFF), "Совещание о стипендии")
    chat.say("class_teacher", chat.guardians, "Стипендия назначена")
    assert found(session, cast, "guardian", "стипендия") == [1]
    assert len(found(session, cast, "class_teacher", "стипендия")) == 2
    assert found(session, cast, "pupil", "стипендия") == []
    assert found(session, cast, "teacher_b", "стипендия") == []


def test_what_was_changed_taken_back_or_hidden_is_found_by_its_words_of_now(
    session: Session, cast: Cast, chat: Chat
) -> None:
    room, teacher = chat.guardians, cast.actor("class_teacher")
    for words in ("Собрание в актовом зале", "Собрание отменяется", "Собрание перенесено"):
        chat.say("class_teacher", room, words)
    now = NOON + PAUSE * 4
    sending.change_words(session, teacher, room, 1, "Встреча в столовой", now)
    sending.take_back(session, teacher, room, 2, now)
    message = db.chat_message
    session.execute(update(message).where(message.c.number == 3).values(hidden_at=now))
    assert found(session, cast, "guardian", "собрание") == []
    assert found(session, cast, "guardian", "столовая") == [1]


def test_the_latest_come_first_and_no_more_than_fit(session: Session, cast: Cast, chat: Chat) -> None:
    for turn in range(search.MOST_FOUND + 2):
        chat.say("class_teacher", chat.guardians, f"Задание {turn}")
    answer = find(session, cast.actor("guardian"), "задания")
    assert [one.number for one in answer.hits] == list(range(search.MOST_FOUND + 2, 2, -1))
    assert answer.has_more


def test_a_word_is_found_however_long_ago_it_was_written(
    session: Session, cast: Cast, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FURTHER_BACK", (1, 3, 2**62))
    for words in ("Экскурсия в музей", "Задание 1", "Задание 2", "Экскурсия в парк", "Задание 3"):
        chat.say("class_teacher", chat.guardians, words)
    assert found(session, cast, "guardian", "экскурсию ") == [4, 1]
    assert found(session, cast, "guardian", "задания ") == [5, 3, 2]


def test_a_hit_shows_where_the_word_stands(session: Session, cast: Cast, chat: Chat) -> None:
    far = "Уважаемые родители, " * 6 + "сдайте деньги на экскурсию" + " и не забудьте обувь" * 9
    chat.say("class_teacher", chat.guardians, far)
    [hit] = find(session, cast.actor("guardian"), "экскурсия").hits
    assert (hit.room_id, hit.number, hit.words.word) == (chat.guardians, 1, "экскурсию")
    assert hit.sent_at == NOON + timedelta(minutes=1)
    assert hit.words.before.startswith("… ")
    assert hit.words.before.endswith("деньги на ")
    assert hit.words.after.endswith(" …")
    assert (hit.room.text("ru"), len(hit.words.before) < 60, len(hit.words.after) < 130) == (
        "6 «Б», родители",
        True,
        True,
    )


def test_words_that_begin_alike_stand_together_whatever_the_locale_of_the_server(session: Session) -> None:
    [stem] = [one for one in inspect(session.connection()).get_columns("chat_word") if one["name"] == "stem"]
    assert stem["type"].collation == {"postgresql": "C", "sqlite": None}[session.connection().dialect.name]


def test_more_rooms_and_messages_take_the_same_queries(session: Session, cast: Cast, chat: Chat) -> None:
    actor = cast.actor("class_teacher")

    def asked() -> int:
        with QueryCount(session) as count:
            find(session, actor, "задание")
        return len(count)

    chat.say("class_teacher", chat.guardians, "Задание")
    before = asked()
    for room in (chat.room(ChatKind.STAFF), chat.room(ChatKind.CLASS_PUPILS, of_class="6b")):
        chat.say("class_teacher", room, "Задание")
    assert asked() == before


@given(some.text(max_size=300))
def test_no_text_makes_words_that_cannot_be_kept(text: str) -> None:
    found = stems_of(text)
    assert len(found) == len(set(found))
    assert all(0 < len(one) <= limits.STEM for one in found)
