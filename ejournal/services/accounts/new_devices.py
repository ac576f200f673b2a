"""Sign-ins from browsers that an account did not know: shown among one's sign-ins, and written of."""

from datetime import datetime

from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.i18n import dates, gettext
from ejournal.models import Account, MailKind, School, SignInSession
from ejournal.services.accounts import letters
from ejournal.services.accounts.device_names import device_name
from ejournal.services.accounts.devices import mark_of
from ejournal.services.mail import outbox


def is_new(session: Session, account: Account, devices: str, now: datetime) -> bool:
    """Whether the account was opened before, and never in the browser with this cookie of devices."""
    if mark_of(devices, account.id, now):
        return False
    before = select(col(SignInSession.id)).where(
        col(SignInSession.school_id) == account.school_id,
        col(SignInSession.account_id) == account.id,
        col(SignInSession.looker_id).is_(None),
    )
    return session.exec(before.limit(1)).first() is not None


def write_of(session: Session, account: Account, opened: SignInSession) -> None:
    """Write of the sign-in to the account's confirmed e-mail, where it has one."""
    if account.email is None or account.email_confirmed_at is None or not outbox.are_sent():
        return
    school = session.exec(select(School).where(col(School.id) == account.school_id)).one()
    locale = account.locale
    when = dates.moment(locale, clock.local(opened.created_at, school.time_zone))
    device = device_name(opened.device) or gettext(locale, "Unknown browser")
    letter = letters.new_device(locale, school.name, device, when)
    outbox.put(session, account.school_id, account.person_id, account.email, MailKind.NEW_DEVICE, letter)
