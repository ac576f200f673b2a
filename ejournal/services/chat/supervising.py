"""Who reads the talks of the staff with pupils for the school: both sides are told the name."""

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.chat import supervisors
from ejournal.models.people import short_name
from ejournal.services.base import tables as db


def supervisor_name(session: Session, actor: Actor) -> str:
    """The name of whoever reads along; empty while nobody does."""
    person = db.person.c
    named = select(person.last_name, person.first_name, person.middle_name).where(
        person.id.in_(supervisors(actor.school_id, actor.today))
    )
    found = session.execute(named).first()
    return short_name(*found) if found else ""
