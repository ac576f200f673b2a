"""What a school sets of its chat: whether there is one, when messages ring, who reads talks with pupils."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import STAFF, Actor, holders
from ejournal.access.chat import supervisors
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import SchoolSettings
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import journals_topic
from ejournal.services.chat.supervising import staff_names
from ejournal.services.chat.telling import Hours, hours_of

_settings = db.school_settings.c


@dataclass(frozen=True, slots=True)
class ChatOfSchool:
    """Whether the chat is on, its hours, and who reads the talks with pupils: none, where nobody does."""

    is_open: bool
    hours: Hours
    supervisor_id: int | None


def chat_of_school(session: Session, actor: Actor) -> ChatOfSchool:
    """What the school has set; somebody who works there no more reads nothing."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    is_open = session.scalar(select(_settings.chat_open).where(_settings.school_id == actor.school_id))
    named = session.scalar(supervisors(actor.school_id, actor.today))
    return ChatOfSchool(is_open is not False, hours_of(session, actor.school_id), named)


def staff(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Those who may be named to read: number and full name, as a class list is ordered."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    return staff_names(session, actor)


def set_chat_of_school(session: Session, actor: Actor, wanted: ChatOfSchool) -> bool:
    """Set it; whether anything has changed. DomainError by the field for who does not work in the school."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    if wanted.supervisor_id is not None:
        works = holders(actor.school_id, actor.today, *STAFF)
        if session.scalar(works.where(db.role_grant.c.person_id == wanted.supervisor_id)) is None:
            raise DomainError("Choose from the list", field="supervisor")
    before = chat_of_school(session, actor)
    if before == wanted:
        return False
    known = select(SchoolSettings).where(col(SchoolSettings.school_id) == actor.school_id)
    row = session.scalars(known).first() or SchoolSettings(school_id=actor.school_id)
    row.chat_open, row.chat_supervisor_id = wanted.is_open, wanted.supervisor_id
    row.chat_from, row.chat_until = wanted.hours.starts, wanted.hours.ends
    session.add(row)
    session.flush()
    change = audit.Change("settings.chat", "school_settings", row.id, _spelled(before), _spelled(wanted))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, journals_topic(actor.school_id))
    return True


def _spelled(found: ChatOfSchool) -> dict[str, Any]:
    return {
        "open": found.is_open,
        "from": found.hours.starts.isoformat("minutes"),
        "until": found.hours.ends.isoformat("minutes"),
        "supervisor": found.supervisor_id,
    }
