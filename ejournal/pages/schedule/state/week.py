"""The schedule's events: open the week that the address names, choose whose, go to a date, read anew."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.schedule import rows
from ejournal.pages.schedule.rows import DayRow, LineRow
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.year import monday
from ejournal.services.schedule import views, weeks, words
from ejournal.services.schedule.views import BY_OTHERS, CHILD, CLASS, OWN, ROOM, TEACHER, View
from ejournal.services.schedule.weeks import Schedule
from ejournal.ui.components.bell_clock.bell_clock import Ring
from ejournal.ui.frame.family import FamilyState
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_row_id, row_id
from ejournal.ui.runtime.work import Work

WEEK = timedelta(days=7)
WAYS = {OWN: "Mine", CHILD: "Child's", CLASS: "Class", TEACHER: "Teacher", ROOM: "Room"}
VIEWS = ("day", "week")


class ScheduleState(FamilyState):
    """One open week; the address holds whose it is, the day, and whether a day or the week is looked at."""

    ready: bool = False
    nobody: bool = False
    """Whether there is nobody yet whose lessons could be shown in the way that is asked for."""
    subtitle: str = ""
    by: str = ""
    target: str = ""
    ways: list[Choice] = []
    offered: list[Choice] = []
    address: str = "/schedule?"
    """The page's address with whose schedule it is, for links that add a day."""
    view: str = ""
    """day, week, or empty: a day on phones and the week on desktops."""
    week: str = ""
    day: str = ""
    day_title: str = ""
    days: list[DayRow] = []
    lines: list[LineRow] = []
    rings: list[Ring] = []
    previous_week: str = ""
    next_week: str = ""
    today: str = ""
    free_words: str = ""
    may_publish: bool = False
    is_staff: bool = False
    may_subscribe: bool = False

    @handler(Permission.SCHEDULE_READ, loads=True)
    def load(self, work: Work) -> None:
        """Open the week of the schedule that the address names."""
        query = self.router.url.query_parameters
        asked = optional_date(query.get("day"))
        day = asked or work.actor.today
        view = self._chosen_view(work, day)
        self.nobody = view.by in BY_OTHERS and not view.target_id
        if self.nobody:
            self._put(by=view.by, target="", day=day.isoformat(), ways=self._ways(work))
            self.ready = True
            return
        found = views.open_week(work.session, work.actor, view, day)
        if asked is None and day not in {one.day for one in found.days}:
            # The weekend of those who do not come on it: the coming week is of more use.
            day = monday(day) + WEEK
            found = views.open_week(work.session, work.actor, view, day)
        self.view = query.get("view", "") if query.get("view") in VIEWS else ""
        self._show(work, view, found, day)
        self.ready = True

    @handler(Permission.SCHEDULE_READ)
    def choose(self, work: Work, value: str) -> Any:
        """Go to the schedule of another class, teacher or room."""
        return rx.redirect(self._address(self.by, row_id(value)) + self._when(self.day))

    @handler(Permission.SCHEDULE_READ)
    def jump(self, work: Work, day: str) -> Any:
        """Go to a date from the calendar."""
        chosen = optional_date(day)
        return rx.redirect(self.address + self._when(chosen.isoformat())) if chosen else None

    @handler(Permission.SCHEDULE_READ)
    def refresh(self, work: Work) -> None:
        """Read the shown week anew: a bell has rung."""
        self._read_anew(work)

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Read the shown week anew when the school's schedule has changed."""
        self._read_anew(work)

    def _read_anew(self, work: Work) -> None:
        day = optional_date(self.day)
        if not self.by or day is None or self.nobody:
            return
        view = View(self.by, optional_row_id(self.target) or work.actor.person_id)
        self._show(work, view, views.open_week(work.session, work.actor, view, day), day)

    def _chosen_view(self, work: Work, day: date) -> View:
        """Whose schedule the address asks for, else the one that fits the person."""
        query = self.router.url.query_parameters
        ways = views.ways(work.actor)
        by = query.get("by") or (CHILD if query.get("child") else next(iter(ways), ""))
        if by not in (*ways, CHILD):
            raise NotFound
        if by == OWN:
            return View(by, work.actor.person_id)
        if by == CHILD:
            return View(by, self._choose_child(work))
        offered = views.choices_of(work.session, work.actor, by, day)
        self.offered = [Choice(str(one.id), one.title) for one in offered]
        asked = optional_row_id(query.get("id"))
        return View(by, asked or views.first_choice(work.actor, by, offered))

    def _show(self, work: Work, view: View, found: Schedule, day: date) -> None:
        actor, locale = work.actor, self.locale
        shown = rows.shown_day(found, day)
        today = next((one for one in found.days if one.is_today), None)
        parity = views.has_odd_and_even_weeks(work.session, actor.school_id, day)
        title = words.title_words(found.title, found.kind, locale)
        self._put(
            by=view.by,
            target=str(view.target_id),
            ways=self._ways(work),
            address=self._address(view.by, view.target_id),
            subtitle=" · ".join(
                part for part in (title, words.week_words(found, locale, parity=parity)) if part
            ),
            week=words.week_title(found, locale),
            day=shown.isoformat(),
            day_title=rows.day_title(found, shown, locale),
            days=rows.day_rows(found, locale, staff=actor.may(Permission.SCHEDULE_OF_OTHERS_READ)),
            lines=rows.line_rows(found, locale),
            rings=rows.rings(today.lessons, weeks.local_now(actor), locale) if today else [],
            previous_week=(shown - WEEK).isoformat(),
            next_week=(shown + WEEK).isoformat(),
            today=actor.today.isoformat(),
            free_words=gettext(locale, "free hour" if found.kind == "teacher" else "no lesson"),
            may_publish=actor.may(Permission.SCHEDULE_WRITE),
            is_staff=actor.may(Permission.SCHEDULE_OF_OTHERS_READ),
            may_subscribe=view.by == OWN
            or (view.by == CHILD and str(view.target_id) in {one.value for one in self.children}),
        )

    def _ways(self, work: Work) -> list[Choice]:
        return [Choice(one, gettext(self.locale, WAYS[one])) for one in views.ways(work.actor)]

    def _put(self, **values: Any) -> None:
        """Set only what differs: what is set is sent."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def _address(self, by: str, target_id: int) -> str:
        query: dict[str, object] = {"by": by}
        if by == CHILD:
            query["child"] = target_id
        elif by in BY_OTHERS:
            query["id"] = target_id
        return f"/schedule?{urlencode(query)}"

    def _when(self, day: str) -> str:
        return f"&day={day}" + (f"&view={self.view}" if self.view else "")
