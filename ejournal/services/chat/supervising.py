"""Who reads the talks of the staff with pupils for the school, and who might: both sides see the name."""

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.chat import supervisors
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name


def supervisor_name(session: Session, actor: Actor) -> str:
    """The name of whoever reads along; empty while nobody does."""
    person = db.person.c
    named = select(person.last_name, person.first_name, person.middle_name).where(
        person.id.in_(supervisors(actor.school_id, actor.today))
    )
    found = session.execute(named).first()
    return short_name(*found) if found else ""


def staff_names(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Everybody who works in the school: number and full name, as a class list is ordered."""
    person = db.person.c
    asked = select(person.id, person.last_name, person.first_name, person.middle_name).where(
        person.id.in_(holders(actor.school_id, actor.today, *STAFF))
    )
    return [
        (row.id, " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part))
        for row in sorted(session.execute(asked), key=by_name)
    ]
