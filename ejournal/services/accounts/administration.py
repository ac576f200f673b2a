"""The accounts of a school in the administrator's care: found, given a new password, blocked, signed out."""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Account, Person, Role, RoleGrant, SignInSession
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.accounts import passwords
from ejournal.services.accounts.logins import propose_login
from ejournal.services.accounts.own import OwnSession
from ejournal.services.accounts.places import (
    acts_by_another_school,
    acts_elsewhere,
    end_places,
    hold_person,
    signs_in,
)
from ejournal.services.accounts.providers import links
from ejournal.services.accounts.sign_in import login_name
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.names import by_name, folded
from ejournal.services.base.topics import people_topic, session_topic
from ejournal.settings import settings

PAGE = 30
"""How many lines go to the browser at once (pagination)."""
CONSONANTS, VOWELS = "bdfghkmnprstvz", "aeiou"
"""Letters that nobody takes for another, read aloud or on paper."""
WORDS, SYLLABLES = 4, 2
LOGIN = re.compile(r"(?=.{3,60}$)[a-z0-9]+([._-][a-z0-9]+)*")


class Use(StrEnum):
    """What may be asked of an account: that there is one, that nobody has come by it, that it is blocked."""

    HAS = "has"
    NEVER = "never"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the school; login is empty without an account of this school.

    of_another_school: they sign in by an account of another one, of which nothing is told here.
    elsewhere_too: their account of this school acts in others too.
    """

    id: int
    name: str
    roles: tuple[Role, ...]
    classes: str
    login: str
    blocked: bool
    last_seen_at: datetime | None
    of_another_school: bool = False
    elsewhere_too: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """One page of those found, by name."""

    people: tuple[KnownPerson, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Card:
    """A person's account as the administrator sees it: nothing of lessons or marks."""

    person: KnownPerson
    email: str
    password_changed_at: datetime | None
    sessions: tuple[OwnSession, ...]
    is_self: bool
    has_factor: bool = False


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password to be handed over, kept nowhere; the sign-ins that it has ended."""

    login: str
    password: str
    ended: tuple[int, ...]


def find_people(
    session: Session,
    actor: Actor,
    words: str = "",
    role: Role | None = None,
    page: int = 1,
    *,
    use: Use | None = None,
) -> People:
    """The school's people whose names or login begin with all the words, with role and use; four queries."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    roles = _roles(session, actor)
    # In Python: SQLite compares Russian letters with regard to their case.
    asked = folded(words).split()
    found = [
        row
        for row in session.execute(_people(actor)).all()
        if (role is None or role in roles[row.id]) and _is_used(row, use) and _fits(row, asked)
    ]
    found.sort(key=lambda row: (by_name(row), row.id))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    classes = _classes(session, actor, [row.id for row in shown])
    people = tuple(_known(row, roles[row.id], classes) for row in shown)
    return People(people, len(found), page, pages)


def account_card(session: Session, actor: Actor, person_id: int) -> Card:
    """The card of a person of the actor's school; NotFound for anybody else."""
    guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    row = session.execute(_people(actor).where(db.person.c.id == person_id)).one()
    known = _known(row, _roles(session, actor, person_id)[person_id], _classes(session, actor, [person_id]))
    sessions = _sessions(session, actor, row.account_id) if row.account_id else ()
    has_factor = row.second_factor_since is not None
    return Card(
        known, row.email or "", row.password_changed_at, sessions, person_id == actor.person_id, has_factor
    )


def give_new_password(session: Session, actor: Actor, person_id: int) -> NewPassword:
    """Replace the person's password by a random one and sign them out everywhere; it is told only here.

    Whoever hands a password over could sign in by it: the account is parted from all other schools.
    """
    account = _account(session, actor, person_id)
    end_places(session, account)
    password = random_password()
    values = {"password_hash": passwords.make_hash(password), "password_changed_at": clock.now()}
    _set(session, account, is_demo=False, **values)
    links.end_of(session, account)  # whoever had the old password may have linked a sign-in of their own
    _record(session, actor, account, "password-give")
    return NewPassword(account.login, password, _end_all(session, actor, account))


