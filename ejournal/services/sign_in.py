"""Signing in: by login, e-mail or SNILS, with tries counted and equal work for the known and the unknown."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.errors import DomainError
from ejournal.models import Account, SignInSession
from ejournal.services import audit, passwords, tries
from ejournal.services.snils import snils_digits, snils_hash
from ejournal.settings import settings

KNOWN_FOR = timedelta(days=180)
LONGEST_LOGIN = 200


class SignInRefused(DomainError):
    """Wrong login or password, or too many tries: wait is how many seconds to the next one."""

    keeps_work = True  # the counted try must outlive the refusal

    def __init__(self, *, wait: int = 0, locked: bool = False) -> None:
        super().__init__(
            "Too many tries. Wait {wait} s" if locked else "Wrong login or password",
            field="password",
            wait=wait,
        )
        self.wait = wait
        self.locked = locked


@dataclass(frozen=True)
class Attempt:
    """A try to sign in, already counted; the password is yet to be looked at."""

    account: Account | None
    counters: tuple[tries.Counter, ...]
    address: str

    def password_fits(self, password: str) -> bool:
        """Whether the password is the account's; as much work when there is no such account."""
        known = self.account.password_hash if self.account else None
        return passwords.verify(password, known) and not (self.account and self.account.blocked)


@dataclass(frozen=True)
class SignedIn:
    """A new sign-in: the token is for the cookie and is kept nowhere else."""

    token: str
    session_id: int
    expires_at: datetime
    locale: str


def sign_in_page(path: str, query: str = "", *, had_cookie: bool) -> str:
    """The address of the sign-in page that leads on to the path; who had a sign-in is told that it ended."""
    told = {"next": f"{path}?{query}" if query else path} | ({"error": "ended"} if had_cookie else {})
    return "/login?" + urlencode(told, quote_via=quote, safe="")


def login_name(text: str) -> str:
    """The one spelling in which logins and e-mails are stored and compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def sign_in(session: Session, login: str, password: str, address: str, device: str = "") -> SignedIn:
    """Sign in by login, e-mail or SNILS; SignInRefused when wrong or too soon."""
    attempt = begin_sign_in(session, login, address)
    return finish_sign_in(session, attempt, password, device, fits=attempt.password_fits(password))


def begin_sign_in(session: Session, login: str, address: str) -> Attempt:
    """Find the account and count the try before it is judged, so that tries at once are all counted.

    SignInRefused when it comes too soon.
    """
    now = clock.now()
    account = _account_of(session, login[:LONGEST_LOGIN])
    # A new password begins a new count: who was locked out is let in with it at once.
    name = f"id {account.id} {account.password_changed_at}" if account else f"name {login_name(login)}"
    counters = tries.counters(name, address, known_here=_is_known_here(session, account, address, now))
    wait = tries.charge(session, counters, now)
    if wait > timedelta():
        raise SignInRefused(wait=tries.seconds(wait), locked=True)
    return Attempt(account, counters, address)


def finish_sign_in(
    session: Session, attempt: Attempt, password: str, device: str = "", *, fits: bool
) -> SignedIn:
    """Open a session after the password was looked at; SignInRefused when it did not fit."""
    now = clock.now()
    account = attempt.account
    if not fits or account is None or account.id is None or not _still_opens(session, account, now):
        raise SignInRefused(wait=tries.seconds(tries.wait_for(session, attempt.counters, now)))
    failed_before = tries.take_back(session, attempt.counters, now)
    if passwords.is_outdated(account.password_hash):
        _set(session, account, password_hash=passwords.make_hash(password))
    token = secrets.token_urlsafe(32)
    opened = SignInSession(
        school_id=account.school_id,
        account_id=account.id,
        token_hash=token_hash(token),
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=settings().session_days),
        address=attempt.address[:60],
        device=device[:200],
    )
    session.add(opened)
    session.flush()
    assert opened.id is not None
    after = {"address": opened.address, "device": opened.device, "failed_before": failed_before}
    change = audit.Change("sign-in", "sign_in_session", opened.id, after=after)
    audit.record(session, account.school_id, account.person_id, change)
    return SignedIn(token, opened.id, opened.expires_at, account.locale)


def _account_of(session: Session, login: str) -> Account | None:
    name = login_name(login)
    digits = snils_digits(login)
    by_snils = snils_hash(digits or "")  # hashed for every login alike: no clock tells one from the other
    found = session.scalars(
        select(Account).where(
            or_(col(Account.login) == name, col(Account.email) == name, col(Account.snils_hash) == by_snils)
        )
    ).all()
    # A login of eleven digits is a login first.
    return min(found, key=lambda account: (account.login != name, account.email != name), default=None)


def _is_known_here(session: Session, account: Account | None, address: str, now: datetime) -> bool:
    query = select(SignInSession.id).where(
        col(SignInSession.school_id) == (account.school_id if account else 0),
        col(SignInSession.account_id) == (account.id if account else 0),
        col(SignInSession.address) == address[:60],
        col(SignInSession.created_at) > now - KNOWN_FOR,
    )
    return session.execute(query.limit(1)).first() is not None


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
