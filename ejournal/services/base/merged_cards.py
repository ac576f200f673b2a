"""Cards that were made one: which card stands for a number of old, and which numbers a card has had."""

from sqlalchemy import select
from sqlmodel import Session

from ejournal.services.base import tables as db

_person = db.person.c
_LONGEST = 50


def standing_card(session: Session, school_id: int, person_id: int) -> int:
    """The card that stands for the person now; the same number when it was never merged."""
    number = person_id
    for _ in range(_LONGEST):
        asked = select(_person.merged_into_id).where(_person.school_id == school_id, _person.id == number)
        further = session.scalar(asked)
        if further is None:
            return number
        number = further
    return person_id


def cards_of(session: Session, person_id: int) -> list[int]:
    """The person's number, and those of all cards that were made one with it."""
    found, newest = [person_id], [person_id]
    while newest and len(found) < _LONGEST:
        newest = list(session.scalars(select(_person.id).where(_person.merged_into_id.in_(newest))))
        found += newest
    return found
