"""The e-mail of one's own account: named with the password, the account's once it is confirmed there."""

from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, EmailChange, LinkPurpose, MailKind, OneTimeLink, School
from ejournal.services import audit
from ejournal.services.accounts import letters
from ejournal.services.accounts.own import check_password
from ejournal.services.base.contacts import email_spelled
from ejournal.services.base.one_time_links import (
    UNKNOWN,
    LinkRefused,
    end_links,
    find_link,
    give_link,
    use_link,
)
from ejournal.services.mail import outbox

PATH = "/email"
LASTS = timedelta(hours=24)


def name_email(session: Session, actor: Actor, password: str, typed: str) -> str:
    """Send a letter to the e-mail, by which it becomes the account's; gives it as it is spelled.

    Whether it is another's is told to that other alone. DomainError by the field.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if not outbox.are_sent():
        raise DomainError("This installation sends no mail: the administrator enters your e-mail")
    check_password(session, actor, password, field="email_password")
    email = email_spelled(typed, "new_email")
    if not email:
        raise DomainError("Fill this in", field="new_email")
    of_actor = select(Account).where(col(Account.id) == actor.account_id)
    account = session.exec(of_actor.with_for_update()).one()
    if email == account.email and account.email_confirmed_at is not None:
        raise DomainError("This is your e-mail already", field="new_email")
    if not _write(session, actor, account, email):
        raise DomainError("Too many letters were sent. Try again in an hour", field="new_email")
    return email


def _write(session: Session, actor: Actor, account: Account, email: str) -> bool:
    school = session.exec(select(School.name).where(col(School.id) == actor.school_id)).one()
    if _is_anothers(session, account, email):
        # No address of a letter may confirm another e-mail than the one that it went to.
        end_links(session, LinkPurpose.EMAIL, person_id=actor.person_id)
        letter, kind = letters.email_taken(actor.locale, school), MailKind.EMAIL_TAKEN
    else:
        token = give_link(session, LinkPurpose.EMAIL, LASTS, person_id=actor.person_id)
        letter, kind = (
            letters.confirm_email(actor.locale, school, outbox.address(PATH, token)),
            MailKind.EMAIL_CONFIRM,
        )
    session.execute(delete(EmailChange).where(col(EmailChange.account_id) == actor.account_id))
    session.add(
        EmailChange(school_id=actor.school_id, account_id=actor.account_id, email=email, asked_at=clock.now())
    )
    session.flush()
    return outbox.put(session, actor.school_id, actor.person_id, email, kind, letter)


def named_email(session: Session, actor: Actor) -> str:
    """The e-mail that the actor has named and that waits to be confirmed; empty when none does."""
    guard.require(actor, Permission.ACCOUNT_READ)
    found = session.exec(
        select(col(EmailChange.email)).where(
            col(EmailChange.account_id) == actor.account_id, col(EmailChange.asked_at) > clock.now() - LASTS
        )
    ).first()
    return found or ""


def forget_named_email(session: Session, actor: Actor) -> None:
    """The e-mail that the actor has named is not to be the account's after all; its letter opens nothing."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    session.execute(delete(EmailChange).where(col(EmailChange.account_id) == actor.account_id))
    end_links(session, LinkPurpose.EMAIL, person_id=actor.person_id)


def email_of_link(session: Session, token: str) -> str:
    """The e-mail that the address confirms; LinkRefused when it opens nothing."""
    return _asked(session, find_link(session, token, LinkPurpose.EMAIL))[1].email


def confirm_email(session: Session, token: str) -> str:
    """Make the e-mail the account's by the letter's address, which is used up, and tell the former one."""
    link = find_link(session, token, LinkPurpose.EMAIL, hold=True)
    account, asked = _asked(session, link)
    use_link(session, link)
    if _is_anothers(session, account, asked.email):
        raise LinkRefused(UNKNOWN)
    former = account.email if account.email != asked.email else None
    _make_the_accounts(session, account, asked.email)
    session.execute(delete(EmailChange).where(col(EmailChange.id) == asked.id))
    end_links(session, LinkPurpose.PASSWORD, person_id=account.person_id)  # sent to the former one
    after = {"email": letters.masked(asked.email)}
    change = audit.Change("email-confirm", "account", account.id, after=after)
    audit.record(session, account.school_id, account.person_id, change)
    if former:
        _tell_former(session, account, former, asked.email)
    return asked.email


def _make_the_accounts(session: Session, account: Account, email: str) -> None:
    values = {"email": email, "email_confirmed_at": clock.now()}
    try:
        with session.begin_nested():
            session.execute(update(Account).where(col(Account.id) == account.id).values(**values))
    except IntegrityError as error:  # another has confirmed it a moment ago
        raise LinkRefused(UNKNOWN) from error


def _tell_former(session: Session, account: Account, former: str, email: str) -> None:
    school = session.exec(select(School.name).where(col(School.id) == account.school_id)).one()
    letter = letters.email_changed(account.locale, school, letters.masked(email))
    outbox.put(session, account.school_id, account.person_id, former, MailKind.EMAIL_CHANGED, letter)


def _asked(session: Session, link: OneTimeLink) -> tuple[Account, EmailChange]:
    found = session.exec(
        select(Account, EmailChange)
        .join(EmailChange, col(EmailChange.account_id) == col(Account.id))
        .where(col(Account.person_id) == link.person_id, col(Account.blocked).is_(False))
    ).first()
    if found is None:
        raise LinkRefused(UNKNOWN)
    return found


def _is_anothers(session: Session, account: Account, email: str) -> bool:
    by_name = or_(col(Account.email) == email, col(Account.login) == email)
    return session.exec(select(Account.id).where(by_name, col(Account.id) != account.id)).first() is not None
