"""Who is writing in a room at this moment: told to those who have it open, kept nowhere."""

from datetime import datetime

from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.chat import people_of
from ejournal.access.permissions import Permission
from ejournal.models import ChatRoom, Person, School
from ejournal.models.people import short_name
from ejournal.services.chat.reading import count_people
from ejournal.services.chat.standing import standing

MOST_PEOPLE = 60
"""Of a room in which it is told: in a larger one it would only flicker."""


def name_of_writer(session: Session, actor: Actor, room_id: int, now: datetime) -> str:
    """The name to tell; empty where nobody is told: the room is large, or one may not write there."""
    room = guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    if not standing(session, actor, room, now).may_write or count_people(session, actor, room) > MOST_PEOPLE:
        return ""
    person = session.get_one(Person, actor.person_id)
    return short_name(person.last_name, person.first_name, person.middle_name or "")


def people_now(session: Session, room_id: int) -> frozenset[int]:
    """Who is in the room and may be told."""
    room = session.get(ChatRoom, room_id)
    if room is None:
        return frozenset()
    today = clock.today(session.get_one(School, room.school_id).time_zone)
    return frozenset(session.scalars(people_of(session, room, today)))
