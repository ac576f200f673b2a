"""Whom the page of a class tells: its readers of news, an author of what was hidden."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.classes.page import people_of_page
from ejournal.models import ClassItem, NoticeKind, SchoolClass
from ejournal.services.notices.outbox import personal_notice, tell


def news_key(item_id: int) -> str:
    """By which what is told of an item is one notice."""
    return f"class-news:{item_id}"


def tell_readers(
    session: Session, actor: Actor, school_class: SchoolClass, item: ClassItem, now: datetime
) -> None:
    """Tell the class of news: its pupils, their guardians, its teachers; heads look when they wish."""
    day = clock.local(now, actor.time_zone).date()
    readers = set(session.scalars(people_of_page(school_class, day))) - {actor.person_id}
    payload = {
        "class_id": school_class.id, "class": school_class.title, "title": item.title, "day": day.isoformat()
    }  # fmt: skip
    _tell(session, actor, sorted(readers), NoticeKind.CLASS_NEWS, news_key(item.id or 0), payload, now)


def tell_author(session: Session, actor: Actor, item: ClassItem, now: datetime) -> None:
    """Tell the author that the item is hidden and why, or that it is seen again."""
    day = clock.local(now, actor.time_zone).date()
    payload = {
        "class_id": item.class_id, "title": item.title, "hidden": item.hidden_at is not None,
        "reason": item.reason, "day": day.isoformat(),
    }  # fmt: skip
    key = f"class-hidden:{item.id}"
    _tell(session, actor, [item.author_id], NoticeKind.CLASS_ITEM_HIDDEN, key, payload, now)


def _tell(
    session: Session, actor: Actor, people: Iterable[int], kind: NoticeKind, key: str, payload: Any,
    now: datetime,
) -> None:  # fmt: skip
    rows = [personal_notice(actor.school_id, one, kind, key, payload, now) for one in people]
    if rows:
        tell(session, rows)
