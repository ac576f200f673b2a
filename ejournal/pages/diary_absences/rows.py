"""What the browser sees of absences: missed lessons by day, what was announced."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, day_span, weekday_day_month
from ejournal.models import AttendanceCode
from ejournal.services.absences.announced import Notice
from ejournal.services.absences.missed import MissedLesson
from ejournal.services.grading.scales import CODE_TEXT
from ejournal.ui.words.absences import ANNOUNCED_REASONS, with_note

_CODE_COUNTS = (
    (AttendanceCode.ABSENT, "without a stated reason: {n}"),
    (AttendanceCode.ILL, "ill: {n}"),
    (AttendanceCode.EXCUSED, "valid reason: {n}"),
    (AttendanceCode.UNEXCUSED, "no valid reason: {n}"),
)


@dataclass
class MissedRow:
    """A missed lesson."""

    id: int
    number: int
    subject: str
    topic: str
    homework: str
    code: str


@dataclass
class MissedDay:
    """A day with missed lessons."""

    title: str
    iso: str
    lessons: list[MissedRow] = field(default_factory=list)


@dataclass
class NoticeRow:
    """An announced absence."""

    id: int
    days: str
    words: str
    confirmed: bool
    own: bool


def missed_days(missed: Sequence[MissedLesson], locale: str) -> list[MissedDay]:
    """The days with missed lessons, the latest first."""
    return [
        MissedDay(
            title=weekday_day_month(locale, day),
            iso=day.isoformat(),
            lessons=[
                MissedRow(
                    one.lesson_id, one.number, one.subject, one.topic, one.homework, CODE_TEXT[one.code]
                )
                for one in lessons
            ],
        )
        for day, lessons in groupby(missed, key=attrgetter("day"))
    ]


def summary(missed: Sequence[MissedLesson], locale: str) -> str:
    """«8 уроков за 2 дня · по болезни 6 · без причины 2»."""
    if not missed:
        return ""
    days = len({one.day for one in missed})
    lessons = ngettext(locale, "{n} missed lesson", "{n} missed lessons", len(missed))
    on_days = ngettext(locale, "on {n} day", "on {n} days", days)
    counts = Counter(one.code for one in missed)
    reasons = [gettext(locale, words, n=counts[code]) for code, words in _CODE_COUNTS if counts[code]]
    text = " · ".join([f"{lessons} {on_days}", *reasons])
    return text[:1].upper() + text[1:]


def notice_rows(found: Sequence[Notice], locale: str) -> list[NoticeRow]:
    """What was announced, the latest first."""
    words = {code: gettext(locale, name) for code, name in ANNOUNCED_REASONS}
    return [
        NoticeRow(
            id=one.id,
            days=day_month(locale, one.starts)
            if one.starts == one.ends
            else day_span(locale, one.starts, one.ends),
            words=with_note(words.get(one.code) or gettext(locale, "No valid reason"), one.note),
            confirmed=one.is_confirmed,
            own=one.is_own and not one.is_confirmed,
        )
        for one in found
    ]
