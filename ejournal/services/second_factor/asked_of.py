"""Whom a school asks for a second factor: roles of its staff, each since a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, delete, func, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import Account, Role, RoleGrant, School, SecondFactorRule
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services import audit

OF_STAFF = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.TEACHER)
AT_FIRST = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY)
"""Whom a new school asks."""


@dataclass(frozen=True, slots=True)
class AskedRole:
    """A role of the staff: since when it is asked, how many accounts hold it, how many have a factor."""

    role: Role
    since: date | None
    people: int
    with_factor: int


def asked_roles(session: Session, actor: Actor) -> tuple[AskedRole, ...]:
    """The roles of the staff, asked or not; two queries."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    since = _since(session, actor)
    grant, account = table(RoleGrant).c, table(Account).c
    counts = {
        role: (people, have)
        for role, people, have in session.execute(
            select(
                grant.role,
                func.count(account.id.distinct()),
                func.count(account.second_factor_since.distinct()),
            )
            .join_from(table(RoleGrant), table(Account), account.person_id == grant.person_id)
            .where(
                grant.school_id == actor.school_id,
                account.school_id == actor.school_id,
                holds_on(grant, actor.today),
            )
            .group_by(grant.role)
        )
    }
    return tuple(AskedRole(one, since.get(one), *counts.get(one, (0, 0))) for one in OF_STAFF)


def ask_of(session: Session, actor: Actor, roles: Collection[Role]) -> bool:
    """Ask these roles of the staff and no others from now on; whether anything has changed.

    ValueError for a role that is none of the staff's.
    """
    guard.require(actor, Permission.SETTINGS_MANAGE)
    if not set(roles) <= set(OF_STAFF):
        raise ValueError("a second factor is asked of the staff only")
    before = _since(session, actor)
    ended, begun = before.keys() - set(roles), set(roles) - before.keys()
    if not ended and not begun:
        return False
    session.execute(
        delete(SecondFactorRule).where(
            col(SecondFactorRule.school_id) == actor.school_id, col(SecondFactorRule.role).in_(ended)
        )
    )
    _begin(session, actor.school_id, begun, actor.today)
    change = audit.Change(
        "settings.second-factor",
        "school",
        actor.school_id,
        {"roles": sorted(one.value for one in before)},
        {"roles": sorted(one.value for one in roles)},
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    return True


def ask_at_first(session: Session, school: School) -> None:
    """What a new school begins with: its administrator and heads are asked."""
    assert school.id is not None
    _begin(session, school.id, set(AT_FIRST), clock.today(school.time_zone))


def is_asked(session: Session, actor: Actor) -> bool:
    """Whether the school asks the actor for a second factor, had or not."""
    grant, rule = table(RoleGrant).c, table(SecondFactorRule).c
    asked = (
        select(rule.id)
        .join_from(
            table(RoleGrant),
            table(SecondFactorRule),
            and_(rule.school_id == grant.school_id, rule.role == grant.role),
        )
        .where(
            grant.school_id == actor.school_id,
            grant.person_id == actor.person_id,
            holds_on(grant, actor.today),
        )
    )
    return session.execute(asked.limit(1)).first() is not None


def _begin(session: Session, school_id: int, roles: Collection[Role], day: date) -> None:
    session.add_all(
        SecondFactorRule(school_id=school_id, role=one, since=day) for one in OF_STAFF if one in roles
    )
    session.flush()


def _since(session: Session, actor: Actor) -> dict[Role, date]:
    rows = session.scalars(select(SecondFactorRule).where(col(SecondFactorRule.school_id) == actor.school_id))
    return {one.role: one.since for one in rows}
