"""What moderators do with posts and topics: with a reason that the author reads, in the trail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ForumDecision, ForumDeed, ForumPost, ForumSection, ForumStanding, ForumTopic
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.texts import reason_words
from ejournal.services.base.topics import forum_topic, thread_topic
from ejournal.services.forum.following import tell_author, tell_followers
from ejournal.services.forum.posting import post_of

MUTES = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
"""For how long somebody may only read, by the name of the choice."""
SILENT = (ForumDeed.LET, ForumDeed.SHOWN, ForumDeed.OPENED, ForumDeed.NOTHING)
"""What needs no reason."""
AGAINST = (ForumDeed.HIDDEN, ForumDeed.WARNED, ForumDeed.MUTED)
"""What nobody does to oneself."""
_report, _done = db.forum_report.c, db.forum_decision.c


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be done and why; mute: a key of MUTES, section_id: where a topic goes."""

    deed: ForumDeed
    reason: str = ""
    mute: str = ""
    section_id: int | None = None


def moderated_post(
    session: Session, actor: Actor, topic_id: int, number: int
) -> tuple[ForumSection, ForumTopic, ForumPost]:
    """A post in a section that the actor looks after, with its topic, held; NotFound for any other."""
    guard.require(actor, Permission.FORUM_MODERATE)
    topic, post = post_of(session, actor, topic_id, number)
    section = guard.get(session, actor, ForumSection, topic.section_id, Permission.FORUM_MODERATE)
    return section, topic, post


def deeds_for(actor: Actor, topic: ForumTopic, post: ForumPost) -> list[ForumDeed]:
    """What can be done about the post now."""
    found = []
    if post.standing is ForumStanding.WAITS:
        found.append(ForumDeed.LET)
    if post.standing in (ForumStanding.WAITS, ForumStanding.STANDS):
        found.append(ForumDeed.HIDDEN)
    if post.standing is ForumStanding.HIDDEN:
        found.append(ForumDeed.SHOWN)
    if post.number == 1:
        found += [ForumDeed.OPENED if topic.closed else ForumDeed.CLOSED, ForumDeed.MOVED]
    found += [ForumDeed.WARNED, ForumDeed.MUTED, ForumDeed.NOTHING]
    return [one for one in found if post.author_id != actor.person_id or one not in AGAINST]


def decide(session: Session, actor: Actor, topic_id: int, number: int, ask: Ask, now: datetime) -> None:
    """Do it, tell the author, close the reports on the post; DomainError by the field for what is lacking."""
    section, topic, post = moderated_post(session, actor, topic_id, number)
    post_id = post.id or 0
    if ask.deed not in deeds_for(actor, topic, post):
        raise DomainError("Somebody has decided on it already")
    reason = "" if ask.deed in SILENT else reason_words(ask.reason)
    until = _until(ask, now)
    _do(session, actor, section, topic, post, ask, now)
    decision = ForumDecision(
        school_id=actor.school_id, post_id=post_id, person_id=post.author_id, deed=ask.deed, at=now,
        by_id=actor.person_id, reason=reason, until=until,
        class_id=None if actor.leads else section.class_id,
    )  # fmt: skip
    session.add_all([topic, post, decision])
    session.flush()
    session.execute(
        update(db.forum_report)
        .where(_report.school_id == actor.school_id, _report.post_id == post_id, _report.decided_at.is_(None))
        .values(decided_at=now)
    )
    told: dict[str, Any] = {"reason": reason, "person": post.author_id}
    told |= {"until": until.isoformat()} if until else {}
    told |= {"section": topic.section_id} if ask.deed is ForumDeed.MOVED else {}
    _record(session, actor, f"forum.{ask.deed.value}", post, told)
    if ask.deed is not ForumDeed.NOTHING and post.author_id != actor.person_id:
        tell_author(session, actor, topic, decision, now)
    note(session, forum_topic(actor.school_id), thread_topic(topic.id or 0))


def _until(ask: Ask, now: datetime) -> datetime | None:
    if ask.deed is not ForumDeed.MUTED:
        return None
    if ask.mute not in MUTES:
        raise DomainError("Choose from the list", field="mute")
    return now + MUTES[ask.mute]


def _do(
    session: Session, actor: Actor, section: ForumSection, topic: ForumTopic, post: ForumPost, ask: Ask,
    now: datetime,
) -> None:  # fmt: skip
    match ask.deed:
        case ForumDeed.LET | ForumDeed.SHOWN:
            was_shown = post.shown_at is not None
            post.standing = ForumStanding.STANDS
            if not was_shown:
                post.shown_at = topic.last_at = now
        case ForumDeed.HIDDEN:
            post.standing = ForumStanding.HIDDEN
        case ForumDeed.CLOSED | ForumDeed.OPENED:
            topic.closed = ask.deed is ForumDeed.CLOSED
        case ForumDeed.MOVED:
            _move(session, actor, topic, ask.section_id)
        case _:
            return
    if post.number == 1:
        topic.standing = post.standing
    elif ask.deed in (ForumDeed.LET, ForumDeed.SHOWN) and post.shown_at == now:
        tell_followers(session, section, topic, post.author_id, now, actor.time_zone)


def _move(session: Session, actor: Actor, topic: ForumTopic, section_id: int | None) -> None:
    """Put the topic into another section that the actor looks after, and whose readers may then read it."""
    if section_id is None or section_id == topic.section_id:
        raise DomainError("Choose from the list", field="section")
    guard.get(session, actor, ForumSection, section_id, Permission.FORUM_MODERATE)
    topic.section_id, topic.pinned = section_id, False


def pin(session: Session, actor: Actor, topic_id: int) -> None:
    """Pin the topic above its section, or take it down; NotFound for who does not look after the section."""
    topic = guard.get(session, actor, ForumTopic, topic_id, Permission.FORUM_TAKE_PART)
    section = guard.get(session, actor, ForumSection, topic.section_id, Permission.FORUM_MODERATE)
    topic.pinned = not topic.pinned
    session.add(topic)
    session.flush()
    action = "forum.pinned" if topic.pinned else "forum.unpinned"
    change = audit.Change(action, "forum_topic", topic.id, None, {"section": section.title})
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, forum_topic(actor.school_id), thread_topic(topic_id))


def lift_mute(session: Session, actor: Actor, decision_id: int, now: datetime) -> None:
    """Let somebody write again before the time; NotFound for a mute that is over or of another's sections."""
    guard.require(actor, Permission.FORUM_MODERATE)
    found = session.get(ForumDecision, decision_id)
    if found is None or found.school_id != actor.school_id or found.until is None or found.until <= now:
        raise NotFound
    if not actor.leads and found.class_id not in actor.class_ids:
        raise NotFound
    found.until = now
    session.add(found)
    session.flush()
    change = audit.Change("forum.unmuted", "forum_decision", found.id, None, {"person": found.person_id})
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, forum_topic(actor.school_id))


def _record(session: Session, actor: Actor, action: str, post: ForumPost, told: Any) -> None:
    change = audit.Change(action, "forum_post", post.id, None, told)
    audit.record(session, actor.school_id, actor.person_id, change)
