"""A second school for an account that there is: its code shows that the guardian's card there is theirs too.

Nobody gets a second account, and no school is asked about another. Only a guardian's card joins an account:
a pupil has an account of their own, and so has whoever works in a school, by that school's rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, AccountPlace, ConsentAnswer, Person, Role, RoleGrant, School
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services.accounts.places import MOST, add_place, go_to
from ejournal.services.base.names import same
from ejournal.services.base.one_time_links import use_link
from ejournal.services.consents.giving import Asked, answer, asked_of
from ejournal.services.registration.opening import held, masked

SAME_PERSON = "same"
"""The field in which somebody says that a card written in another way is theirs."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the code would join: the card's masked name, its school, its consents; else why it joins nothing.

    differs: the two schools write the name in different ways, and the person must say that it is theirs.
    """

    owner: str
    name: str
    school: str
    asked: tuple[Asked, ...]
    differs: bool
    refusal: str


def offer_of(session: Session, actor: Actor, sealed: str) -> Offer | None:
    """What the code offers whoever is signed in; None for a school where their account acts already.

    CodeRefused when the code opens nothing.
    """
    guard.require(actor, Permission.ACCOUNT_READ)
    person, _ = held(session, sealed)
    if person.school_id in _schools(session, actor):
        return None
    owner = _owner(session, actor)
    school = session.get_one(School, person.school_id)
    refusal = _refusal(session, actor, owner, person, school)
    today = clock.today(school.time_zone)
    return Offer(
        owner=owner.full_name,
        name=masked(person),
        school=school.name,
        asked=() if refusal else tuple(one for one in asked_of(session, person, today) if one.waits),
        differs=_differences(owner, person) > 0,
        refusal=refusal,
    )


def join(
    session: Session, actor: Actor, sealed: str, said: Mapping[str, ConsentAnswer], *, same_person: bool
) -> AccountPlace:
    """Let the actor's account act as the code's guardian too, and go there; the code is used up.

    CodeRefused when it opens nothing, DomainError when it joins nothing, or by the field of SAME_PERSON.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    person, link = held(session, sealed, hold=True)
    if person.school_id in _schools(session, actor):
        raise DomainError("You have an account already")
    owner, school = _owner(session, actor), session.get_one(School, person.school_id)
    refusal = _refusal(session, actor, owner, person, school)
    if refusal:
        raise DomainError(refusal)
    if _differences(owner, person) and not same_person:
        raise DomainError("Say whether this is you: the name is written in another way", field=SAME_PERSON)
    use_link(session, link)
    place = add_place(session, session.get_one(Account, actor.account_id), person)
    today = clock.today(school.time_zone)
    asked = {one.key for one in asked_of(session, person, today)}
    answer(session, person, {key: word for key, word in said.items() if key in asked}, today)
    go_to(session, actor, place.id or 0)
    return place


def _owner(session: Session, actor: Actor) -> Person:
    return session.get_one(Person, actor.as_owner.person_id)


def _schools(session: Session, actor: Actor) -> set[int]:
    """The schools in which the actor's account acts."""
    others = select(col(AccountPlace.school_id)).where(col(AccountPlace.account_id) == actor.account_id)
    return {actor.as_owner.school_id, *session.scalars(others)}


def _refusal(session: Session, actor: Actor, owner: Person, person: Person, school: School) -> str:
    """Why the card cannot join the account, as a message; empty when it can."""
    own, theirs = _roles(session, owner, actor.time_zone), _roles(session, person, school.time_zone)
    if Role.PUPIL in theirs or Role.PUPIL in own:
        return "A pupil's account is the pupil's own: it is not joined with another"
    if theirs != {Role.GUARDIAN}:
        return "Whoever works in a school has an account of that school: register by the code anew"
    if _differences(owner, person) > 1:
        return "This slip is for somebody else: the names do not fit"
    count = select(func.count()).where(col(AccountPlace.account_id) == actor.account_id)
    if (session.scalar(count) or 0) >= MOST:
        return "This account opens as many schools as it can"
    return ""


def _roles(session: Session, person: Person, time_zone: str) -> set[Role]:
    grant = table(RoleGrant).c
    return set(
        session.scalars(
            select(grant.role).where(
                grant.school_id == person.school_id,
                grant.person_id == person.id,
                holds_on(grant, clock.today(time_zone)),
            )
        )
    )


def _differences(one: Person, other: Person) -> int:
    """How many of last, first and middle name differ; a middle name only one knows is none."""
    pairs = [(one.last_name, other.last_name), (one.first_name, other.first_name)]
    if one.middle_name and other.middle_name:
        pairs.append((one.middle_name, other.middle_name))
    return sum(same(mine) != same(theirs) for mine, theirs in pairs)
