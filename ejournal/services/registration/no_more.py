"""No more reminders: asked for by the address in each of them, without signing in."""

import hashlib
import hmac

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import RegistrationReminder, School
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.one_time_links import LONGEST_TOKEN, UNKNOWN, LinkRefused
from ejournal.services.base.secret_links import hashed
from ejournal.services.base.topics import people_topic
from ejournal.services.registration.channels import CHANNELS
from ejournal.settings import settings


def stop_token(school_id: int, person_id: int, to: str) -> str:
    """The secret of the address that stops the reminders: the same in all that go there."""
    told = f"no more reminders\0{school_id}\0{person_id}\0{to}"
    return hmac.new(settings().key, told.encode(), hashlib.sha256).hexdigest()


def school_of_stop(session: Session, token: str) -> str:
    """The name of the school whose letters the address stops; LinkRefused when it is nobody's."""
    row = _row_of_stop(session, token)
    return session.get_one(School, row.school_id).name


def stop(session: Session, token: str) -> str:
    """Write no more to whose address it is, nor send what waits; the school's name. Twice is as once."""
    row = _row_of_stop(session, token)
    if row.stopped_at is None:
        row.stopped_at = clock.now()
        session.add(row)
        session.flush()
        change = audit.Change("registration-remind.stop", "person", row.person_id)
        audit.record(session, row.school_id, row.person_id, change)
        note(session, people_topic(row.school_id))
    forget_waiting(session, row.school_id, row.person_id)
    return session.get_one(School, row.school_id).name


def forget_waiting(session: Session, school_id: int, person_id: int) -> None:
    """Reminders to the person that are not sent yet are not sent."""
    for channel in CHANNELS:
        channel.forget(session, school_id, person_id)


def _row_of_stop(session: Session, token: str) -> RegistrationReminder:
    found = None
    if token and len(token) <= LONGEST_TOKEN:
        asked = select(RegistrationReminder).where(col(RegistrationReminder.stop_hash) == hashed(token))
        found = session.scalars(asked).first()
    if found is None:
        raise LinkRefused(UNKNOWN)
    return found
