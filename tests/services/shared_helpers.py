"""A family in both schools of the cast: Лебедева has a card in the other one too, with Юдин as her child."""

from sqlmodel import Session, select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.models import (
    Account,
    AccountPlace,
    Guardianship,
    LinkPurpose,
    OneTimeLink,
    Person,
    Role,
    RoleGrant,
    SignInSession,
)
from ejournal.services.accounts.places import add_place
from ejournal.services.registration.codes import LASTS
from ejournal.services.registration.signs import code_hash
from tests.cast import Cast

CODE = "7KC4MX29TP"


def card_in_b(
    session: Session,
    cast: Cast,
    name: tuple[str, str, str] = ("Лебедева", "Мария", "Петровна"),
    role: Role = Role.GUARDIAN,
) -> Person:
    """The guardian's card in the other school: without an account there, with a code on a slip."""
    school_id = cast.schools["b"].id or 0
    last, first, middle = name
    person = Person(school_id=school_id, last_name=last, first_name=first, middle_name=middle)
    session.add(person)
    session.flush()
    number = person.id or 0
    now = clock.now()
    session.add_all(
        (
            Guardianship(school_id=school_id, guardian_id=number, pupil_id=cast.id_of("pupil_b")),
            RoleGrant(school_id=school_id, person_id=number, role=role),
            OneTimeLink(
                purpose=LinkPurpose.REGISTRATION, token_hash=code_hash(CODE), school_id=school_id,
                person_id=number, created_at=now, expires_at=now + LASTS,
            ),
        )
    )  # fmt: skip
    session.flush()
    return person


def joined(session: Session, cast: Cast, name: str = "guardian") -> AccountPlace:
    """The place in the other school of a member's account."""
    account = session.get_one(Account, cast.accounts[name].id)
    return add_place(session, account, card_in_b(session, cast))


def administrator_of_b(session: Session, cast: Cast) -> str:
    """The token of an administrator of the other school."""
    person_id, school_id = cast.id_of("teacher_b"), cast.schools["b"].id or 0
    session.add(RoleGrant(school_id=school_id, person_id=person_id, role=Role.ADMINISTRATOR))
    session.flush()
    return cast.token("teacher_b")


def acts_as(session: Session, cast: Cast, name: str) -> int:
    """The person as whom the member's sign-in acts now."""
    found = actor_of(session, cast.token(name))
    assert found is not None
    return found.person_id


def sign_ins(session: Session, cast: Cast, name: str) -> list[SignInSession]:
    """The member's sign-ins that have not ended."""
    account_id = cast.accounts[name].id
    rows = session.exec(select(SignInSession)).all()
    return [one for one in rows if one.account_id == account_id and one.ended_at is None]
