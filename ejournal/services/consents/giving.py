"""What a person is asked, about each child or themselves; each consent given apart, taken back at will."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import stands_on
from ejournal.errors import NotFound
from ejournal.models import Consent, ConsentPurpose, Person, Role
from ejournal.models.spans import holds_on
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.consents.documents import documents_in_force

OF_AGE = 18
STAFF = tuple(role for role in Role if role not in (Role.PUPIL, Role.GUARDIAN))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a person: the document, about whom (empty: about themselves), since when it is given."""

    document_id: int
    purpose: ConsentPurpose
    title: str
    text: str
    pupil_id: int | None
    about: str
    consent_id: int | None = None
    given_at: datetime | None = None

    @property
    def key(self) -> str:
        """What tells the question from the person's others."""
        return f"{self.document_id}-{self.pupil_id or 0}"


def asked_of(session: Session, person: Person, today: date) -> tuple[Asked, ...]:
    """All that the person is asked today, child by child, given or not; four queries."""
    given = {
        (row.document_id, row.pupil_id): row
        for row in session.scalars(
            select(Consent).where(
                col(Consent.school_id) == person.school_id,
                col(Consent.person_id) == person.id,
                col(Consent.withdrawn_at).is_(None),
            )
        )
    }
    documents = documents_in_force(session, person.school_id)
    found = []
    for pupil_id, about in _about(session, person, today):
        for one in documents:
            said = given.get((one.id or 0, pupil_id))
            found.append(
                Asked(
                    one.id or 0, one.purpose, one.title, one.text, pupil_id, about,
                    said.id if said else None, said.given_at if said else None,
                )
            )  # fmt: skip
    return tuple(found)


def own_consents(session: Session, actor: Actor) -> tuple[Asked, ...]:
    """What the actor is asked, given or not."""
    guard.require(actor, Permission.ACCOUNT_READ)
    return asked_of(session, session.get_one(Person, actor.person_id), actor.today)


def give_own(session: Session, actor: Actor, key: str) -> None:
    """Give one of the actor's consents; NotFound for what they are not asked."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    give(session, session.get_one(Person, actor.person_id), [key], actor.today)


def withdraw(session: Session, actor: Actor, key: str) -> None:
    """Take one of the actor's consents back; NotFound for what was not given by them."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    found = next((one for one in own_consents(session, actor) if one.key == key and one.consent_id), None)
    if found is None:
        raise NotFound
    session.execute(
        update(Consent)
        .where(
            col(Consent.id) == found.consent_id,
            col(Consent.school_id) == actor.school_id,
            col(Consent.person_id) == actor.person_id,
        )
        .values(withdrawn_at=clock.now())
    )
    change = audit.Change("consent-withdraw", "consent", found.consent_id, pupil_id=found.pupil_id)
    audit.record(session, actor.school_id, actor.person_id, change)


def give(session: Session, person: Person, keys: Iterable[str], today: date) -> None:
    """Write down what the person agrees to; what was given before stays. NotFound for what is not asked."""
    asked = {one.key: one for one in asked_of(session, person, today)}
    wanted = [asked.get(key) for key in dict.fromkeys(keys)]
    made: list[Consent] = []
    for one in wanted:
        if one is None:
            raise NotFound
        if one.consent_id is None:
            made.append(
                Consent(
                    school_id=person.school_id, person_id=person.id or 0, pupil_id=one.pupil_id,
                    document_id=one.document_id, given_at=clock.now(),
                )
            )  # fmt: skip
    session.add_all(made)
    session.flush()
    changes = [audit.Change("consent-give", "consent", one.id, pupil_id=one.pupil_id) for one in made]
    audit.record(session, person.school_id, person.id, *changes)


def _about(session: Session, person: Person, today: date) -> Sequence[tuple[int | None, str]]:
    """About whom the person is asked: themselves (no name), and each child by first name and initial."""
    ward, child, grant = db.guardianship.c, db.person.c, db.role_grant.c
    children = session.execute(
        select(child.id, child.last_name, child.first_name, child.middle_name)
        .join_from(db.guardianship, db.person, child.id == ward.pupil_id)
        .where(ward.school_id == person.school_id, ward.guardian_id == person.id, stands_on(ward, today))
    ).all()
    works = session.scalar(
        select(
            exists().where(
                grant.school_id == person.school_id,
                grant.person_id == person.id,
                grant.role.in_(STAFF),
                holds_on(grant, today),
            )
        )
    )
    learns = session.scalar(
        select(
            exists().where(
                db.enrolment.c.school_id == person.school_id,
                db.enrolment.c.pupil_id == person.id,
                holds_on(db.enrolment.c, today),
            )
        )
    )
    own = [(None, "")] if works or (learns and _of_age(person, today)) else []
    named = {row.id: f"{row.first_name} {row.last_name[:1]}." for row in sorted(children, key=by_name)}
    return [*own, *named.items()]


def _of_age(person: Person, today: date) -> bool:
    born = person.birth_date
    return born is not None and (today.year - born.year, today.month, today.day) >= (
        OF_AGE,
        born.month,
        born.day,
    )
