"""Half a sign-in: the password was right, the second factor is yet to come, in the same browser and soon."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.errors import DomainError
from ejournal.models import Account, HalfSignIn

COOKIE = "ejournal_half"
LASTS = timedelta(minutes=10)
LONGEST_TOKEN = 100
MOST_TRIES = 5


@dataclass(frozen=True)
class HalfSignedIn:
    """The token is for the cookie and is kept nowhere else."""

    token: str


class HalfSignInOver(DomainError):
    """It was used, has expired, was tried too often, is nobody's, or the password has changed meanwhile."""

    keeps_work = True

    def __init__(self) -> None:
        super().__init__("The time to confirm the sign-in is over. Sign in again")


def is_needed(session: Session, account: Account) -> bool:
    """Whether the account has a second factor at this moment."""
    asked = select(col(Account.second_factor_since)).where(col(Account.id) == account.id)
    return session.execute(asked).scalar_one() is not None


def begin(session: Session, account: Account, failed_before: int) -> HalfSignedIn:
    """Half a sign-in of the account for one browser; what is left of earlier ones is swept away."""
    assert account.id is not None
    now, token = clock.now(), secrets.token_urlsafe(32)
    of_account = (
        col(HalfSignIn.school_id) == account.school_id,
        col(HalfSignIn.account_id) == account.id,
    )
    is_over = or_(col(HalfSignIn.expires_at) <= now, col(HalfSignIn.closed_at).is_not(None))
    session.execute(delete(HalfSignIn).where(*of_account, is_over))
    session.add(
        HalfSignIn(
            school_id=account.school_id,
            account_id=account.id,
            token_hash=token_hash(token),
            password_changed_at=account.password_changed_at,
            expires_at=now + LASTS,
            failed_before=failed_before,
        )
    )
    session.flush()
    return HalfSignedIn(token)


def find(session: Session, token: str) -> tuple[HalfSignIn, Account]:
    """The half sign-in that the token is of, with its account; HalfSignInOver when none of it lives."""
    found = None
    if token and len(token) <= LONGEST_TOKEN:
        found = session.execute(
            select(HalfSignIn, Account)
            .join(Account, col(Account.id) == col(HalfSignIn.account_id))
            .where(
                col(HalfSignIn.token_hash) == token_hash(token),
                col(HalfSignIn.closed_at).is_(None),
                col(HalfSignIn.expires_at) > clock.now(),
                col(HalfSignIn.tries) < MOST_TRIES,
                col(HalfSignIn.password_changed_at) == col(Account.password_changed_at),
                col(Account.blocked).is_(False),
                col(Account.second_factor_since).is_not(None),
            )
            .execution_options(populate_existing=True)
        ).first()
    if found is None:
        raise HalfSignInOver
    return found[0], found[1]


def count_try(session: Session, half: HalfSignIn) -> bool:
    """Count one try before it is judged; False when those of this half sign-in are used up."""
    counted = (
        update(HalfSignIn)
        .where(col(HalfSignIn.id) == half.id, col(HalfSignIn.tries) < MOST_TRIES)
        .values(tries=HalfSignIn.tries + 1)
        .returning(col(HalfSignIn.id))
    )
    return session.execute(counted).first() is not None


def close(session: Session, half: HalfSignIn) -> None:
    """Use the half sign-in up; HalfSignInOver for whoever comes second, however close."""
    used = (
        update(HalfSignIn)
        .where(col(HalfSignIn.id) == half.id, col(HalfSignIn.closed_at).is_(None))
        .values(closed_at=clock.now())
        .returning(col(HalfSignIn.id))
    )
    if session.execute(used).first() is None:
        raise HalfSignInOver
