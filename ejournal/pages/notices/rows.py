"""What the browser sees of notices: days, and in each the notices, the latest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.notices import NOTICE_RULES
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock as clock_words
from ejournal.i18n.dates import full_date, weekday_day_month
from ejournal.services.notices.board import PAGE, Notice
from ejournal.services.notices.groups import NoticeGroup
from ejournal.services.notices.searching import Found
from ejournal.services.notices.words import words_of
from ejournal.ui.kit import Choice
from ejournal.word_forms import SHORTEST

DAY = timedelta(days=1)
LONG_AGO = timedelta(days=180)
"""Days further back are named with their year."""


@dataclass(frozen=True)
class NoticeRow:
    """A notice: what happened, about whom, when, and where a tap leads."""

    id: int
    kind: str
    tone: str
    title: str
    child: str
    note: str
    time: str
    href: str
    is_new: bool


@dataclass(frozen=True)
class NoticeDay:
    """The notices of one day."""

    title: str
    fresh: str
    notices: list[NoticeRow] = field(default_factory=list)


def notice_days(
    actor: Actor, found: Sequence[Notice], places: Mapping[int, str], new: Collection[int], locale: str
) -> list[NoticeDay]:
    """The notices by the day on which they came, on the school's calendar; new: those not yet looked at."""

    def day_of(one: Notice) -> date:
        return clock.local(one.at, actor.time_zone).date()

    return [
        _day(day, [_row(actor, one, places[one.id], one.id in new, locale) for one in of_day], actor, locale)
        for day, of_day in groupby(found, key=day_of)
    ]


def group_choices(found: Sequence[NoticeGroup], locale: str) -> list[Choice]:
    """The groups, after all of them."""
    words = {
        NoticeGroup.MARKS: gettext(locale, "Marks"),
        NoticeGroup.CONDUCT: gettext(locale, "Praise and remarks"),
        NoticeGroup.ABSENCES: gettext(locale, "Absences and late comings"),
        NoticeGroup.SCHEDULE: gettext(locale, "Changes of the schedule"),
        NoticeGroup.TALK: gettext(locale, "Messages, forum, class page"),
        NoticeGroup.WORK: gettext(locale, "The rest"),
    }
    return [Choice("", gettext(locale, "all")), *(Choice(one.value, words[one]) for one in found)]


def found_note(found: Found, locale: str) -> str:
    """How many notices were found, where they were looked for; or why none was."""
    if not found.asked:
        return gettext(locale, "Write a word of at least {n} letters", n=SHORTEST)
    if found.has_more:
        return gettext(locale, "The latest {n}: one more word finds fewer", n=PAGE)
    count = len(found.notices)
    words = (
        ngettext(locale, "{n} notice", "{n} notices", count) if count else gettext(locale, "Nothing found")
    )
    if found.looked_through is None:
        return words
    cut = gettext(locale, "looked through the latest {n}", n=found.looked_through)
    return f"{words} · {cut}"


def _day(day: date, notices: list[NoticeRow], actor: Actor, locale: str) -> NoticeDay:
    fresh = sum(one.is_new for one in notices)
    words = ngettext(locale, "{n} new one", "{n} new ones", fresh) if fresh else ""
    return NoticeDay(_day_title(day, actor.today, locale), words, notices)


def _day_title(day: date, today: date, locale: str) -> str:
    if day == today:
        return gettext(locale, "Today")
    if day == today - DAY:
        return gettext(locale, "Yesterday")
    return weekday_day_month(locale, day) if today - day < LONG_AGO else full_date(locale, day)


def _row(actor: Actor, one: Notice, href: str, is_new: bool, locale: str) -> NoticeRow:
    words = words_of(one.kind, one.payload, locale)
    about_child = NOTICE_RULES[one.kind].about_child and one.pupil_id != actor.person_id
    return NoticeRow(
        id=one.id,
        kind=one.kind.value,
        tone=words.tone.value,
        title=words.title,
        child=one.first_name if about_child else "",
        note=words.note,
        time=clock_words(locale, clock.local(one.at, actor.time_zone).time()),
        href=href,
        is_new=is_new,
    )
