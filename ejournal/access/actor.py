"""The actor: the person behind a request, found from the session cookie's token alone."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.permissions import GRANTED, Permission
from ejournal.models import Account, Role, RoleGrant, School, SignInSession
from ejournal.models.base import table
from ejournal.settings import settings

COOKIE = "ejournal_session"
"""Name of the HttpOnly cookie that carries the session token."""

_session, _account, _school = table(SignInSession).c, table(Account).c, table(School).c
_grant = table(RoleGrant).c

_SIGNED_IN = (
    select(
        _session.id,
        _session.seen_at,
        _session.expires_at,
        _session.ended_at,
        _account.id,
        _account.person_id,
        _account.school_id,
        _account.blocked,
        _account.locale,
        _school.time_zone,
    )
    .join_from(table(SignInSession), table(Account), _account.id == _session.account_id)
    .join(table(School), _school.id == _account.school_id)
    .where(_session.token_hash == bindparam("token_hash"))
)
_HELD_TODAY = select(_grant.role, _grant.class_id).where(
    _grant.school_id == bindparam("school_id"),
    _grant.person_id == bindparam("person_id"),
    or_(_grant.starts.is_(None), _grant.starts <= bindparam("today")),
    or_(_grant.ends.is_(None), _grant.ends >= bindparam("today")),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the person, the school, the roles held today."""

    person_id: int
    school_id: int
    account_id: int
    session_id: int
    roles: frozenset[Role]
    class_ids: frozenset[int]
    time_zone: str
    today: date
    locale: str = "ru"

    def may(self, permission: Permission) -> bool:
        """Whether any role held today carries the permission."""
        return any(permission in GRANTED[role] for role in self.roles)

    def holds(self, *roles: Role) -> bool:
        """Whether one of the roles is held today."""
        return not self.roles.isdisjoint(roles)

    @property
    def leads(self) -> bool:
        """Whether the whole school is in the actor's care (deputy head or director)."""
        return self.holds(Role.DEPUTY, Role.DIRECTOR)


def token_hash(token: str) -> str:
    """What the sessions table keeps of a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(session: Session, token: str, now: datetime | None = None) -> Actor | None:
    """The actor of a live sign-in, None for a stranger; two queries."""
    now = now or clock.now()
    if not token:
        return None
    row = session.execute(_SIGNED_IN, {"token_hash": token_hash(token)}).first()
    if row is None:
        return None
    (
        session_id,
        seen_at,
        expires_at,
        ended_at,
        account_id,
        person_id,
        school_id,
        blocked,
        locale,
        time_zone,
    ) = row
    idle = timedelta(minutes=settings().session_idle_minutes)
    if ended_at or blocked or expires_at <= now or seen_at + idle <= now:
        return None
    today = clock.local(now, time_zone).date()
    grants = _grants(session, school_id, person_id, today)
    return Actor(
        person_id=person_id,
        school_id=school_id,
        account_id=account_id,
        session_id=session_id,
        roles=frozenset(role for role, _ in grants),
        class_ids=frozenset(class_id for role, class_id in grants if role is Role.CLASS_TEACHER and class_id),
        time_zone=time_zone,
        today=today,
        locale=locale,
    )


def _grants(session: Session, school_id: int, person_id: int, today: date) -> list[tuple[Role, int | None]]:
    asked = {"school_id": school_id, "person_id": person_id, "today": today}
    return [(role, class_id) for role, class_id in session.execute(_HELD_TODAY, asked)]
