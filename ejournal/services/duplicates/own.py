"""A second card of one's own in the same school: its slip's code, and a sign-in by the first, make them one.

Only a guardian's card is joined so, and only where nothing has to be asked: the school looks at all else.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import stands_on
from ejournal.errors import DomainError
from ejournal.models import Person, Role
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.names import same
from ejournal.services.base.one_time_links import use_link
from ejournal.services.duplicates.cards import field_choices
from ejournal.services.duplicates.draft import GONE
from ejournal.services.duplicates.merging import hold, make_one
from ejournal.services.duplicates.planning import planned
from ejournal.services.registration.opening import CodeRefused, held, masked


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """The card of the code that would become one with the actor's own, and its children; else why not."""

    owner: str
    name: str
    children: tuple[str, ...]
    refusal: str


def own_offer(session: Session, actor: Actor, sealed: str) -> OwnOffer | None:
    """What the code offers whoever is signed in; None for none, or for a card of another school."""
    guard.require(actor, Permission.ACCOUNT_READ)
    try:
        person, _ = held(session, sealed)
    except CodeRefused:
        return None
    if person.school_id != actor.school_id or person.id == actor.person_id:
        return None
    owner = session.get_one(Person, actor.person_id)
    refusal = _refusal(session, actor, owner, person)
    children = () if refusal else _children(session, actor, person.id or 0)
    return OwnOffer(owner.full_name, masked(person), children, refusal)


def join_own(session: Session, actor: Actor, sealed: str) -> int:
    """Make the code's card one with the actor's own; the code is used up: the merge's number.

    CodeRefused when it opens nothing, DomainError when the two are not made one so.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    person, link = held(session, sealed, hold=True)
    if person.school_id != actor.school_id or person.id == actor.person_id:
        raise DomainError("You have an account already")
    hold(session, actor.school_id, (actor.person_id, person.id or 0))
    owner = session.get_one(Person, actor.person_id)
    if refusal := _refusal(session, actor, owner, person):
        raise DomainError(refusal)
    use_link(session, link)
    choices = field_choices(session, actor, owner, person)
    taken = {one.name: one.of_gone for one in choices if one.taken == GONE}
    return make_one(session, actor, owner, person, taken, {})


def _refusal(session: Session, actor: Actor, owner: Person, person: Person) -> str:
    """Why the two are not made one by the person alone, as a message; empty when they are."""
    if Role.PUPIL in actor.roles or _roles(session, actor, person) != {Role.GUARDIAN}:
        return "Only a parent's card is joined with one's own: show the slip to the class teacher"
    if not _is_one_name(owner, person):
        return "This slip is for somebody else: the names do not fit"
    draft = planned(session, actor.school_id, owner.id or 0, person.id or 0, actor.today).draft
    if draft.refusals or draft.questions:
        return "The school has to look at your two cards first: show the slip to the class teacher"
    return ""


def _roles(session: Session, actor: Actor, person: Person) -> set[Role]:
    grant = db.role_grant.c
    asked = select(grant.role).where(
        grant.school_id == actor.school_id, grant.person_id == person.id, holds_on(grant, actor.today)
    )
    return set(session.scalars(asked))


def _is_one_name(owner: Person, person: Person) -> bool:
    """The same first and last name, and nothing that speaks against it."""

    def fits(one: Any, other: Any) -> bool:
        return not one or not other or one == other

    return (
        same(owner.last_name) == same(person.last_name)
        and same(owner.first_name) == same(person.first_name)
        and fits(same(owner.middle_name or ""), same(person.middle_name or ""))
        and fits(owner.birth_date, person.birth_date)
        and fits(owner.snils_hash, person.snils_hash)
    )


def _children(session: Session, actor: Actor, person_id: int) -> tuple[str, ...]:
    ward, child = db.guardianship.c, db.person.c
    rows = session.execute(
        select(child.first_name, child.last_name)
        .join_from(db.guardianship, db.person, child.id == ward.pupil_id)
        .where(ward.school_id == actor.school_id, ward.guardian_id == person_id, stands_on(ward, actor.today))
        .order_by(child.sought)
    )
    return tuple(f"{row.first_name} {row.last_name[:1]}." for row in rows)
