"""Pairs that look like one person and are two: said, remembered, and taken back."""

from typing import Any

from sqlalchemy import delete
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import NotDuplicate, Person
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.upserts import insert_new

_not = table(NotDuplicate)
_PUT = insert_new(_not)


def say_two(session: Session, actor: Actor, first_id: int, second_id: int) -> None:
    """Remember that these are two people; said twice is said once."""
    first, second = _both(session, actor, first_id, second_id)
    values = {
        "school_id": actor.school_id,
        "first_id": first,
        "second_id": second,
        "at": clock.now(),
        "author_id": actor.person_id,
    }
    session.execute(_PUT.on(session).values(values))
    _record(session, actor, "person.two", first, second)


def unsay_two(session: Session, actor: Actor, first_id: int, second_id: int) -> None:
    """Take that back: the two are looked at again."""
    first, second = _both(session, actor, first_id, second_id)
    gone: Any = session.execute(
        delete(_not).where(
            _not.c.school_id == actor.school_id, _not.c.first_id == first, _not.c.second_id == second
        )
    )
    if gone.rowcount:
        _record(session, actor, "person.two-undo", first, second)


def _both(session: Session, actor: Actor, first_id: int, second_id: int) -> tuple[int, int]:
    guard.require(actor, Permission.PEOPLE_MANAGE)
    for number in (first_id, second_id):
        person = session.get(Person, number)
        if person is None or person.school_id != actor.school_id:
            raise NotFound
    if first_id == second_id:
        raise DomainError("Choose two different cards")
    return min(first_id, second_id), max(first_id, second_id)


def _record(session: Session, actor: Actor, action: str, first_id: int, second_id: int) -> None:
    names = {number: session.get_one(Person, number).full_name for number in (first_id, second_id)}
    changes = [
        audit.Change(action, "person", number, after={"with": names[other]})
        for number, other in ((first_id, second_id), (second_id, first_id))
    ]
    audit.record(session, actor.school_id, actor.person_id, *changes)
