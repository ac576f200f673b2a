"""What cannot wait: told at once by all that reaches somebody, until confirmed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.models import Fate, NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.notices.outbox import personal_notice, tell
from ejournal.services.notices.told import note_rung

_notice, _delivery = db.outbox_notice.c, db.delivery.c


@dataclass(frozen=True, slots=True)
class UrgentNews:
    """An urgent message as each of its readers is told of it; number makes it one and the same.

    files: how many are attached to it.
    """

    number: int
    title: str
    text: str
    author: str
    day: date
    files: int = 0

    @property
    def key(self) -> str:
        """By which its notices are found."""
        return urgent_key(self.number)


def urgent_key(number: int) -> str:
    """The key of the notices of an urgent message."""
    return f"urgent:{number}"


def tell_urgent(
    session: Session, school_id: int, people: Iterable[int], news: UrgentNews, now: datetime
) -> None:
    """Tell them by everything that reaches them, at any hour, whatever they have chosen."""
    payload = {
        "message_id": news.number, "title": news.title, "text": news.text, "author": news.author,
        "day": news.day.isoformat(), "files": news.files,
    }  # fmt: skip
    kind, told = NoticeKind.URGENT_MESSAGE, sorted(set(people))
    tell(session, [personal_notice(school_id, one, kind, news.key, payload, now) for one in told])


def confirmed(session: Session, school_id: int, number: int, people: Collection[int]) -> None:
    """They know of it: nothing more goes to them but what is in hand at this moment, and it is read."""
    of_key = (
        _notice.school_id == school_id,
        _notice.key == urgent_key(number),
        _notice.recipient_id.in_(people),
    )
    now = clock.now()
    told = list(session.scalars(select(_notice.id).where(*of_key)))
    session.execute(
        update(db.outbox_notice)
        .where(*of_key)
        .values(out_at=None, read_at=func.coalesce(_notice.read_at, now))
    )
    session.execute(
        update(db.delivery)
        .where(_delivery.notice_id.in_(told), _delivery.closed_at.is_(None), _delivery.holder == "")
        .values(closed_at=now, fate=Fate.DROPPED, last_error="")
    )
    note_rung(session, people)
