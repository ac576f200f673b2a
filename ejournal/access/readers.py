"""Those whom an account acts as, without a sign-in: for what is sent to people who are not here to ask."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, false, null, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor, asked_by, counts
from ejournal.models import Account, AccountPlace, Role, RoleGrant, School, SecondFactorRule
from ejournal.models.base import table
from ejournal.models.spans import Span

_account, _place, _school = table(Account).c, table(AccountPlace).c, table(School).c
_grant, _asked = table(RoleGrant).c, table(SecondFactorRule).c
_ACCOUNTS: BindParameter[int] = bindparam("accounts", expanding=True)


def _people(place_id: Any, person_id: Any, school_id: Any, source: Any) -> Select[Any]:
    """Every role ever granted, one row a grant."""
    return (
        select(
            _account.id.label("account_id"),
            _account.locale,
            _account.second_factor_since,
            _account.grace_from,
            place_id.label("place_id"),
            person_id.label("person_id"),
            school_id.label("school_id"),
            _school.time_zone,
            _grant.role,
            _grant.class_id,
            _grant.starts,
            _grant.ends,
            _asked.since.label("asked_since"),
        )
        .select_from(source)
        .join(table(School), _school.id == school_id)
        .outerjoin(table(RoleGrant), and_(_grant.school_id == school_id, _grant.person_id == person_id))
        .outerjoin(table(SecondFactorRule), and_(_asked.school_id == school_id, _asked.role == _grant.role))
        .where(_account.id.in_(_ACCOUNTS), _account.blocked == false())
    )


_OWN = _people(null(), _account.person_id, _account.school_id, table(Account))
_PLACES = _people(
    _place.id,
    _place.person_id,
    _place.school_id,
    table(AccountPlace).join(table(Account), _account.id == _place.account_id),
)


def readers_of(
    session: Session, accounts: Collection[int], now: datetime | None = None
) -> dict[int, tuple[Actor, ...]]:
    """As whom each account acts today, its own person first; nobody for one that is blocked. Two queries."""
    now = now or clock.now()
    asked = {"accounts": sorted(set(accounts))}
    found: defaultdict[int, list[Actor]] = defaultdict(list)
    for statement in (_OWN, _PLACES):
        of_person: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
        for row in session.connection().execute(statement, asked):
            of_person[row.account_id, row.person_id].append(row)
        for (account_id, _), rows in sorted(of_person.items()):
            found[account_id].append(_actor(rows, now))
    return {account_id: tuple(actors) for account_id, actors in found.items()}


def actor_of_person(session: Session, school_id: int, person_id: int, now: datetime) -> Actor | None:
    """The person as they would act now, for what they left to be done; None without an account."""
    account, place = _account, _place
    own = select(account.id).where(account.school_id == school_id, account.person_id == person_id)
    there = select(place.account_id).where(place.school_id == school_id, place.person_id == person_id)
    found = readers_of(session, session.scalars(own.union(there)).all(), now)
    return next(
        (
            one
            for actors in found.values()
            for one in actors
            if (one.person_id, one.school_id) == (person_id, school_id)
        ),
        None,
    )


def _actor(rows: Sequence[Any], now: datetime) -> Actor:
    row = rows[0]
    today = clock.local(now, row.time_zone).date()
    held = [one for one in rows if one.role is not None and Span.of(one).holds_on(today) and counts(one)]
    return Actor(
        person_id=row.person_id,
        school_id=row.school_id,
        account_id=row.account_id,
        session_id=0,
        roles=frozenset(one.role for one in held),
        class_ids=frozenset(one.class_id for one in held if one.role is Role.CLASS_TEACHER and one.class_id),
        time_zone=row.time_zone,
        today=today,
        locale=row.locale,
        place_id=row.place_id,
        factor_by=None if row.second_factor_since else asked_by(rows, today),
    )
