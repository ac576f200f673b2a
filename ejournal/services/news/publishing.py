"""An item published, at once or at its hour; changed, pinned, withdrawn afterwards: each of it once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.readers import actor_of_person
from ejournal.errors import DomainError, NotFound
from ejournal.models import NewsItem, NewsState, NoticeKind
from ejournal.services import audit
from ejournal.services.accounts import throttle
from ejournal.services.audience.people import Children, people_of
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import news_list_topic, news_topic
from ejournal.services.news.drafts import WRITE, Filled, chosen_of, files_of, fill, kept_item
from ejournal.services.notices.outbox import personal_notice, take_back_key, tell

RATE = throttle.Limit(6, timedelta(seconds=15), timedelta(minutes=5), timedelta(minutes=5))
"""Six published at a stretch; then one waits."""
_item, _reader = db.news_item.c, db.news_reader.c


def news_key(news_id: int) -> str:
    """By which what is told of an item is one notice."""
    return f"news:{news_id}"


def audience(session: Session, actor: Actor, item: NewsItem) -> dict[int, Children]:
    """For whom the item is today; at most nine queries."""
    return people_of(session, actor, WRITE, chosen_of(session, item))


def check(session: Session, actor: Actor, item: NewsItem) -> dict[int, Children]:
    """For whom it would be published; DomainError by the field where there is nobody."""
    found = audience(session, actor, item)
    if not found:
        raise DomainError("Choose to whom it is: nobody is among those chosen today", field="people")
    return found


def publish(session: Session, actor: Actor, news_id: int, now: datetime) -> NewsItem:
    """Publish the draft, or let it wait for its hour; what is out already stays as it is."""
    item = kept_item(session, actor, news_id)
    if item.state is not NewsState.DRAFT:
        return item
    people = check(session, actor, item)
    if item.out_at is not None and item.out_at <= now:
        raise DomainError(
            "This moment has passed: give a later one, or none to publish it at once", field="at"
        )
    throttle.keep_pace(session, actor, "news", RATE, "title", now)
    if item.out_at is not None:
        item.state = NewsState.WAITING
        _save(session, item, actor, "news.waits")
        return item
    _bring_out(session, actor, item, people, now)
    return item


def _bring_out(
    session: Session, actor: Actor, item: NewsItem, people: Collection[int], now: datetime
) -> None:
    item.state, item.out_at = NewsState.OUT, now
    _save(session, item, actor, "news.published")
    ring(session, item, people, now, actor.time_zone)


def ring(
    session: Session, item: NewsItem, people: Collection[int], now: datetime, zone: str, what: str = "out"
) -> None:
    """Tell these people of the item, but for its author."""
    payload = payload_of(item, now, zone, what, len(files_of(session, item)))
    key = news_key(item.id or 0)
    rows = [
        personal_notice(item.school_id, one, NoticeKind.NEWS, key, payload, now)
        for one in sorted(people)
        if one != item.author_id
    ]
    if rows:
        tell(session, rows)


def payload_of(item: NewsItem, now: datetime, zone: str, what: str = "out", files: int = 0) -> dict[str, Any]:
    """What such a notice says; what: out, reminder, anew, hidden, shown or reported."""
    day = clock.local(now, zone).date().isoformat()
    return {
        "news_id": item.id, "title": item.title, "what": what, "must": item.must, "files": files, "day": day
    }  # fmt: skip


def change(
    session: Session, actor: Actor, news_id: int, filled: Filled, now: datetime, *, anew: bool = False
) -> None:
    """Give an item that is out these fields; anew: it is to be acknowledged once more.

    Its readers see that it was changed where its words were. DomainError by the field.
    """
    item = kept_item(session, actor, news_id)
    if item.state is not NewsState.OUT:
        raise NotFound
    before = (item.title, item.words)
    item = fill(session, actor, news_id, filled, now)
    if (item.title, item.words) != before or filled.files:
        item.edited_at = now
    if anew and item.must:
        session.execute(
            update(db.news_reader)
            .where(_reader.school_id == item.school_id, _reader.news_id == news_id)
            .values(acknowledged_at=None)
        )
        ring(session, item, audience(session, actor, item), now, actor.time_zone, "anew")
    _save(session, item, actor, "news.changed")


def pin(session: Session, actor: Actor, news_id: int) -> None:
    """Pin the item above the others, or take it down."""
    item = kept_item(session, actor, news_id)
    item.pinned = not item.pinned
    _save(session, item, actor, "news.pinned" if item.pinned else "news.unpinned")


def withdraw(session: Session, actor: Actor, news_id: int) -> None:
    """Take the item back: one that waits is a draft again, one that is out is read by nobody else."""
    item = kept_item(session, actor, news_id)
    if item.state is NewsState.WAITING:
        item.state = NewsState.DRAFT
        _save(session, item, actor, "news.waits_no_more")
    elif item.state is NewsState.OUT:
        item.state, item.is_public = NewsState.WITHDRAWN, False
        _save(session, item, actor, "news.withdrawn")
        take_back_key(session, item.school_id, news_key(news_id))


def _save(session: Session, item: NewsItem, actor: Actor, action: str) -> None:
    session.add(item)
    session.flush()
    told = {"title": item.title, "state": item.state.value, "must": item.must, "public": item.is_public}
    audit.record(
        session, item.school_id, actor.person_id, audit.Change(action, "news_item", item.id, None, told)
    )
    note(session, news_list_topic(item.school_id), news_topic(item.id or 0))


# ------------------------------------------------------------------------------------------- at its hour


def any_due(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Items whose hour has come: school and number."""
    due = select(_item.school_id, _item.id).where(_item.state == NewsState.WAITING, _item.out_at <= now)
    return [(row.school_id, row.id) for row in session.execute(due.order_by(_item.out_at).limit(100))]


def publish_due(session: Session, school_id: int, news_id: int, now: datetime) -> None:
    """Publish an item whose hour has come, as its author may at that moment; else it is a draft again."""
    lock_row(session, NewsItem, school_id, news_id)
    item = session.scalars(
        select(NewsItem).where(col(NewsItem.id) == news_id).execution_options(populate_existing=True)
    ).one()
    if item.state is not NewsState.WAITING:
        return
    actor = actor_of_person(session, school_id, item.author_id, now)
    people = audience(session, actor, item) if actor is not None and actor.may(WRITE) else {}
    if actor is None or not people:
        item.state = NewsState.DRAFT
        session.add(item)
        session.flush()
        note(session, news_list_topic(school_id), news_topic(news_id))
        return
    _bring_out(session, actor, item, people, now)
