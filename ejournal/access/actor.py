"""The actor: the person behind a request, found from the session cookie's token alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.permissions import GRANTED, Permission
from ejournal.models import (
    Account,
    AccountPlace,
    Person,
    Role,
    RoleGrant,
    School,
    SchoolSettings,
    SecondFactorRule,
    SignInSession,
)
from ejournal.models.base import table
from ejournal.models.spans import Span, holds_on
from ejournal.settings import settings

COOKIE = "ejournal_session"
"""Name of the HttpOnly cookie that carries the session token."""

_session, _account, _school = table(SignInSession).c, table(Account).c, table(School).c
_grant, _asked, _place = table(RoleGrant).c, table(SecondFactorRule).c, table(AccountPlace).c
_rules = table(SchoolSettings).c

GRACE = timedelta(days=7)
"""How long whoever is asked for a second factor has to set it up."""
SETTING_UP = frozenset({Permission.ACCOUNT_READ, Permission.ACCOUNT_WRITE})
"""What is left to whoever has not."""
OF_CHAT = frozenset({Permission.CHAT_TAKE_PART, Permission.CHAT_MODERATE})
"""What nobody does where the school has switched the chat off."""
NEVER = datetime.max.replace(tzinfo=UTC)

# As whom the sign-in acts: in another school's place while it is the account's, else as the account's person.
_person_id = func.coalesce(_place.person_id, _account.person_id)
_school_id = func.coalesce(_place.school_id, _account.school_id)

_SIGNED_IN = (
    select(
        _session.id,
        _session.seen_at,
        _session.expires_at,
        _session.ended_at,
        _session.side,
        _session.looker_id,
        _account.id.label("account_id"),
        _account.person_id.label("owner_id"),
        _account.school_id.label("home_id"),
        _place.id.label("place_id"),
        _person_id.label("person_id"),
        _school_id.label("school_id"),
        _account.blocked,
        _account.locale,
        _account.second_factor_since,
        _account.grace_from,
        _school.time_zone,
        _grant.role,
        _grant.class_id,
        _grant.starts,
        _grant.ends,
        _asked.since.label("asked_since"),
        _rules.chat_open,
    )
    .join_from(table(SignInSession), table(Account), _account.id == _session.account_id)
    .outerjoin(
        table(AccountPlace),
        and_(_place.id == _session.place_id, _place.account_id == _session.account_id),
    )
    .join(table(School), _school.id == _school_id)
    .outerjoin(table(SchoolSettings), _rules.school_id == _school_id)
    .outerjoin(
        table(RoleGrant),
        and_(_grant.school_id == _school_id, _grant.person_id == _person_id),
    )
    .outerjoin(table(SecondFactorRule), and_(_asked.school_id == _school_id, _asked.role == _grant.role))
    .where(_session.token_hash == bindparam("token_hash"))
)
"""The sign-in with every role ever granted, one row a grant."""


NEVER_LOOKED_AS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY)
"""With whose eyes nobody looks."""


@dataclass(frozen=True, slots=True)
class Looking:
    """An administrator's look with the actor's eyes: who looks, and whose name it is."""

    by: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the person, the school, the roles held today.

    until: when the sign-in ends if nothing more is done with it. factor_by: the day from which on nothing
    is let through without a second factor that the school asks for; None for who has one, or is not asked.
    chats: whether the school has the chat switched on.
    place_id: the place in another school than
    the account's own; home and owner_id are the account's own school and person, told apart only there.
    """

    person_id: int
    school_id: int
    account_id: int
    session_id: int
    roles: frozenset[Role]
    class_ids: frozenset[int]
    time_zone: str
    today: date
    locale: str = "ru"
    until: datetime = NEVER
    factor_by: date | None = None
    side: str = ""
    place_id: int | None = None
    home_id: int | None = None
    owner_id: int | None = None
    looking: Looking | None = None
    chats: bool = True

    @property
    def as_owner(self) -> "Actor":
        """The same sign-in as the account's own person, in its own school: for what the account itself is."""
        if self.place_id is None:
            return self
        return replace(
            self, person_id=self.owner_id or 0, school_id=self.home_id or 0, place_id=None,
            roles=frozenset({Role.GUARDIAN}), class_ids=frozenset(),
        )  # fmt: skip

    def may(self, permission: Permission) -> bool:
        """Whether any role held today carries the permission, and no second factor is waited for.

        Who looks with another's eyes may change nothing.
        """
        if self.is_closed(permission) or (self.lacks_factor and permission not in SETTING_UP):
            return False
        if permission in OF_CHAT and not self.chats:
            return False
        return any(permission in GRANTED[role] for role in self.roles)

    def is_closed(self, permission: Permission) -> bool:
        """Whether nobody has the permission with another's eyes, whatever the roles."""
        return self.looking is not None and (permission.writes or permission is Permission.ACCOUNT_READ)

    def holds(self, *roles: Role) -> bool:
        """Whether one of the roles is held today."""
        return not self.roles.isdisjoint(roles)

    @property
    def lacks_factor(self) -> bool:
        """Whether the time to set up a second factor that the school asks for is over."""
        return self.factor_by is not None and self.today >= self.factor_by

    @property
    def works(self) -> bool:
        """Whether the actor is of the school's staff."""
        return not self.roles <= {Role.PUPIL, Role.GUARDIAN}

    @property
    def leads(self) -> bool:
        """Whether the whole school is in the actor's care (deputy head or director)."""
        return self.holds(Role.DEPUTY, Role.DIRECTOR)

    @property
    def keeps_people(self) -> bool:
        """Whether the people of the whole school and their accounts are in the actor's care."""
        return self.may(Permission.PEOPLE_MANAGE) or self.may(Permission.ACCOUNTS_MANAGE)