def proposed_login(session: Session, actor: Actor, person_id: int) -> str:
    """A login for a person who has none yet, of the name and free."""
    person = guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    return propose_login(session, person.last_name, person.first_name, person.middle_name or "")


def make_account(session: Session, actor: Actor, person_id: int, login: str) -> NewPassword:
    """An account for a person who has none, with a random password that is told only here."""
    person = guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    name = login_name(login)
    if not LOGIN.fullmatch(name):
        raise DomainError(
            "A login is 3 to 60 Latin letters and digits; dots, hyphens and underscores between them",
            field="login",
        )
    hold_person(session, person_id)
    if session.scalar(select(signs_in(person_id))):
        raise DomainError("This person has an account already")
    taken = select(col(Account.id)).where(or_(col(Account.login) == name, col(Account.email) == name))
    if session.scalar(taken) is not None:
        raise DomainError("This login is taken: choose another", field="login")
    password = random_password()
    account = Account(
        school_id=actor.school_id,
        person_id=person_id,
        login=name,
        email=_free_email(session, person),
        password_hash=passwords.make_hash(password),
        password_changed_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as error:  # another has taken the login a moment ago
        raise DomainError("This login is taken: choose another", field="login") from error
    change = audit.Change("account-make", "account", account.id, after={"login": name})
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, people_topic(actor.school_id))
    return NewPassword(name, password, ())


def _free_email(session: Session, person: Person) -> str | None:
    """The person's e-mail to sign in by, unless it is another's: families share one."""
    email = login_name(person.email)
    if not email:
        return None
    taken = select(col(Account.id)).where(or_(col(Account.email) == email, col(Account.login) == email))
    return email if session.scalar(taken) is None else None


def set_blocked(session: Session, actor: Actor, person_id: int, blocked: bool) -> tuple[int, ...]:
    """Shut a person out, or let them in again; gives the sign-ins that this has ended."""
    account = _account(session, actor, person_id)
    if account.blocked == blocked:
        return ()
    _set(session, account, blocked=blocked)
    _record(session, actor, account, "account-block" if blocked else "account-unblock")
    return _end_all(session, actor, account) if blocked else ()


def end_sessions(session: Session, actor: Actor, person_id: int) -> tuple[int, ...]:
    """Sign a person out everywhere; gives the sign-ins that this has ended."""
    return _end_all(session, actor, _account(session, actor, person_id))


def random_password() -> str:
    """«bamu-kite-rofo-zeda»: 49 bits that can be read aloud and typed on a phone."""
    return "-".join(
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))
        for _ in range(WORDS)
    )


def _account(session: Session, actor: Actor, person_id: int) -> Account:
    """The account to be changed: of the actor's school and never the actor's own."""
    guard.get(session, actor, Person, person_id, Permission.ACCOUNTS_MANAGE)
    if person_id == actor.person_id:
        # An administrator must not lock themself out; for their own password the old one is asked.
        raise DomainError("This is your own account: change it on your own page")
    account = session.scalars(
        select(Account).where(col(Account.school_id) == actor.school_id, col(Account.person_id) == person_id)
    ).first()
    if account is None:
        raise NotFound
    return account


def _set(session: Session, account: Account, **values: object) -> None:
    session.execute(update(Account).where(col(Account.id) == account.id).values(**values))


def _record(session: Session, actor: Actor, account: Account, action: str) -> None:
    audit.record(session, actor.school_id, actor.person_id, audit.Change(action, "account", account.id))
    note(session, people_topic(actor.school_id))


def _end_all(session: Session, actor: Actor, account: Account) -> tuple[int, ...]:
    rows = session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.school_id) == actor.school_id,
            col(SignInSession.account_id) == account.id,
            col(SignInSession.ended_at).is_(None),
        )
        .values(ended_at=clock.now())
        .returning(col(SignInSession.id))
    ).all()
    ended = tuple(sorted(row[0] for row in rows))
    changes = [audit.Change("session-end", "sign_in_session", number) for number in ended]
    audit.record(session, actor.school_id, actor.person_id, *changes)
    note(session, *map(session_topic, ended))
    return ended


