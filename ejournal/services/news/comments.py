"""What readers say under an item, taken back by themselves, hidden with a reason, reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true, update
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.news import keeps_news
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import NewsComment, NewsItem, NewsState, NoticeKind
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.accounts import throttle
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import reason_words, written_words
from ejournal.services.base.topics import news_topic
from ejournal.services.base.upserts import insert_new
from ejournal.services.news.publishing import payload_of
from ejournal.services.notices.outbox import personal_notice, tell

COMMENT, KEEP = Permission.NEWS_ANSWER, Permission.NEWS_WRITE
RATE = throttle.Limit(8, timedelta(seconds=15), timedelta(minutes=5), timedelta(minutes=1))
"""Eight at a stretch, each within a minute of the one before; then one waits."""
MOST = 500
"""Under an item."""
SHOWN = 200
"""The latest of them."""
_comment, _report, _person = db.news_comment.c, db.news_report.c, db.person.c
_REPORTED = insert_new(db.news_report, _report.id)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said; hidden: others do not see it. reported: how often, for who looks after it."""

    id: int
    author: str
    words: str
    at: datetime
    is_own: bool
    hidden: bool
    reason: str
    reported: int


def comments_of(session: Session, actor: Actor, item: NewsItem) -> Sequence[Comment]:
    """What stands under the item for this reader, the first first; one query."""
    keeps = _keeps(session, actor, item)
    open_ = select(func.count()).where(_open_report(actor)).scalar_subquery()
    shown = true() if keeps else or_(_comment.hidden_at.is_(None), _comment.author_id == actor.person_id)
    rows = session.execute(
        select(db.news_comment, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(open_.label("reported"))
        .join_from(db.news_comment, db.person, _person.id == _comment.author_id)
        .where(
            _comment.school_id == actor.school_id,
            _comment.news_id == item.id,
            _comment.gone_at.is_(None),
            shown,
        )
        .order_by(_comment.id.desc())
        .limit(SHOWN)
    ).all()
    return [_as_read(row, actor, keeps=keeps) for row in reversed(rows)]


def _as_read(row: Any, actor: Actor, *, keeps: bool) -> Comment:
    return Comment(
        row.id, short_name(row.last_name, row.first_name, row.middle_name or ""), row.words, row.written_at,
        row.author_id == actor.person_id, row.hidden_at is not None, row.reason,
        row.reported if keeps else 0,
    )  # fmt: skip


def say(session: Session, actor: Actor, news_id: int, words: str, now: datetime) -> int:
    """Put it under the item, where one may; DomainError by the field for nothing, too much or too fast."""
    guard.require(actor, COMMENT)
    item = _item_of(session, actor, news_id)
    if not item.comments:
        raise NotFound
    kept = written_words(words, limits.NEWS_COMMENT, "comment")
    throttle.keep_pace(session, actor, "news-comment", RATE, "comment", now)
    lock_row(session, NewsItem, actor.school_id, news_id)
    count = select(func.count()).where(_comment.school_id == actor.school_id, _comment.news_id == news_id)
    if (session.scalar(count) or 0) >= MOST:
        raise DomainError("There are {n} comments here already", field="comment", n=MOST)
    comment = NewsComment(
        school_id=actor.school_id, news_id=news_id, author_id=actor.person_id, words=kept, written_at=now
    )
    session.add(comment)
    session.flush()
    note(session, news_topic(news_id))
    return comment.id or 0


def take_back(session: Session, actor: Actor, comment_id: int, now: datetime) -> None:
    """Take an own comment back; NotFound for another's."""
    guard.require(actor, COMMENT)
    comment, _ = _comment_of(session, actor, comment_id)
    if comment.author_id != actor.person_id:
        raise NotFound
    comment.gone_at = now
    session.add(comment)
    session.flush()
    note(session, news_topic(comment.news_id))


def report(session: Session, actor: Actor, comment_id: int, now: datetime) -> None:
    """Ask who looks after the item to look at a comment of another; once of each reader."""
    guard.require(actor, COMMENT)
    comment, item = _comment_of(session, actor, comment_id)
    if comment.author_id == actor.person_id:
        raise NotFound
    row = {
        "school_id": actor.school_id, "comment_id": comment_id, "reporter_id": actor.person_id, "at": now,
        "decided_at": None,
    }  # fmt: skip
    if session.execute(_REPORTED.on(session), row).scalar() is None:
        return
    if item.author_id != actor.person_id:
        _tell(session, actor, item, item.author_id, f"news-reported:{comment_id}", "reported", "", now)
    note(session, news_topic(comment.news_id))


def kept_comment(session: Session, actor: Actor, comment_id: int) -> tuple[NewsComment, NewsItem]:
    """A comment of another under an item that the actor looks after; NotFound for any other."""
    guard.require(actor, KEEP)
    comment, item = _comment_of(session, actor, comment_id)
    if not _keeps(session, actor, item) or comment.author_id == actor.person_id:
        raise NotFound
    return comment, item


def hide(session: Session, actor: Actor, comment_id: int, reason: str, now: datetime) -> None:
    """Let others see the comment no more; DomainError by the field for no reason."""
    comment, item = kept_comment(session, actor, comment_id)
    comment.reason = reason_words(reason)
    comment.hidden_at, comment.hidden_by_id = now, actor.person_id
    _decided(session, actor, comment, item, "hidden", now)


def show_again(session: Session, actor: Actor, comment_id: int, now: datetime) -> None:
    """Let others see a hidden comment again; reports on it are closed with that."""
    comment, item = kept_comment(session, actor, comment_id)
    if comment.hidden_at is None:
        raise NotFound
    comment.reason, comment.hidden_at, comment.hidden_by_id = "", None, None
    _decided(session, actor, comment, item, "shown", now)


def leave(session: Session, actor: Actor, comment_id: int, now: datetime) -> None:
    """Leave a reported comment as it is: the reports on it are closed."""
    comment, _ = kept_comment(session, actor, comment_id)
    _close(session, comment, now)
    note(session, news_topic(comment.news_id))


def _decided(
    session: Session, actor: Actor, comment: NewsComment, item: NewsItem, what: str, now: datetime
) -> None:
    session.add(comment)
    session.flush()
    _close(session, comment, now)
    told = {"reason": comment.reason, "person": comment.author_id}
    change = audit.Change(f"news.comment_{what}", "news_comment", comment.id, None, told)
    audit.record(session, actor.school_id, actor.person_id, change)
    _tell(session, actor, item, comment.author_id, f"news-comment:{comment.id}", what, comment.reason, now)
    note(session, news_topic(comment.news_id))


def _close(session: Session, comment: NewsComment, now: datetime) -> None:
    session.execute(
        update(db.news_report)
        .where(
            _report.school_id == comment.school_id,
            _report.comment_id == comment.id,
            _report.decided_at.is_(None),
        )
        .values(decided_at=now)
    )


def _tell(
    session: Session, actor: Actor, item: NewsItem, person_id: int, key: str, what: str, reason: str,
    now: datetime,
) -> None:  # fmt: skip
    payload = payload_of(item, now, actor.time_zone, what) | {"reason": reason}
    tell(session, [personal_notice(actor.school_id, person_id, NoticeKind.NEWS, key, payload, now)])


def _item_of(session: Session, actor: Actor, news_id: int) -> NewsItem:
    item = guard.get(session, actor, NewsItem, news_id, Permission.NEWS_READ)
    if item.state is not NewsState.OUT:
        raise NotFound
    return item


def _comment_of(session: Session, actor: Actor, comment_id: int) -> tuple[NewsComment, NewsItem]:
    """A comment that stands under an item that the actor sees, held."""
    found = session.get(NewsComment, comment_id)
    if found is None or found.school_id != actor.school_id:
        raise NotFound
    item = _item_of(session, actor, found.news_id)
    lock_row(session, NewsComment, actor.school_id, comment_id)
    session.refresh(found)
    is_hidden = found.hidden_at is not None and found.author_id != actor.person_id
    if found.gone_at is not None or (is_hidden and not _keeps(session, actor, item)):
        raise NotFound
    return found, item


def _keeps(session: Session, actor: Actor, item: NewsItem) -> bool:
    return actor.may(KEEP) and keeps_news(session, actor, item)


def _open_report(actor: Actor) -> ColumnElement[bool]:
    """The reports on a comment that nobody has decided."""
    return and_(
        _report.school_id == actor.school_id,
        _report.comment_id == _comment.id,
        _report.decided_at.is_(None),
    )


def waiting_reports(session: Session, actor: Actor, numbers: Sequence[int]) -> frozenset[int]:
    """Of the items those under which a comment was reported, and nobody has looked yet; one query."""
    open_ = exists().where(_open_report(actor))
    which = and_(_comment.school_id == actor.school_id, _comment.news_id.in_(numbers), open_)
    return frozenset(session.scalars(select(_comment.news_id).where(which)))
