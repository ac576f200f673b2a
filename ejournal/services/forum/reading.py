"""Topics and posts as they are read, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import ForumDeed, ForumSection, ForumStanding, ForumTopic
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.forum.standing import Standing, standing

TOPICS, POSTS = 30, 20
"""On a page (pagination)."""
LAST = 10**6
"""The page that is asked for where the last one is meant."""
SAID = (ForumDeed.HIDDEN, ForumDeed.WARNED, ForumDeed.MUTED, ForumDeed.MOVED, ForumDeed.CLOSED)
"""What the author reads beside the post."""
_topic, _post, _seen, _person = db.forum_topic.c, db.forum_post.c, db.forum_seen.c, db.person.c
_done = db.forum_decision.c


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the list of its section."""

    id: int
    title: str
    author: str
    made_at: datetime
    last_at: datetime
    answers: int
    new: bool
    pinned: bool
    closed: bool
    standing: ForumStanding


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of how many."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a moderator decided of a post, for its author and for moderators."""

    deed: ForumDeed
    reason: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it is read; without words where they are not for the reader."""

    number: int
    author: str
    is_own: bool
    written_at: datetime
    words: str
    edited: bool
    standing: ForumStanding
    new: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic with a page of its posts."""

    topic: ForumTopic
    section: ForumSection
    stands: Standing
    posts: tuple[Post, ...]
    page: Page


def topics(session: Session, actor: Actor, section_id: int, page: int = 1) -> tuple[list[TopicLine], Page]:
    """A page of the section's topics that the actor sees: pinned ones first, then by the latest answer."""
    guard.get(session, actor, ForumSection, section_id, Permission.FORUM_TAKE_PART)
    seen = (
        _topic.section_id == section_id,
        _topic.standing != ForumStanding.GONE,
        guard.reached(session, actor, ForumTopic, Permission.FORUM_TAKE_PART),
    )
    count = session.scalar(select(func.count()).select_from(db.forum_topic).where(*seen)) or 0
    shown = _page(page, count, TOPICS)
    stands = and_(
        _post.school_id == _topic.school_id, _post.topic_id == _topic.id, _post.number > 1,
        _post.standing == ForumStanding.STANDS,
    )  # fmt: skip
    answers = select(func.count()).select_from(db.forum_post).where(stands).scalar_subquery()
    asked = (
        select(
            db.forum_topic, _person.last_name, _person.first_name, _person.middle_name, _seen.seen_at,
            answers.label("answers"),
        )
        .join_from(db.forum_topic, db.person, _person.id == _topic.author_id)
        .outerjoin(db.forum_seen, _own_look(actor))
        .where(*seen)
        .order_by(_topic.pinned.desc(), _topic.last_at.desc(), _topic.id.desc())
        .limit(TOPICS)
        .offset((shown.number - 1) * TOPICS)
    )  # fmt: skip
    return [_line(row) for row in session.execute(asked)], shown


def _own_look(actor: Actor) -> Any:
    return and_(
        _seen.school_id == _topic.school_id,
        _seen.topic_id == _topic.id,
        _seen.person_id == actor.person_id,
    )


def _line(row: Any) -> TopicLine:
    return TopicLine(
        id=row.id,
        title=row.title,
        author=short_name(row.last_name, row.first_name, row.middle_name or ""),
        made_at=row.made_at,
        last_at=row.last_at,
        answers=row.answers,
        new=row.seen_at is None or row.seen_at < row.last_at,
        pinned=row.pinned,
        closed=row.closed,
        standing=row.standing,
    )


def _page(asked: int, count: int, size: int) -> Page:
    last = max(-(-count // size), 1)
    return Page(min(max(asked, 1), last), last)


def thread(
    session: Session, actor: Actor, topic_id: int, now: datetime, page: int | None = None,
    post: int | None = None,
) -> Thread:  # fmt: skip
    """A page of the topic's posts: that which is asked for or holds a post, else where something is new."""
    topic = guard.get(session, actor, ForumTopic, topic_id, Permission.FORUM_TAKE_PART)
    section = session.get_one(ForumSection, topic.section_id)
    stands = standing(session, actor, section, now, topic)
    shown = [
        _post.school_id == actor.school_id,
        _post.topic_id == topic_id,
        *([] if stands.moderates else [_not_waiting(actor)]),
    ]
    seen = select(_seen.seen_at).where(
        _seen.school_id == actor.school_id,
        _seen.topic_id == topic_id,
        _seen.person_id == actor.person_id,
    )
    looked = session.scalar(seen)
    count = session.scalar(select(func.count()).select_from(db.forum_post).where(*shown)) or 0
    if page is None:
        page = _first_new(session, shown, looked) if post is None else _page_with(session, shown, post)
    found = _page(count if page is None else page, count, POSTS)
    rows = session.execute(
        _posts(shown).order_by(_post.number).limit(POSTS).offset((found.number - 1) * POSTS)
    ).all()
    said = _said(session, actor, [row.id for row in rows])
    posts = tuple(_as_read(row, actor, stands, looked, said.get(row.id, ())) for row in rows)
    return Thread(topic, section, stands, posts, found)


def _not_waiting(actor: Actor) -> Any:
    return or_(_post.standing != ForumStanding.WAITS, _post.author_id == actor.person_id)


def _first_new(session: Session, shown: Sequence[Any], looked: datetime | None) -> int | None:
    """The page of the first post that came after the look; 1 for who has never looked, None for none."""
    if looked is None:
        return 1
    first = select(func.min(_post.number)).where(*shown, _post.shown_at > looked)
    number = session.scalar(first)
    return None if number is None else _page_with(session, shown, number)


def _page_with(session: Session, shown: Sequence[Any], number: int) -> int:
    before = select(func.count()).select_from(db.forum_post).where(*shown, _post.number < number)
    return (session.scalar(before) or 0) // POSTS + 1


def _posts(shown: Sequence[Any]) -> Select[Any]:
    return (
        select(db.forum_post, _person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.forum_post, db.person, _person.id == _post.author_id)
        .where(*shown)
    )


def _said(session: Session, actor: Actor, ids: list[int]) -> dict[int, tuple[Said, ...]]:
    asked = select(_done.post_id, _done.deed, _done.reason, _done.until).where(
        _done.school_id == actor.school_id, _done.post_id.in_(ids), _done.deed.in_(SAID)
    )
    found: dict[int, tuple[Said, ...]] = {}
    for row in session.execute(asked.order_by(_done.at, _done.id)) if ids else ():
        found[row.post_id] = (*found.get(row.post_id, ()), Said(row.deed, row.reason, row.until))
    return found


def _as_read(
    row: Any, actor: Actor, stands: Standing, looked: datetime | None, said: tuple[Said, ...]
) -> Post:
    own = row.author_id == actor.person_id
    told = stands.moderates or row.standing in (ForumStanding.STANDS, ForumStanding.WAITS)
    told = told or (own and row.standing is ForumStanding.HIDDEN)
    is_new = row.shown_at is not None and looked is not None and row.shown_at > looked
    return Post(
        number=row.number,
        author=short_name(row.last_name, row.first_name, row.middle_name or ""),
        is_own=own,
        written_at=row.written_at,
        words=row.words if told else "",
        edited=row.edited_at is not None,
        standing=row.standing,
        new=is_new and not own,
        said=said if own or stands.moderates else (),
    )
