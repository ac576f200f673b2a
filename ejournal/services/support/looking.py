"""A look with another's eyes: a sign-in of its own, which can only read and ends by itself."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlmodel import Session, col

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import NEVER_LOOKED_AS, Actor, token_hash
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import dates
from ejournal.models import (
    Account,
    AccountPlace,
    MailKind,
    NoticeKind,
    Person,
    Role,
    RoleGrant,
    School,
    SignInSession,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.services import audit
from ejournal.services.accounts import letters
from ejournal.services.accounts.places import place_of
from ejournal.services.base.changed import note
from ejournal.services.base.topics import session_topic
from ejournal.services.mail import outbox
from ejournal.services.notices.outbox import personal_notice, tell

LASTS = timedelta(minutes=30)
_grant, _look, _of = table(RoleGrant).c, table(SignInSession).c, table(Account).c
_place = table(AccountPlace).c


def may_be_looked_as(roles: Collection[Role]) -> bool:
    """Whether an administrator may look with the eyes of whoever holds these roles."""
    return not {*roles} & {*NEVER_LOOKED_AS}


def begin_look(session: Session, actor: Actor, person_id: int, reason: str, address: str, device: str) -> str:
    """The token of a sign-in that sees what the person sees, for half an hour; the person is told at once.

    DomainError for a head, an administrator, who has no account, or no reason; NotFound for a stranger.
    """
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    guard.require_own_eyes(actor)
    guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    why = " ".join(reason.split())[: limits.REASON]
    if not why:
        raise DomainError("Say why you look")
    account, place = _account(session, actor, person_id)
    now, token = clock.now(), secrets.token_urlsafe(32)
    look = SignInSession(
        school_id=account.school_id,
        place_id=place,
        account_id=account.id or 0,
        token_hash=token_hash(token),
        created_at=now,
        seen_at=now,
        expires_at=now + LASTS,
        address=address[:60],
        device=device[:200],
        looker_id=actor.person_id,
    )
    session.add(look)
    session.flush()
    after = {"reason": why, "until": look.expires_at.isoformat()}
    change = audit.Change("look-begin", "person", person_id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    _tell(session, actor, account, person_id, look, why)
    return token


def _account(session: Session, actor: Actor, person_id: int) -> tuple[Account, int | None]:
    """The account to look with, and the place of another school's account; DomainError says why not."""
    place = place_of(session, actor.school_id, person_id)
    whose = col(Account.person_id) == person_id if place is None else col(Account.id) == place.account_id
    account = session.scalars(select(Account).where(whose, col(Account.blocked).is_(False))).first()
    if account is None:
        raise DomainError("This person has no account that is open")
    if not may_be_looked_as(_roles(session, actor, person_id)):
        raise DomainError("Nobody looks as an administrator or a head of the school")
    return account, place.id if place else None


def end_look(session: Session, actor: Actor) -> None:
    """End the look that the actor is signed in by."""
    if actor.looking is not None:
        whose = actor.school_id, actor.person_id
        _end(session, actor.session_id, *whose, actor.looking.by, clock.now())


def end_past_looks(session: Session) -> None:
    """Write down the end of the looks whose time is over, and empty their pages."""
    looks = select(
        _look.id,
        func.coalesce(_place.school_id, _of.school_id),
        func.coalesce(_place.person_id, _of.person_id),
        _look.looker_id,
        _look.expires_at,
    )
    whose = looks.join_from(table(SignInSession), table(Account), _of.id == _look.account_id)
    for look in session.execute(
        whose.outerjoin(table(AccountPlace), _place.id == _look.place_id).where(*_past())
    ).all():
        _end(session, *look)


def any_past_look(session: Session) -> bool:
    """Whether a look's time is over that nobody has ended; nothing is locked."""
    return bool(session.scalar(select(exists().where(*_past()))))


def _past() -> tuple[ColumnElement[bool], ...]:
    return _look.looker_id.is_not(None), _look.ended_at.is_(None), _look.expires_at <= clock.now()


def _end(
    session: Session, session_id: int, school_id: int, person_id: int, looker_id: int, at: datetime
) -> None:
    ended = session.execute(
        update(SignInSession)
        .where(col(SignInSession.id) == session_id, col(SignInSession.ended_at).is_(None))
        .values(ended_at=at)
        .returning(col(SignInSession.id))
    ).first()
    if ended is not None:
        audit.record(session, school_id, looker_id, audit.Change("look-end", "person", person_id))
        note(session, session_topic(session_id))


def _roles(session: Session, actor: Actor, person_id: int) -> set[Role]:
    held = select(_grant.role).where(
        _grant.school_id == actor.school_id, _grant.person_id == person_id, holds_on(_grant, actor.today)
    )
    return set(session.scalars(held))


def _tell(
    session: Session, actor: Actor, account: Account, person_id: int, look: SignInSession, why: str
) -> None:
    """To the bell, and to a confirmed e-mail."""
    now = look.created_at
    looker = session.get_one(Person, actor.person_id)
    name = short_name(looker.last_name, looker.first_name, looker.middle_name or "")
    payload = {"name": name, "reason": why, "day": clock.local(now, actor.time_zone).date().isoformat()}
    key = f"look:{look.id}"
    told = personal_notice(actor.school_id, person_id, NoticeKind.LOOKED_AS, key, payload, now)
    tell(session, [told])
    if account.email is None or account.email_confirmed_at is None:
        return
    school = session.get_one(School, actor.school_id)
    when = dates.moment(account.locale, clock.local(now, actor.time_zone))
    letter = letters.looked_as(account.locale, school.name, name, when, why)
    outbox.put(session, actor.school_id, person_id, account.email, MailKind.LOOKED_AS, letter)
