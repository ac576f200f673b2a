"""What waits for moderators: posts to be let through, reports, who may only read for now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, true
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import ForumSection, ForumStanding
from ejournal.models.people import short_name
from ejournal.services.base import tables as db

MOST = 50
_post, _topic, _section = db.forum_post.c, db.forum_topic.c, db.forum_section.c
_report, _done = db.forum_report.c, db.forum_decision.c
_author, _reporter = (db.person.alias(name) for name in ("author", "reporter"))
_NAMES = ("last_name", "first_name", "middle_name")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that waits or was reported; reporter and reason are empty for the former."""

    topic_id: int
    number: int
    title: str
    section: str
    author: str
    written_at: datetime
    words: str
    waits: bool
    reporter: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Muted:
    """Somebody who may only read until a moment."""

    decision_id: int
    name: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Queue:
    """All that waits, the oldest first."""

    waiting: tuple[Waiting, ...]
    reported: tuple[Waiting, ...]
    muted: tuple[Muted, ...]


def queue(session: Session, actor: Actor, now: datetime) -> Queue:
    """What waits in the sections that the actor looks after; three queries."""
    guard.require(actor, Permission.FORUM_MODERATE)
    own = guard.reached(session, actor, ForumSection, Permission.FORUM_MODERATE)
    waiting = (
        _posts()
        .where(_post.school_id == actor.school_id, _post.standing == ForumStanding.WAITS, own)
        .order_by(_post.written_at, _post.id)
        .limit(MOST)
    )
    reported = (
        _posts()
        .add_columns(_report.reason, *(_reporter.c[part].label(f"by_{part}") for part in _NAMES))
        .join(db.forum_report, and_(_report.school_id == _post.school_id, _report.post_id == _post.id))
        .join(_reporter, _reporter.c.id == _report.reporter_id)
        .where(
            _report.school_id == actor.school_id,
            _report.decided_at.is_(None),
            _post.author_id != actor.person_id,
            own,
        )
        .order_by(_report.at, _report.id)
        .limit(MOST)
    )
    return Queue(
        tuple(_as_read(row) for row in session.execute(waiting)),
        tuple(_as_read(row, reported=True) for row in session.execute(reported)),
        tuple(_muted(session, actor, now)),
    )


def count_waiting(session: Session, actor: Actor, now: datetime) -> int:
    """How many posts and reports wait for the actor."""
    found = queue(session, actor, now)
    return len(found.waiting) + len(found.reported)


def _posts() -> Select[Any]:
    return (
        select(
            _post.id, _post.topic_id, _post.number, _post.written_at, _post.words, _post.standing,
            _topic.title, _section.title.label("section"), *(_author.c[part] for part in _NAMES),
        )
        .join_from(db.forum_post, db.forum_topic, _topic.id == _post.topic_id)
        .join(db.forum_section, _section.id == _topic.section_id)
        .join(_author, _author.c.id == _post.author_id)
    )  # fmt: skip


def _as_read(row: Any, *, reported: bool = False) -> Waiting:
    return Waiting(
        topic_id=row.topic_id,
        number=row.number,
        title=row.title,
        section=row.section,
        author=_name(row),
        written_at=row.written_at,
        words=row.words,
        waits=row.standing is ForumStanding.WAITS,
        reporter=_name(row, "by_") if reported else "",
        reason=row.reason if reported else "",
    )


def _name(row: Any, prefix: str = "") -> str:
    return short_name(*(getattr(row, f"{prefix}{part}") or "" for part in _NAMES))


def _muted(session: Session, actor: Actor, now: datetime) -> list[Muted]:
    asked = (
        select(_done.id, _done.until, _done.reason, *(_author.c[part] for part in _NAMES))
        .join_from(db.forum_decision, _author, _author.c.id == _done.person_id)
        .where(
            _done.school_id == actor.school_id,
            _done.until > now,
            true() if actor.leads else _done.class_id.in_(sorted(actor.class_ids)),
        )
        .order_by(_done.until, _done.id)
        .limit(MOST)
    )
    return [Muted(row.id, _name(row), row.until, row.reason) for row in session.execute(asked)]
