"""What the actor may do in a room: write, announce, pin; and why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.chat import is_in_room
from ejournal.access.co_teaching import teaches_course
from ejournal.errors import DomainError
from ejournal.i18n.dates import moment
from ejournal.models import ChatKind, ChatMute, ChatRoom, Course
from ejournal.models.base import table
from ejournal.services.chat.talks import may_still_talk

ONLY_READ = "You read this talk for the school and do not write in it"
MUTED = "You may only read until {moment}: {reason}"
NO_TALK = (
    "You can read what was written. New messages are not sent: you have nothing to do with each other now"
)
NOBODY_READS_ALONG = (
    "The school has not said who reads talks with pupils, so nothing can be written here. "
    "The administration names that person in the settings"
)
_mute = table(ChatMute).c


@dataclass(frozen=True, slots=True)
class Standing:
    """May one write here; where not, why, as a message id with its parameters. Who announces may pin too."""

    may_write: bool
    may_announce: bool = False
    why: str = ""
    until: datetime | None = None
    reason: str = ""

    def refusal(self, actor: Actor) -> DomainError:
        """The reason why nothing may be written, for who tries."""
        return DomainError(self.why, field="message", **self.params(actor))

    def params(self, actor: Actor) -> dict[str, Any]:
        """What the reason names."""
        if self.until is None:
            return {}
        at = clock.local(self.until, actor.time_zone)
        return {"moment": moment(actor.locale, at), "reason": self.reason}


def standing(session: Session, actor: Actor, room: ChatRoom, now: datetime) -> Standing:
    """What the actor, who sees the room, may do in it."""
    if not is_in_room(session, actor, room):
        return Standing(False, why=ONLY_READ)
    muted = _muted(session, actor, now)
    if muted is not None:
        return muted
    if room.kind is ChatKind.DIRECT and not may_still_talk(session, actor, room):
        return Standing(False, why=NOBODY_READS_ALONG if room.watched else NO_TALK)
    return Standing(True, _announces(session, actor, room))


def _muted(session: Session, actor: Actor, now: datetime) -> Standing | None:
    asked = select(_mute.until, _mute.reason).where(
        _mute.school_id == actor.school_id, _mute.person_id == actor.person_id, _mute.until > now
    )
    found = session.execute(asked.order_by(_mute.until.desc()).limit(1)).first()
    return None if found is None else Standing(False, why=MUTED, until=found.until, reason=found.reason)


def _announces(session: Session, actor: Actor, room: ChatRoom) -> bool:
    match room.kind:
        case ChatKind.CLASS_GUARDIANS | ChatKind.CLASS_PUPILS:
            return room.class_id in actor.class_ids
        case ChatKind.COURSE:
            course = session.get(Course, room.course_id)
            return course is not None and teaches_course(session, actor, course)
        case ChatKind.STAFF | ChatKind.HEADS:
            return actor.leads
        case ChatKind.GROUP:
            return room.owner_id == actor.person_id
        case _:
            return False
