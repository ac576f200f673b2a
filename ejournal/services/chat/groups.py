"""Groups of the staff, put together by hand: whoever makes one says who is in it, everybody may leave."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ChatKind, ChatMember, ChatRoom, Person
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import chat_list_topic, chat_topic
from ejournal.services.chat.supervising import staff_names

MOST_OWNED = 30
"""Groups of one person."""
_room, _of_group = db.chat_room.c, db.chat_member.c


@dataclass(frozen=True, slots=True)
class Group:
    """A group as one of it sees it: the staff by name, who of them is in it, whether one may change it."""

    title: str
    people: tuple[tuple[int, str], ...]
    inside: frozenset[int]
    is_own: bool


def new_group(session: Session, actor: Actor) -> Group:
    """A group that is not made yet; NotFound for who does not work in the school."""
    _need_staff(actor)
    return Group("", _colleagues(session, actor), frozenset(), is_own=True)


def group(session: Session, actor: Actor, room_id: int) -> Group:
    """A group that one is in."""
    room = _group(session, actor, room_id)
    own = room.owner_id == actor.person_id
    return Group(room.title, _colleagues(session, actor), frozenset(_inside(session, room)), own)


def make_group(session: Session, actor: Actor, title: str, people: Collection[int]) -> int:
    """The number of the new room; DomainError by the field without a name or anybody in it."""
    _need_staff(actor)
    named = _title(title)
    chosen = _chosen(session, actor, people)
    lock_row(session, Person, actor.school_id, actor.person_id)
    own = _room.school_id == actor.school_id, _room.kind == ChatKind.GROUP, _room.owner_id == actor.person_id
    if (session.scalar(select(func.count()).select_from(db.chat_room).where(*own)) or 0) >= MOST_OWNED:
        raise DomainError("You have {n} groups, there can be no more", field="title", n=MOST_OWNED)
    room = ChatRoom(school_id=actor.school_id, kind=ChatKind.GROUP, title=named, owner_id=actor.person_id)
    session.add(room)
    session.flush()
    _put(session, room, chosen | {actor.person_id})
    return room.id or 0


def change_group(session: Session, actor: Actor, room_id: int, title: str, people: Collection[int]) -> None:
    """Give it the name and these people; NotFound for who has not made it."""
    room = _group(session, actor, room_id)
    if room.owner_id != actor.person_id:
        raise NotFound
    room.title = _title(title)
    wanted = _chosen(session, actor, people) | {actor.person_id}
    before = _inside(session, room)
    session.add(room)
    session.flush()
    _take_out(session, room, before - wanted)
    _put(session, room, wanted - before)
    note(session, chat_topic(room_id), *map(chat_list_topic, sorted(before & wanted)))


def leave_group(session: Session, actor: Actor, room_id: int) -> None:
    """Be in it no more; of whoever made it another takes it over."""
    room = _group(session, actor, room_id)
    _take_out(session, room, {actor.person_id})
    if room.owner_id == actor.person_id:
        room.owner_id = min(_inside(session, room), default=None)
        session.add(room)
        session.flush()
    note(session, chat_topic(room_id))


def _need_staff(actor: Actor) -> None:
    guard.require(actor, Permission.CHAT_TAKE_PART)
    if not actor.works:
        raise NotFound


def _group(session: Session, actor: Actor, room_id: int) -> ChatRoom:
    """The room, held; NotFound for any that is no group."""
    guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    lock_row(session, ChatRoom, actor.school_id, room_id)
    room = session.get_one(ChatRoom, room_id, populate_existing=True)
    if room.kind is not ChatKind.GROUP:
        raise NotFound
    return room


def _colleagues(session: Session, actor: Actor) -> tuple[tuple[int, str], ...]:
    return tuple(one for one in staff_names(session, actor) if one[0] != actor.person_id)


def _inside(session: Session, room: ChatRoom) -> set[int]:
    asked = select(_of_group.person_id).where(
        _of_group.school_id == room.school_id, _of_group.room_id == room.id
    )
    return set(session.scalars(asked))


def _title(text: str) -> str:
    title = " ".join(cleaned(text, limits.CHAT_TITLE, "title").split())
    if not title:
        raise DomainError("Give the group a name", field="title")
    return title


def _chosen(session: Session, actor: Actor, people: Collection[int]) -> set[int]:
    chosen = set(people) - {actor.person_id}
    if not chosen:
        raise DomainError("Choose who is in the group", field="people")
    if not chosen <= {number for number, _ in staff_names(session, actor)}:
        raise NotFound
    return chosen


def _put(session: Session, room: ChatRoom, people: Collection[int]) -> None:
    session.add_all(
        ChatMember(school_id=room.school_id, room_id=room.id or 0, person_id=one) for one in sorted(people)
    )
    session.flush()
    note(session, *map(chat_list_topic, sorted(people)))


def _take_out(session: Session, room: ChatRoom, people: Collection[int]) -> None:
    if people:
        session.execute(
            delete(db.chat_member).where(
                _of_group.school_id == room.school_id,
                _of_group.room_id == room.id,
                _of_group.person_id.in_(people),
            )
        )
        note(session, *map(chat_list_topic, sorted(people)))
