"""Posts found by their words, in whatever forms they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import ForumStanding, ForumTopic
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.marked import as_plain
from ejournal.services.base.searching.excerpts import Excerpt, excerpt
from ejournal.services.base.searching.sought import Sought, sought_in
from ejournal.services.forum.words import WORDS

MOST_FOUND = 30
"""Posts, the newest of those found."""
_post, _topic, _person, _section = db.forum_post.c, db.forum_topic.c, db.person.c, db.forum_section.c
_word = db.forum_word.c


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found, in short: in the title and in the text the word that was sought."""

    topic_id: int
    number: int
    title: Excerpt
    section: str
    author: str
    written_at: datetime
    words: Excerpt


@dataclass(frozen=True, slots=True)
class Found:
    """The newest posts found; whether there are more; whether there was anything to look for."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False
    asked: bool = True


def search(session: Session, actor: Actor, words: str, section_id: int | None = None) -> Found:
    """The newest posts that hold all the words, of which the last may be only begun.

    In sections and topics that the actor reads, and as long as post and topic stand.
    """
    guard.require(actor, Permission.FORUM_TAKE_PART)
    sought = sought_in(words)
    if not sought:
        return Found(asked=False)
    reads = (
        guard.reached(session, actor, ForumTopic, Permission.FORUM_TAKE_PART),
        *([] if section_id is None else [_topic.section_id == section_id]),
    )
    rows = WORDS.newest(session, MOST_FOUND, lambda after: _asked(actor, sought, reads, after))
    hits = tuple(_hit(row, sought) for row in _read(session, rows[:MOST_FOUND]))
    return Found(hits, len(rows) > MOST_FOUND)


def _asked(actor: Actor, sought: Sequence[Sought], reads: Sequence[Any], after: int) -> Select[Any]:
    return (
        select(_word.post_id)
        .join_from(db.forum_word, db.forum_post, _post.id == _word.post_id)
        .join(db.forum_topic, and_(_topic.school_id == _post.school_id, _topic.id == _post.topic_id))
        .where(
            _word.school_id == actor.school_id,
            _word.post_id > after,
            *WORDS.holds(sought),
            _post.standing == ForumStanding.STANDS,
            _topic.standing == ForumStanding.STANDS,
            *reads,
        )
        .distinct()
        .order_by(_word.post_id.desc())
        .limit(MOST_FOUND + 1)
    )


def _read(session: Session, rows: Sequence[Any]) -> Sequence[Any]:
    asked = (
        select(
            _post.topic_id, _post.number, _post.words, _post.written_at, _topic.title,
            _section.title.label("section"), _person.last_name, _person.first_name, _person.middle_name,
        )
        .join_from(db.forum_post, db.forum_topic, _topic.id == _post.topic_id)
        .join(db.forum_section, _section.id == _topic.section_id)
        .join(db.person, _person.id == _post.author_id)
        .where(_post.id.in_([row.post_id for row in rows]))
        .order_by(_post.id.desc())
    )  # fmt: skip
    return session.execute(asked).all() if rows else ()


def _hit(row: Any, sought: Sequence[Sought]) -> Hit:
    shown = excerpt(as_plain(row.words), sought)
    return Hit(
        topic_id=row.topic_id,
        number=row.number,
        title=excerpt(row.title, sought),
        section=row.section,
        author=short_name(row.last_name, row.first_name, row.middle_name or ""),
        written_at=row.written_at,
        words=shown if shown.word else excerpt(row.words, sought),
    )
