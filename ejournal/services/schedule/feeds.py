"""Personal calendars behind secret links: made, revoked, and read by whoever holds the link."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor, holders
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil, is_guardian_of, wards
from ejournal.errors import NotFound
from ejournal.models import (
    Account,
    AccountPlace,
    CalendarFeed,
    FeedKind,
    Guardianship,
    Person,
    Role,
    RoleGrant,
    School,
)
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.secret_links import find_link, hashed
from ejournal.services.schedule.lessons import ScheduleLesson, of_pupil, of_teacher, read_lessons
from ejournal.services.schedule.weeks import calendar_on

BACK, AHEAD = timedelta(days=28), timedelta(days=120)


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """A link that holds; the token itself is never shown a second time."""

    id: int
    whose: str
    pupil_id: int | None
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar is written from; lessons are dated on the school's clock.

    teacher_id is whose lessons they are in a teacher's calendar.
    """

    school: str
    school_code: str
    whose: str
    time_zone: str
    locale: str
    lessons: tuple[ScheduleLesson, ...]
    made_at: datetime
    teacher_id: int | None = None


def make_feed(session: Session, actor: Actor, pupil_id: int | None = None) -> str:
    """A new secret token for one's own lessons or a child's; an older link for the same is revoked.

    Only guardians have a child's calendar: who merely may read the diary finds NotFound, as open_feed would.
    """
    guard.require(actor, Permission.SCHEDULE_READ)
    if pupil_id is not None and pupil_id != actor.person_id:
        pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
        if not is_guardian_of(session, actor, pupil):
            raise NotFound
    for feed in _own(session, actor):
        if feed.pupil_id == pupil_id:
            _revoke(session, feed)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        school_id=actor.school_id, owner_id=actor.person_id, pupil_id=pupil_id,
        token_hash=hashed(token), created_at=clock.now(),
    )  # fmt: skip
    session.add(feed)
    session.flush()
    _record(session, actor, "calendar-feed.make", feed)
    return token


def revoke_feed(session: Session, actor: Actor, feed_id: int) -> None:
    """The link stops working at once."""
    feed = next((one for one in _own(session, actor) if one.id == feed_id), None)
    if feed is None:
        raise NotFound
    _revoke(session, feed)
    _record(session, actor, "calendar-feed.revoke", feed)


def feeds(session: Session, actor: Actor) -> list[FeedInfo]:
    """The actor's links that hold."""
    guard.require(actor, Permission.SCHEDULE_READ)
    found = []
    for feed in _own(session, actor):
        assert feed.id is not None
        person = session.get_one(Person, feed.pupil_id or feed.owner_id)
        found.append(FeedInfo(feed.id, person.full_name, feed.pupil_id, feed.created_at, feed.read_at))
    return found


def open_feed(session: Session, token: str) -> Feed:
    """The lessons behind a link, from four weeks back to four months ahead; NotFound for any other token.

    The owner must still be who they were: a blocked account, or a guardian no longer one, sees nothing.
    """
    feed = find_link(session, token, FeedKind.CALENDAR)
    school = session.get_one(School, feed.school_id)
    now = clock.now()
    today = clock.local(now, school.time_zone).date()
    locale = _locale_of_owner(session, feed)
    if feed.pupil_id not in (None, feed.owner_id) and not _still_guardian(session, feed, today):
        raise NotFound
    person = session.get_one(Person, feed.pupil_id or feed.owner_id)
    teacher_id = feed.owner_id if feed.pupil_id is None and not _is_pupil(session, feed) else None
    lessons = _lessons(session, feed, teacher_id, today)
    return Feed(
        school.name, school.code, person.full_name, school.time_zone, locale, tuple(lessons), now, teacher_id
    )


def _lessons(
    session: Session, feed: CalendarFeed, teacher_id: int | None, today: date
) -> list[ScheduleLesson]:
    calendar = calendar_on(session, feed.school_id, today)
    if calendar is None:
        return []
    span = (today - BACK, today + AHEAD)
    if teacher_id is not None:
        return read_lessons(session, calendar, *span, of_teacher(teacher_id))
    found = read_lessons(session, calendar, *span, of_pupil(feed.pupil_id or feed.owner_id))
    # What is noted with a lesson that is given is the task for the substitute: families read it in no diary.
    return [one if one.cancelled else replace(one, note="") for one in found]


def _is_pupil(session: Session, feed: CalendarFeed) -> bool:
    grant = table(RoleGrant)
    query = select(grant.c.id).where(
        grant.c.school_id == feed.school_id, grant.c.person_id == feed.owner_id, grant.c.role == Role.PUPIL
    )
    return session.execute(query.limit(1)).first() is not None


def _locale_of_owner(session: Session, feed: CalendarFeed) -> str:
    of_another_school = select(col(AccountPlace.account_id)).where(
        col(AccountPlace.person_id) == feed.owner_id
    )
    is_owner = or_(col(Account.person_id) == feed.owner_id, col(Account.id).in_(of_another_school))
    account = session.scalar(select(Account).where(is_owner))
    if account is None or account.blocked:
        raise NotFound
    return account.locale


def _still_guardian(session: Session, feed: CalendarFeed, today: date) -> bool:
    ward = table(Guardianship).c
    found = wards(feed.school_id, feed.owner_id, today).where(
        ward.pupil_id == feed.pupil_id,
        ward.guardian_id.in_(holders(feed.school_id, today, Role.GUARDIAN)),
    )
    return session.execute(found.limit(1)).first() is not None


def _own(session: Session, actor: Actor) -> list[CalendarFeed]:
    return list(
        session.scalars(
            select(CalendarFeed).where(
                col(CalendarFeed.school_id) == actor.school_id, col(CalendarFeed.owner_id) == actor.person_id,
                col(CalendarFeed.kind) == FeedKind.CALENDAR, col(CalendarFeed.revoked_at).is_(None),
            )
        )
    )  # fmt: skip


def _revoke(session: Session, feed: CalendarFeed) -> None:
    feed.revoked_at = clock.now()
    session.add(feed)
    session.flush()


def _record(session: Session, actor: Actor, action: str, feed: CalendarFeed) -> None:
    change = audit.Change(
        action, "calendar_feed", feed.id, after={"pupil_id": feed.pupil_id}, pupil_id=feed.pupil_id
    )
    audit.record(session, actor.school_id, actor.person_id, change)