# ------------------------------------------------------------------ reading


def _people(actor: Actor) -> Any:
    person, account = db.person.c, db.account.c
    return (
        select(person.id, person.last_name, person.first_name, person.middle_name)
        .add_columns(account.id.label("account_id"), account.login, account.email, account.blocked)
        .add_columns(account.last_seen_at, account.password_changed_at, account.second_factor_since)
        .add_columns(acts_by_another_school(person.id).label("shared"))
        .add_columns(acts_elsewhere(account.id).label("elsewhere"))
        .select_from(db.person.outerjoin(db.account, account.person_id == person.id))
        .where(person.school_id == actor.school_id, person.merged_into_id.is_(None))
    )


def _roles(session: Session, actor: Actor, person_id: int | None = None) -> dict[int, tuple[Role, ...]]:
    """The roles held today, by person."""
    grant = table(RoleGrant).c
    query = select(grant.person_id, grant.role).where(
        grant.school_id == actor.school_id, holds_on(grant, actor.today)
    )
    if person_id is not None:
        query = query.where(grant.person_id == person_id)
    held: dict[int, set[Role]] = defaultdict(set)
    for number, role in session.execute(query):
        held[number].add(role)
    order = list(Role)
    return defaultdict(tuple, {one: tuple(sorted(roles, key=order.index)) for one, roles in held.items()})


def _classes(session: Session, actor: Actor, people: Iterable[int]) -> dict[int, str]:
    """The classes that the people sit in today."""
    enrolment, school_class = db.enrolment.c, db.school_class.c
    rows = session.execute(
        select(enrolment.pupil_id, school_class.grade, school_class.letter)
        .join_from(db.enrolment, db.school_class, school_class.id == enrolment.class_id)
        .where(
            enrolment.school_id == actor.school_id,
            enrolment.pupil_id.in_(list(people)),
            holds_on(enrolment, actor.today),
        )
        .order_by(school_class.grade, school_class.letter)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pupil_id, grade, letter in rows:
        found[pupil_id].append(class_title(grade, letter))
    return {pupil_id: ", ".join(titles) for pupil_id, titles in found.items()}


def _sessions(session: Session, actor: Actor, account_id: int) -> tuple[OwnSession, ...]:
    """The live sign-ins of an account, the latest used first."""
    now = clock.now()
    rows = session.scalars(
        select(SignInSession)
        .where(
            col(SignInSession.school_id) == actor.school_id,
            col(SignInSession.account_id) == account_id,
            col(SignInSession.ended_at).is_(None),
            col(SignInSession.expires_at) > now,
            col(SignInSession.seen_at) > now - timedelta(minutes=settings().session_idle_minutes),
        )
        .order_by(col(SignInSession.seen_at).desc(), col(SignInSession.id).desc())
    ).all()
    return tuple(
        OwnSession(
            one.id or 0, one.device, one.address, one.created_at, one.seen_at, one.id == actor.session_id,
            looks=one.looker_id is not None,
        )
        for one in rows
    )  # fmt: skip


def _known(row: Any, roles: tuple[Role, ...], classes: dict[int, str]) -> KnownPerson:
    name = " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)
    return KnownPerson(
        row.id, name, roles, classes.get(row.id, ""), row.login or "", bool(row.blocked), row.last_seen_at,
        of_another_school=bool(row.shared), elsewhere_too=bool(row.elsewhere),
    )  # fmt: skip


def _is_used(row: Any, use: Use | None) -> bool:
    if use is Use.NEVER:
        return row.account_id is not None and row.last_seen_at is None
    return use is None or bool(row.blocked if use is Use.BLOCKED else row.account_id)


def _fits(row: Any, asked: list[str]) -> bool:
    known = folded(f"{row.last_name} {row.first_name} {row.middle_name} {row.login or ''}").split()
    return all(any(one.startswith(word) for one in known) for word in asked)
