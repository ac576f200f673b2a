"""What a person is to the school: roles given and ended by the day."""

from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlmodel import Session, col

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Account, Role, RoleGrant
from ejournal.models.base import table
from ejournal.models.spans import Span, holds_on, lasts, meets
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.shown_people import note_lists
from ejournal.services.base.topics import class_topic
from ejournal.services.people.classes import ClassOption, present_classes
from ejournal.services.people.seen import take

GIVEN = (Role.TEACHER, Role.CLASS_TEACHER, Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR)
"""What is given by hand; pupils and guardians are who sits in a class or stands for a child."""
OF_HEADS = frozenset((Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR))
"""Only an administrator gives or ends these: nobody raises themselves."""
_DAY = timedelta(days=1)


def may_give(actor: Actor, role: Role) -> bool:
    """Whether the actor may give or end the role."""
    return role in GIVEN and (role not in OF_HEADS or actor.holds(Role.ADMINISTRATOR))


def give_role(
    session: Session,
    actor: Actor,
    person_id: int,
    seen: str,
    role: Role,
    starts: date,
    class_id: int | None = None,
) -> None:
    """Give the role from the day on; a class teacher's with the class. DomainError when held already."""
    take(session, actor, person_id, seen)
    grant_role(session, actor, person_id, role, starts, class_id)


def grant_role(
    session: Session, actor: Actor, person_id: int, role: Role, starts: date, class_id: int | None = None
) -> None:
    """The same to a person who is held already, such as one just added."""
    if not may_give(actor, role):
        raise NotAllowed
    klass = _class_of(session, actor, role, class_id)
    if _held_from(session, actor, person_id, role, starts, klass):
        raise DomainError("The person has this role already", field="role")
    row = RoleGrant(
        school_id=actor.school_id,
        person_id=person_id,
        role=role,
        class_id=klass.id if klass else None,
        starts=starts,
    )
    session.add(row)
    session.flush()
    _record(session, actor, "role.give", row, klass.title if klass else "", starts)


def _class_of(session: Session, actor: Actor, role: Role, class_id: int | None) -> ClassOption | None:
    if role is not Role.CLASS_TEACHER:
        return None
    if class_id is None:
        raise DomainError("Choose the class", field="class_id")
    found = next((one for one in present_classes(session, actor) if one.id == class_id), None)
    if found is None:
        raise NotFound
    return found


def _held_from(
    session: Session, actor: Actor, person_id: int, role: Role, starts: date, klass: ClassOption | None
) -> bool:
    asked = select(col(RoleGrant.id)).where(
        col(RoleGrant.school_id) == actor.school_id,
        col(RoleGrant.person_id) == person_id,
        col(RoleGrant.role) == role,
        lasts(table(RoleGrant).c, starts),
    )
    if klass is not None:
        asked = asked.where(col(RoleGrant.class_id) == klass.id)
    return session.scalar(asked.limit(1)) is not None


def end_role(session: Session, actor: Actor, person_id: int, seen: str, grant_id: int, last: date) -> None:
    """Let the role end with the day; the last administrator's cannot be taken away."""
    take(session, actor, person_id, seen)
    row = session.get(RoleGrant, grant_id)
    if row is None or row.school_id != actor.school_id or row.person_id != person_id:
        raise NotFound
    if not may_give(actor, row.role):
        raise NotAllowed
    if Span.of(row).is_over(actor.today):
        raise DomainError("This role is over already")
    if not Span.of(row).meets(Span(None, last + _DAY)):
        raise DomainError("The role begins later than this day", field="ends")
    if row.role is Role.ADMINISTRATOR:
        lock_school(session, actor.school_id)
        if not _others_administer(session, actor, person_id, last):
            raise DomainError("This is the last administrator: give the role to another first")
    row.ends = last
    session.add(row)
    session.flush()
    klass = next((one for one in present_classes(session, actor) if one.id == row.class_id), None)
    _record(session, actor, "role.end", row, klass.title if klass else "", last)


def _others_administer(session: Session, actor: Actor, person_id: int, last: date) -> bool:
    grant, account = table(RoleGrant).c, table(Account).c
    signs_in = exists().where(account.person_id == grant.person_id, account.blocked.is_(False))
    asked = select(grant.id).where(
        grant.school_id == actor.school_id,
        grant.role == Role.ADMINISTRATOR,
        grant.person_id != person_id,
        meets(grant, None, last + _DAY),
        grant.ends.is_(None),
        signs_in,
    )
    return session.scalar(asked.limit(1)) is not None


def _record(session: Session, actor: Actor, action: str, row: RoleGrant, class_title: str, day: date) -> None:
    after = {"role": row.role.value, "class": class_title, "day": day.isoformat()}
    change = audit.Change(action, "person", row.person_id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note_lists(session, actor.school_id)
    if row.class_id is not None:
        note(session, class_topic(row.class_id))


def hold_role(session: Session, actor: Actor, person_id: int, role: Role, starts: date) -> None:
    """See to it that a pupil or a guardian has the role that goes with it, from the day on."""
    grant = table(RoleGrant).c
    asked = select(grant.id).where(
        grant.school_id == actor.school_id,
        grant.person_id == person_id,
        grant.role == role,
        holds_on(grant, starts),
    )
    if session.scalar(asked.limit(1)) is None:
        session.add(RoleGrant(school_id=actor.school_id, person_id=person_id, role=role, starts=starts))
        session.flush()
        note_lists(session, actor.school_id)
