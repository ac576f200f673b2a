"""Opening accounts: a login of one's own, and a password set by whoever it is for."""

import re

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from ejournal import clock, limits
from ejournal.errors import DomainError
from ejournal.models import Account, LinkPurpose, OneTimeLink, Person, SignInSession
from ejournal.services import audit
from ejournal.services.accounts import password_costs, passwords
from ejournal.services.accounts.sign_in import login_name
from ejournal.services.base.changed import note
from ejournal.services.base.one_time_links import UNKNOWN, LinkRefused, find_link, use_link
from ejournal.services.base.topics import people_topic, session_topic

SHORTEST_LOGIN = 3
_LOGIN = re.compile(r"[\w.@+-]+")
NO_PASSWORD = "-"  # noqa: S105 - no password fits it: its owner sets one by a link


def free_login(session: Session, text: str) -> str:
    """The login as it is stored; DomainError by the field when it cannot be one, or is another's."""
    login = login_name(text)
    if not login:
        raise DomainError("Fill this in", field="login")
    if not SHORTEST_LOGIN <= len(login) <= limits.LOGIN:
        raise DomainError(
            "From {least} to {most} characters", field="login", least=SHORTEST_LOGIN, most=limits.LOGIN
        )
    if not _LOGIN.fullmatch(login):
        raise DomainError("A login has letters, digits and . _ - only, no spaces", field="login")
    if login.isdecimal():
        raise DomainError("A login has at least one letter", field="login")
    taken = select(Account.id).where(or_(col(Account.login) == login, col(Account.email) == login))
    if session.exec(taken).first() is not None:
        raise DomainError("This login is taken. Choose another", field="login")
    return login


def open_account(session: Session, person: Person, login: str, password: str | None) -> Account:
    """An account of the person, by a password judged here; without one nobody can sign in until it is set."""
    assert person.id is not None
    stored = free_login(session, login)
    if password is not None:
        passwords.require_strong(password, _names(person, stored, ""), field="password")
    account = Account(
        school_id=person.school_id,
        person_id=person.id,
        login=stored,
        password_hash=NO_PASSWORD if password is None else passwords.make_hash(password),
        password_changed_at=clock.now(),
    )
    session.add(account)
    session.flush()
    if password is not None:
        password_costs.note(session, passwords.COST)
    change = audit.Change("account-open", "account", account.id, after={"login": stored})
    audit.record(session, person.school_id, person.id, change)
    note(session, people_topic(person.school_id))
    return account


def whose_password(session: Session, token: str) -> str:
    """The login whose password the address sets; LinkRefused when it opens nothing."""
    return _account(session, find_link(session, token, LinkPurpose.PASSWORD))[0].login


def set_password_by_link(session: Session, token: str, password: str) -> None:
    """Set a password by a one-time address, which is used up; the account's sign-ins are ended."""
    link = find_link(session, token, LinkPurpose.PASSWORD)
    account, person = _account(session, link)
    passwords.require_strong(password, _names(person, account.login, account.email or ""), field="password")
    use_link(session, link)
    now = clock.now()
    session.execute(
        update(Account)
        .where(col(Account.id) == account.id)
        .values(password_hash=passwords.make_hash(password), password_changed_at=now, is_demo=False)
    )
    password_costs.note(session, passwords.COST)
    ended = session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.school_id) == account.school_id,
            col(SignInSession.account_id) == account.id,
            col(SignInSession.ended_at).is_(None),
        )
        .values(ended_at=now)
        .returning(col(SignInSession.id))
    )
    change = audit.Change("password-set", "account", account.id)
    audit.record(session, account.school_id, account.person_id, change)
    note(session, *(session_topic(number) for (number,) in ended if number is not None))


def _account(session: Session, link: OneTimeLink) -> tuple[Account, Person]:
    asked = select(Account, Person).join(Person, col(Person.id) == col(Account.person_id))
    found = session.exec(
        asked.where(col(Account.person_id) == link.person_id, col(Account.blocked).is_(False))
    ).first()
    if found is None:
        raise LinkRefused(UNKNOWN)
    return found


def _names(person: Person, login: str, email: str) -> tuple[str, ...]:
    last, first = person.last_name, person.first_name
    return login, email, email.partition("@")[0], last, first, last + first, first + last