def token_hash(token: str) -> str:
    """What the sessions table keeps of a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(session: Session, token: str, now: datetime | None = None) -> Actor | None:
    """The actor of a live sign-in, None for a stranger; one query."""
    now = now or clock.now()
    if not token:
        return None
    rows = session.connection().execute(_SIGNED_IN, {"token_hash": token_hash(token)}).all()
    if not rows or not _is_live(rows[0], now):
        return None
    row = rows[0]
    today = clock.local(now, row.time_zone).date()
    grants = [
        (one.role, one.class_id)
        for one in rows
        if one.role is not None and Span.of(one).holds_on(today) and counts(one)
    ]
    looking = _looking(session, row, today) if row.looker_id else None
    if row.looker_id and (looking is None or {role for role, _ in grants} & {*NEVER_LOOKED_AS}):
        return None
    return Actor(
        person_id=row.person_id,
        school_id=row.school_id,
        account_id=row.account_id,
        session_id=row.id,
        roles=frozenset(role for role, _ in grants),
        class_ids=frozenset(class_id for role, class_id in grants if role is Role.CLASS_TEACHER and class_id),
        time_zone=row.time_zone,
        today=today,
        locale=row.locale,
        until=_lives_until(row),
        side=row.side,
        place_id=row.place_id,
        home_id=row.home_id,
        owner_id=row.owner_id,
        factor_by=None if row.second_factor_since or looking else asked_by(rows, today),
        looking=looking,
        chats=row.chat_open is not False,
    )


def _looking(session: Session, row: Any, today: date) -> Looking | None:
    """The look behind a sign-in; None when it is no administrator's any more."""
    person, looker = table(Person).c, table(Account).alias()
    still = exists().where(
        looker.c.person_id == row.looker_id,
        looker.c.blocked.is_(False),
        _grant.person_id == looker.c.person_id,
        _grant.school_id == row.school_id,
        _grant.role == Role.ADMINISTRATOR,
        holds_on(_grant, today),
    )
    names = select(person.last_name, person.first_name, person.middle_name)
    found = session.execute(names.where(person.id == row.person_id, still)).first()
    return Looking(row.looker_id, " ".join(filter(None, found))) if found else None


STAFF = tuple(role for role in Role if role not in (Role.PUPIL, Role.GUARDIAN))
"""The roles of those who work in the school."""


def holders(school_id: Any, day: Any, *roles: Role) -> Select[Any]:
    """The people who hold one of the roles on the day."""
    return select(_grant.person_id).where(
        _grant.school_id == school_id, _grant.role.in_(roles), holds_on(_grant, day)
    )


def asked_by(rows: Sequence[Any], today: date) -> date | None:
    """The first day without grace: a week after the first role held today began to ask, for this person."""
    held = [
        one for one in rows if one.asked_since is not None and Span.of(one).holds_on(today) and counts(one)
    ]
    if not held:
        return None
    began: date = min(max(one.asked_since, one.starts or one.asked_since) for one in held)
    at = rows[0].grace_from
    own = began if at is None else clock.local(at, rows[0].time_zone).date()
    return max(began, own) + GRACE


def counts(row: Any) -> bool:
    """In another school's place an account acts as a guardian only: staff have accounts of their school."""
    return row.place_id is None or row.role is Role.GUARDIAN


def _is_live(row: Any, now: datetime) -> bool:
    return row.ended_at is None and not row.blocked and _lives_until(row) > now


def _lives_until(row: Any) -> datetime:
    idle = timedelta(minutes=settings().session_idle_minutes)
    until: datetime = min(row.expires_at, row.seen_at + idle)
    return until
