"""What waits for a head of the school, as the main page shows it: what runs out first stands first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock, day_month
from ejournal.services.home.heads import LessonWithoutTeacher, Report
from ejournal.services.late_changes.changes import LateChange
from ejournal.services.notices.words import column_words
from ejournal.services.substitutions.journal import REASONS
from ejournal.ui.words.absences import span

MOST_LINES = 3


@dataclass
class WaitingGroup:
    """What waits for a head of the school: how much, of what, the nearest of it, one act and until when."""

    number: int
    phrase: str
    action: str
    href: str
    until: str
    urgent: bool
    lines: list["WaitingLine"] = field(default_factory=list)


@dataclass
class WaitingLine:
    """One of a group's things."""

    lead: str
    text: str


def waiting_groups(
    lessons: Sequence[LessonWithoutTeacher],
    reports: Sequence[Report],
    changes: Sequence[LateChange],
    today: date,
    locale: str,
) -> list[WaitingGroup]:
    """What waits for a head of the school, what runs out first standing first."""
    groups = [
        _without_teacher(lessons, today, locale) if lessons else None,
        _reported(reports, today, locale) if reports else None,
        _to_decide(changes, locale) if changes else None,
    ]
    return [one for one in groups if one]


def _without_teacher(found: Sequence[LessonWithoutTeacher], today: date, locale: str) -> WaitingGroup:
    lines = [
        WaitingLine(
            _when(one.day, today, gettext(locale, "lesson {n}", n=one.number), one.starts, locale),
            f"{one.subject}, {one.classes} · {one.teacher}",
        )
        for one in found[:MOST_LINES]
    ]
    first = found[0]
    hurried = first.day == today and first.starts is not None
    until = (
        gettext(locale, "until {time}", time=clock(locale, first.starts)) if hurried and first.starts else ""
    )
    phrase = ngettext(locale, "lesson without a teacher", "lessons without a teacher", len(found))
    act = gettext(locale, "Find substitutes")
    return WaitingGroup(len(found), phrase, act, "/substitutions", until, bool(until), lines)


def _when(day: date, today: date, number: str, starts: time | None, locale: str) -> str:
    at = clock(locale, starts) if starts and day == today else ""
    which = "" if day == today else day_month(locale, day)
    return ", ".join(part for part in (which, number, at) if part)


def _reported(found: Sequence[Report], today: date, locale: str) -> WaitingGroup:
    lines = [
        WaitingLine(
            one.teacher, f"{span(one.starts, one.ends, locale)}, {gettext(locale, REASONS[one.reason])}"
        )
        for one in found[:MOST_LINES]
    ]
    until = gettext(locale, "today") if found[0].starts <= today else ""
    phrase = ngettext(locale, "teacher reports an absence", "teachers report an absence", len(found))
    act = gettext(locale, "Decide on reports")
    return WaitingGroup(len(found), phrase, act, "/substitutions", until, bool(until), lines)


def _of_what(one: LateChange, locale: str) -> str:
    return day_month(locale, one.day) if one.day else column_words(one.column, one.term_kind, locale)


def _to_decide(found: Sequence[LateChange], locale: str) -> WaitingGroup:
    empty = gettext(locale, "empty")
    lines = [
        WaitingLine(
            f"{one.subject}, {one.class_title}",
            f"{one.pupil}: {one.before or empty} → {one.after or empty}, {_of_what(one, locale)}",
        )
        for one in found[:MOST_LINES]
    ]
    phrase = ngettext(locale, "late change to decide", "late changes to decide", len(found))
    return WaitingGroup(len(found), phrase, gettext(locale, "Decide"), "/late-changes", "", False, lines)
