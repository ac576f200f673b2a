"""Files in messages: shown to those in the room while the message stands there, to nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session

from ejournal.errors import DomainError, NotFound
from ejournal.models import Enrolment, Guardianship
from ejournal.models.base import table
from ejournal.services.chat import moderating
from ejournal.services.chat.moderating import Decision
from ejournal.services.chat.reporting import report
from ejournal.services.chat.rooms import own_rooms
from ejournal.services.chat.sending import change_words, take_back
from ejournal.services.files.keeping import fetch
from tests.cast import DAY, Cast
from tests.infra.laid_files import laid
from tests.services.chat.chat_helpers import NOON, PAUSE, Chat

OUTSIDE = ("deputy", "director", "admin", "teacher", "pupil", "other_guardian", "pupil_b", "teacher_b")
LATER = NOON + 20 * PAUSE


@pytest.fixture
def chat(session: Session, cast: Cast, files: Path) -> Chat:
    return Chat(cast)


def sent(chat: Chat, who: str = "class_teacher", words: str = "", *, count: int = 1) -> tuple[int, list[str]]:
    """A message to the parents of 6Б with so many files: its number and their keys."""
    keys = [laid(chat.session, chat.cast.actor(who), f"{words}{number}") for number in range(count)]
    return chat.say(who, chat.guardians, words, files=tuple(keys)), keys


def has(chat: Chat, who: str, key: str) -> bool:
    """Whether somebody gets the file."""
    try:
        return fetch(chat.session, chat.cast.actor(who), key).key == key
    except NotFound:
        return False


def test_those_in_the_room_get_it_and_nobody_else(chat: Chat) -> None:
    _, [key] = sent(chat)
    assert [has(chat, who, key) for who in ("guardian", "class_teacher", "teacher_parent")] == [True] * 3
    assert {who for who in OUTSIDE if has(chat, who, key)} == set()


def test_a_message_may_be_files_alone_or_words_with_them(chat: Chat) -> None:
    number, keys = sent(chat, count=3)
    [message] = chat.read("guardian", chat.guardians)
    assert (message.number, message.words, [one.key for one in message.files]) == (number, "", keys)
    sent(chat, words="План на неделю")
    assert [len(one.files) for one in chat.read("guardian", chat.guardians)] == [3, 1]
    with pytest.raises(DomainError, match="Write something"):
        chat.say("class_teacher", chat.guardians, " \u200b ")


def test_ten_files_go_with_one_message(chat: Chat) -> None:
    sent(chat, count=10)
    with pytest.raises(DomainError, match="At most"):
        sent(chat, words="б", count=11)


def test_the_same_message_sent_again_shows_its_files_once(chat: Chat) -> None:
    key = laid(chat.session, chat.cast.actor("class_teacher"), "план")
    numbers = {
        chat.say("class_teacher", chat.guardians, "", client_id="the-same-one", files=(key,))
        for _ in range(2)
    }
    assert len(numbers) == 1
    assert [len(one.files) for one in chat.read("guardian", chat.guardians)] == [1]


def test_what_another_has_sent_or_a_message_shows_already_goes_with_none(chat: Chat) -> None:
    _, [used] = sent(chat)
    others = laid(chat.session, chat.cast.actor("guardian"), "чужой")
    for key in (used, others, "guess"):
        with pytest.raises(DomainError, match="no longer here"):
            chat.say("class_teacher", chat.guardians, "Вот", files=(key,))


def test_a_message_taken_back_takes_its_files_along(chat: Chat) -> None:
    number, [key] = sent(chat)
    take_back(chat.session, chat.cast.actor("class_teacher"), chat.guardians, number, NOON + 2 * PAUSE)
    assert not any(has(chat, who, key) for who in ("guardian", "class_teacher", *OUTSIDE))
    [message] = chat.read("guardian", chat.guardians)
    assert (message.deleted, message.files) == (True, ())
    [room] = [
        one for one in own_rooms(chat.session, chat.cast.actor("guardian"), LATER) if one.id == chat.guardians
    ]
    assert room.last_is_gone


def test_words_may_be_taken_out_where_files_stay(chat: Chat) -> None:
    number, [key] = sent(chat, words="Вот план")
    teacher = chat.cast.actor("class_teacher")
    change_words(chat.session, teacher, chat.guardians, number, "", NOON + 2 * PAUSE)
    assert [one.words for one in chat.read("guardian", chat.guardians)] == [""]
    assert has(chat, "guardian", key)


def test_a_moderator_sees_the_files_of_what_was_reported_and_no_others(chat: Chat) -> None:
    number, [key] = sent(chat, "guardian")
    _, [other] = sent(chat, "guardian", "рядом")
    assert not has(chat, "deputy", key)
    report(chat.session, chat.cast.actor("class_teacher"), chat.guardians, number, "Грубо", NOON + 5 * PAUSE)
    deputy = chat.cast.actor("deputy")
    [asked] = moderating.reports(chat.session, deputy, LATER)
    assert [[one.key for one in near.files] for near in asked.near] == [[key], []]
    assert (has(chat, "deputy", key), has(chat, "deputy", other)) == (True, False)
    moderating.decide(chat.session, deputy, asked.id, Decision(True, "", "Грубость"), NOON + 9 * PAUSE)
    assert [has(chat, who, key) for who in ("deputy", "guardian", "class_teacher")] == [True, False, False]
    moderating.take_back(chat.session, deputy, asked.id)
    assert has(chat, "class_teacher", key)


def test_whoever_has_left_the_room_has_its_files_no_more(chat: Chat, session: Session, cast: Cast) -> None:
    _, [key] = sent(chat)
    _, [own] = sent(chat, "guardian", "наш")
    assert has(chat, "guardian", key)
    pupil = table(Enrolment).c.pupil_id == cast.id_of("pupil")
    session.execute(update(table(Enrolment)).where(pupil).values(ends=DAY - timedelta(days=1)))
    session.expire_all()
    assert (has(chat, "guardian", key), has(chat, "guardian", own)) == (False, False)
    assert has(chat, "class_teacher", own)


def test_a_guardian_without_rights_has_none(chat: Chat, session: Session, cast: Cast) -> None:
    _, [key] = sent(chat)
    stands = table(Guardianship).c.guardian_id == cast.id_of("guardian")
    session.execute(update(table(Guardianship)).where(stands).values(rights="none"))
    session.expire_all()
    assert not has(chat, "guardian", key)
