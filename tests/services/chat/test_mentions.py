"""Who is named in a message is told of it; who may be named is who is in the room, and known there."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlmodel import Session

from ejournal.errors import NotFound
from ejournal.models import ChatKind, Guardianship, NoticeKind, OutboxNotice, Person
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.chat import reading, sending, telling
from ejournal.services.chat.mentions import MOST_FOUND, people_to_name
from ejournal.services.chat.rooms import own_room, own_rooms
from tests.cast import Cast
from tests.services.chat.chat_helpers import NIGHT, NOON, Chat

_notice = table(OutboxNotice).c


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(cast)


def name(cast: Cast, who: str) -> str:
    person = cast.session.get_one(Person, cast.id_of(who))
    return short_name(person.last_name, person.first_name, person.middle_name or "")


def told(cast: Cast) -> dict[str, list[int]]:
    """Whose bells say that they are named, in messages of which numbers; unread ones."""
    asked = select(_notice.recipient_id, _notice.payload).where(
        _notice.kind == NoticeKind.CHAT_MENTION, _notice.read_at.is_(None)
    )
    names = {cast.id_of(who): who for who in cast.accounts}
    found: dict[str, list[int]] = {}
    for person, payload in cast.session.execute(asked.order_by(_notice.id)):
        found.setdefault(names[person], []).append(payload["number"])
    return found


def found(cast: Cast, who: str, room: int, words: str = "") -> set[str]:
    rows = people_to_name(cast.session, cast.actor(who), room, words, NOON)
    names = {cast.id_of(one): one for one in cast.accounts}
    return {names[one.id] for one in rows}


def test_who_is_named_is_told_and_sees_it_at_the_room_until_it_is_read(chat: Chat, cast: Cast) -> None:
    room = chat.guardians
    number = chat.say("class_teacher", room, f"@{name(cast, 'guardian')}, вы придёте?")
    assert told(cast) == {"guardian": [number]}
    [message] = chat.read("guardian", room)
    assert [one.name for one in message.named] == [name(cast, "guardian")]

    def is_named(who: str) -> bool:
        return own_room(cast.session, cast.actor(who), room)[1].named

    assert (is_named("guardian"), is_named("teacher_parent")) == (True, False)
    reading.mark_seen(cast.session, cast.actor("guardian"), room, number, NOON)
    assert (told(cast), is_named("guardian")) == ({}, False)


def test_a_name_without_the_sign_or_of_somebody_elsewhere_names_nobody(chat: Chat, cast: Cast) -> None:
    room = chat.guardians
    chat.say("class_teacher", room, f"{name(cast, 'guardian')}, вы придёте?")
    chat.say("class_teacher", room, f"@{name(cast, 'pupil')} и @{name(cast, 'teacher_b')}, и @всем")
    assert told(cast) == {}
    assert [one.named for one in chat.read("guardian", room)] == [(), ()]


def test_nobody_names_themselves(chat: Chat, cast: Cast) -> None:
    chat.say("guardian", chat.guardians, f"Это я, @{name(cast, 'guardian')}")
    assert told(cast) == {}


def test_families_name_who_works_there_or_has_written_and_staff_everybody(chat: Chat, cast: Cast) -> None:
    room = chat.guardians
    assert found(cast, "class_teacher", room) == {"guardian", "teacher_parent"}
    assert "class_teacher" in found(cast, "guardian", room)
    before = found(cast, "teacher_parent", room)
    chat.say("teacher_parent", room, f"@{name(cast, 'guardian')}, здравствуйте")
    chat.say("guardian", room, "Здравствуйте")
    assert "guardian" in found(cast, "teacher_parent", room) >= before
    assert "teacher_parent" in found(cast, "guardian", room)


def test_a_family_names_nobody_whose_name_it_does_not_see_there(chat: Chat, cast: Cast) -> None:
    room = chat.room(ChatKind.CLASS_PUPILS, of_class="6b")
    assert "classmate" not in found(cast, "pupil", room)
    chat.say("pupil", room, f"@{name(cast, 'classmate')}, привет")
    assert told(cast) == {}
    chat.say("classmate", room, "Привет")
    assert "classmate" in found(cast, "pupil", room)


def test_people_are_found_by_the_beginnings_of_their_names_in_any_order(chat: Chat, cast: Cast) -> None:
    person = cast.session.get_one(Person, cast.id_of("guardian"))
    for words in (
        person.last_name[:3],
        person.first_name[:2],
        name(cast, "guardian"),
        person.last_name.upper(),
    ):
        assert found(cast, "class_teacher", chat.guardians, words) == {"guardian"}, words
    assert found(cast, "class_teacher", chat.guardians, "нетникого") == set()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(words="\0")
@given(words=st.text(max_size=60))
def test_whatever_is_typed_finds_only_people_of_the_room(words: str, chat: Chat, cast: Cast) -> None:
    assert found(cast, "class_teacher", chat.guardians, words) <= {"guardian", "teacher_parent"}


def test_no_more_are_offered_than_can_be_looked_through(
    chat: Chat, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ejournal.services.chat.mentions.MOST_FOUND", 1)
    assert len(found(cast, "class_teacher", chat.guardians)) == 1 < MOST_FOUND


def test_who_is_not_in_the_room_finds_nobody(chat: Chat, cast: Cast) -> None:
    with pytest.raises(NotFound):
        people_to_name(cast.session, cast.actor("teacher_b"), chat.guardians, "", NOON)
    talk = chat.room(ChatKind.STAFF)
    with pytest.raises(NotFound):
        people_to_name(cast.session, cast.actor("guardian"), talk, "", NOON)


def test_in_quiet_hours_the_named_are_told_in_the_morning(chat: Chat, cast: Cast) -> None:
    room = chat.guardians
    chat.say("class_teacher", room, f"@{name(cast, 'guardian')}, вы придёте?", NIGHT)
    assert told(cast) == {}
    telling.tell_waiting(cast.session, cast.schools["a"].id or 0, NOON + timedelta(days=1))
    assert told(cast) == {"guardian": [1]}


def test_who_has_left_the_room_by_the_morning_is_not_told(chat: Chat, cast: Cast) -> None:
    chat.say("class_teacher", chat.guardians, f"@{name(cast, 'guardian')}, вы придёте?", NIGHT)
    guards = table(Guardianship)
    ended = update(guards).where(guards.c.guardian_id == cast.id_of("guardian")).values(rights="none")
    cast.session.execute(ended)
    telling.tell_waiting(cast.session, cast.schools["a"].id or 0, NOON + timedelta(days=1))
    assert told(cast) == {}


def test_a_message_taken_back_in_the_night_names_nobody_in_the_morning(chat: Chat, cast: Cast) -> None:
    room = chat.guardians
    number = chat.say("class_teacher", room, f"@{name(cast, 'guardian')}, вы придёте?", NIGHT)
    sending.take_back(cast.session, cast.actor("class_teacher"), room, number, NIGHT + timedelta(minutes=5))
    telling.tell_waiting(cast.session, cast.schools["a"].id or 0, NOON + timedelta(days=1))
    assert told(cast) == {}
    [row] = [one for one in own_rooms(cast.session, cast.actor("guardian"), NOON) if one.id == room]
    assert not row.named


def test_a_name_that_is_changed_away_is_no_mention_any_more(chat: Chat, cast: Cast) -> None:
    room = chat.guardians
    both = f"@{name(cast, 'guardian')} и @{name(cast, 'teacher_parent')}, вы придёте?"
    number = chat.say("class_teacher", room, both)
    words = f"@{name(cast, 'guardian')}, вы придёте?"
    teacher = cast.actor("class_teacher")
    sending.change_words(cast.session, teacher, room, number, words, NOON + timedelta(minutes=2))
    [message] = chat.read("guardian", room)
    assert [one.id for one in message.named] == [cast.id_of("guardian")]


def test_reading_up_to_a_message_leaves_what_names_one_after_it(chat: Chat, cast: Cast) -> None:
    room, words = chat.guardians, f"@{name(cast, 'guardian')}, раз"
    first, second = chat.say("class_teacher", room, words), chat.say("class_teacher", room, words)
    reading.mark_seen(cast.session, cast.actor("guardian"), room, first, NOON)
    assert told(cast) == {"guardian": [second]}
