"""The actor: the person behind a request, found from the session cookie's token alone."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access.permissions import GRANTED, Permission
from ejournal.models import Account, Person, Role, RoleGrant, School, SignInSession
from ejournal.settings import settings

COOKIE = "ejournal_session"
"""Name of the HttpOnly cookie that carries the session token."""


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
    row = session.execute(
        select(  # type: ignore[call-overload]
            SignInSession.id,
            SignInSession.seen_at,
            SignInSession.expires_at,
            SignInSession.ended_at,
            Account.id,
            Account.person_id,
            Account.school_id,
            Account.blocked,
            Account.locale,
            School.time_zone,
        )
        .join(Account, col(Account.id) == SignInSession.account_id)
        .join(Person, col(Person.id) == Account.person_id)
        .join(School, col(School.id) == Account.school_id)
        .where(SignInSession.token_hash == token_hash(token))
    ).first()
    if row is None:
        return None
    session_id, seen_at, expires_at, ended_at, account_id, person_id, school_id, blocked, locale, time_zone = row
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
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.class_id).where(
            RoleGrant.school_id == school_id,
            RoleGrant.person_id == person_id,
            or_(col(RoleGrant.starts).is_(None), col(RoleGrant.starts) <= today),
            or_(col(RoleGrant.ends).is_(None), col(RoleGrant.ends) >= today),
        )
    ).all()
    return [(role, class_id) for role, class_id in rows]
