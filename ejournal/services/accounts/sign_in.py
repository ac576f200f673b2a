"""Signing in: by login, e-mail or SNILS, with tries counted and equal work for the known and the unknown."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.errors import DomainError
from ejournal.models import Account, SignInSession
from ejournal.services import audit
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts import half_sign_in, new_devices, password_costs, passwords, throttle
from ejournal.services.accounts.half_sign_in import HalfSignedIn
from ejournal.services.accounts.snils import snils_digits, snils_hash
from ejournal.settings import settings

LONGEST_LOGIN = 200
LONGEST_TYPED = 1000


class SignInRefused(DomainError):
    """Wrong login or password, or too many tries: wait is how many seconds to the next one.

    The page of the sign-in says it in words of its own.
    """

    keeps_work = True  # the counted try must outlive the refusal

    def __init__(self, *, wait: int = 0, locked: bool = False) -> None:
        super().__init__("")
        self.wait = wait
        self.locked = locked


@dataclass(frozen=True)
class Attempt:
    """A try to sign in, already counted; the password is yet to be looked at."""

    account: Account | None
    counters: tuple[throttle.Counter, ...]
    address: str
    devices: str
    costs: tuple[str, ...]

    def password_fits(self, password: str) -> bool:
        """Whether the password is the account's; as much work when there is no such account."""
        known = self.account.password_hash if self.account else None
        return passwords.verify(password, known, self.costs) and not (self.account and self.account.blocked)


@dataclass(frozen=True)
class SignedIn:
    """A new sign-in: the token is for the cookie and is kept nowhere else; devices is for another cookie."""

    token: str
    session_id: int
    expires_at: datetime
    locale: str
    devices: str


def sign_in_page(path: str, query: str = "", *, had_cookie: bool) -> str:
    """The address of the sign-in page that leads on to the path; who had a sign-in is told that it ended."""
    told = {"next": f"{path}?{query}" if query else path} | ({"error": "ended"} if had_cookie else {})
    return "/login?" + urlencode(told, quote_via=quote, safe="")


