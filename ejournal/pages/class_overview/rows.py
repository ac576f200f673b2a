"""What the browser sees of a class: who has read the diary, whose absences have no reason yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal import clock
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import moment
from ejournal.models import AttendanceCode
from ejournal.services.absences.announced import Announcement
from ejournal.services.absences.missed import AbsenceRun
from ejournal.services.diary.acknowledgements import ChildReading, GuardianReading
from ejournal.ui.words.absences import announced_words, reason_words, span, with_note


@dataclass
class ReadingRow:
    """A child and whether the family has looked; state is read, seen, unseen or nobody."""

    id: int
    name: str
    note: str
    state: str


@dataclass
class AnnouncedRow:
    """An absence that a family has announced."""

    name: str
    note: str


@dataclass
class RunRow:
    """Absences without a reason; announced is the reason that the family gave."""

    pupil_id: int
    name: str
    first: str
    last: str
    days: str
    note: str
    announced: str


def reading_rows(found: Sequence[ChildReading], time_zone: str, locale: str) -> list[ReadingRow]:
    """A line a child."""
    return [
        ReadingRow(
            id=child.pupil_id,
            name=child.name,
            note=" · ".join(_guardian(one, time_zone, locale) for one in child.guardians),
            state=_state(child),
        )
        for child in found
    ]


def _state(child: ChildReading) -> str:
    if child.is_acknowledged:
        return "read"
    if child.is_looked_at:
        return "seen"
    return "unseen" if child.guardians else "nobody"


def _guardian(one: GuardianReading, time_zone: str, locale: str) -> str:
    at = one.acknowledged_at or one.looked_at
    return f"{one.name} ({moment(locale, clock.local(at, time_zone))})" if at else one.name


def reading_summary(found: Sequence[ChildReading], locale: str) -> str:
    """«Прочитали 12 из 24»."""
    read = sum(child.is_acknowledged for child in found)
    return gettext(locale, "read by {n} of {all}", n=read, all=len(found))


def announced_rows(found: Sequence[Announcement], locale: str) -> list[AnnouncedRow]:
    """A line an announcement."""
    return [AnnouncedRow(name=one.name, note=announced_words(one, locale)) for one in found]


def run_rows(found: Sequence[AbsenceRun], locale: str) -> list[RunRow]:
    """A line an absence."""
    words = reason_words(locale)
    return [
        RunRow(
            pupil_id=one.pupil_id,
            name=one.name,
            first=one.first_day.isoformat(),
            last=one.last_day.isoformat(),
            days=span(one.first_day, one.last_day, locale),
            note=" · ".join(part for part in (_lessons(one, locale), _said(one, words, locale)) if part),
            announced=one.announced.value if one.announced else "",
        )
        for one in found
    ]


def _lessons(one: AbsenceRun, locale: str) -> str:
    return ngettext(locale, "{n} lesson", "{n} lessons", one.lessons)


def _said(one: AbsenceRun, words: dict[AttendanceCode, str], locale: str) -> str:
    if one.announced is None:
        return ""
    reason = words.get(one.announced, "")
    said = with_note(reason.lower(), one.announced_note, between=", ")
    return gettext(locale, "the family says: {reason}", reason=said)
