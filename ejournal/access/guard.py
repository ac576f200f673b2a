"""Loading is permission: what an actor may not see does not exist for them."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import Session, SQLModel

from ejournal.access.actor import SETTING_UP, Actor
from ejournal.access.asked_once import asked_once
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil, read_pupil
from ejournal.access.rules import RULES, asker_of
from ejournal.access.sentences import Asker
from ejournal.errors import FactorAsked, NotAllowed, NotFound, OnlyLooking
from ejournal.models import Person
from ejournal.models.base import table

Kind = TypeVar("Kind", bound=SQLModel | Pupil)


def get(session: Session, actor: Actor, kind: type[Kind], row_id: int, permission: Permission) -> Kind:
    """The row of the actor's school that the permission's rule lets through; NotFound otherwise."""
    if not actor.may(permission):
        raise NotFound
    row: Any = read_pupil(session, actor, row_id) if kind is Pupil else session.get(kind, row_id)
    if row is None or getattr(row, "school_id", None) != actor.school_id:
        raise NotFound
    if isinstance(row, Person) and row.merged_into_id is not None:
        raise NotFound  # another card stands for the person
    if not _passes(session, actor, row, permission):
        raise NotFound
    return cast(Kind, row)


def may(session: Session, actor: Actor, row: SQLModel | Pupil, permission: Permission) -> bool:
    """Whether the permission's rule lets the actor through to a row already loaded."""
    if not actor.may(permission) or getattr(row, "school_id", None) != actor.school_id:
        return False
    return _passes(session, actor, row, permission)


def let_through(session: Session, actor: Actor, rows: Iterable[Kind], permission: Permission) -> list[Kind]:
    """Those of the loaded rows that the permission's rule lets through; what the rule asks is asked once."""
    with asked_once(session):
        return [row for row in rows if may(session, actor, row, permission)]


def reached(
    session: Session, actor: Actor, kind: type[SQLModel] | type[Pupil], permission: Permission
) -> ColumnElement[bool]:
    """The condition that keeps of the kind's rows those that `get` would give; of persons for pupils."""
    if not actor.may(permission):
        return false()
    return reached_by(asker_of(session, actor), kind, permission)


def reached_by(
    asker: Asker, kind: type[SQLModel] | type[Pupil], permission: Permission
) -> ColumnElement[bool]:
    """The same for whoever holds the permission, which is to be asked of each actor."""
    rows = table(kind if issubclass(kind, SQLModel) else Person).c
    rule = RULES.get((permission, kind))
    if rule is None and not permission.value.startswith("school:"):
        return false()
    of_school = rows.school_id == asker.school_id
    if kind is Person or kind is Pupil:
        of_school = and_(of_school, rows.merged_into_id.is_(None))
    return of_school if rule is None else and_(of_school, rule.of_rows(asker, rows))


def require(actor: Actor, permission: Permission) -> None:
    """NotAllowed unless a role of the actor carries the permission, FactorAsked before all else.

    OnlyLooking for what is closed to whoever looks with another's eyes.
    """
    if actor.lacks_factor and permission not in SETTING_UP:
        raise FactorAsked
    if actor.looking is not None and actor.is_closed(permission):
        raise OnlyLooking(actor.looking.name)
    if not actor.may(permission):
        raise NotAllowed


def require_own_eyes(actor: Actor) -> None:
    """OnlyLooking for an administrator who looks with the actor's eyes: nothing is changed or noted."""
    if actor.looking is not None:
        raise OnlyLooking(actor.looking.name)


def _passes(session: Session, actor: Actor, row: SQLModel | Pupil, permission: Permission) -> bool:
    rule = RULES.get((permission, type(row)))
    if rule is None:
        return permission.value.startswith("school:")
    return rule(session, actor, row)