def login_name(text: str) -> str:
    """The one spelling in which logins and e-mails are stored and compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def sign_in(
    session: Session, login: str, password: str, address: str, device: str = "", devices: str = ""
) -> SignedIn | HalfSignedIn:
    """Sign in by login, e-mail or SNILS; SignInRefused when wrong or too soon."""
    attempt = begin_sign_in(session, login, address, devices)
    return finish_sign_in(session, attempt, password, device, fits=attempt.password_fits(password))


def begin_sign_in(session: Session, login: str, address: str, devices: str = "") -> Attempt:
    """Find the account and count the try before it is judged, so that tries at once are all counted.

    devices: the cookie of services/accounts/devices.py. SignInRefused when the try comes too soon.
    """
    now = clock.now()
    name, digits = _spelled(login)
    account = _account_of(session, name, digits)
    device = known_devices.mark_of(devices, account.id if account else None, now)
    # All spellings of an account, and of a name that is nobody's, are one. A new password begins a new
    # count: who was locked out is let in with it at once.
    counted = f"id {account.id} {account.password_changed_at}" if account else f"name {digits or name}"
    counters = throttle.counters(counted, address, device)
    wait = throttle.charge(session, counters, now)
    if wait > timedelta():
        raise SignInRefused(wait=throttle.seconds(wait), locked=True)
    costs = password_costs.costs_with(session, account.password_hash if account else None)
    return Attempt(account, counters, address, devices, costs)


def finish_sign_in(
    session: Session, attempt: Attempt, password: str, device: str = "", *, fits: bool
) -> SignedIn | HalfSignedIn:
    """Let the account in after the password was looked at; SignInRefused when it did not fit."""
    now = clock.now()
    account = attempt.account
    if not fits or account is None or account.id is None or not _still_opens(session, account, now):
        raise SignInRefused(wait=throttle.seconds(throttle.wait_for(session, attempt.counters, now)))
    failed_before = throttle.take_back(session, attempt.counters, now)
    if passwords.is_outdated(account.password_hash):
        _set(session, account, password_hash=passwords.make_hash(password))
        password_costs.note(session, passwords.COST)
    return admit(session, account, attempt.address, device, attempt.devices, failed_before)


def admit(
    session: Session, account: Account, address: str, device: str, devices: str = "", failed_before: int = 0
) -> SignedIn | HalfSignedIn:
    """What follows once somebody has shown, by whatever way of signing in, that the account is theirs.

    A session, or where the account has a second factor, half a sign-in that waits for it.
    """
    if half_sign_in.is_needed(session, account):
        return half_sign_in.begin(session, account, failed_before)
    return open_session(session, account, address, device, devices, failed_before)


def open_session(
    session: Session, account: Account, address: str, device: str, devices: str = "", failed_before: int = 0
) -> SignedIn:
    """A new sign-in of the account, for whoever has shown that it is theirs."""
    assert account.id is not None
    now = clock.now()
    token = secrets.token_urlsafe(32)
    opened = SignInSession(
        school_id=account.school_id,
        account_id=account.id,
        token_hash=token_hash(token),
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=settings().session_days),
        address=address[:60],
        device=device[:200],
        new_device=new_devices.is_new(session, account, devices, now),
        side=_side_shown_last(session, account),
    )
    session.add(opened)
    session.flush()
    assert opened.id is not None
    after = {"address": opened.address, "device": opened.device, "failed_before": failed_before}
    change = audit.Change("sign-in", "sign_in_session", opened.id, after=after)
    audit.record(session, account.school_id, account.person_id, change)
    if opened.new_device:
        new_devices.write_of(session, account, opened)
    known = known_devices.remembered(devices, account.id, now)
    return SignedIn(token, opened.id, opened.expires_at, account.locale, known)


def _side_shown_last(session: Session, account: Account) -> str:
    """Which of work and family the account's latest sign-in showed."""
    latest = (
        select(col(SignInSession.side))
        .where(col(SignInSession.school_id) == account.school_id, col(SignInSession.account_id) == account.id)
        .order_by(col(SignInSession.id).desc())
        .limit(1)
    )
    return session.scalar(latest) or ""


def _spelled(login: str) -> tuple[str, str]:
    """The login as it is looked up, and the digits of the SNILS that it may be; empty when too long."""
    name = login_name(login).replace("\0", "") if len(login) <= LONGEST_TYPED else ""
    if len(name) > LONGEST_LOGIN:
        name = ""
    return name, snils_digits(name) or ""


def _account_of(session: Session, name: str, digits: str) -> Account | None:
    names = (name, digits or name)  # a login may be eleven digits too, and is then found in any spelling
    by_snils = snils_hash(digits)  # hashed for every login alike: no clock tells one from the other
    found = session.scalars(
        select(Account).where(
            or_(
                col(Account.login).in_(names), col(Account.email) == name, col(Account.snils_hash) == by_snils
            )
        )
    ).all()
    # A login of eleven digits is a login first.
    return min(found, key=lambda one: (one.login not in names, one.email != name), default=None)


def _still_opens(session: Session, account: Account, now: datetime) -> bool:
    """Whether the password that was looked at still holds; if so its account is held until the commit.

    Meanwhile the administrator may have blocked the account or given it a new password, which ends all
    sign-ins: one that comes after it must not stay.
    """
    seen = (
        update(Account)
        .where(
            col(Account.id) == account.id,
            col(Account.password_hash) == account.password_hash,
            col(Account.blocked).is_(False),
        )
        .values(last_seen_at=now)
        .returning(col(Account.id))
    )
    return session.execute(seen).first() is not None


def _set(session: Session, account: Account, **values: object) -> None:
    session.execute(update(Account).where(col(Account.id) == account.id).values(**values))
