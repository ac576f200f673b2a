"""Who follows a topic, and what they are told: one notice a topic until they have looked into it."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor, holders
from ejournal.access.forum import LEADING, moderators_of, readers_of
from ejournal.access.permissions import Permission
from ejournal.models import ForumDecision, ForumSection, ForumTopic, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_new, insert_or_renew
from ejournal.services.notices.outbox import personal_notice, tell
from ejournal.services.notices.told import note_rung

WAITS_KEY = "forum-waits"
"""All that waits for a moderator is one notice."""
_follow, _seen, _notice = db.forum_subscription.c, db.forum_seen.c, db.outbox_notice.c
_FOLLOW = insert_new(db.forum_subscription)
_CHOOSE = insert_or_renew(
    db.forum_subscription, (_follow.school_id, _follow.topic_id, _follow.person_id), ("wanted",)
)
_SEE = insert_or_renew(
    db.forum_seen,
    (_seen.school_id, _seen.topic_id, _seen.person_id),
    ("seen_at",),
    where=lambda given: _seen.seen_at < given.seen_at,
)


def notice_key(topic_id: int) -> str:
    """By which all news of a topic are one notice."""
    return f"forum:{topic_id}"


def follow(session: Session, topic: ForumTopic, person_id: int) -> None:
    """Who writes in a topic follows it, unless they have said no before."""
    row = {"school_id": topic.school_id, "topic_id": topic.id, "person_id": person_id, "wanted": True}
    session.execute(_FOLLOW.on(session), row)


def choose(session: Session, actor: Actor, topic_id: int, *, wanted: bool) -> None:
    """Follow the topic, or be told no more; NotFound for one that the actor does not see."""
    topic = guard.get(session, actor, ForumTopic, topic_id, Permission.FORUM_TAKE_PART)
    row = {
        "school_id": actor.school_id, "topic_id": topic.id, "person_id": actor.person_id, "wanted": wanted
    }  # fmt: skip
    session.execute(_CHOOSE.on(session), row)


def follows(session: Session, actor: Actor, topic_id: int) -> bool:
    """Whether the actor is told of answers in the topic."""
    asked = select(_follow.wanted).where(
        _follow.school_id == actor.school_id,
        _follow.topic_id == topic_id,
        _follow.person_id == actor.person_id,
    )
    return bool(session.scalar(asked))


def see(session: Session, actor: Actor, topic_id: int, now: datetime) -> None:
    """The actor has looked into the topic: nothing in it is new, its notice is read."""
    guard.get(session, actor, ForumTopic, topic_id, Permission.FORUM_TAKE_PART)
    row = {
        "school_id": actor.school_id, "topic_id": topic_id, "person_id": actor.person_id, "seen_at": now
    }  # fmt: skip
    session.execute(_SEE.on(session), row)
    done = session.execute(
        update(db.outbox_notice)
        .where(
            _notice.school_id == actor.school_id,
            _notice.recipient_id == actor.person_id,
            _notice.key == notice_key(topic_id),
            _notice.read_at.is_(None),
        )
        .values(read_at=now)
    )
    if done.rowcount:  # type: ignore[attr-defined]
        note_rung(session, [actor.person_id])


def tell_followers(
    session: Session, section: ForumSection, topic: ForumTopic, author_id: int, now: datetime, zone: str
) -> None:
    """Tell those who follow the topic, still read its section and have not been told yet."""
    day = clock.local(now, zone).date()
    key = notice_key(topic.id or 0)
    told = exists().where(
        _notice.school_id == topic.school_id,
        _notice.recipient_id == _follow.person_id,
        _notice.key == key,
        _notice.read_at.is_(None),
    )
    asked = select(_follow.person_id).where(
        _follow.school_id == topic.school_id,
        _follow.topic_id == topic.id,
        _follow.wanted,
        _follow.person_id != author_id,
        _follow.person_id.in_(readers_of(section, day)),
        ~told,
    )
    payload = {"topic_id": topic.id, "title": topic.title, "day": day.isoformat()}
    _tell(session, topic.school_id, session.scalars(asked).all(), NoticeKind.FORUM_ANSWER, key, payload, now)


def tell_moderators(session: Session, actor: Actor, section: ForumSection, now: datetime) -> None:
    """Tell those who look after the section that something waits for them; heads where there is nobody."""
    day = clock.local(now, actor.time_zone).date()
    found = set(session.scalars(moderators_of(section, day)))
    if not found - {actor.person_id}:
        found = set(session.scalars(holders(actor.school_id, day, *LEADING)))
    payload = {"section": section.title, "day": day.isoformat()}
    people = sorted(found - {actor.person_id})
    _tell(session, actor.school_id, people, NoticeKind.FORUM_WAITS, WAITS_KEY, payload, now)


def tell_author(
    session: Session, actor: Actor, topic: ForumTopic, decision: ForumDecision, now: datetime
) -> None:
    """Tell the author what was decided of the post, and why."""
    day = clock.local(now, actor.time_zone).date()
    payload = {
        "topic_id": topic.id, "title": topic.title, "deed": decision.deed.value, "reason": decision.reason,
        "day": day.isoformat(),
    }  # fmt: skip
    key = f"forum-decided:{decision.id}"
    _tell(session, actor.school_id, [decision.person_id], NoticeKind.FORUM_DECIDED, key, payload, now)


def _tell(
    session: Session, school_id: int, people: Any, kind: NoticeKind, key: str, payload: Any, now: datetime
) -> None:
    if people:
        tell(session, [personal_notice(school_id, one, kind, key, payload, now) for one in people])
