"""Who of the staff has come and who has not, for whom the whole school is in their care."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import OpeningKind, ReminderRule
from ejournal.models.spans import holds_on
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.openings.noting import note_opening
from ejournal.services.registration.channels import BY_MAIL, Channel
from ejournal.services.registration.codes import STAFF, Whom
from ejournal.services.registration.standing import (
    Counts,
    Standing,
    counted,
    standing_columns,
    standing_of,
    with_standing,
)


@dataclass(frozen=True, slots=True)
class StaffStanding:
    """Who works here today, by name, and the counts."""

    people: tuple[Standing, ...]
    counts: Counts


def sees_staff(actor: Actor) -> bool:
    """Whether the actor may look at who of the staff has come."""
    return actor.may(Permission.REGISTRATION_READ) and (actor.leads or actor.keeps_people)


def standing_of_staff(
    session: Session, actor: Actor, rule: ReminderRule, channel: Channel = BY_MAIL
) -> StaffStanding:
    """Everybody who works in the school today; NotFound for whom that is not to be seen. One query."""
    guard.require(actor, Permission.REGISTRATION_READ)
    if not sees_staff(actor):
        raise NotFound
    person, now = db.person.c, clock.now()
    asked = (
        select(*standing_columns(actor.school_id, channel))
        .select_from(db.person)
        .where(person.school_id == actor.school_id, person.id.in_(working(actor.school_id, actor.today)))
    )
    rows = session.execute(with_standing(asked, actor.school_id, channel)).all()
    of_person = {row.id: row for row in sorted(rows, key=lambda row: (by_name(row), row.id))}
    people = tuple(standing_of(row, rule, now) for row in of_person.values())
    return StaffStanding(people, counted(people))


def working(school_id: int, day: object) -> Select[Any]:
    """The numbers of who works in the school on the day."""
    grant = db.role_grant.c
    return select(grant.person_id).where(
        grant.school_id == school_id, grant.role.in_(STAFF), holds_on(grant, day)
    )


def note_staff_reading(session: Session, actor: Actor) -> None:
    """Write down who has opened the list of the staff."""
    note_opening(session, actor, OpeningKind.NEWCOMER_STAFF)


def note_staff_download(session: Session, actor: Actor) -> None:
    """Write down who has taken the list of the staff who never came out of the program."""
    note_opening(session, actor, OpeningKind.NEWCOMER_STAFF_TAKEN)
    change = audit.Change("newcomers.download", "school_class", None, after={"whom": Whom.STAFF.value})
    audit.record(session, actor.school_id, actor.person_id, change)
