"""What a school sets of its chat: on or off, hours, who reads along; each change is in the trail."""

from datetime import UTC, datetime, time

import pytest
from sqlmodel import Session, col, select

from ejournal.errors import DomainError, NotAllowed
from ejournal.models import AuditEntry, ChatKind
from ejournal.services.chat.of_school import ChatOfSchool, chat_of_school, set_chat_of_school, staff
from ejournal.services.chat.rooms import own_rooms
from ejournal.services.chat.talks import open_talk
from ejournal.services.chat.telling import Hours
from tests.cast import Cast
from tests.services.chat.chat_helpers import NOON, Chat


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(cast)


def test_the_school_names_who_reads_along_and_the_trail_keeps_it(
    chat: Chat, session: Session, cast: Cast
) -> None:
    admin = cast.actor("admin")
    before = chat_of_school(session, admin)
    assert before.supervisor_id == cast.id_of("deputy")
    assert cast.id_of("teacher") in dict(staff(session, admin))
    assert cast.id_of("guardian") not in dict(staff(session, admin))
    wanted = ChatOfSchool(True, Hours(time(9), time(19)), cast.id_of("teacher"))
    assert set_chat_of_school(session, admin, wanted)
    assert not set_chat_of_school(session, admin, wanted)
    assert chat_of_school(session, admin) == wanted
    [entry] = session.scalars(select(AuditEntry).where(col(AuditEntry.action) == "settings.chat")).all()
    assert entry.after == {
        "open": True,
        "from": "09:00",
        "until": "19:00",
        "supervisor": cast.id_of("teacher"),
    }
    room = open_talk(session, cast.actor("pupil"), cast.id_of("class_teacher"))
    chat.say("pupil", room, "Здравствуйте")
    assert room in {one.id for one in own_rooms(session, cast.actor("teacher"), NOON) if one.supervised}


@pytest.mark.parametrize("who", ["guardian", "teacher_b"])
def test_only_who_works_in_the_school_can_be_named(
    chat: Chat, session: Session, cast: Cast, who: str
) -> None:
    with pytest.raises(DomainError) as refused:
        set_chat_of_school(session, cast.actor("admin"), ChatOfSchool(True, Hours(), cast.id_of(who)))
    assert refused.value.field == "supervisor"


def test_a_chat_that_is_switched_off_is_nobodys_and_comes_back_whole(
    chat: Chat, session: Session, cast: Cast
) -> None:
    admin, room = cast.actor("admin"), chat.room(ChatKind.STAFF)
    chat.say("teacher", room, "Всем привет")
    set_chat_of_school(session, admin, ChatOfSchool(False, Hours(), None))
    with pytest.raises(NotAllowed):
        own_rooms(session, cast.actor("teacher"), NOON)
    set_chat_of_school(session, cast.actor("admin"), ChatOfSchool(True, Hours(), None))
    assert [one.words for one in chat.read("teacher", room)] == ["Всем привет"]


def test_equal_hours_are_the_whole_day() -> None:
    assert Hours(time(8), time(8)).holds(datetime(2026, 11, 20, 3, tzinfo=UTC))


def test_a_teacher_sets_nothing(chat: Chat, session: Session, cast: Cast) -> None:
    for attempt in (chat_of_school, staff):
        with pytest.raises(NotAllowed):
            attempt(session, cast.actor("teacher"))
