"""What the owner of an account is written, and told in the bell, when its second factors change."""

from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import Account, MailKind, NoticeKind, School
from ejournal.services.accounts import letters
from ejournal.services.mail import outbox
from ejournal.services.notices.outbox import personal_notice, tell


class FactorChange(StrEnum):
    """What has changed."""

    CODES_ON = "codes_on"
    CODES_OFF = "codes_off"
    PASSKEY_ON = "passkey_on"
    PASSKEY_OFF = "passkey_off"
    RECOVERY_NEW = "recovery_new"
    RECOVERY_USED = "recovery_used"
    TAKEN_OFF = "taken_off"


def write_of(session: Session, account: Account, what: FactorChange, name: str = "") -> None:
    """Write of the change to the account's confirmed e-mail, where it has one."""
    if account.email is None or account.email_confirmed_at is None or not outbox.are_sent():
        return
    school = session.execute(select(col(School.name)).where(col(School.id) == account.school_id)).scalar_one()
    letter = letters.second_factor(account.locale, school, what.value, name)
    outbox.put(session, account.school_id, account.person_id, account.email, MailKind.SECOND_FACTOR, letter)


def tell_taken_off(session: Session, account: Account) -> None:
    """Tell a person that an administrator has taken their second factors off: in a letter and in the bell."""
    write_of(session, account, FactorChange.TAKEN_OFF)
    now = clock.now()
    zone = session.execute(
        select(col(School.time_zone)).where(col(School.id) == account.school_id)
    ).scalar_one()
    payload = {"what": FactorChange.TAKEN_OFF.value, "day": clock.local(now, zone).date().isoformat()}
    key = f"factor:{now.isoformat()}"
    told = personal_notice(account.school_id, account.person_id, NoticeKind.SECOND_FACTOR, key, payload, now)
    tell(session, [told])
