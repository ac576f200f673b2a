"""Posts that somebody asks the moderators to look at."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ForumReport, ForumSection, ForumStanding, Person
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import reason_words
from ejournal.services.base.topics import forum_topic
from ejournal.services.forum.following import tell_moderators
from ejournal.services.forum.posting import post_of

MOST_OPEN = 20
"""Of one person: more are looked at before there are others."""
_report = db.forum_report.c


def report(session: Session, actor: Actor, topic_id: int, number: int, reason: str, now: datetime) -> None:
    """Ask those who look after the section to look at the post; NotFound for one's own, or one not seen."""
    guard.require(actor, Permission.FORUM_TAKE_PART)
    topic, post = post_of(session, actor, topic_id, number)
    if post.author_id == actor.person_id or post.standing is not ForumStanding.STANDS:
        raise NotFound
    words = reason_words(reason)
    lock_row(session, Person, actor.school_id, actor.person_id)
    own = _report.school_id == actor.school_id, _report.reporter_id == actor.person_id
    if session.scalar(select(_report.id).where(*own, _report.post_id == post.id)) is not None:
        raise DomainError("You have reported this post already", field="reason")
    waiting = select(func.count()).select_from(db.forum_report).where(*own, _report.decided_at.is_(None))
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        raise DomainError("The school looks at {n} of your reports first", field="reason", n=MOST_OPEN)
    row = ForumReport(
        school_id=actor.school_id, post_id=post.id or 0, reporter_id=actor.person_id, at=now, reason=words
    )
    session.add(row)
    session.flush()
    note(session, forum_topic(actor.school_id))
    tell_moderators(session, actor, session.get_one(ForumSection, topic.section_id), now)
