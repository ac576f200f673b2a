"""Loading is permission: what an actor may not see does not exist for them."""

from typing import TypeVar

from sqlmodel import Session, SQLModel

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.rules import RULES
from ejournal.errors import NotAllowed, NotFound

Table = TypeVar("Table", bound=SQLModel)


def get(session: Session, actor: Actor, table: type[Table], row_id: int, permission: Permission) -> Table:
    """The row of the actor's school that the permission's rule lets through; NotFound otherwise."""
    if not actor.may(permission):
        raise NotFound
    row = session.get(table, row_id)
    if row is None or getattr(row, "school_id", None) != actor.school_id:
        raise NotFound
    if not _passes(session, actor, row, permission):
        raise NotFound
    return row


def may(session: Session, actor: Actor, row: SQLModel, permission: Permission) -> bool:
    """Whether the permission's rule lets the actor through to a row already loaded."""
    if not actor.may(permission) or getattr(row, "school_id", None) != actor.school_id:
        return False
    return _passes(session, actor, row, permission)


def require(actor: Actor, permission: Permission) -> None:
    """NotAllowed unless a role of the actor carries the permission."""
    if not actor.may(permission):
        raise NotAllowed


def _passes(session: Session, actor: Actor, row: SQLModel, permission: Permission) -> bool:
    rule = RULES.get((permission, type(row)))
    if rule is None:
        return permission.value.startswith("school:")
    return rule(session, actor, row)
