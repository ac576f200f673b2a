"""Secret links read without a sign-in: found by the hash of their token, noted as read now and then."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import NotFound
from ejournal.models import CalendarFeed, FeedKind

SEEN_EVERY = timedelta(minutes=10)
Shown = TypeVar("Shown")


def hashed(token: str) -> str:
    """What is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_link(session: Session, token: str, kind: FeedKind) -> CalendarFeed:
    """The link of the kind that the token opens; NotFound for any other token, or a revoked one."""
    found = session.scalar(
        select(CalendarFeed).where(
            col(CalendarFeed.token_hash) == hashed(token),
            col(CalendarFeed.kind) == kind,
            col(CalendarFeed.revoked_at).is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def read_link(token: str, kind: FeedKind, show: Callable[[Session, str], Shown]) -> Shown:
    """What `show` gives for the token, the reading noted when the last note is older than ten minutes.

    It is read without the lock of those who write: whoever asks here is a stranger, and asks as often as they
    like. The note has a short transaction of its own.
    """
    with session_scope(writing=False) as session:
        shown = show(session, token)
        link = find_link(session, token, kind)
    now = clock.now()
    if link.read_at is None or now - link.read_at > SEEN_EVERY:
        with session_scope() as session:
            session.execute(update(CalendarFeed).where(col(CalendarFeed.id) == link.id).values(read_at=now))
    return shown
