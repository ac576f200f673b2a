"""Whether a person is still as the form has shown: two tabs never undo one another unseen."""

import hashlib

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Person, RoleGrant
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.base.locks import lock_row

_SHORT = 16


def mark_of(session: Session, school_id: int, person_id: int) -> str:
    """A short mark that changes with the person's names, contacts, roles, classes, groups and guardians."""
    found: list[object] = []
    for rows, owner in (
        (db.person, "id"),
        (table(RoleGrant), "person_id"),
        (db.enrolment, "pupil_id"),
        (db.group_member, "pupil_id"),
        (db.guardianship, "guardian_id"),
        (db.guardianship, "pupil_id"),
    ):
        of_person = rows.c[owner] == person_id
        asked = select(rows).where(rows.c.school_id == school_id, of_person).order_by(rows.c.id)
        found.append([tuple(map(str, row)) for row in session.execute(asked)])
    return hashlib.sha256(repr(found).encode()).hexdigest()[:_SHORT]


def take(session: Session, actor: Actor, person_id: int, seen: str) -> Person:
    """The person to be changed, held until the commit; DomainError when not as `seen` any more."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    lock_row(session, Person, actor.school_id, person_id)
    person = guard.get(session, actor, Person, person_id, Permission.PEOPLE_MANAGE)
    session.refresh(person)
    if mark_of(session, actor.school_id, person_id) != seen:
        raise DomainError("Somebody has changed this person meanwhile. Look at the card and do it again")
    return person
