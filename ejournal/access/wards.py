"""Whose word counts for a child: guardianships that give rights, and contacts hidden between guardians.

A guardian whom a court has limited is known to the school and sees nothing: such a row stands for nobody.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import GuardianRights, Guardianship
from ejournal.models.base import table
from ejournal.models.spans import holds_on

_guardianship = table(Guardianship)


def stands_on(rows: Any, day: Any) -> ColumnElement[bool]:
    """The guardianships, by columns, that give rights on the day; it may be a column too."""
    return and_(holds_on(rows, day), gives_rights(rows))


def gives_rights(rows: Any) -> ColumnElement[bool]:
    """The guardianships, by columns, that give rights on their days."""
    limited: ColumnElement[bool] = rows.rights == GuardianRights.NONE
    return ~limited


def contacts_hidden_from(session: Session, actor: Actor) -> frozenset[int]:
    """The guardians whose phone and e-mail the actor may not see, being another guardian of the same child.

    It holds for whoever works in the school too: a deputy head is a parent before the court. One query.
    """
    return contacts_hidden_from_person(session, actor.school_id, actor.person_id)


def contacts_hidden_from_person(session: Session, school_id: int, person_id: int) -> frozenset[int]:
    """The same for a person who is not here to ask: for work that goes on without its beginner."""
    own, other = _guardianship.alias("own"), _guardianship.alias("other")
    same_child = and_(other.c.school_id == own.c.school_id, other.c.pupil_id == own.c.pupil_id)
    found = session.scalars(
        select(other.c.guardian_id)
        .join_from(own, other, same_child)
        .where(
            own.c.school_id == school_id,
            own.c.guardian_id == person_id,
            other.c.guardian_id != person_id,
            other.c.contacts_hidden,
        )
    )
    return frozenset(found)
