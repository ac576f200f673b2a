"""The events of the calendar: a month, or what is to come."""

from datetime import date, timedelta
from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.events import rows
from ejournal.pages.events.rows import EventRow, WeekRow
from ejournal.services.base.topics import events_topic
from ejournal.services.events import planning, reading
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

MONTH, LIST, MINE = "month", "list", "mine"
AHEAD = timedelta(days=400)
"""What is to come is shown so far."""


class EventsState(PageState):
    """The calendar; the address holds the month and how it is shown."""

    ready: bool = False
    writes: bool = False
    view: str = MONTH
    title: str = ""
    weeks: list[WeekRow] = []
    lines: list[EventRow] = []
    before: str = ""
    after: str = ""

    _month: str = ""

    @handler(Permission.EVENT_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the month that the address names, or the present one."""
        asked = self.router.url.query_parameters
        self.writes = work.actor.may(Permission.EVENT_WRITE)
        views = (LIST, MINE) if self.writes else (LIST,)
        view = asked.get("view", MONTH)
        self.view = view if view in views else MONTH
        self._month = str(asked.get("month") or "")[:7]
        self._fill(work)
        self.ready = True

    @handler(Permission.EVENT_WRITE)
    def begin(self, work: Work) -> Any:
        """Begin an event."""
        event = planning.begin(work.session, work.actor, work.now)
        return rx.redirect(f"/events/write?id={event.id}")

    def _topics(self, work: Work) -> list[str]:
        return [events_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        session, actor, today = work.session, work.actor, work.actor.today
        month = _month_of(self._month, today)
        self.title = rows.month_title(month, self.locale)
        self.before = f"/events?month={month - timedelta(days=1):%Y-%m}"
        self.after = f"/events?month={month + timedelta(days=32):%Y-%m}"
        if self.view == MINE:
            self.lines, self.weeks = [self._draft(one) for one in planning.own_drafts(session, actor)], []
            return
        if self.view == LIST:
            found = reading.between(session, actor, today, today + AHEAD)
            self.lines, self.weeks = rows.event_rows(found, self.locale), []
            return
        found = reading.between(session, actor, *rows.grid_of(month))
        self.weeks = rows.week_rows(found, month, today, self.locale)
        self.lines = rows.event_rows([one for one in found if one.day.month == month.month], self.locale)

    def _draft(self, one: Any) -> EventRow:
        title = one.title or gettext(self.locale, "Without a heading")
        return EventRow(f"/events/write?id={one.id}", title, "", one.place, "", gettext(self.locale, "draft"))


def _month_of(asked: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year < 2100 else today.replace(day=1)
