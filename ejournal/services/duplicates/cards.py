"""The two cards themselves: who may make them one, and which value of each field is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.errors import DomainError, NotFound
from ejournal.models import Person, Role
from ejournal.models.spans import lasts
from ejournal.services.base import tables as db
from ejournal.services.duplicates.draft import GONE, KEPT

FIELDS: Mapping[str, str] = {
    "last_name": "Last name",
    "first_name": "First name",
    "middle_name": "Middle name",
    "gender": "Gender",
    "birth_date": "Birth date",
    "phone": "Phone",
    "email": "E-mail",
    "snils_hash": "SNILS",
    "external_id": "Number in another program",
}
"""The fields of a card, with their words as message ids."""
CONTACTS = frozenset({"phone", "email"})
_OF_HEADS = (Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field of both cards; asked when both say something else; hidden: the actor is not to see it."""

    name: str
    title: str
    of_kept: Any
    of_gone: Any
    taken: str
    hidden: bool = False

    @property
    def asked(self) -> bool:
        """Whether somebody has to choose."""
        return bool(self.of_kept and self.of_gone) and self.of_kept != self.of_gone


def two_cards(session: Session, actor: Actor, kept_id: int, gone_id: int) -> tuple[Person, Person]:
    """Both cards, of the actor's school; DomainError when the actor may not make these two one."""
    kept, gone = (_card(session, actor, one) for one in (kept_id, gone_id))
    if kept.id == gone.id:
        raise DomainError("Choose two different cards")
    require_in_care(session, actor, (kept_id, gone_id))
    return kept, gone


def require_in_care(session: Session, actor: Actor, people: tuple[int, int]) -> None:
    """DomainError unless the actor may join and part these two: nobody raises themselves by it."""
    if actor.holds(Role.ADMINISTRATOR):
        return
    if actor.person_id in people:
        raise DomainError("Your own cards are for an administrator to make one")
    grant = db.role_grant.c
    heads = sa.select(grant.id).where(
        grant.school_id == actor.school_id,
        grant.person_id.in_(people),
        grant.role.in_(_OF_HEADS),
        lasts(grant, actor.today),
    )
    if session.scalar(heads.limit(1)) is not None:
        raise DomainError("Cards of heads and administrators are for an administrator to make one")


def _card(session: Session, actor: Actor, person_id: int) -> Person:
    guard.require(actor, Permission.PEOPLE_MANAGE)
    row = session.get(Person, person_id)
    if row is None or row.school_id != actor.school_id:
        raise NotFound
    if row.merged_into_id is not None:
        raise DomainError("This card is made one with another already: {name}", name=row.full_name)
    return guard.get(session, actor, Person, person_id, Permission.PEOPLE_MANAGE)


def field_choices(
    session: Session, actor: Actor | None, kept: Person, gone: Person, chosen: Mapping[str, str] | None = None
) -> tuple[FieldChoice, ...]:
    """Field by field whose value is taken: of the only card that has one, else as chosen."""
    hidden = contacts_hidden_from(session, actor) if actor is not None else frozenset()
    found = []
    for name, title in FIELDS.items():
        of_kept, of_gone = (getattr(one, name) or None for one in (kept, gone))
        hides = name in CONTACTS and not hidden.isdisjoint((kept.id, gone.id))
        taken = GONE if of_gone and not of_kept else KEPT
        if of_kept and of_gone and of_kept != of_gone and not hides:
            taken = GONE if (chosen or {}).get(name) == GONE else KEPT
        found.append(FieldChoice(name, title, of_kept, of_gone, taken, hides))
    return tuple(found)


def told(value: Any) -> str:
    """A field's value as the trail keeps it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
