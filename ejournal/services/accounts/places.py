"""One sign-in, children in several schools: where an account acts, and going from one school to another.

The account belongs to one person of one school. In every other school it acts as a guardian's card there, and
as nothing else: who works in a school has an account of that school. A sign-in is at one place at a time, so
that every rule of access goes on knowing one person of one school.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, literal, null, or_, select, union_all, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Account, AccountPlace, Person, SignInSession
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import people_topic, place_topic

HOME = 0
"""What the place of the account's own person is called; the others have numbers."""
MOST = 6
"""Other schools that one account may act in."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A school in which the account acts, and as whom; current: this sign-in is there now."""

    id: int
    school_id: int
    person_id: int
    school: str
    time_zone: str
    current: bool


def own_places(session: Session, actor: Actor) -> tuple[OwnPlace, ...]:
    """All places of the actor's account, the one of its own person first; one query.

    An administrator who looks with another's eyes sees no other school than their own.
    """
    if actor.looking is not None:
        return ()
    guard.require(actor, Permission.ACCOUNT_READ)
    account, place = db.account.c, db.account_place.c
    mine = union_all(
        select(literal(HOME).label("id"), account.school_id, account.person_id).where(
            account.id == actor.account_id
        ),
        select(place.id, place.school_id, place.person_id).where(place.account_id == actor.account_id),
    ).subquery()
    rows = session.execute(
        select(mine.c.id, mine.c.school_id, mine.c.person_id, db.school.c.short_name, db.school.c.time_zone)
        .join_from(mine, db.school, db.school.c.id == mine.c.school_id)
        .order_by(mine.c.id)
    )
    here = actor.place_id or HOME
    return tuple(
        OwnPlace(row.id, row.school_id, row.person_id, row.short_name, row.time_zone, row.id == here)
        for row in rows
    )


def signs_in(person_id: Any) -> ColumnElement[bool]:
    """Whether some account acts as the person of a statement, their own or one of another school."""
    return or_(exists().where(db.account.c.person_id == person_id), acts_by_another_school(person_id))


def acts_by_another_school(person_id: Any) -> ColumnElement[bool]:
    """Whether it is an account of another school that acts as the person of a statement."""
    return exists().where(db.account_place.c.person_id == person_id)


def acts_elsewhere(account_id: Any) -> ColumnElement[bool]:
    """Whether the account of a statement acts in other schools too."""
    return exists().where(db.account_place.c.account_id == account_id)


def go_to(session: Session, actor: Actor, place_id: int) -> None:
    """Let this sign-in act at another of its account's places from now on; NotFound for any other's.

    All its open tabs are emptied: they hold what the former school has let them see.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if place_id not in {one.id for one in own_places(session, actor)}:
        raise NotFound
    if place_id == (actor.place_id or HOME):
        return
    session.execute(
        update(SignInSession)
        .where(col(SignInSession.id) == actor.session_id, col(SignInSession.account_id) == actor.account_id)
        .values(place_id=place_id or None, side="")
    )
    note(session, place_topic(actor.session_id))


def add_place(session: Session, account: Account, person: Person) -> AccountPlace:
    """Let the account act as the person, a guardian of another school; the caller has judged that it may."""
    hold_person(session, person.id or 0)
    place = AccountPlace(
        school_id=person.school_id,
        account_id=account.id or 0,
        person_id=person.id or 0,
        joined_at=clock.now(),
    )
    session.add(place)
    session.flush()
    told = audit.Change("place-add", "person", person.id)
    audit.record(session, person.school_id, person.id, told)
    audit.record(
        session, account.school_id, account.person_id, audit.Change("place-add", "account", account.id)
    )
    note(session, people_topic(person.school_id))
    return place


def hold_person(session: Session, person_id: int) -> None:
    """Nobody else gives the person a way to sign in before the commit: there is to be one."""
    session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())


def leave(session: Session, actor: Actor, place_id: int) -> None:
    """Give up one of the actor's own places; NotFound for another's, and for that of the account itself."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    mine = select(AccountPlace).where(
        col(AccountPlace.id) == place_id, col(AccountPlace.account_id) == actor.account_id
    )
    place = session.scalars(mine).first()
    if place is None:
        raise NotFound
    end_place(session, place, by=place.person_id)


def take_off(session: Session, actor: Actor, person_id: int) -> None:
    """The school parts a person of its own from the account of another school; the account itself stays.

    NotFound for whom no such account acts.
    """
    guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    place = place_of(session, actor.school_id, person_id)
    if place is None:
        raise NotFound
    end_place(session, place, by=actor.person_id)


def place_of(session: Session, school_id: int, person_id: int) -> AccountPlace | None:
    """The place by which an account of another school acts as the person of this one."""
    return session.scalars(
        select(AccountPlace).where(
            col(AccountPlace.person_id) == person_id, col(AccountPlace.school_id) == school_id
        )
    ).first()


def end_places(session: Session, account: Account) -> int:
    """Part the account from all other schools; how many there were."""
    found = session.scalars(select(AccountPlace).where(col(AccountPlace.account_id) == account.id)).all()
    for place in found:
        end_place(session, place, by=None)
    return len(found)


def end_place(session: Session, place: AccountPlace, by: int | None) -> None:
    """Nobody acts there any more: sign-ins that do go back to the account's own person, tabs emptied."""
    moved: Any = session.execute(
        update(SignInSession)
        .where(col(SignInSession.place_id) == place.id)
        .values(place_id=null(), side="")
        .returning(col(SignInSession.id))
    ).all()
    session.execute(delete(AccountPlace).where(col(AccountPlace.id) == place.id))
    audit.record(session, place.school_id, by, audit.Change("place-end", "person", place.person_id))
    note(session, *(place_topic(number) for (number,) in moved), people_topic(place.school_id))
