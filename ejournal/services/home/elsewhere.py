"""What waits for a family in the other schools where its sign-in acts too."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.models import Role
from ejournal.services.accounts.places import OwnPlace, own_places
from ejournal.services.diary.week import Child, children
from ejournal.services.notices.board import count_unread


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another place of the actor's with the children there, and how many notices wait."""

    place: OwnPlace
    children: tuple[Child, ...]
    unread: int = 0


def elsewhere(session: Session, actor: Actor, *, unread: bool = False) -> tuple[Elsewhere, ...]:
    """The actor's other places with their children, by the rules of each school.

    One query for who has one place alone; then one a place, and one more where unread notices are counted.
    """
    found = []
    for place in own_places(session, actor):
        if not place.current:
            there = _acting_at(actor, place)
            waits = count_unread(session, there) if unread else 0
            found.append(Elsewhere(place, tuple(children(session, there)), waits))
    return tuple(found)


def _acting_at(actor: Actor, place: OwnPlace) -> Actor:
    """The same sign-in as a guardian at another of its places: for a look at what waits there."""
    return replace(
        actor,
        person_id=place.person_id,
        school_id=place.school_id,
        place_id=place.id or None,
        roles=frozenset({Role.GUARDIAN}),
        class_ids=frozenset(),
        time_zone=place.time_zone,
        today=clock.today(place.time_zone),
    )
