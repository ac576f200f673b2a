"""When something goes out: the digest's hour, quiet hours that shift and never drop, that of marks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ejournal import clock

DIGEST_HOUR, QUIET_FROM, QUIET_UNTIL = 18, 21, 7
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a wall clock; equal quiet hours are none."""

    time_zone: str
    digest_hour: int = DIGEST_HOUR
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing goes out at the moment."""
        hour, first, last = clock.local(moment, self.time_zone).hour, self.quiet_from, self.quiet_until
        return first <= hour < last if first <= last else hour >= first or hour < last

    def after_quiet(self, moment: datetime) -> datetime:
        """The moment, or the end of the quiet hours that it falls into."""
        if not self.is_quiet(moment):
            return moment
        day = clock.local(moment, self.time_zone).date()
        ends = at_hour(day, self.quiet_until, self.time_zone)
        return ends if ends > moment else at_hour(day + DAY, self.quiet_until, self.time_zone)

    def digest_of(self, day: date) -> datetime:
        """When the digest of the day goes; out of the quiet hours."""
        return self.after_quiet(at_hour(day, self.digest_hour, self.time_zone))

    def next_digest(self, now: datetime) -> date:
        """The day of the first digest that is still to come."""
        day = clock.local(now, self.time_zone).date() - DAY
        while self.digest_of(day) <= now:
            day += DAY
        return day


def at_hour(day: date, hour: int, time_zone: str) -> datetime:
    """The hour of the day on the wall clock, in UTC."""
    return datetime.combine(day, time(hour), ZoneInfo(time_zone)).astimezone(UTC)


def shown_out(told: datetime, hour: int | None, time_zone: str) -> datetime:
    """From when on a mark of the moment may go out: at the hour of its day, or at once."""
    if hour is None:
        return told
    return max(told, at_hour(clock.local(told, time_zone).date(), hour, time_zone))
