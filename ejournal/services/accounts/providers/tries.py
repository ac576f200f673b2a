"""Ways to a provider and back: each works once, for minutes, in the browser that began it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, delete
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import ProviderTry
from ejournal.openid_provider import OidcProvider
from ejournal.services.accounts import throttle
from ejournal.services.accounts.own import check_password
from ejournal.services.accounts.sign_in import SignInRefused
from ejournal.services.base.secret_links import hashed
from ejournal.settings import settings

LASTS = timedelta(minutes=10)
LED_OFF_WITHIN = timedelta(minutes=5)
STARTS = throttle.Limit(300, timedelta(seconds=2), timedelta(minutes=1), timedelta(minutes=10))
"""From one address, without a single one that came back well: a whole school may stand behind it."""
MOST = 20_000
"""Ways of the installation that have begun: beyond it the oldest give way."""
SURPLUS_LOOKED_AT_EVERY = 50
LONGEST_WANTED = 500


@dataclass(frozen=True, slots=True)
class Begun:
    """A way that has just begun; browser is for a cookie."""

    state: str
    browser: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A way that has come to its end; with a session it was to link a subject to the session's account."""

    nonce: str
    verifier: str
    wanted: str
    session_id: int | None


def provider_of(key: str) -> OidcProvider | None:
    """The provider of the key, None when there is none such."""
    return next((one for one in settings().oidc_providers if one.key == key), None)


def begin(session: Session, provider: OidcProvider, address: str, wanted: str = "") -> Begun:
    """A way to sign in, for a stranger at the address; SignInRefused when there were too many from there."""
    now = clock.now()
    wait = throttle.charge(session, (_counter(address),), now)
    if wait > timedelta():
        raise SignInRefused(wait=throttle.seconds(wait), locked=True)
    return _put(
        session, ProviderTry(provider=provider.key, wanted=wanted[:LONGEST_WANTED], until=now + LASTS)
    )


def came_back_well(session: Session, address: str) -> None:
    """Somebody who began at the address was vouched for: it may begin as often again."""
    throttle.take_back(session, (_counter(address),), clock.now())


def ask_to_link(session: Session, actor: Actor, key: str, password: str, *, field: str) -> None:
    """Let the actor's browser be led off to link a provider; DomainError by the field for a wrong password.

    NotFound for a provider that is not offered.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if provider_of(key) is None:
        raise NotFound
    check_password(session, actor, password, field=field)
    session.execute(_of_session(actor))
    until = clock.now() + LED_OFF_WITHIN
    session.add(ProviderTry(provider=key, session_id=actor.session_id, until=until))
    session.flush()


def begin_link(session: Session, actor: Actor, provider: OidcProvider) -> Begun:
    """The way for which the actor has just given the password; NotFound when it was not, or long ago."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    now = clock.now()
    asked = session.execute(
        _of_session(actor)
        .where(col(ProviderTry.provider) == provider.key, col(ProviderTry.state_hash).is_(None))
        .returning(col(ProviderTry.until))
    ).first()
    if asked is None or asked.until <= now:
        raise NotFound
    row = ProviderTry(provider=provider.key, session_id=actor.session_id, until=now + LASTS)
    return _put(session, row)


def take(session: Session, provider: OidcProvider, state: str, browser: str) -> Taken | None:
    """Use up the way of the state; None when it is another browser's, another provider's, past, or none."""
    row = session.execute(
        delete(ProviderTry)
        .where(col(ProviderTry.state_hash) == hashed(state))
        .returning(
            col(ProviderTry.provider),
            col(ProviderTry.browser_hash),
            col(ProviderTry.nonce),
            col(ProviderTry.verifier),
            col(ProviderTry.wanted),
            col(ProviderTry.session_id),
            col(ProviderTry.until),
        )
    ).first()
    if row is None or row.provider != provider.key or row.until <= clock.now():
        return None
    if not browser or not secrets.compare_digest(row.browser_hash, hashed(browser)):
        return None
    return Taken(row.nonce, row.verifier, row.wanted, row.session_id)


def _put(session: Session, row: ProviderTry) -> Begun:
    begun = Begun(*(secrets.token_urlsafe(32) for _ in range(4)))
    row.state_hash, row.browser_hash = hashed(begun.state), hashed(begun.browser)
    row.nonce, row.verifier = begun.nonce, begun.verifier
    session.add(row)
    session.flush()
    _prune(session, row.id or 0, clock.now())
    return begun


def _prune(session: Session, newest: int, now: datetime) -> None:
    """Nothing stays of what nobody came back from."""
    session.execute(delete(ProviderTry).where(col(ProviderTry.until) <= now))
    if newest % SURPLUS_LOOKED_AT_EVERY == 0:
        session.execute(delete(ProviderTry).where(col(ProviderTry.id) <= newest - MOST))


def _of_session(actor: Actor) -> Delete:
    return delete(ProviderTry).where(col(ProviderTry.session_id) == actor.session_id)


def _counter(address: str) -> throttle.Counter:
    return throttle.alone("provider", throttle.network(address), limit=STARTS)
