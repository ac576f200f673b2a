"""Who has not read an announcement is told again: by whoever announces there, by day, not too often."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from ejournal.errors import DomainError, NotFound
from ejournal.services.base import tables as db
from ejournal.services.chat import sending
from ejournal.services.chat.reading import mark_seen
from ejournal.services.chat.reminding import AGAIN_AFTER, remind, tell_now
from ejournal.services.chat.telling import notice_key, tell_waiting
from tests.cast import Cast
from tests.services.chat.chat_helpers import NIGHT, NOON, PAUSE, Chat

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def chat(cast: Cast) -> Chat:
    chat = Chat(cast)
    chat.say("class_teacher", chat.guardians, "Собрание в шесть", announcement=True)
    chat.say("guardian", chat.guardians, "Придём")
    return chat


def unread(session: Session, cast: Cast, chat: Chat) -> set[str]:
    notice, people = db.outbox_notice.c, {cast.id_of(name): name for name in ("guardian", "teacher_parent")}
    asked = select(notice.recipient_id).where(
        notice.key == notice_key(chat.guardians), notice.read_at.is_(None), notice.recipient_id.in_(people)
    )
    return {people[one] for one in session.scalars(asked)}


def test_who_has_not_read_it_is_told_again_and_nobody_else(session: Session, cast: Cast, chat: Chat) -> None:
    session.execute(update(db.outbox_notice).values(read_at=NOON))
    assert remind(session, cast.actor("class_teacher"), chat.guardians, 1, LATER) == 1
    assert unread(session, cast, chat) == {"teacher_parent"}
    mark_seen(session, cast.actor("teacher_parent"), chat.guardians, 2, LATER + PAUSE)
    assert unread(session, cast, chat) == set()


def test_not_again_within_hours_then_again(session: Session, cast: Cast, chat: Chat) -> None:
    teacher = cast.actor("class_teacher")
    remind(session, teacher, chat.guardians, 1, LATER)
    with pytest.raises(DomainError) as refused:
        remind(session, teacher, chat.guardians, 1, LATER + PAUSE)
    assert refused.value.message.startswith("They have been reminded")
    assert refused.value.params == {"at": "17:00"}
    assert remind(session, teacher, chat.guardians, 1, LATER + AGAIN_AFTER) == 1


def test_in_the_quiet_hours_nobody_is_told(session: Session, cast: Cast, chat: Chat) -> None:
    with pytest.raises(DomainError) as refused:
        remind(session, cast.actor("class_teacher"), chat.guardians, 1, NIGHT)
    assert refused.value.message.startswith("It is quiet now")
    assert refused.value.params == {"at": "8:00"}


@pytest.mark.parametrize(
    ("who", "number"), [("guardian", 1), ("class_teacher", 2), ("class_teacher", 99), ("pupil", 1)]
)
def test_only_whoever_announces_reminds_and_only_of_an_announcement(
    session: Session, cast: Cast, chat: Chat, who: str, number: int
) -> None:
    with pytest.raises(NotFound):
        remind(session, cast.actor(who), chat.guardians, number, LATER)


def test_of_what_was_taken_back_nobody_is_reminded(session: Session, cast: Cast, chat: Chat) -> None:
    sending.take_back(session, cast.actor("class_teacher"), chat.guardians, 1, NOON + PAUSE * 4)
    with pytest.raises(NotFound):
        remind(session, cast.actor("class_teacher"), chat.guardians, 1, LATER)


def test_what_is_urgent_waits_for_no_hours(session: Session, cast: Cast, chat: Chat) -> None:
    teacher = cast.actor("class_teacher")
    session.execute(update(db.outbox_notice).values(read_at=NOON))
    chat.say("class_teacher", chat.guardians, "Завтра школа закрыта", NIGHT)
    assert unread(session, cast, chat) == set()
    assert tell_now(session, teacher, chat.guardians, NIGHT + PAUSE) == 2
    assert unread(session, cast, chat) == {"guardian", "teacher_parent"}
    assert tell_waiting(session, teacher.school_id, NOON + timedelta(days=1)) == 0
    assert tell_now(session, teacher, chat.guardians, NIGHT + PAUSE * 2) == 0


def test_only_the_staff_says_what_is_urgent_and_of_its_own_words(
    session: Session, cast: Cast, chat: Chat
) -> None:
    chat.say("guardian", chat.guardians, "Ответьте!", NIGHT)
    for who in ("guardian", "deputy"):
        with pytest.raises(NotFound):
            tell_now(session, cast.actor(who), chat.guardians, NIGHT + PAUSE)
    assert tell_now(session, cast.actor("class_teacher"), chat.guardians, NIGHT + PAUSE) == 0
    assert unread(session, cast, chat) == {"teacher_parent"}  # of what was said by day
