"""What people are told of events: that they are invited, that one was moved, cancelled, is soon."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import Event, EventDate, EventPer, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.notices.outbox import personal_notice, tell

_date = db.event_date.c


def event_key(event_id: int) -> str:
    """By which what invites to an event, and tells of its changes, is one notice."""
    return f"event:{event_id}"


def tell_invited(session: Session, event: Event, people: Collection[int], now: datetime) -> None:
    """Invite these people, but for the author."""
    first = session.scalars(
        select(EventDate)
        .where(_date.school_id == event.school_id, _date.event_id == event.id)
        .order_by(_date.day)
        .limit(1)
    ).first()
    payload = payload_of(event, first, "invited")
    _tell(session, event, people, NoticeKind.EVENT, event_key(event.id or 0), payload, now)


def tell_changed(
    session: Session, event: Event, at: EventDate | None, what: str, people: Collection[int], now: datetime
) -> None:
    """Tell these people that it was moved, cancelled, changed; what: the name of that."""
    key = event_key(event.id or 0) if at is None else f"{event_key(event.id or 0)}:{at.id}"
    _tell(session, event, people, NoticeKind.EVENT_CHANGED, key, payload_of(event, at, what), now)


def tell_moved_up(
    session: Session, event: Event, at: EventDate, person_id: int, for_id: int, now: datetime
) -> None:
    """Tell somebody who waited that there is a place now."""
    key, payload = f"event-place:{at.id}:{for_id}", payload_of(event, at, "moved_up")
    rows = [personal_notice(event.school_id, person_id, NoticeKind.EVENT_CHANGED, key, payload, now)]
    tell(session, rows)


def tell_soon(session: Session, event: Event, at: EventDate, people: Collection[int], now: datetime) -> None:
    """Remind these people of a date that is near."""
    key = f"event-soon:{at.id}"
    _tell(session, event, people, NoticeKind.EVENT, key, payload_of(event, at, "soon"), now)


def payload_of(event: Event, at: EventDate | None, what: str) -> dict[str, Any]:
    """What such a notice says."""
    return {
        "event_id": event.id, "title": event.title, "what": what, "place": event.place,
        "day": at.day.isoformat() if at is not None else None,
        "starts": at.starts.isoformat() if at is not None and at.starts else None,
        "date_id": at.id if at is not None else 0, "asks": event.per is not EventPer.NOBODY,
    }  # fmt: skip


def _tell(
    session: Session, event: Event, people: Collection[int], kind: NoticeKind, key: str,
    payload: dict[str, Any], now: datetime,
) -> None:  # fmt: skip
    rows = [
        personal_notice(event.school_id, one, kind, key, payload, now)
        for one in sorted(people)
        if one != event.author_id
    ]
    if rows:
        tell(session, rows)
