"""A message as one family would read it, before it is sent."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import MassMessage
from ejournal.models.people import Person
from ejournal.services.audience.offered import class_titles
from ejournal.services.audience.people import people_of
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.messages.drafts import chosen_of
from ejournal.services.messages.fields import Child, Family, filled

WRITE = Permission.MESSAGE_WRITE
_person = db.person.c


def preview_for(session: Session, actor: Actor, message: MassMessage, person_id: int, now: datetime) -> str:
    """The text as that person would read it; NotFound for whoever would not get it."""
    people = people_of(session, actor, WRITE, chosen_of(session, message))
    if person_id not in people:
        raise NotFound
    pupils = people[person_id]
    titles = class_titles(session, actor.school_id, list(pupils.values()))
    children = [
        Child(person.first_name, person.gender, titles[class_id])
        for pupil_id, class_id in sorted(pupils.items())
        if (person := session.get(Person, pupil_id)) is not None
    ]
    day = clock.local(message.send_at or now, actor.time_zone).date()
    return filled(message.words, Family(children, day))


def some_names(session: Session, actor: Actor, people: Collection[int]) -> list[tuple[int, str]]:
    """Number and name of people, by name."""
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name).where(
            _person.school_id == actor.school_id, _person.id.in_(list(people))
        )
    )
    return [
        (row.id, " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part))
        for row in sorted(rows, key=by_name)
    ]
