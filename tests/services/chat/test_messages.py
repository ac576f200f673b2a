"""Messages: in order and never twice, read page by page, changed in time, told in the school's hours."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import event, insert, select, update
from sqlmodel import Session, col

from ejournal.errors import DomainError, NotFound
from ejournal.models import ChatFormerWords, ChatKind, ChatMessage, ChatRoom, OutboxNotice, SchoolSettings
from ejournal.models.base import table
from ejournal.services.accounts.throttle import TooFast
from ejournal.services.chat import reading, sending, signs, telling
from ejournal.services.chat.rooms import own_room, own_rooms
from ejournal.services.chat.sending import Draft, send
from ejournal.services.chat.texts import message_words
from tests.cast import Cast
from tests.services.chat.chat_helpers import NIGHT, NOON, PAUSE, Chat


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(cast)


def told(session: Session, cast: Cast) -> set[str]:
    """Whose bells have an unread notice of the chat."""
    asked = select(col(OutboxNotice.recipient_id)).where(
        col(OutboxNotice.kind) == "chat_message", col(OutboxNotice.read_at).is_(None)
    )
    numbers = set(session.scalars(asked))
    return {name for name in cast.accounts if cast.id_of(name) in numbers}


def test_the_same_message_sent_again_is_there_once(chat: Chat, session: Session, cast: Cast) -> None:
    room = chat.guardians
    first = chat.say("guardian", room, "Мы заболели", client_id="from-a-train")
    assert chat.say("guardian", room, "Мы заболели", client_id="from-a-train") == first
    assert [one.words for one in chat.read("class_teacher", room)] == ["Мы заболели"]
    with pytest.raises(NotFound):
        chat.say("class_teacher", room, "Чужое имя", client_id="from-a-train")


def test_messages_stand_in_order_and_pages_go_back_without_gaps(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = chat.guardians
    rows = [
        {"school_id": cast.schools["a"].id, "room_id": room, "number": number, "client_id": f"old-{number}",
         "author_id": cast.id_of("guardian"), "sent_at": NOON, "words": str(number), "hidden_reason": ""}
        for number in range(1, 121)
    ]  # fmt: skip
    session.execute(insert(table(ChatMessage)), rows)
    session.execute(update(table(ChatRoom)).where(table(ChatRoom).c.id == room).values(last_number=120))
    session.expire_all()
    actor = cast.actor("class_teacher")
    row, seen = own_room(session, actor, room)
    assert seen.unread == 120
    page = reading.last_messages(session, actor, row)
    numbers = [one.number for one in page.messages]
    while page.has_earlier:
        page = reading.last_messages(session, actor, row, before=numbers[0])
        numbers = [one.number for one in page.messages] + numbers
    assert numbers == list(range(1, 121))
    assert [one.number for one in reading.messages_since(session, actor, row, 118)] == [119, 120]
    assert chat.say("class_teacher", room, "Всем спасибо") == 121


def test_opening_a_room_asks_as_much_whatever_stands_in_it(chat: Chat, session: Session, cast: Cast) -> None:
    room, actor = chat.guardians, cast.actor("class_teacher")

    def asked() -> int:
        count = 0

        def note(*_given: object) -> None:
            nonlocal count
            count += 1

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            own_rooms(session, actor, NOON)
            row, _ = own_room(session, actor, room)
            found = reading.last_messages(session, actor, row).messages
            reading.counts_read(session, actor, row, found)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return count

    chat.say("class_teacher", room, "Собрание в шесть", announcement=True)
    few = asked()
    for number in range(30):
        chat.say("guardian", room, f"Вопрос {number}", answers=1)
        chat.say("class_teacher", room, f"Ответ {number}", announcement=True)
    assert asked() == few


def test_own_words_change_for_a_while_and_what_they_were_is_kept(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room, guardian = chat.guardians, cast.actor("guardian")
    number = chat.say("guardian", room, "В суботу не сможем")
    soon, late = NOON + timedelta(minutes=10), NOON + timedelta(minutes=30)
    sending.change_words(session, guardian, room, number, "В субботу не сможем", soon)
    [seen] = chat.read("class_teacher", room)
    assert (seen.words, seen.edited) == ("В субботу не сможем", True)
    with pytest.raises(DomainError, match="can be changed for"):
        sending.change_words(session, guardian, room, number, "Сможем", late)
    with pytest.raises(DomainError):
        sending.take_back(session, cast.actor("class_teacher"), room, number, soon)
    answer = chat.say("class_teacher", room, "Жаль", answers=number)
    sending.take_back(session, guardian, room, number, soon)
    gone, answered = chat.read("class_teacher", room)
    assert (gone.words, gone.deleted, answered.number) == ("", True, answer)
    assert answered.answered is not None
    assert answered.answered.words == ""
    assert [one.words for one in session.scalars(select(ChatFormerWords))] == ["В суботу не сможем"]


def test_a_message_has_signs_of_those_who_may_write(chat: Chat, session: Session, cast: Cast) -> None:
    room = chat.guardians
    number = chat.say("class_teacher", room, "Едем в музей")
    for who in ("guardian", "teacher_parent"):
        signs.switch_sign(session, cast.actor(who), room, number, "agreed", NOON)
    signs.switch_sign(session, cast.actor("guardian"), room, number, "thanks", NOON)
    signs.switch_sign(session, cast.actor("teacher_parent"), room, number, "agreed", NOON)
    [seen] = chat.read("guardian", room)
    assert (dict(seen.signs), seen.own_signs) == ({"agreed": 1, "thanks": 1}, {"agreed", "thanks"})
    with pytest.raises(NotFound):
        signs.switch_sign(session, cast.actor("guardian"), room, number, "rude", NOON)


def test_an_announcement_counts_its_readers_and_only_who_announces_pins(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = chat.guardians
    teacher, guardian = cast.actor("class_teacher"), cast.actor("guardian")
    number = chat.say("class_teacher", room, "Собрание в шесть", announcement=True)
    plain = chat.say("guardian", room, "Понятно", announcement=True)
    row, _ = own_room(session, teacher, room)
    found = chat.read("class_teacher", room)
    assert [one.announcement for one in found] == [True, False]
    counts = reading.counts_read(session, teacher, row, found)
    assert {one: (two.read, two.of) for one, two in counts.items()} == {number: (1, 2)}
    names = reading.readers(session, teacher, row, found[0])
    assert (names.names, names.unread_names) == (("М. П. Лебедева",), ("А. Ю. Зайцев",))
    sending.pin(session, teacher, room, plain, NOON)
    sending.pin(session, teacher, room, number, NOON)
    pinned = reading.pinned_message(session, guardian, row)
    assert pinned is not None
    assert pinned.number == number
    sending.pin(session, teacher, room, number, NOON)
    assert reading.pinned_message(session, guardian, row) is None
    with pytest.raises(NotFound):
        sending.pin(session, guardian, room, number, NOON)


def test_a_room_rings_once_until_it_is_read_and_not_for_who_writes(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = chat.guardians
    chat.say("class_teacher", room, "Первое")
    chat.say("class_teacher", room, "Второе")
    assert told(session, cast) == {"guardian", "teacher_parent"}
    assert len(session.scalars(select(OutboxNotice)).all()) == 2
    reading.mark_seen(session, cast.actor("guardian"), room, 2, NOON + PAUSE * 5)
    assert told(session, cast) == {"teacher_parent"}
    _, seen = own_room(session, cast.actor("guardian"), room)
    assert seen.unread == 0


def test_what_is_written_at_night_is_told_in_the_morning(chat: Chat, session: Session, cast: Cast) -> None:
    room, school_id = chat.guardians, cast.schools["a"].id or 0
    chat.say("class_teacher", room, "Завтра ко второму уроку", NIGHT)
    assert told(session, cast) == set()
    assert telling.schools_to_tell(session, NIGHT + timedelta(hours=1)) == []
    morning = datetime(2026, 11, 21, 5, 1, tzinfo=UTC)
    assert telling.schools_to_tell(session, morning) == [school_id]
    assert telling.tell_waiting(session, school_id, morning) == 1
    assert told(session, cast) == {"guardian", "teacher_parent"}
    assert telling.schools_to_tell(session, morning) == []


def test_hours_may_go_over_midnight(chat: Chat, session: Session, cast: Cast) -> None:
    session.execute(update(table(SchoolSettings)).values(chat_from=time(12), chat_until=time(1)))
    hours = telling.hours_of(session, cast.schools["a"].id or 0)
    assert [hours.holds(datetime(2026, 11, 20, hour, tzinfo=UTC)) for hour in (0, 1, 11, 12, 23)] == [
        True, False, False, True, True,
    ]  # fmt: skip


def test_who_writes_without_end_waits(chat: Chat, session: Session, cast: Cast) -> None:
    room, teacher = chat.room(ChatKind.STAFF), cast.actor("teacher")

    def write(number: int) -> None:
        at = NOON + timedelta(seconds=number / 4)
        send(session, teacher, room, Draft(f"too-fast-{number}", "Ау"), at)

    for number in range(15):
        write(number)
    with pytest.raises(TooFast) as refused:
        write(15)
    assert 0 < refused.value.seconds <= 10
    assert len(chat.read("director", room)) == 15
    again = NOON + timedelta(seconds=60)
    assert send(session, teacher, room, Draft("slower-now", "Теперь медленнее"), again) == 16


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Привет\n\n\n\n\nвсем  ", "Привет\n\nвсем"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("фото\u202egpj.exe", "фотоgpj.exe"),
        ("\u2066скрыто\u2069 \u200b\ufeffздесь", "скрыто здесь"),
        ("а" + "\u0301" * 50 + "б", "а\u0301\u0301б"),
        ("👨\u200d👩\u200d👧 ❤️", "👨\u200d👩\u200d👧 ❤️"),
        ("ноль\x00символ\ud800", "нольсимвол"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_hostile_words_are_kept_harmless(typed: str, kept: str) -> None:
    assert message_words(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "  \n ", "\u200b\u200d\ufeff", "\u3164\u2800", "\u202e\u0301", "а" * 4001]
)
def test_words_that_nobody_sees_or_too_many_are_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        message_words(typed)
    assert refused.value.field == "message"
