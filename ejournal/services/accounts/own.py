"""One's own account: sessions and signing out, password, language and theme; signing in is in sign_in.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotSignedIn
from ejournal.i18n import LOCALES
from ejournal.models import Account, Person, SignInSession
from ejournal.services import audit
from ejournal.services.accounts import passwords, throttle
from ejournal.services.base.changed import note
from ejournal.services.base.topics import session_topic
from ejournal.settings import settings

THEMES = ("system", "light", "dark")
SIDES = ("work", "family")
TOUCHED_EVERY = timedelta(minutes=5)


class OldPasswordRefused(DomainError):
    """The present password was wrong; the try stays counted."""

    keeps_work = True


@dataclass(frozen=True)
class OwnSession:
    """A browser in which the person is signed in; looks: an administrator, who looks with their eyes."""

    id: int
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    is_current: bool
    is_new: bool = False
    looks: bool = False


@dataclass(frozen=True)
class OwnAccount:
    """What the person signs in by; letters go only to an e-mail that was confirmed."""

    login: str
    email: str
    email_confirmed: bool


def own_account(session: Session, actor: Actor) -> OwnAccount:
    """The login and e-mail that the actor signs in by."""
    guard.require(actor, Permission.ACCOUNT_READ)
    actor = actor.as_owner
    row = session.execute(
        select(col(Account.login), col(Account.email), col(Account.email_confirmed_at)).where(
            col(Account.school_id) == actor.school_id, col(Account.id) == actor.account_id
        )
    ).one()
    return OwnAccount(row[0], row[1] or "", row[2] is not None)


def sign_out(session: Session, actor: Actor) -> None:
    """End the session that the actor is signed in by."""
    _end(session, actor.as_owner, [actor.session_id], "sign-out")


def own_sessions(session: Session, actor: Actor) -> tuple[OwnSession, ...]:
    """The actor's live sessions, this one first, then the latest used."""
    guard.require(actor, Permission.ACCOUNT_READ)
    actor, now = actor.as_owner, clock.now()
    rows = session.execute(
        select(
            col(SignInSession.id),
            col(SignInSession.device),
            col(SignInSession.address),
            col(SignInSession.created_at),
            col(SignInSession.seen_at),
            col(SignInSession.new_device),
            col(SignInSession.looker_id).is_not(None),
        )
        .where(*_live(actor, now))
        .order_by(col(SignInSession.seen_at).desc(), col(SignInSession.id).desc())
    ).all()
    found = [
        OwnSession(number or 0, device, address, created_at, seen_at, number == actor.session_id, new, looks)
        for number, device, address, created_at, seen_at, new, looks in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_current))


def _live(actor: Actor, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SignInSession.school_id) == actor.school_id,
        col(SignInSession.account_id) == actor.account_id,
        col(SignInSession.ended_at).is_(None),
        col(SignInSession.expires_at) > now,
        col(SignInSession.seen_at) > now - timedelta(minutes=settings().session_idle_minutes),
    )


def end_session(session: Session, actor: Actor, session_id: int) -> None:
    """Sign the actor out of one of their browsers; NotFound for another person's."""
    actor = actor.as_owner
    row = guard.get(session, actor, SignInSession, session_id, Permission.ACCOUNT_WRITE)
    if row.ended_at is None:
        _end(session, actor, [session_id], "session-end")


