"""Talks of two: with whom one may begin one, and the room that stands for it."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.chat import supervisors
from ejournal.access.permissions import Permission
from ejournal.access.sitting import is_enrolled_on
from ejournal.models import ChatKind, ChatRoom, Person, Role
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import chat_list_topic
from ejournal.spelling import folded

MOST_FOUND = 40
_NO_SIGNS = str.maketrans("", "", "\\%_\0")
"""What a pattern takes for a sign, and what PostgreSQL takes in no text."""
_room, _person = db.chat_room.c, db.person.c


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whom one may write to."""

    id: int
    name: str
    works: bool
    is_pupil: bool


def partners(session: Session, actor: Actor, words: str) -> list[Partner]:
    """Whom one may begin a talk with, by the beginnings of their names; MOST_FOUND at most, one query."""
    reached = guard.reached(session, actor, Person, Permission.CHAT_TAKE_PART)
    works = _person.id.in_(holders(actor.school_id, actor.today, *STAFF))
    is_pupil = is_enrolled_on(actor.school_id, _person.id, actor.today)
    asked = select(
        _person.id, _person.last_name, _person.first_name, _person.middle_name,
        works.label("works"), is_pupil.label("is_pupil"),
    ).where(reached, *named_like(words))  # fmt: skip
    rows = session.execute(asked.order_by(_person.sought, _person.id).limit(MOST_FOUND)).all()
    return [
        Partner(row.id, _full(row), bool(row.works), bool(row.is_pupil)) for row in sorted(rows, key=by_name)
    ]


def named_like(words: str) -> list[Any]:
    """The conditions by which a person's names begin with the words, in any order."""
    return [_begins(word) for word in folded(words).replace(".", " ").split()[:4]]


def _begins(word: str) -> Any:
    plain = word.translate(_NO_SIGNS)
    return or_(_person.sought.like(f"{plain}%"), _person.sought.like(f"% {plain}%"))


def _full(row: Any) -> str:
    return " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)


def open_talk(session: Session, actor: Actor, person_id: int) -> int:
    """The room of the actor's talk with the person, new or not; NotFound for whom one may not."""
    other = guard.get(session, actor, Person, person_id, Permission.CHAT_TAKE_PART)
    low, high = sorted((actor.person_id, other.id or 0))
    lock_row(session, Person, actor.school_id, low)
    both = (_room.one_id.in_([low, high]), _room.other_id.in_([low, high]), _room.one_id != _room.other_id)
    there = session.scalar(select(_room.id).where(_room.school_id == actor.school_id, *both).limit(1))
    if there is not None:
        return int(there)
    room = ChatRoom(
        school_id=actor.school_id,
        kind=ChatKind.DIRECT,
        one_id=low,
        other_id=high,
        watched=_is_with_pupil(session, actor, low) or _is_with_pupil(session, actor, high),
    )
    session.add(room)
    session.flush()
    note(session, chat_list_topic(low), chat_list_topic(high))
    return room.id or 0


def _is_with_pupil(session: Session, actor: Actor, person_id: int) -> bool:
    return bool(session.scalar(select(is_enrolled_on(actor.school_id, person_id, actor.today))))


def may_still_talk(session: Session, actor: Actor, room: ChatRoom) -> bool:
    """Whether one of the two may write to the other today, and somebody reads along where a pupil is one."""
    if room.watched and session.scalar(supervisors(actor.school_id, actor.today)) is None:
        return False
    other = session.get(Person, room.other_id if room.one_id == actor.person_id else room.one_id)
    own = session.get(Person, actor.person_id)
    if other is None or own is None:
        return False
    return guard.may(session, actor, other, Permission.CHAT_TAKE_PART) or guard.may(
        session, _seen_as(session, actor, other), own, Permission.CHAT_TAKE_PART
    )


def _seen_as(session: Session, actor: Actor, other: Person) -> Actor:
    """The other of the two, as whom the rules know them today."""
    grant = db.role_grant.c
    held = session.execute(
        select(grant.role, grant.class_id).where(
            grant.school_id == actor.school_id,
            grant.person_id == other.id,
            holds_on(grant, actor.today),
        )
    ).all()
    return replace(
        actor,
        person_id=other.id or 0,
        roles=frozenset(one.role for one in held),
        class_ids=frozenset(one.class_id for one in held if one.role is Role.CLASS_TEACHER and one.class_id),
    )
