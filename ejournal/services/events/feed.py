"""Events in a personal calendar behind a secret link: what invites its owner and was not declined."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, or_, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.audience.events import events_for
from ejournal.access.audience.parts import Somebody
from ejournal.models import EventSaid, EventState, FeedKind, School
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.secret_links import find_link

BACK, AHEAD = timedelta(days=28), timedelta(days=366)
MOST = 500
_event, _date, _answer = db.school_event.c, db.event_date.c, db.event_answer.c


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """A date of an event as a calendar program keeps it; uid stays, sequence grows with each move."""

    uid: str
    sequence: int
    title: str
    place: str
    words: str
    day: date
    starts: time | None
    ends: time | None
    cancelled: bool
    sure: bool
    changed_at: datetime


def feed_events(session: Session, token: str) -> list[FeedEvent]:
    """The dates of events of the link's owner, from four weeks back to a year ahead; two queries.

    A child's link has those that invite its guardian who holds it; one is sure who has said yes.
    """
    feed = find_link(session, token, FeedKind.CALENDAR)
    school = session.get_one(School, feed.school_id)
    today = clock.local(clock.now(), school.time_zone).date()
    who = Somebody(feed.school_id, feed.owner_id, (), today)
    own = (
        _answer.school_id == feed.school_id,
        _answer.date_id == _date.id,
        or_(_answer.person_id == feed.owner_id, _answer.for_id == feed.owner_id),
    )
    declined = exists().where(*own, _answer.said == EventSaid.NO)
    comes = exists().where(*own, _answer.said != EventSaid.NO)
    sure = exists().where(*own, _answer.said == EventSaid.YES, _answer.waits_from.is_(None))
    rows = session.execute(
        select(_event.uid, _event.title, _event.place, _event.words, _event.per, _event.state)
        .add_columns(_event.out_at, _event.edited_at, _date.id, _date.sequence, _date.day, _date.starts)
        .add_columns(_date.ends, _date.cancelled, sure.label("sure"))
        .join_from(db.event_date, db.school_event, _event.id == _date.event_id)
        .where(
            in_days(_date, feed.school_id, today - BACK, today + AHEAD),
            _event.school_id == feed.school_id,
            _event.state != EventState.DRAFT,
            _event.id.in_(events_for(who)),
            or_(~declined, comes),
        )
        .order_by(_date.day, _date.id)
        .limit(MOST)
    )
    return [
        FeedEvent(
            f"{row.uid}-{row.id}", row.sequence, row.title, row.place, row.words, row.day, row.starts,
            row.ends, row.cancelled, row.sure or row.per == "nobody", row.edited_at or row.out_at,
        )
        for row in rows
    ]  # fmt: skip
