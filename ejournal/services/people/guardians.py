"""Who stands for a child: guardians added and ended, and what each may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import GuardianRights, Guardianship, Person, Role
from ejournal.models.spans import Span
from ejournal.services import audit
from ejournal.services.base.shown_people import note_lists
from ejournal.services.base.texts import cleaned
from ejournal.services.people.roles import hold_role
from ejournal.services.people.seen import take


@dataclass(frozen=True, slots=True)
class Terms:
    """What a guardian is to the child and may see; ends is a last day known ahead."""

    relation: str
    rights: GuardianRights = GuardianRights.FULL
    contacts_hidden: bool = False
    starts: date | None = None
    ends: date | None = None


def add_guardian(
    session: Session, actor: Actor, pupil_id: int, seen: str, guardian_id: int, terms: Terms
) -> int:
    """Let a person of the school stand for the child; the guardianship's number."""
    pupil = take(session, actor, pupil_id, seen)
    guardian = guard.get(session, actor, Person, guardian_id, Permission.PEOPLE_MANAGE)
    return join(session, actor, pupil, guardian, terms)


def join(session: Session, actor: Actor, pupil: Person, guardian: Person, terms: Terms) -> int:
    """The same for two who are held already, such as a guardian just added."""
    relation = _relation(terms)
    if guardian.id == pupil.id:
        raise DomainError("Nobody is their own guardian", field="guardian")
    known = _known(session, actor, pupil.id or 0, guardian.id or 0)
    lasting = [one for one in known if Span.of(one).lasts(actor.today)]
    if any(one.pupil_id == pupil.id for one in lasting):
        raise DomainError("This person stands for the child already", field="guardian")
    if any(one.pupil_id == guardian.id for one in lasting):
        raise DomainError("The child stands for this person: check who is whose guardian", field="guardian")
    starts = terms.starts or actor.today
    _require_order(starts, terms.ends)
    row = Guardianship(
        school_id=actor.school_id,
        guardian_id=guardian.id or 0,
        pupil_id=pupil.id or 0,
        relation=relation,
        rights=terms.rights,
        contacts_hidden=terms.contacts_hidden,
        starts=starts,
        ends=terms.ends,
    )
    session.add(row)
    session.flush()
    hold_role(session, actor, row.guardian_id, Role.GUARDIAN, starts)
    _record(session, actor, "guardian.add", row, pupil, guardian, {})
    return row.id or 0


def _known(session: Session, actor: Actor, pupil_id: int, guardian_id: int) -> list[Guardianship]:
    both = (pupil_id, guardian_id)
    return list(
        session.scalars(
            select(Guardianship).where(
                col(Guardianship.school_id) == actor.school_id,
                col(Guardianship.pupil_id).in_(both),
                col(Guardianship.guardian_id).in_(both),
            )
        )
    )


def change_guardian(
    session: Session, actor: Actor, pupil_id: int, seen: str, guardianship_id: int, terms: Terms
) -> bool:
    """Write another relation, other rights or another last day; whether anything has changed."""
    pupil = take(session, actor, pupil_id, seen)
    row = _of(session, actor, pupil_id, guardianship_id)
    relation = _relation(terms)
    _require_order(row.starts, terms.ends)
    before = _told(row)
    row.relation, row.rights = relation, terms.rights
    row.contacts_hidden, row.ends = terms.contacts_hidden, terms.ends
    if _told(row) == before:
        return False
    session.add(row)
    session.flush()
    guardian = session.get_one(Person, row.guardian_id)
    _record(session, actor, "guardian.change", row, pupil, guardian, before)
    return True


def end_guardian(
    session: Session, actor: Actor, pupil_id: int, seen: str, guardianship_id: int, last: date
) -> None:
    """Let the person stand for the child up to the day; what they saw stays as it was."""
    pupil = take(session, actor, pupil_id, seen)
    row = _of(session, actor, pupil_id, guardianship_id)
    _require_order(row.starts, last)
    before = _told(row)
    row.ends = last
    session.add(row)
    session.flush()
    guardian = session.get_one(Person, row.guardian_id)
    _record(session, actor, "guardian.end", row, pupil, guardian, before)


def _of(session: Session, actor: Actor, pupil_id: int, guardianship_id: int) -> Guardianship:
    row = session.get(Guardianship, guardianship_id)
    if row is None or row.school_id != actor.school_id or row.pupil_id != pupil_id:
        raise NotFound
    if row.guardian_id == actor.person_id:
        raise DomainError("What you may see of your own child is for another to change")
    return row


def _relation(terms: Terms) -> str:
    relation = cleaned(terms.relation, limits.RELATION, "relation")
    if not relation:
        raise DomainError("Say what the person is to the child: mother, father, guardian", field="relation")
    return relation


def _require_order(starts: date | None, ends: date | None) -> None:
    if starts is not None and Span(starts, ends).is_empty:
        raise DomainError(
            "The last day is before the first one, {day}", field="ends", day=f"{starts:%d.%m.%Y}"
        )


def _told(row: Guardianship) -> dict[str, Any]:
    return {
        "relation": row.relation,
        "rights": row.rights.value,
        "contacts_hidden": row.contacts_hidden,
        "ends": row.ends.isoformat() if row.ends else "",
    }


def _record(
    session: Session,
    actor: Actor,
    action: str,
    row: Guardianship,
    pupil: Person,
    guardian: Person,
    before: Mapping[str, Any],
) -> None:
    """One entry in the history of the child, one in the guardian's; where both show."""
    after, was = _told(row), dict(before)
    about = {"who": guardian.full_name}
    of_child = audit.Change(action, "person", row.pupil_id, before=was, after=after | about)
    about = {"who": pupil.full_name}
    action = action.replace("guardian.", "child.")
    of_guardian = audit.Change(action, "person", row.guardian_id, before=was, after=after | about)
    audit.record(session, actor.school_id, actor.person_id, of_child, of_guardian)
    note_lists(session, actor.school_id, [row.pupil_id])
