"""Words about pupils' absences, the same on the main page and on the class's."""

from datetime import date

from ejournal.i18n import gettext
from ejournal.i18n.dates import day_month, day_span
from ejournal.models import AttendanceCode
from ejournal.services.absences.announced import Announcement
from ejournal.services.base.texts import beside

REASONS = (
    (AttendanceCode.ILL, "Illness"),
    (AttendanceCode.EXCUSED, "Valid reason"),
    (AttendanceCode.UNEXCUSED, "No valid reason"),
)
"""Why a pupil may be away, with message ids."""
ANNOUNCED_REASONS = ((AttendanceCode.ILL, "Illness"), (AttendanceCode.EXCUSED, "Another valid reason"))
"""What a family may give as the reason."""
WAITS = "waits for the network"
"""Said of what was written on a device and has not been sent."""


def reason_words(locale: str) -> dict[AttendanceCode, str]:
    """The reasons in the reader's language."""
    return {code: gettext(locale, name) for code, name in REASONS}


def span(first: date, last: date, locale: str) -> str:
    """«19–20 ноября», «20 ноября»."""
    return day_month(locale, first) if first == last else day_span(locale, first, last)


def announced_words(one: Announcement, locale: str) -> str:
    """«19–20 ноября · По болезни · Простуда»."""
    reason = with_note(reason_words(locale).get(one.code, ""), one.note)
    return " · ".join(part for part in (span(one.starts, one.ends, locale), reason) if part)


def with_note(reason: str, note: str, between: str = " · ") -> str:
    """«По болезни · Простуда»; the reason alone when the note says it again."""
    return between.join(part for part in (reason, beside(reason, note)) if part)
