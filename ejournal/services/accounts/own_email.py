"""The e-mail of one's own account: named with the password, or offered again where it was never confirmed.

email_change.py is for who holds the letters: the e-mail becomes the account's once it is confirmed there and,
where the account had a confirmed one, agreed to at the former.
"""

from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, EmailChange, LinkPurpose, MailKind, School
from ejournal.services.accounts import letters
from ejournal.services.accounts.email_change import FORMER_PATH, LASTS, PATH, end_change, is_anothers
from ejournal.services.accounts.own import check_password
from ejournal.services.base.contacts import email_spelled
from ejournal.services.base.one_time_links import give_link
from ejournal.services.mail import outbox

TOO_MANY = "Too many letters were sent. Try again in an hour"


def name_email(session: Session, actor: Actor, password: str, typed: str) -> str:
    """Send a letter to the e-mail, by which it becomes the account's; gives it as it is spelled.

    Where the account has a confirmed e-mail, that one is asked too. Whether the new one is another's is told
    to that other alone. DomainError by the field.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if not outbox.are_sent():
        raise DomainError("This installation sends no mail: the administrator enters your e-mail")
    check_password(session, actor, password, field="email_password")
    email = email_spelled(typed, "new_email")
    if not email:
        raise DomainError("Fill this in", field="new_email")
    account = _held(session, actor)
    if email == account.email and account.email_confirmed_at is not None:
        raise DomainError("This is your e-mail already", field="new_email")
    if not _write(session, account, email):
        raise DomainError(TOO_MANY, field="new_email")
    return email


def confirm_present(session: Session, actor: Actor) -> str:
    """Send the letter that confirms the e-mail the account has; gives it. DomainError where none is to be."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    account = _held(session, actor)
    if not outbox.are_sent() or not account.email or account.email_confirmed_at is not None:
        raise DomainError("There is no e-mail to be confirmed")
    if not _write(session, account, account.email):
        raise DomainError(TOO_MANY)
    return account.email


def name_first(session: Session, account: Account, email: str) -> None:
    """Send the letter that confirms the e-mail given at the registration; nothing where no mail is sent."""
    if outbox.are_sent():
        _write(session, account, email)


def unconfirmed_email(session: Session, actor: Actor) -> str:
    """The account's e-mail that nobody has confirmed yet and a letter could; empty where there is none."""
    guard.require(actor, Permission.ACCOUNT_READ)
    if not outbox.are_sent():
        return ""
    found = session.exec(
        select(col(Account.email)).where(
            col(Account.id) == actor.account_id, col(Account.email_confirmed_at).is_(None)
        )
    ).first()
    return found or ""


def named_email(session: Session, actor: Actor) -> str:
    """The e-mail that the actor has named and that waits to be confirmed; empty when none does."""
    change = _change(session, actor)
    return change.email if change else ""


def waits_for_former(session: Session, actor: Actor) -> bool:
    """Whether the named e-mail waits for a word of the former one too."""
    change = _change(session, actor)
    return change is not None and bool(change.former) and change.agreed_at is None


def forget_named_email(session: Session, actor: Actor) -> None:
    """The e-mail that the actor has named is not to be the account's after all; its letters open nothing."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    end_change(session, actor.account_id, actor.as_owner.person_id)


def _change(session: Session, actor: Actor) -> EmailChange | None:
    guard.require(actor, Permission.ACCOUNT_READ)
    asked = select(EmailChange).where(
        col(EmailChange.account_id) == actor.account_id, col(EmailChange.asked_at) > clock.now() - LASTS
    )
    return session.exec(asked).first()


def _held(session: Session, actor: Actor) -> Account:
    return session.exec(select(Account).where(col(Account.id) == actor.account_id).with_for_update()).one()


def _write(session: Session, account: Account, email: str) -> bool:
    """Put the change down and queue its letters; False when there is no room for one of them."""
    assert account.id is not None
    end_change(session, account.id, account.person_id)  # no letter confirms another e-mail than its own
    is_confirmed = account.email_confirmed_at is not None and account.email != email
    former = account.email if is_confirmed and account.email else ""
    session.add(
        EmailChange(
            school_id=account.school_id, account_id=account.id, email=email, former=former,
            asked_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    # The former one is asked whether or not the new one is another's: its owner learns nothing by the letter.
    return _write_to_new(session, account, email) and (
        not former or _write_to_former(session, account, email)
    )


def _write_to_new(session: Session, account: Account, email: str) -> bool:
    locale, school = account.locale, _school(session, account)
    if is_anothers(session, account, email):
        letter, kind = letters.email_taken(locale, school), MailKind.EMAIL_TAKEN
    else:
        token = give_link(session, LinkPurpose.EMAIL, LASTS, person_id=account.person_id)
        letter = letters.confirm_email(locale, school, outbox.address(PATH, token))
        kind = MailKind.EMAIL_CONFIRM
    return outbox.put(session, account.school_id, account.person_id, email, kind, letter)


def _write_to_former(session: Session, account: Account, email: str) -> bool:
    token = give_link(session, LinkPurpose.EMAIL_FORMER, LASTS, person_id=account.person_id)
    letter = letters.agree_to_email(
        account.locale, _school(session, account), letters.masked(email), outbox.address(FORMER_PATH, token)
    )
    return outbox.put(
        session, account.school_id, account.person_id, account.email or "", MailKind.EMAIL_AGREE, letter
    )


def _school(session: Session, account: Account) -> str:
    return session.exec(select(School.name).where(col(School.id) == account.school_id)).one()
