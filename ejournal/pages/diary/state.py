"""The diary's events: open a week, go to a day, acknowledge the week, take that back."""

from datetime import date, timedelta
from typing import Any

import reflex as rx

from ejournal import clock
from ejournal.access.permissions import Permission
from ejournal.pages.diary import rows
from ejournal.pages.diary.rows import DayRow, NewsRow
from ejournal.services.base.topics import pupil_topic
from ejournal.services.diary import acknowledgements
from ejournal.services.diary import news as diary_news
from ejournal.services.diary import week as diary
from ejournal.services.diary.week import DiaryWeek
from ejournal.ui.frame.family import FamilyState
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, required_date, row_id
from ejournal.ui.runtime.work import Work

WEEK = timedelta(days=7)


class DiaryState(FamilyState):
    """One open week; the address holds child and day."""

    subtitle: str = ""
    week: str = ""
    day: str = ""
    day_title: str = ""
    days: list[DayRow] = []
    previous_week: str = ""
    next_week: str = ""
    today: str = ""
    may_acknowledge: bool = False
    acknowledged: str = ""
    acknowledged_today: bool = False
    other_readers: str = ""
    news_title: str = ""
    news: list[NewsRow] = []

    _news_of: tuple[int, str] = (0, "")

    @handler(Permission.DIARY_READ, loads=True, quick=True)
    def load(self, work: Work) -> Any:
        """Open the week that the address names, else today's."""
        pupil_id = self._choose_child(work)
        asked = optional_date(self.router.url.query_parameters.get("day"))
        self._show(work, pupil_id, asked or diary.day_to_show(work.actor.today))
        if self._news_of != (pupil_id, self.locale):
            self._show_news(work, pupil_id)
        is_new = diary_news.is_new_sitting(work.session, work.actor, pupil_id)
        return DiaryState.note_visit if is_new else None

    @handler(Permission.DIARY_READ, quick=True)
    def open(self, work: Work, child: str, day: str) -> None:
        """Show the week of the day without a change of the address."""
        self._show(work, row_id(child), required_date(day, "day"))

    @handler(Permission.DIARY_READ, writes=True)
    def note_visit(self, work: Work) -> None:
        """Note that the actor has looked into the diary."""
        pupil_id = row_id(self.child)
        diary_news.record_visit(work.session, work.actor, pupil_id)

    @handler(Permission.DIARY_READ)
    def jump(self, work: Work, day: str) -> Any:
        """Go to the week of a date from the calendar."""
        chosen = optional_date(day)
        if chosen is None:
            return None
        return rx.redirect(f"/diary?child={row_id(self.child)}&day={chosen.isoformat()}")

    @handler(Permission.DIARY_ACKNOWLEDGE)
    def acknowledge(self, work: Work) -> None:
        """Note that the guardian has read the week shown."""
        pupil_id, day = row_id(self.child), required_date(self.day, "day")
        acknowledgements.acknowledge_week(work.session, work.actor, pupil_id, day)
        self._show(work, pupil_id, day)

    @handler(Permission.DIARY_ACKNOWLEDGE)
    def withdraw(self, work: Work) -> None:
        """Take back what was pressed today by mistake."""
        pupil_id, day = row_id(self.child), required_date(self.day, "day")
        acknowledgements.withdraw_acknowledgement(work.session, work.actor, pupil_id, day)
        self._show(work, pupil_id, day)

    def _topics(self, work: Work) -> list[str]:
        return [pupil_topic(int(self.child))] if self.child else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Read the shown week anew when something of the pupil's has changed."""
        self._show(work, row_id(self.child), required_date(self.day, "day"))

    def _show(self, work: Work, pupil_id: int, day: date) -> None:
        week = diary.open_week(work.session, work.actor, pupil_id, day)
        actor = work.actor
        shown = day if week.day(day) else week.days[-1].day if week.days else day
        own, others = rows.readers(week, actor.person_id, actor.time_zone, self.locale)
        self._put(
            child=str(pupil_id),
            subtitle=rows.subtitle(week, self.locale),
            week=rows.week_title(week, self.locale),
            day=shown.isoformat(),
            day_title=rows.day_title(shown, self.locale),
            days=rows.day_rows(week, actor.today, self.locale),
            previous_week=(week.monday - WEEK + timedelta(days=shown.weekday())).isoformat(),
            next_week=(week.monday + WEEK + timedelta(days=shown.weekday())).isoformat(),
            today=actor.today.isoformat(),
            may_acknowledge=week.may_acknowledge and week.monday <= actor.today,
            acknowledged=own,
            acknowledged_today=_acknowledged_today(week, work),
            other_readers=others,
        )

    def _put(self, **values: Any) -> None:
        """Set only what differs: what is set is sent."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def _show_news(self, work: Work, pupil_id: int) -> None:
        news = diary_news.what_changed(work.session, work.actor, pupil_id)
        self._news_of = (pupil_id, self.locale)
        self._put(news_title=rows.news_title(news, self.locale), news=rows.news_rows(news, self.locale))


def _acknowledged_today(week: DiaryWeek, work: Work) -> bool:
    own = next((one for one in week.readers if one.guardian_id == work.actor.person_id), None)
    if own is None:
        return False
    zone = work.actor.time_zone
    return clock.local(own.at, zone).date() == clock.local(work.now, zone).date()
