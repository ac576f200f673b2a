"""An e-mail on its way to an account: confirmed by its own letter, agreed to or stopped by the former's."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import Account, EmailChange, LinkPurpose, MailKind, OneTimeLink, School, SignInSession
from ejournal.services import audit
from ejournal.services.accounts import letters
from ejournal.services.base.changed import note
from ejournal.services.base.one_time_links import UNKNOWN, LinkRefused, end_links, find_link, use_link
from ejournal.services.base.topics import session_topic
from ejournal.services.mail import outbox

PATH, FORMER_PATH = "/email", "/email/former"
LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a letter has come to: the e-mail, and whether the other letter is still waited for."""

    email: str
    waits: bool


def email_of_link(session: Session, token: str) -> str:
    """The e-mail that the address confirms; LinkRefused when it opens nothing."""
    return _asked(session, find_link(session, token, LinkPurpose.EMAIL))[1].email


def confirm_email(session: Session, token: str) -> Confirmed:
    """The e-mail is confirmed by its letter's address, which is used up."""
    account, change = _used(session, token, LinkPurpose.EMAIL)
    if is_anothers(session, account, change.email):
        raise LinkRefused(UNKNOWN)
    change.confirmed_at = clock.now()
    return _settled(session, account, change)


def change_of_link(session: Session, token: str) -> str:
    """The masked e-mail that is to take the former one's place, for who holds the former's letter."""
    return letters.masked(_asked(session, find_link(session, token, LinkPurpose.EMAIL_FORMER))[1].email)


def agree_to_email(session: Session, token: str) -> Confirmed:
    """The former e-mail agrees to the new one; the address is used up."""
    account, change = _used(session, token, LinkPurpose.EMAIL_FORMER)
    change.agreed_at = clock.now()
    found = _settled(session, account, change)
    return Confirmed(letters.masked(found.email), found.waits)


def stop_change(session: Session, token: str) -> None:
    """It was not the owner: the change is dropped, and all sign-ins of the account are ended.

    Whoever named the e-mail knew the password: the owner is led to a new one.
    """
    account, change = _used(session, token, LinkPurpose.EMAIL_FORMER)
    after = {"email": letters.masked(change.email)}
    assert account.id is not None
    end_change(session, account.id, account.person_id)
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
    _record(session, account, "email-stop", after)


def end_change(session: Session, account_id: int, person_id: int) -> None:
    """No change is under way any more: its letters open nothing."""
    session.execute(delete(EmailChange).where(col(EmailChange.account_id) == account_id))
    for purpose in (LinkPurpose.EMAIL, LinkPurpose.EMAIL_FORMER):
        end_links(session, purpose, person_id=person_id)


def is_anothers(session: Session, account: Account, email: str) -> bool:
    """Whether another account signs in by the e-mail."""
    by_name = or_(col(Account.email) == email, col(Account.login) == email)
    return session.exec(select(Account.id).where(by_name, col(Account.id) != account.id)).first() is not None


def _used(session: Session, token: str, purpose: LinkPurpose) -> tuple[Account, EmailChange]:
    link = find_link(session, token, purpose, hold=True)
    asked = _asked(session, link, hold=True)
    use_link(session, link)
    return asked


def _asked(session: Session, link: OneTimeLink, *, hold: bool = False) -> tuple[Account, EmailChange]:
    asked = (
        select(Account, EmailChange)
        .join(EmailChange, col(EmailChange.account_id) == col(Account.id))
        .where(
            col(Account.person_id) == link.person_id,
            col(Account.blocked).is_(False),
            col(EmailChange.asked_at) > clock.now() - LASTS,
        )
    )
    # Held: of both letters opened at once the second sees what the first has said.
    found = session.exec(asked.with_for_update() if hold else asked).first()
    if found is None:
        raise LinkRefused(UNKNOWN)
    return found


def _settled(session: Session, account: Account, change: EmailChange) -> Confirmed:
    """The change after one of its letters was answered: done when no other is waited for."""
    session.add(change)
    session.flush()
    # The account may have got another e-mail since: who reads the former one is asked no more.
    asks_former = bool(change.former) and change.former == account.email
    if change.confirmed_at is None or (asks_former and change.agreed_at is None):
        return Confirmed(change.email, waits=True)
    email, former = change.email, account.email
    _make_the_accounts(session, account, email)
    assert account.id is not None
    end_change(session, account.id, account.person_id)
    end_links(session, LinkPurpose.PASSWORD, person_id=account.person_id)  # sent to the former one
    _record(session, account, "email-confirm", {"email": letters.masked(email)})
    if former and former != email:
        _tell_former(session, account, former, email)
    return Confirmed(email, waits=False)


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


def _record(session: Session, account: Account, action: str, after: dict[str, str]) -> None:
    change = audit.Change(action, "account", account.id, after=after)
    audit.record(session, account.school_id, account.person_id, change)
