"""From an empty installation to a school with an administrator: by a one-time address, or by a command."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from ejournal import clock, limits
from ejournal.errors import DomainError
from ejournal.models import Account, LinkPurpose, OneTimeLink, Person, Role, RoleGrant, School
from ejournal.services.accounts.opening import open_account
from ejournal.services.base.one_time_links import (
    USED,
    LinkRefused,
    end_links,
    find_link,
    give_link,
    use_link,
)
from ejournal.services.base.texts import cleaned
from ejournal.services.school.card import SchoolFields, change_school, fields_of, make_school
from ejournal.services.second_factor.asked_of import ask_at_first

LASTS = timedelta(hours=24)
"""How long an address of a first start, or of a first password, works."""
STARTED = "The school is set up already, and its administrator can sign in"


class SchoolMissing(DomainError):
    """The administrator was entered before the school."""


@dataclass(frozen=True, slots=True)
class AdministratorFields:
    """Who looks after the school's journal first; deputy: they also make the load and the timetable."""

    last_name: str
    first_name: str
    middle_name: str
    login: str
    deputy: bool = False


def waits_for_first_start(session: Session) -> bool:
    """Whether nobody at all can sign in to this installation."""
    return session.exec(select(Account.id).limit(1)).first() is None


def give_setup_link(session: Session) -> str:
    """The token of a new setup address, which ends the former one; DomainError once there is an account."""
    if not waits_for_first_start(session):
        raise DomainError(STARTED)
    return give_link(session, LinkPurpose.SETUP, LASTS)


def school_to_set_up(session: Session, token: str) -> SchoolFields | None:
    """The school as far as it is set up, None before its first step; LinkRefused says what is wrong."""
    school = _school(session, _open(session, token))
    return fields_of(school) if school else None


def set_up_school(session: Session, token: str, fields: SchoolFields) -> None:
    """Make the school, or correct it: the step may be repeated. DomainError by the field."""
    link = _open(session, token, hold=True)
    school = _school(session, link)
    if school is not None:
        change_school(session, school, fields, None)
        return
    made = make_school(session, fields)
    ask_at_first(session, made)
    link.school_id = made.id
    session.add(link)
    session.flush()


def make_first_administrator(
    session: Session, token: str, fields: AdministratorFields, password: str
) -> Account:
    """The account of the first administrator; the address is used up with it. DomainError by the field."""
    link = _open(session, token, hold=True)
    school = _school(session, link)
    if school is None:
        raise SchoolMissing("Say first which school this is", field="name")
    use_link(session, link)
    account = _administrator(session, school, fields, password)
    account.last_seen_at = clock.now()  # whoever has set the password is there
    session.add(account)
    session.flush()
    return account


def create_school(
    session: Session, school: SchoolFields, code: str, administrator: AdministratorFields
) -> str:
    """A school with its administrator, made by the operator: the token of their password's address."""
    made = make_school(session, school, code)
    ask_at_first(session, made)
    account = _administrator(session, made, administrator, None)
    end_links(session, LinkPurpose.SETUP)
    return give_link(session, LinkPurpose.PASSWORD, LASTS, school_id=made.id, person_id=account.person_id)


def _open(session: Session, token: str, *, hold: bool = False) -> OneTimeLink:
    link = find_link(session, token, LinkPurpose.SETUP, hold=hold)
    if not waits_for_first_start(session):
        raise LinkRefused(USED)
    return link


def _school(session: Session, link: OneTimeLink) -> School | None:
    """The school that the address sets up: the one it has made, or the only one there is.

    A former address, or an import from the command line, may have made it.
    """
    if link.school_id is not None:
        return session.get_one(School, link.school_id)
    found = session.exec(select(School).order_by("id").limit(2)).all()
    return found[0] if len(found) == 1 else None


def _administrator(
    session: Session, school: School, fields: AdministratorFields, password: str | None
) -> Account:
    last, first, middle = (
        cleaned(getattr(fields, field), limits.PERSON, field)
        for field in ("last_name", "first_name", "middle_name")
    )
    for field, name in (("last_name", last), ("first_name", first)):
        if not name:
            raise DomainError("Fill this in", field=field)
    assert school.id is not None
    person = Person(school_id=school.id, last_name=last, first_name=first, middle_name=middle)
    session.add(person)
    session.flush()
    assert person.id is not None
    for role in (Role.ADMINISTRATOR, *((Role.DEPUTY,) if fields.deputy else ())):
        session.add(RoleGrant(school_id=school.id, person_id=person.id, role=role))
    return open_account(session, person, fields.login, password)
