"""Second factors taken off an account whose owner has lost the phone, by an administrator or the operator."""

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Account, CodeKey, HalfSignIn, Passkey, Person, RecoveryCode, SignInSession
from ejournal.services import audit
from ejournal.services.accounts.sign_in import login_name
from ejournal.services.base.changed import note
from ejournal.services.base.topics import people_topic, session_topic
from ejournal.services.second_factor.telling import tell_taken_off

NONE_THERE = "This account has no second factor"


def take_off(session: Session, actor: Actor, person_id: int) -> None:
    """Take all second factors off another's account, and sign it out everywhere; the person is told."""
    guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    if person_id == actor.person_id:
        raise DomainError("This is your own account: change it on your own page")
    account = session.scalars(
        select(Account).where(col(Account.school_id) == actor.school_id, col(Account.person_id) == person_id)
    ).first()
    if account is None:
        raise NotFound
    _take_off(session, account, actor.person_id)


def take_off_by_operator(session: Session, login: str) -> None:
    """Take all second factors off the account of the login: for an administrator who has lost the phone."""
    asked = select(Account).where(col(Account.login) == login_name(login))
    account = session.scalars(asked).first()
    if account is None:
        raise DomainError("There is no account with this login")
    _take_off(session, account, None)


def _take_off(session: Session, account: Account, by: int | None) -> None:
    if account.second_factor_since is None:
        raise DomainError(NONE_THERE)
    for kind in (CodeKey, RecoveryCode, Passkey, HalfSignIn):
        session.execute(
            delete(kind).where(col(kind.school_id) == account.school_id, col(kind.account_id) == account.id)
        )
    session.execute(
        update(Account)
        .where(col(Account.id) == account.id)
        .values(second_factor_since=None, grace_from=clock.now())
    )
    audit.record(session, account.school_id, by, audit.Change("second-factor-off", "account", account.id))
    ended = session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.school_id) == account.school_id,
            col(SignInSession.account_id) == account.id,
            col(SignInSession.ended_at).is_(None),
        )
        .values(ended_at=clock.now())
        .returning(col(SignInSession.id))
    )
    note(session, *(session_topic(number) for (number,) in ended if number is not None))
    note(session, people_topic(account.school_id))
    tell_taken_off(session, account)
