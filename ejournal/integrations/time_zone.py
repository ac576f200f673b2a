"""A time zone's rules as an iCalendar component (RFC 5545, 3.6.5), computed from the zone itself.

icalendar's own writer names the spring change by the hour that the clocks show after it, one hour late: the
standard wants the local time before the change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ejournal.lazily import Lazily

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = Lazily("icalendar")


DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def time_zone(zone: ZoneInfo, name: str, first: date, last: date) -> icalendar.Timezone:
    """The VTIMEZONE that holds from first to last."""
    component = icalendar.Timezone()
    component.add("tzid", name)
    begins = datetime.combine(first, time(), UTC)
    component.add_component(_observance(zone, begins, begins))
    for change in _changes(zone, begins, datetime.combine(last, time(), UTC)):
        component.add_component(_observance(zone, change - SECOND, change))
    return component


def _observance(
    zone: ZoneInfo, before: datetime, at: datetime
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """What the clocks show from a moment on, which began at the local time that they showed until then."""
    was, now = before.astimezone(zone), at.astimezone(zone)
    part = icalendar.TimezoneDaylight() if now.dst() else icalendar.TimezoneStandard()
    offset = was.utcoffset() or timedelta()
    part.add("dtstart", (at + offset).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset)
    part.add("tzoffsetto", now.utcoffset() or timedelta())
    part.add("tzname", now.tzname() or "")
    return part


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments between first and last at which the zone's offset or name changes."""
    days = [first + DAY * number for number in range((last - first).days + 1)]
    for low, high in pairwise(days):
        if (change := _change(zone, int(low.timestamp()), int(high.timestamp()))) is not None:
            yield change


def _change(zone: ZoneInfo, low: int, high: int) -> datetime | None:
    before = _shown(zone, low)

    def has_changed(at: int) -> bool:
        return _shown(zone, at) != before

    if not has_changed(high):
        return None
    moments = range(low, high + 1)
    return datetime.fromtimestamp(moments[bisect_left(moments, True, key=has_changed)], UTC)


def _shown(zone: ZoneInfo, at: int) -> tuple[timedelta | None, str | None]:
    local = datetime.fromtimestamp(at, zone)
    return local.utcoffset(), local.tzname()