def end_other_sessions(session: Session, actor: Actor) -> tuple[int, ...]:
    """Sign the actor out everywhere but here; the ids of the ended sessions."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    actor = actor.as_owner
    others = tuple(
        session.scalars(
            select(col(SignInSession.id)).where(
                col(SignInSession.school_id) == actor.school_id,
                col(SignInSession.account_id) == actor.account_id,
                col(SignInSession.id) != actor.session_id,
                col(SignInSession.ended_at).is_(None),
            )
        ).all()
    )
    ended = tuple(number for number in others if number is not None)
    _end(session, actor, ended, "session-end")
    return ended


def _end(session: Session, actor: Actor, session_ids: tuple[int, ...] | list[int], action: str) -> None:
    if not session_ids:
        return
    session.execute(
        update(SignInSession)
        .where(col(SignInSession.school_id) == actor.school_id, col(SignInSession.id).in_(session_ids))
        .values(ended_at=clock.now())
    )
    changes = [audit.Change(action, "sign_in_session", number) for number in session_ids]
    audit.record(session, actor.school_id, actor.person_id, *changes)
    note(session, *map(session_topic, session_ids))


def change_password(session: Session, actor: Actor, old: str, new: str) -> tuple[int, ...]:
    """Set a new password and end the actor's other sessions, whose ids it gives; DomainError by the field."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    actor = actor.as_owner
    row = session.execute(
        select(
            col(Account.login),
            col(Account.email),
            col(Account.password_hash),
            col(Account.password_changed_at),
            col(Person.last_name),
            col(Person.first_name),
        )
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(col(Account.id) == actor.account_id)
    ).first()
    if row is None:
        raise NotSignedIn
    login, email, known, changed_at, last, first = row
    _check_old(session, actor, old, known, changed_at, "old_password")
    names = (login, email or "", (email or "").partition("@")[0], last, first, last + first, first + last)
    passwords.require_strong(new, names, field="new_password")
    if passwords.verify(new, known):
        raise DomainError("This is your present password. Choose another", field="new_password")
    _set(
        session,
        actor.account_id,
        password_hash=passwords.make_hash(new),
        password_changed_at=clock.now(),
        is_demo=False,
    )
    audit.record(
        session,
        actor.school_id,
        actor.person_id,
        audit.Change("password-change", "account", actor.account_id),
    )
    return end_other_sessions(session, actor)


def check_password(session: Session, actor: Actor, password: str, *, field: str) -> None:
    """DomainError by the field unless it is the actor's present password; tries are counted."""
    row = session.execute(
        select(col(Account.password_hash), col(Account.password_changed_at)).where(
            col(Account.id) == actor.account_id
        )
    ).first()
    if row is None:
        raise NotSignedIn
    _check_old(session, actor, password, row[0], row[1], field)


def _check_old(
    session: Session, actor: Actor, old: str, known: str, changed_at: datetime | None, field: str
) -> None:
    # Counted like a sign-in: a browser left open must not be a place to guess the password from.
    now = clock.now()
    counters = (throttle.alone("change", str(actor.account_id), str(changed_at)),)
    wait = throttle.charge(session, counters, now)
    if wait > timedelta():
        raise OldPasswordRefused("Too many tries. Wait {wait} s", field=field, wait=throttle.seconds(wait))
    if not passwords.verify(old, known):
        raise OldPasswordRefused("This is not your present password", field=field)
    throttle.take_back(session, counters, now)


def set_locale(session: Session, actor: Actor, locale: str) -> None:
    """Remember the actor's language; ValueError for one that is not spoken here."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if locale not in LOCALES:
        raise ValueError(locale)
    _set(session, actor.account_id, locale=locale)


def set_theme(session: Session, actor: Actor, theme: str) -> None:
    """Remember the actor's theme: system, light or dark; ValueError for any other."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if theme not in THEMES:
        raise ValueError(theme)
    _set(session, actor.account_id, theme=theme)


def set_side(session: Session, actor: Actor, side: str) -> None:
    """Remember in this browser which of work and family is shown; ValueError for any other."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if side not in SIDES:
        raise ValueError(side)
    session.execute(
        update(SignInSession)
        .where(col(SignInSession.id) == actor.session_id, col(SignInSession.account_id) == actor.account_id)
        .values(side=side)
    )


def _set(session: Session, account_id: int, **values: object) -> None:
    session.execute(update(Account).where(col(Account.id) == account_id).values(**values))


def touch(session: Session, actor: Actor) -> None:
    """Note that the session is in use, when the last note is older than five minutes."""
    now = clock.now()
    noted = session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.id) == actor.session_id,
            col(SignInSession.ended_at).is_(None),
            col(SignInSession.seen_at) < now - TOUCHED_EVERY,
        )
        .values(seen_at=now)
        .returning(col(SignInSession.id))
    ).first()
    if noted is not None:
        _set(session, actor.account_id, last_seen_at=now)


def refuse_demo_accounts(session: Session) -> None:
    """DomainError when a demo password opens an account that is not blocked; for a start without the demo."""
    rows = session.execute(
        select(col(Account.password_hash), col(Account.login)).where(
            col(Account.is_demo).is_(True), col(Account.blocked).is_(False)
        )
    ).all()
    seen: set[str] = set()  # a demo school shares its few hashes
    for password_hash, login in rows:
        if password_hash in seen:
            continue
        seen.add(password_hash)
        if passwords.verify(passwords.DEMO_PASSWORD, password_hash):
            raise DomainError(
                "Account {login} still opens with the demo password: block it, or use another database",
                login=login,
            )
