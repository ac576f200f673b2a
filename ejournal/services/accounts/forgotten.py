"""A forgotten password: what was typed is put down, and looked up away from the answer.

So the answer, its time and its work are the same for whoever has an account and for whoever has none.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import Account, ForgottenPassword, LinkPurpose, MailKind, School
from ejournal.services.accounts import letters, throttle
from ejournal.services.accounts.sign_in import LONGEST_LOGIN, login_name
from ejournal.services.base.one_time_links import give_link
from ejournal.services.mail import outbox

PATH = "/password"
LASTS = timedelta(minutes=30)
MOST_WAITING = 1000
"""What waits to be looked up; a flood beyond it is not put down."""
AT_ONCE = 50


class AskedTooOften(DomainError):
    """Too many were asked for by this name or from this address; the tries stay counted."""

    keeps_work = True


def ask(session: Session, typed: str, address: str) -> None:
    """Put down that somebody at the address forgot the password of what they typed, a login or an e-mail.

    DomainError by the field when nothing was typed, AskedTooOften when this comes too soon.
    """
    name = login_name(typed)
    if not name:
        raise DomainError("Fill this in", field="login")
    name = name[:LONGEST_LOGIN]
    counters = throttle.counters(f"forgotten {name}", address)
    wait = throttle.charge(session, counters, clock.now())
    if wait > timedelta():
        raise AskedTooOften("Too many tries. Wait {wait} s", field="login", wait=throttle.seconds(wait))
    if session.exec(select(func.count()).select_from(ForgottenPassword)).one() < MOST_WAITING:
        session.add(ForgottenPassword(typed=name, asked_at=clock.now()))
    session.flush()


def any_asked(session: Session) -> bool:
    """Whether somebody waits; nothing is locked."""
    return session.exec(select(col(ForgottenPassword.id)).limit(1)).first() is not None


def answer_asked(session: Session) -> None:
    """Write to those whose account has a confirmed e-mail; what was typed is forgotten."""
    asked = session.exec(
        select(ForgottenPassword).order_by(col(ForgottenPassword.id)).limit(AT_ONCE).with_for_update()
    ).all()
    for one in asked:
        session.delete(one)
    for name in sorted({one.typed for one in asked}):
        _write_to(session, name)
    session.flush()


def _write_to(session: Session, name: str) -> None:
    account = min(_accounts(session, name), key=lambda one: one.login != name, default=None)
    if account is None or account.email is None or account.email_confirmed_at is None or account.blocked:
        return
    school = session.exec(select(School).where(col(School.id) == account.school_id)).one()
    token = give_link(session, LinkPurpose.PASSWORD, LASTS, person_id=account.person_id)
    letter = letters.new_password(account.locale, school.name, outbox.address(PATH, token), LASTS)
    outbox.put(session, account.school_id, account.person_id, account.email, MailKind.PASSWORD, letter, LASTS)


def _accounts(session: Session, name: str) -> Sequence[Account]:
    by_name = or_(col(Account.login) == name, col(Account.email) == name)
    return session.exec(select(Account).where(by_name)).all()
