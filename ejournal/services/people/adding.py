"""People added with what they are to the school, in one act: a pupil, a guardian, a member of staff."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Person, Role
from ejournal.services.people.guardians import Terms, join
from ejournal.services.people.moves import begin
from ejournal.services.people.persons import Details, add_person
from ejournal.services.people.roles import grant_role


def add_pupil(
    session: Session,
    actor: Actor,
    details: Details,
    class_id: int | None,
    day: date,
    groups: Collection[int] = (),
    *,
    anyway: bool = False,
) -> int:
    """A new pupil who sits in the class from the day on: the person's number."""
    if class_id is None:
        guard.require(actor, Permission.PEOPLE_MANAGE)
        raise DomainError("Choose the class", field="class_id")
    person = add_person(session, actor, details, is_pupil=True, anyway=anyway)
    assert person.id is not None
    begin(session, actor, person.id, class_id, day, groups)
    return person.id


def add_guardian_of(
    session: Session, actor: Actor, details: Details, pupil_id: int, terms: Terms, *, anyway: bool = False
) -> int:
    """A new person who stands for the pupil: the person's number."""
    pupil = guard.get(session, actor, Person, pupil_id, Permission.PEOPLE_MANAGE)
    person = add_person(session, actor, details, anyway=anyway)
    join(session, actor, pupil, person, terms)
    assert person.id is not None
    return person.id


def add_staff(
    session: Session,
    actor: Actor,
    details: Details,
    roles: Collection[Role],
    starts: date,
    class_id: int | None = None,
    *,
    anyway: bool = False,
) -> int:
    """A new member of staff with the roles, held from the day on: the person's number."""
    if not roles:
        guard.require(actor, Permission.PEOPLE_MANAGE)
        raise DomainError("Choose at least one role", field="role")
    person = add_person(session, actor, details, anyway=anyway)
    assert person.id is not None
    for role in roles:
        grant_role(session, actor, person.id, role, starts, class_id)
    return person.id
