"""Rooms follow the school: who comes is in, who leaves is out at once; whom one may begin a talk with."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import ChatKind, ChatMember, ChatRoom, Enrolment, Guardianship, SchoolSettings
from ejournal.models.base import table
from ejournal.services.chat.rooms import any_missing, make_missing, own_room, own_rooms
from ejournal.services.chat.sending import Draft, send
from ejournal.services.chat.talks import open_talk, partners
from tests.cast import DAY, Cast
from tests.services.chat.chat_helpers import NOON, Chat


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(cast)


@pytest.mark.parametrize(
    ("who", "rooms"),
    [
        ("class_teacher", {"Учительская", "6 «Б», родители", "6 «Б», ученики", "Математика, 6 «Б»"}),
        ("guardian", {"2 «А», родители", "6 «Б», родители"}),
        ("teacher_parent", {"Учительская", "6 «Б», родители", "Английский язык, Английский, 1, 6 «Б»"}),
        ("deputy", {"Учительская", "Администрация"}),
        ("brother", {"2 «А», ученики", "Математика, 2 «А»"}),
    ],
)
def test_everybody_has_the_rooms_of_the_own_classes_subjects_and_offices(
    chat: Chat, who: str, rooms: set[str]
) -> None:
    assert set(chat.names(who)) == rooms


def test_a_room_is_made_once_for_each_part_of_the_school(chat: Chat, session: Session, cast: Cast) -> None:
    school_id, teacher = cast.schools["a"].id or 0, cast.actor("teacher")
    before = len(session.exec(select(ChatRoom)).all())
    assert not any_missing(session, teacher)
    make_missing(session, school_id, DAY)
    assert len(session.exec(select(ChatRoom)).all()) == before
    assert any_missing(session, cast.actor("teacher_b"))


def test_who_leaves_a_class_loses_its_rooms_at_once_and_leaves_the_words_behind(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = chat.guardians
    chat.say("guardian", room, "Мы переезжаем")
    pupil = table(Enrolment).c.pupil_id == cast.id_of("pupil")
    session.execute(update(table(Enrolment)).where(pupil).values(ends=DAY - timedelta(days=1)))
    session.expire_all()
    assert chat.names("guardian") == ["2 «А», родители"]
    with pytest.raises(NotFound):
        own_room(session, cast.actor("guardian"), room)
    with pytest.raises(NotFound):
        chat.say("guardian", room, "Ещё здесь")
    assert [one.words for one in chat.read("class_teacher", room)] == ["Мы переезжаем"]


def test_a_guardian_without_rights_is_in_no_room_of_the_child(
    chat: Chat, session: Session, cast: Cast
) -> None:
    stands = table(Guardianship).c.guardian_id == cast.id_of("guardian")
    session.execute(update(table(Guardianship)).where(stands).values(rights="none"))
    session.expire_all()
    assert chat.names("guardian") == []
    assert partners(session, cast.actor("guardian"), "") == []


def test_a_group_of_the_staff_is_there_for_whom_it_names(chat: Chat, session: Session, cast: Cast) -> None:
    school_id = cast.schools["a"].id or 0
    room = ChatRoom(
        school_id=school_id,
        kind=ChatKind.GROUP,
        title="Учителя математики",
        owner_id=cast.id_of("substitute"),
    )
    session.add(room)
    session.flush()
    for name in ("substitute", "class_teacher"):
        session.add(ChatMember(school_id=school_id, room_id=room.id or 0, person_id=cast.id_of(name)))
    session.flush()
    assert "Учителя математики" in chat.names("class_teacher")
    assert "Учителя математики" not in chat.names("teacher")


@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("guardian", {"class_teacher", "teacher", "teacher_parent", "primary_teacher"}),
        ("other_guardian", {"teacher", "substitute"}),
        ("pupil", {"class_teacher", "teacher", "teacher_parent"}),
        ("brother", {"primary_teacher"}),
    ],
)
def test_families_write_to_those_who_teach_their_own(
    chat: Chat, session: Session, cast: Cast, who: str, others: set[str]
) -> None:
    found = {one.id for one in partners(session, cast.actor(who), "")}
    taught = {cast.id_of(one) for one in others if cast.accounts.get(one)}
    assert taught <= found
    families = {
        cast.id_of(one) for one in ("pupil", "classmate", "other_pupil", "guardian", "other_guardian")
    }
    assert not found & families


def test_whom_one_may_not_write_to_does_not_exist(chat: Chat, session: Session, cast: Cast) -> None:
    for who, other in (
        ("guardian", "other_guardian"),
        ("pupil", "classmate"),
        ("substitute", "guardian"),
        ("guardian", "deputy"),
        ("guardian", "guardian"),
        ("teacher", "teacher_b"),
    ):
        with pytest.raises(NotFound):
            open_talk(session, cast.actor(who), cast.id_of(other))


def test_a_talk_is_one_room_for_both_and_whoever_was_written_to_may_answer(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = open_talk(session, cast.actor("deputy"), cast.id_of("guardian"))
    chat.say("deputy", room, "Зайдите, пожалуйста")
    chat.say("guardian", room, "Зайду завтра")
    assert [one.words for one in chat.read("deputy", room)] == ["Зайдите, пожалуйста", "Зайду завтра"]
    again = open_talk(session, cast.actor("class_teacher"), cast.id_of("guardian"))
    assert again == open_talk(session, cast.actor("guardian"), cast.id_of("class_teacher")) != room


def test_a_talk_with_a_pupil_is_read_by_who_is_named_and_by_nobody_else(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = open_talk(session, cast.actor("pupil"), cast.id_of("class_teacher"))
    chat.say("pupil", room, "Можно переписать?")
    _, seen = own_room(session, cast.actor("deputy"), room)
    assert (seen.supervised, seen.unread) == (True, 0)
    assert seen.name.text("ru") in ("И. С. Котова, А. О. Лебедева", "А. О. Лебедева, И. С. Котова")
    with pytest.raises(DomainError, match="do not write in it"):
        chat.say("deputy", room, "Я тоже здесь")
    with pytest.raises(NotFound):
        own_room(session, cast.actor("director"), room)
    assert room in [one.id for one in own_rooms(session, cast.actor("deputy"), NOON)]
    chat.name("director")
    with pytest.raises(NotFound):
        own_room(session, cast.actor("deputy"), room)
    chat.name("")
    with pytest.raises(DomainError, match="who reads talks with pupils"):
        chat.say("pupil", room, "Ещё вопрос")
    assert partners(session, cast.actor("pupil"), "") == []


def test_a_school_may_have_no_chat(chat: Chat, session: Session, cast: Cast) -> None:
    session.execute(update(table(SchoolSettings)).values(chat_open=False))
    teacher = cast.actor("class_teacher")
    with pytest.raises(NotAllowed):
        send(session, teacher, chat.guardians, Draft("a-message", "Есть кто?"), NOON)


def test_a_talk_of_people_who_have_parted_is_read_and_no_longer_written(
    chat: Chat, session: Session, cast: Cast
) -> None:
    room = open_talk(session, cast.actor("guardian"), cast.id_of("class_teacher"))
    chat.say("guardian", room, "Спасибо за год")
    stands = table(Guardianship).c.guardian_id == cast.id_of("guardian")
    session.execute(update(table(Guardianship)).where(stands).values(ends=DAY - timedelta(days=1)))
    session.expire_all()
    assert [one.words for one in chat.read("guardian", room)] == ["Спасибо за год"]
    with pytest.raises(DomainError, match="nothing to do with each other"):
        chat.say("guardian", room, "Ещё раз")
