"""Posts found by their words, in whatever forms they stand."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import ForumStanding, ForumTopic
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.names import folded

MOST_FOUND = 30
MOST_WORDS = 6
_ENDING = 2
"""So many letters at the end of a Russian word change with its form; a stem keeps four at least."""
_STEM = 4
_AROUND = 90
"""Letters shown on each side of what was found."""
_post, _topic, _person, _section = db.forum_post.c, db.forum_topic.c, db.person.c, db.forum_section.c


@dataclass(frozen=True, slots=True)
class Found:
    """A post that was found, in short."""

    topic_id: int
    number: int
    title: str
    section: str
    author: str
    written_at: datetime
    line: str


def search(session: Session, actor: Actor, words: str, section_id: int | None = None) -> list[Found]:
    """The newest posts that hold all the words, in sections and topics that the actor sees."""
    guard.require(actor, Permission.FORUM_TAKE_PART)
    stems = stems_of(words)
    if not stems:
        return []
    asked = (
        select(
            _post.topic_id, _post.number, _post.words, _post.written_at, _topic.title,
            _section.title.label("section"), _person.last_name, _person.first_name, _person.middle_name,
        )
        .join_from(db.forum_post, db.forum_topic, and_(
            _topic.school_id == _post.school_id, _topic.id == _post.topic_id))
        .join(db.forum_section, _section.id == _topic.section_id)
        .join(db.person, _person.id == _post.author_id)
        .where(
            _post.school_id == actor.school_id,
            _post.standing == ForumStanding.STANDS,
            guard.reached(session, actor, ForumTopic, Permission.FORUM_TAKE_PART),
            *(_post.sought.contains(stem, autoescape=True) for stem in stems),
            *([] if section_id is None else [_topic.section_id == section_id]),
        )
        .order_by(_post.written_at.desc(), _post.id.desc())
        .limit(MOST_FOUND)
    )  # fmt: skip
    return [
        Found(
            row.topic_id,
            row.number,
            row.title,
            row.section,
            short_name(row.last_name, row.first_name, row.middle_name or ""),
            row.written_at,
            _line(row.words, stems[0]),
        )
        for row in session.execute(asked)
    ]


def stems_of(words: str) -> list[str]:
    """What is looked for: each word without its ending."""
    found = re.findall(r"\w+", folded(words[: limits.SEARCH]))[:MOST_WORDS]
    return [word[: max(len(word) - _ENDING, _STEM)] for word in found]


def _line(words: str, stem: str) -> str:
    """The words around the first that was found, in one line."""
    text = " ".join(words.split())
    at = max(folded(text).find(stem), 0)
    begin, end = max(at - _AROUND, 0), at + _AROUND
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
