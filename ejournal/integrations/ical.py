"""A personal schedule as iCalendar (RFC 5545): local times with the zone's rules, stable UIDs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ejournal.i18n import gettext
from ejournal.integrations.time_zone import time_zone
from ejournal.lazily import Lazily
from ejournal.services.base.marked import as_plain
from ejournal.services.events.feed import FeedEvent
from ejournal.services.schedule.feeds import Feed
from ejournal.services.schedule.lessons import ScheduleLesson

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = Lazily("icalendar")

PRODUCT = "-//E-journal//Schedule//RU"
REFRESH = timedelta(hours=1)
LESSON = timedelta(minutes=40)
EVENT = timedelta(hours=1)


def write_calendar(feed: Feed, events: Sequence[FeedEvent] = (), host: str = "ejournal") -> bytes:
    """The feed as an .ics file; what falls out is CANCELLED, a substituted lesson names both teachers.

    In the absent teacher's own calendar it stands as given by the other, and the time is free.
    """
    zone = ZoneInfo(feed.time_zone)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", feed.whose)
    calendar["X-WR-CALNAME"] = icalendar.vText(feed.whose)
    calendar["X-WR-TIMEZONE"] = icalendar.vText(feed.time_zone)
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    days = [lesson.day for lesson in feed.lessons] + [one.day for one in events] or [feed.made_at.date()]
    first, last = min(days) - timedelta(days=370), max(days) + timedelta(days=370)
    calendar.add_component(time_zone(zone, feed.time_zone, first, last))
    for lesson in feed.lessons:
        calendar.add_component(_event(feed, lesson, zone, host))
    for one in events:
        calendar.add_component(_school_event(feed, one, zone, host))
    written: bytes = calendar.to_ical()
    return written


def _event(feed: Feed, lesson: ScheduleLesson, zone: ZoneInfo, host: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"lesson-{lesson.lesson_id}@{feed.school_code}.{host}")
    event.add("dtstamp", feed.made_at.astimezone(UTC))
    event.add("summary", _summary(feed, lesson))
    starts, ends = _times(lesson, zone)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    if lesson.room:
        event.add("location", gettext(feed.locale, "room {room}", room=lesson.room))
    event.add("description", "\n".join(_lines(feed.locale, lesson)))
    event.add("status", "CANCELLED" if lesson.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if lesson.cancelled or _is_anothers(feed, lesson) else "OPAQUE")
    return event


def _school_event(feed: Feed, one: FeedEvent, zone: ZoneInfo, host: str) -> icalendar.Event:
    """An event of the school: moved it keeps its name and counts on, so that programs move it too."""
    event = icalendar.Event()
    event.add("uid", f"event-{one.uid}@{feed.school_code}.{host}")
    event.add("dtstamp", feed.made_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    cancelled = gettext(feed.locale, "Cancelled: {lesson}", lesson=one.title)
    event.add("summary", cancelled if one.cancelled else one.title)
    if one.starts is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
    else:
        starts = _local(one.day, one.starts, zone)
        event.add("dtstart", starts)
        event.add("dtend", _local(one.day, one.ends, zone) if one.ends else starts + EVENT)
    if one.place:
        event.add("location", one.place)
    if one.words:
        event.add("description", " ".join(as_plain(one.words).split()))
    status = "CONFIRMED" if one.sure else "TENTATIVE"
    event.add("status", "CANCELLED" if one.cancelled else status)
    event.add("transp", "OPAQUE" if one.sure and not one.cancelled else "TRANSPARENT")
    return event


def _is_anothers(feed: Feed, lesson: ScheduleLesson) -> bool:
    """Whether a teacher's own lesson is given by somebody else that day."""
    return lesson.is_substituted and lesson.absent_teacher_id == feed.teacher_id


def _is_instead(feed: Feed, lesson: ScheduleLesson) -> bool:
    """Whether the teacher whose calendar it is gives the lesson in another's place."""
    return lesson.is_substituted and lesson.teacher_id == feed.teacher_id


def _times(lesson: ScheduleLesson, zone: ZoneInfo) -> tuple[datetime | date, datetime | date]:
    if lesson.starts is None:
        return lesson.day, lesson.day + timedelta(days=1)  # no bells: the day is all that is known
    starts = _local(lesson.day, lesson.starts, zone)
    ends = _local(lesson.day, lesson.ends, zone) if lesson.ends else starts + LESSON
    return starts, ends


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone)


def _summary(feed: Feed, lesson: ScheduleLesson) -> str:
    name = f"{lesson.number}. {lesson.subject}"
    if lesson.cancelled:
        return gettext(feed.locale, "Cancelled: {lesson}", lesson=name)
    if _is_instead(feed, lesson):
        return gettext(feed.locale, "Substitution: {lesson}", lesson=f"{name}, {lesson.classes}")
    if _is_anothers(feed, lesson):
        return gettext(feed.locale, "{name} gives: {lesson}", name=lesson.teacher, lesson=name)
    return name


def _lines(locale: str, lesson: ScheduleLesson) -> list[str]:
    lines = [", ".join(part for part in (lesson.classes, lesson.group) if part), lesson.teacher]
    if lesson.is_substituted:
        lines[1] = gettext(
            locale,
            "{substitute} in place of {absent}",
            substitute=lesson.teacher,
            absent=lesson.absent_teacher,
        )
    return [*(line for line in lines if line), *([lesson.note] if lesson.note else [])]
