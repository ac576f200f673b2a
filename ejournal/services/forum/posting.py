"""Topics begun, answers written, changed and taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ForumFormerWords, ForumPost, ForumSection, ForumStanding, ForumTopic
from ejournal.services.accounts import throttle
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import written_line, written_words
from ejournal.services.base.topics import forum_topic, thread_topic
from ejournal.services.forum.following import follow, see, tell_followers, tell_moderators
from ejournal.services.forum.standing import Standing, standing
from ejournal.services.forum.words import forget_words, keep_words

WORDS, TITLE = "words", "title"
"""The fields by which is told what is wrong."""
CHANGED_WITHIN = timedelta(hours=1)
"""How long one's own post can be changed or taken back."""
RATE = throttle.Limit(8, timedelta(seconds=15), timedelta(minutes=5), timedelta(minutes=1))
"""Eight posts at a stretch, each within a minute of the one before; then one waits."""
_post = db.forum_post.c


@dataclass(frozen=True, slots=True)
class Posted:
    """The topic and the number of the new post in it; waits: a moderator looks at it first."""

    topic_id: int
    number: int
    waits: bool


def begin_topic(
    session: Session, actor: Actor, section_id: int, title: str, words: str, now: datetime
) -> Posted:
    """Begin a topic with its first post; DomainError by the field, or for who may not write there."""
    section = guard.get(session, actor, ForumSection, section_id, Permission.FORUM_TAKE_PART)
    stands = standing(session, actor, section, now)
    if not stands.may_write:
        raise stands.refusal(actor, WORDS)
    named = written_line(title, limits.FORUM_TOPIC, TITLE)
    kept = written_words(words, limits.FORUM_POST, WORDS)
    throttle.keep_pace(session, actor, "forum", RATE, WORDS, now)
    topic = ForumTopic(
        school_id=actor.school_id, section_id=section_id, title=named, author_id=actor.person_id,
        made_at=now, last_at=now,
        standing=ForumStanding.WAITS if stands.waits else ForumStanding.STANDS,
    )  # fmt: skip
    session.add(topic)
    session.flush()
    return _put(session, actor, section, topic, kept, stands, now)


def answer(session: Session, actor: Actor, topic_id: int, words: str, now: datetime) -> Posted:
    """Put an answer at the end of the topic; DomainError by the field, or where nothing is written."""
    topic = _held(session, actor, topic_id)
    section = session.get_one(ForumSection, topic.section_id)
    stands = standing(session, actor, section, now, topic)
    if not stands.may_write:
        raise stands.refusal(actor, WORDS)
    if topic.standing is not ForumStanding.STANDS:
        raise DomainError("The topic waits for a moderator or is hidden: nobody can answer it", field=WORDS)
    kept = written_words(words, limits.FORUM_POST, WORDS)
    throttle.keep_pace(session, actor, "forum", RATE, WORDS, now)
    return _put(session, actor, section, topic, kept, stands, now)


def _held(session: Session, actor: Actor, topic_id: int) -> ForumTopic:
    """A topic that the actor sees, held until the transaction ends."""
    guard.get(session, actor, ForumTopic, topic_id, Permission.FORUM_TAKE_PART)
    lock_row(session, ForumTopic, actor.school_id, topic_id)
    return session.get_one(ForumTopic, topic_id, populate_existing=True)


def _put(
    session: Session, actor: Actor, section: ForumSection, topic: ForumTopic, words: str, stands: Standing,
    now: datetime,
) -> Posted:  # fmt: skip
    topic.last_number += 1
    post = ForumPost(
        school_id=actor.school_id, topic_id=topic.id or 0, number=topic.last_number,
        author_id=actor.person_id, written_at=now, words=words,
        standing=ForumStanding.WAITS if stands.waits else ForumStanding.STANDS,
        shown_at=None if stands.waits else now,
    )  # fmt: skip
    if not stands.waits:
        topic.last_at = now
    session.add_all([topic, post])
    session.flush()
    keep_words(session, topic, post)
    follow(session, topic, actor.person_id)
    see(session, actor, topic.id or 0, now)
    if stands.waits:
        tell_moderators(session, actor, section, now)
    elif post.number > 1:
        tell_followers(session, section, topic, actor.person_id, now, actor.time_zone)
    note(session, forum_topic(actor.school_id), thread_topic(topic.id or 0))
    return Posted(topic.id or 0, post.number, stands.waits)


