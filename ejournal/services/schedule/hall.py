"""The hall's screen behind a secret link: what is now, and the substitutions of this day and the next.

Whoever walks by reads it: classes, lessons, rooms and teachers by short name; no pupils, no reasons.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import CalendarFeed, FeedKind, LessonStatus, School
from ejournal.services import audit
from ejournal.services.base.secret_links import find_link, hashed
from ejournal.services.schedule.bells import BellTable, bells_of
from ejournal.services.schedule.lessons import ScheduleLesson, done, lesson, read_lessons
from ejournal.services.schedule.weeks import calendar_on

LONGEST_TITLE = 80
LOOKS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class ScreenInfo:
    """A screen's link that holds; the token itself is never shown a second time."""

    id: int
    title: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day's substitutions, moved and cancelled lessons in order."""

    day: date
    lessons: tuple[ScheduleLesson, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What the screen shows; now is on the school's clock, bells are today's."""

    school: str
    time_zone: str
    now: datetime
    bells: tuple[BellTable, ...]
    today: ChangedDay
    next_day: ChangedDay | None


def make_screen(session: Session, actor: Actor, title: str) -> str:
    """A new secret token for a screen; the title tells screens apart. DomainError without one."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise DomainError("Say where the screen is", field="screen_title")
    token = secrets.token_urlsafe(32)
    screen = CalendarFeed(
        school_id=actor.school_id, owner_id=actor.person_id, kind=FeedKind.KIOSK, title=title,
        token_hash=hashed(token), created_at=clock.now(),
    )  # fmt: skip
    session.add(screen)
    session.flush()
    _record(session, actor, "kiosk.make", screen)
    return token


def revoke_screen(session: Session, actor: Actor, screen_id: int) -> None:
    """The screen's link stops working at once; any deputy head may do it."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    screen = next((one for one in _of_school(session, actor.school_id) if one.id == screen_id), None)
    if screen is None:
        raise NotFound
    screen.revoked_at = clock.now()
    session.add(screen)
    session.flush()
    _record(session, actor, "kiosk.revoke", screen)


def screens(session: Session, actor: Actor) -> list[ScreenInfo]:
    """The school's screens whose links hold, the newest first."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    return [
        ScreenInfo(one.id or 0, one.title, one.created_at, one.read_at)
        for one in _of_school(session, actor.school_id)
    ]


def open_board(session: Session, token: str) -> Board:
    """The board behind a link; NotFound for any other token."""
    screen = find_link(session, token, FeedKind.KIOSK)
    return board(session, session.get_one(School, screen.school_id), clock.now())


def board(session: Session, school: School, now: datetime) -> Board:
    """What a school's screens show at the moment."""
    local = clock.local(now, school.time_zone)
    today = local.date()
    assert school.id is not None
    calendar = calendar_on(session, school.id, today)
    if calendar is None:
        return Board(school.name, school.time_zone, local, (), ChangedDay(today, ()), None)
    last = today + timedelta(days=LOOKS_AHEAD)
    changed = or_(
        done.c.id.is_not(None), lesson.c.substitute_id.is_not(None), lesson.c.status == LessonStatus.CANCELLED
    )
    found = read_lessons(session, calendar, today, last, changed)
    coming = session.scalar(
        select(lesson.c.day)
        .where(lesson.c.school_id == school.id, lesson.c.day > today, lesson.c.day <= last)
        .order_by(lesson.c.day)
        .limit(1)
    )
    return Board(
        school=school.name,
        time_zone=school.time_zone,
        now=local,
        bells=tuple(bells_of(session, calendar, today, local)),
        today=ChangedDay(today, tuple(one for one in found if one.day == today)),
        next_day=ChangedDay(coming, tuple(one for one in found if one.day == coming)) if coming else None,
    )


def _of_school(session: Session, school_id: int) -> list[CalendarFeed]:
    asked = select(CalendarFeed).where(
        col(CalendarFeed.school_id) == school_id,
        col(CalendarFeed.kind) == FeedKind.KIOSK,
        col(CalendarFeed.revoked_at).is_(None),
    )
    return list(session.scalars(asked.order_by(col(CalendarFeed.id).desc())))


def _record(session: Session, actor: Actor, action: str, screen: CalendarFeed) -> None:
    change = audit.Change(action, "calendar_feed", screen.id, after={"title": screen.title})
    audit.record(session, actor.school_id, actor.person_id, change)
