"""The bells' events: a day's bells of every shift and grade, and the days that are out of the ordinary."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock, weekday_day_month, weekday_short
from ejournal.services.base.topics import schedule_topic
from ejournal.services.schedule import bells
from ejournal.services.schedule.bells import BellLine, BellTable, SpecialDay
from ejournal.services.schedule.weeks import local_now
from ejournal.services.schedule.words import seconds_of
from ejournal.ui.components.bell_clock.bell_clock import Ring
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

DAY = timedelta(days=1)


@dataclass
class BellRow:
    """A lesson's bells, and the break after it in words; moment is past, now, next or later."""

    number: int
    starts: str
    ends: str
    pause: str
    moment: str


@dataclass
class TableRow:
    """A bell schedule with the classes it rings for."""

    name: str
    classes: str
    special: bool
    lines: list[BellRow] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)


@dataclass
class SpecialRow:
    """A day out of the ordinary."""

    iso: str
    title: str
    words: str


class BellsState(PageState):
    """One day's bells."""

    ready: bool = False
    subtitle: str = ""
    day: str = ""
    today: str = ""
    previous_day: str = ""
    next_day: str = ""
    tables: list[TableRow] = []
    special: list[SpecialRow] = []

    @handler(Permission.SCHEDULE_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the bells of the day that the address names, else today's."""
        asked = optional_date(self.router.url.query_parameters.get("day"))
        self._show(work, asked or work.actor.today)
        self.ready = True

    @handler(Permission.SCHEDULE_READ)
    def jump(self, work: Work, day: str) -> Any:
        """Go to a date from the calendar."""
        chosen = optional_date(day)
        return rx.redirect(f"/schedule/bells?day={chosen.isoformat()}") if chosen else None

    @handler(Permission.SCHEDULE_READ)
    def refresh(self, work: Work) -> None:
        """Read the day's bells anew: one has rung."""
        self._show(work, optional_date(self.day) or work.actor.today)

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Read anew when the school's bells may have changed."""
        self._show(work, optional_date(self.day) or work.actor.today)

    def _show(self, work: Work, day: date) -> None:
        actor, locale = work.actor, self.locale
        now = local_now(actor) if day == actor.today else None
        found = bells.bell_schedule_today(work.session, actor, day)
        self.day, self.today = day.isoformat(), actor.today.isoformat()
        self.previous_day, self.next_day = (day - DAY).isoformat(), (day + DAY).isoformat()
        self.subtitle = weekday_day_month(locale, day)
        self.tables = [_table_row(one, now, locale) for one in found]
        self.special = [_special_row(one, locale) for one in bells.special_days(work.session, actor)]


def _table_row(found: BellTable, now: datetime | None, locale: str) -> TableRow:
    return TableRow(
        name=found.name,
        classes=found.classes,
        special=found.special,
        lines=[_bell_row(line, locale) for line in found.lines],
        rings=_rings(found, now, locale) if now else [],
    )


def _bell_row(line: BellLine, locale: str) -> BellRow:
    pause = line.break_minutes
    return BellRow(
        number=line.number,
        starts=clock(locale, line.starts),
        ends=clock(locale, line.ends),
        pause="" if pause is None else ngettext(locale, "{n} minute", "{n} minutes", pause),
        moment=line.moment,
    )


def _rings(found: BellTable, now: datetime, locale: str) -> list[Ring]:
    at = seconds_of(now.time())
    bells = [
        bell
        for line in found.lines
        for bell in (
            (line.starts, gettext(locale, "Lesson {number} begins in", number=line.number)),
            (line.ends, gettext(locale, "Lesson {number} ends in", number=line.number)),
        )
    ]
    return [Ring(seconds_of(time) - at, words) for time, words in bells if seconds_of(time) > at]


def _special_row(found: SpecialDay, locale: str) -> SpecialRow:
    words = found.name
    if found.follows_weekday is not None:
        like = found.day + timedelta(days=found.follows_weekday - found.day.isoweekday())
        told = gettext(locale, "Lessons as on {weekday}", weekday=weekday_short(locale, like))
        words = ": ".join(part for part in (told, found.name) if part)
    return SpecialRow(found.day.isoformat(), weekday_day_month(locale, found.day), words)