def post_of(session: Session, actor: Actor, topic_id: int, number: int) -> tuple[ForumTopic, ForumPost]:
    """A topic that the actor sees and a post of it, both held; NotFound for any other.

    What waits is there for its author and for moderators only.
    """
    topic = _held(session, actor, topic_id)
    found = session.scalars(
        select(ForumPost).where(
            _post.school_id == actor.school_id, _post.topic_id == topic_id, _post.number == number
        )
    ).first()
    if found is None:
        raise NotFound
    if found.standing is ForumStanding.WAITS and found.author_id != actor.person_id:
        section = session.get_one(ForumSection, topic.section_id)
        if not guard.may(session, actor, section, Permission.FORUM_MODERATE):
            raise NotFound
    return topic, found


def may_change(post: ForumPost, actor: Actor, now: datetime) -> bool:
    """Whether the post is the actor's own, stands or waits, and is new enough."""
    lives = post.standing in (ForumStanding.STANDS, ForumStanding.WAITS)
    return post.author_id == actor.person_id and lives and now - post.written_at <= CHANGED_WITHIN


def change_post(
    session: Session, actor: Actor, topic_id: int, number: int, words: str, now: datetime, title: str = ""
) -> None:
    """Change an own post, of a topic's first one the title too; what it said is kept.

    In a section where moderators look first it waits again. DomainError when it is too late.
    """
    topic, post = post_of(session, actor, topic_id, number)
    section = session.get_one(ForumSection, topic.section_id)
    stands = standing(session, actor, section, now, topic)
    if not may_change(post, actor, now):
        hours = int(CHANGED_WITHIN.total_seconds() // 3600)
        raise DomainError("A post can be changed for {n} h, and only one's own", field=WORDS, n=hours)
    if not stands.may_write:
        raise stands.refusal(actor, WORDS)
    named = written_line(title, limits.FORUM_TOPIC, TITLE) if number == 1 else topic.title
    kept = written_words(words, limits.FORUM_POST, WORDS)
    if (named, kept) == (topic.title, post.words):
        return
    before = post.words if number > 1 else f"{topic.title}\n\n{post.words}"
    session.add(ForumFormerWords(school_id=actor.school_id, post_id=post.id or 0, words=before, until=now))
    topic.title = named
    post.words, post.edited_at = kept, now
    keep_words(session, topic, post)
    if stands.waits and post.standing is ForumStanding.STANDS:
        post.standing, post.shown_at = ForumStanding.WAITS, None
        tell_moderators(session, actor, section, now)
    _save(session, topic, post)


def take_back(session: Session, actor: Actor, topic_id: int, number: int, now: datetime) -> None:
    """Take an own post away from all; moderators keep its words. A topic goes while nobody has answered."""
    topic, post = post_of(session, actor, topic_id, number)
    if not may_change(post, actor, now):
        hours = int(CHANGED_WITHIN.total_seconds() // 3600)
        raise DomainError("A post can be changed for {n} h, and only one's own", n=hours)
    if number == 1 and topic.last_number > 1:
        raise DomainError("There are answers already: the topic stays")
    post.standing = ForumStanding.GONE
    forget_words(session, post)
    _save(session, topic, post)


def _save(session: Session, topic: ForumTopic, post: ForumPost) -> None:
    if post.number == 1:
        topic.standing = post.standing
    session.add_all([topic, post])
    session.flush()
    note(session, forum_topic(topic.school_id), thread_topic(topic.id or 0))
