"""The journal of substitutions of a month, and the hours to be paid."""

from datetime import date, timedelta
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n.dates import month_name
from ejournal.pages.substitutions import rows
from ejournal.pages.substitutions.rows import HoursLine, JournalLine
from ejournal.services.base.topics import schedule_topic
from ejournal.services.substitutions.journal import journal_of_substitutions, month_days, paid_hours
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class SubstitutionJournalState(PageState):
    """The journal of substitutions of a month."""

    journal_ready: bool = False
    month: str = ""
    month_title: str = ""
    previous_month: str = ""
    next_month: str = ""
    lines: list[JournalLine] = []
    hours: list[HoursLine] = []

    @handler(Permission.SUBSTITUTION_WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the month that the address names, else this one."""
        first, last = month_days(self.router.url.query_parameters.get("month"), work.actor.today)
        self.month, self.month_title = f"{first:%Y-%m}", f"{month_name(self.locale, first)} {first.year}"
        self.previous_month = f"{first - timedelta(days=1):%Y-%m}"
        self.next_month = f"{last + timedelta(days=1):%Y-%m}"
        self._fill(work, first, last)
        self.journal_ready = True

    def _fill(self, work: Work, first: date, last: date) -> None:
        found = journal_of_substitutions(work.session, work.actor, first, last)
        self.lines = rows.journal_lines(found, self.locale)
        self.hours = rows.hours_lines(paid_hours(work.session, work.actor, first, last), self.locale)

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Lines come while the page is open."""
        self._fill(work, *month_days(self.month, work.actor.today))
