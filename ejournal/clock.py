"""What time it is: the only place that asks, so that a demo can pretend a date."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ejournal.settings import settings

DEMO_ZONE = ZoneInfo("Europe/Moscow")
"""Where a demo's pretended day begins and ends: from 21:00 UTC on it is the same day, not the next."""


def now() -> datetime:
    """The moment in UTC, aware; shifted to the pretended day when a demo sets one."""
    moment = unpretended()
    pretended = settings().today
    if pretended is None:
        return moment
    return moment + timedelta(days=(pretended - moment.astimezone(DEMO_ZONE).date()).days)


def unpretended() -> datetime:
    """The moment in UTC whatever day a demo pretends: the clocks of phones know no other."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """The school's date in its own time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def local(moment: datetime, time_zone: str) -> datetime:
    """The moment on the school's wall clock."""
    return moment.astimezone(ZoneInfo(time_zone))


def start_of(day: date, time_zone: str) -> datetime:
    """The moment in UTC at which the school's day begins."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)
