"""What somebody may do in a section or topic: write, at once or after a moderator; and why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n.dates import moment
from ejournal.models import ForumSection, ForumTopic
from ejournal.services.base import tables as db

MUTED = "You may only read until {moment}: {reason}"
ONLY_READ = "You may only read this section"
SECTION_CLOSED = "The section is closed: nothing new is written here"
TOPIC_CLOSED = "The topic is closed: nothing new is written here"
MOST_POSTS = 2000
FULL = "There are {n} answers already: begin a new topic"
_done = db.forum_decision.c


@dataclass(frozen=True, slots=True)
class Standing:
    """May one write; where not, why, as a message id with its parameters. waits: a moderator looks first."""

    may_write: bool
    moderates: bool = False
    waits: bool = False
    why: str = ""
    until: datetime | None = None
    reason: str = ""

    def refusal(self, actor: Actor, field: str) -> DomainError:
        """The reason why nothing may be written, for who tries."""
        return DomainError(self.why, field=field, **self.params(actor))

    def params(self, actor: Actor) -> dict[str, Any]:
        """What the reason names."""
        if self.until is not None:
            at = clock.local(self.until, actor.time_zone)
            return {"moment": moment(actor.locale, at), "reason": self.reason}
        return {"n": MOST_POSTS}


def standing(
    session: Session, actor: Actor, section: ForumSection, now: datetime, topic: ForumTopic | None = None
) -> Standing:
    """What the actor, who sees the section, may do in it, or in the topic of it."""
    moderates = guard.may(session, actor, section, Permission.FORUM_MODERATE)
    muted = _muted(session, actor, section, now)
    if muted is not None and not moderates:
        return muted
    if section.closed and not moderates:
        return Standing(False, why=SECTION_CLOSED)
    if not guard.may(session, actor, section, Permission.FORUM_WRITE):
        return Standing(False, why=ONLY_READ)
    if topic is not None and topic.closed:
        return Standing(False, moderates, why=TOPIC_CLOSED)
    if topic is not None and topic.last_number >= MOST_POSTS:
        return Standing(False, moderates, why=FULL)
    return Standing(True, moderates, waits=section.moderated and not actor.works)


def _muted(session: Session, actor: Actor, section: ForumSection, now: datetime) -> Standing | None:
    asked = select(_done.until, _done.reason).where(
        _done.school_id == actor.school_id,
        _done.person_id == actor.person_id,
        _done.until > now,
        or_(_done.class_id.is_(None), _done.class_id == section.class_id),
    )
    found = session.execute(asked.order_by(_done.until.desc()).limit(1)).first()
    return None if found is None else Standing(False, why=MUTED, until=found.until, reason=found.reason)
