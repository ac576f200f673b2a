"""Groups of the staff: made with a name and people, changed by whoever made them, left by everybody."""

import pytest
from sqlmodel import Session

from ejournal.errors import DomainError, NotFound
from ejournal.models import ChatKind
from ejournal.services.chat import groups
from ejournal.services.chat.groups import change_group, leave_group, make_group
from ejournal.services.chat.rooms import own_room
from tests.cast import Cast
from tests.services.chat.chat_helpers import Chat


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(cast)


@pytest.fixture
def group(chat: Chat) -> int:
    """The class teacher's group with the teacher."""
    cast = chat.cast
    return make_group(
        chat.session, cast.actor("class_teacher"), " Поездка  в Псков ", [cast.id_of("teacher")]
    )


def sees(chat: Chat, who: str, room_id: int) -> bool:
    try:
        own_room(chat.session, chat.cast.actor(who), room_id)
    except NotFound:
        return False
    return True


def test_only_those_chosen_are_in_it(chat: Chat, group: int, session: Session, cast: Cast) -> None:
    assert {who for who in cast.accounts if sees(chat, who, group)} == {"class_teacher", "teacher"}
    assert "Поездка в Псков" in chat.names("teacher")
    chat.say("teacher", group, "Я за автобус")
    change_group(session, cast.actor("class_teacher"), group, "Псков", [cast.id_of("deputy")])
    assert {who for who in cast.accounts if sees(chat, who, group)} == {"class_teacher", "deputy"}
    assert [one.words for one in chat.read("deputy", group)] == ["Я за автобус"]


def test_who_leaves_is_out_and_another_takes_it_over(
    chat: Chat, group: int, session: Session, cast: Cast
) -> None:
    teacher = cast.actor("teacher")
    assert not groups.group(session, teacher, group).is_own
    with pytest.raises(NotFound):
        change_group(session, teacher, group, "Моя", [cast.id_of("deputy")])
    leave_group(session, cast.actor("class_teacher"), group)
    assert not sees(chat, "class_teacher", group)
    assert groups.group(session, teacher, group).is_own
    leave_group(session, teacher, group)
    assert not sees(chat, "teacher", group)


@pytest.mark.parametrize(
    ("title", "people", "field"),
    [(" ", ["teacher"], "title"), ("а" * 81, ["teacher"], "title"), ("Псков", [], "people")],
)
def test_a_group_has_a_name_and_people(
    chat: Chat, session: Session, cast: Cast, title: str, people: list[str], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        make_group(session, cast.actor("deputy"), title, [cast.id_of(one) for one in people])
    assert refused.value.field == field


def test_families_and_other_schools_are_in_none(chat: Chat, session: Session, cast: Cast) -> None:
    for who in ("guardian", "pupil", "teacher_b"):
        with pytest.raises(NotFound):
            make_group(session, cast.actor("deputy"), "Псков", [cast.id_of(who)])
    with pytest.raises(NotFound):
        make_group(session, cast.actor("guardian"), "Псков", [cast.id_of("teacher")])
    with pytest.raises(NotFound):
        leave_group(session, cast.actor("teacher"), chat.room(ChatKind.STAFF))


def test_one_person_has_so_many_groups(
    chat: Chat, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_OWNED", 1)
    make_group(session, cast.actor("deputy"), "Псков", [cast.id_of("teacher")])
    with pytest.raises(DomainError, match="can be no more"):
        make_group(session, cast.actor("deputy"), "Выборг", [cast.id_of("teacher")])
