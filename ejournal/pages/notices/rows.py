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
from ejournal.services.notices.board import Notice
from ejournal.services.notices.words import words_of

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
