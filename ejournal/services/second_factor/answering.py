"""The second step of a sign-in, a code or a passkey after the password; or a passkey in place of both."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import Account, HalfSignIn, PasskeyPurpose
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts import half_sign_in, throttle
from ejournal.services.accounts.half_sign_in import HalfSignInOver
from ejournal.services.accounts.sign_in import SignedIn, open_session
from ejournal.services.registration.signs import read_code
from ejournal.services.second_factor import passkeys, proofs
from ejournal.services.second_factor.challenges import PasskeyRefused
from ejournal.services.second_factor.passkeys import UNKNOWN, Site
from ejournal.services.second_factor.proofs import ProofRefused
from ejournal.services.second_factor.telling import FactorChange, write_of

FIELD = "code"


@dataclass(frozen=True, slots=True)
class Browser:
    """Where an answer comes from: the address, what the browser calls itself, the cookie of known devices."""

    address: str
    device: str = ""
    devices: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a half sign-in may be confirmed."""

    codes: bool
    passkeys: bool
    recovery: bool


def ways_of(session: Session, token: str) -> Ways:
    """What the half sign-in of the token waits for; HalfSignInOver when it is none that lives."""
    _half, account = half_sign_in.find(session, token)
    number = account.id or 0
    return Ways(
        proofs.code_key(session, number) is not None,
        proofs.has_passkey(session, account.school_id, number),
        proofs.recovery_left(session, number) > 0,
    )


def answer_code(session: Session, token: str, typed: str, browser: Browser) -> SignedIn:
    """Open the session of the half sign-in by a code or a recovery code; ProofRefused, HalfSignInOver.

    DomainError by the field for what is no code of any kind.
    """
    half, account = half_sign_in.find(session, token)
    proofs.require_readable(typed, field=FIELD)
    counters = _charge(session, half, account, browser)
    proofs.take_code(session, half.account_id, typed, field=FIELD)
    if read_code(typed):
        write_of(session, account, FactorChange.RECOVERY_USED)
    return _finish(session, half, account, browser, counters)


def ask_passkey(session: Session, token: str, site: Site) -> str:
    """What the browser is asked to sign by a passkey of the half sign-in's account, as JSON."""
    _half, account = half_sign_in.find(session, token)
    return passkeys.second_options(session, account, token, site)


def answer_passkey(session: Session, token: str, answer: str, site: Site, browser: Browser) -> SignedIn:
    """Open the session of the half sign-in by a passkey; PasskeyRefused, HalfSignInOver."""
    half, account = half_sign_in.find(session, token)
    counters = _charge(session, half, account, browser)
    found = passkeys.signed_by(session, PasskeyPurpose.SECOND, token, answer, site, verified=False)
    if found.account_id != half.account_id:
        raise PasskeyRefused(UNKNOWN)
    return _finish(session, half, account, browser, counters)


def sign_in_by_passkey(session: Session, token: str, answer: str, site: Site, browser: Browser) -> SignedIn:
    """Sign in by a passkey that has asked its owner for finger, face or PIN: it is both factors at once."""
    found = passkeys.signed_by(session, PasskeyPurpose.SIGN_IN, token, answer, site, verified=True)
    account = _opened(session, found.account_id)
    return open_session(session, account, browser.address, browser.device, browser.devices)


def _charge(
    session: Session, half: HalfSignIn, account: Account, browser: Browser
) -> tuple[throttle.Counter, ...]:
    now = clock.now()
    device = known_devices.mark_of(browser.devices, account.id, now)
    counters = throttle.of_second_step(str(account.id), browser.address, device)
    wait = throttle.charge(session, counters, now)
    if wait > timedelta():
        raise ProofRefused("Too many tries. Wait {wait} s", field=FIELD, wait=throttle.seconds(wait))
    if not half_sign_in.count_try(session, half):
        raise HalfSignInOver
    return counters


def _finish(
    session: Session,
    half: HalfSignIn,
    account: Account,
    browser: Browser,
    counters: tuple[throttle.Counter, ...],
) -> SignedIn:
    half_sign_in.close(session, half)
    failed = throttle.take_back(session, counters, clock.now())
    account = _opened(session, half.account_id)
    return open_session(
        session, account, browser.address, browser.device, browser.devices, half.failed_before + failed
    )


def _opened(session: Session, account_id: int) -> Account:
    """The account, held until the commit; PasskeyRefused when it is blocked."""
    seen = (
        update(Account)
        .where(col(Account.id) == account_id, col(Account.blocked).is_(False))
        .values(last_seen_at=clock.now())
        .returning(col(Account.id))
    )
    if session.execute(seen).first() is None:
        raise PasskeyRefused(UNKNOWN)
    return session.scalars(select(Account).where(col(Account.id) == account_id)).one()
