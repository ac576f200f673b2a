"""The events of the charts: choose what, of whom and when, open what a number counts."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.services.reports.charts.shown import Charts, View, charts
from ejournal.services.reports.charts.whose import whose_choices
from ejournal.services.reports.grid import Fact, opened
from ejournal.services.reports.periods import otherwise_words
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.charts import BehindRow, GridRow, behind_row, grid_rows

OF_YEAR = ".year"
"""How the keys of whole years end: norms of marks are of terms."""
VIEW_WORDS = {
    View.MARKS: "Marks",
    View.ABSENCES: "Absences",
    View.NORMS: "Number of marks",
    View.HOMEWORK: "Homework",
    View.PAPERS: "Test papers",
}


class ReportChartsState(PageState):
    """The charts that the address names."""

    ready: bool = False
    view: str = ""
    views: list[Choice] = []
    whose: str = ""
    whose_choices: list[Choice] = []
    period: str = ""
    periods: list[Choice] = []
    subtitle: str = ""
    query: str = ""
    """What is shown, for the files."""
    draft: bool = False
    left_out: str = ""
    """Which classes have no such term."""
    grids: list[GridRow] = []
    behind: BehindRow = BehindRow()

    @handler(Permission.REPORTS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show what the address names, else the marks of the widest that one may see."""
        asked = self.router.url.query_parameters
        self.behind = BehindRow()
        found = self._read(work, asked.get("view"), asked.get("of"), asked.get("period"))
        self.grids, self.periods, self.period, self.draft = [], [], "", False
        self.query = self.left_out = ""
        if found is not None:
            self._show(work, found)
        self.ready = True

    def _read(self, work: Work, view: object, whose: object, period: object) -> Charts | None:
        name, of, key = (text(one or "", limit=limits.CHOSEN) for one in (view, whose, period))
        wanted = next((one for one in View if one.value == name), None)
        if name and wanted is None:
            raise NotFound
        return charts(work.session, work.actor, wanted, of, key or None, self.locale)

    def _show(self, work: Work, found: Charts) -> None:
        locale = self.locale
        self.view, self.whose = found.view.value, found.whose.key
        self.views = [Choice(one.value, gettext(locale, VIEW_WORDS[one])) for one in found.views]
        choices = whose_choices(work.session, work.actor, locale)
        if self.whose not in dict(choices):
            choices.append((self.whose, found.whose.title))
        self.whose_choices = [Choice(*one) for one in choices]
        self.periods = [Choice(one.key, one.name(locale)) for one in reversed(found.periods)]
        self.period, self.draft = found.period.key, found.is_open
        self.left_out = otherwise_words(found.of_other_terms, locale)
        self.subtitle = f"{found.whose.title} · {found.period.name(locale)}"
        self.query = self._query(self.view, self.whose, self.period)
        self.grids = grid_rows(found.grids, locale)

    @staticmethod
    def _query(view: str, whose: str, period: str) -> str:
        asked = {"view": view, "of": whose, "period": period}
        return urlencode({name: value for name, value in asked.items() if value})

    @handler(Permission.REPORTS_READ)
    def choose_view(self, work: Work, value: str) -> Any:
        """Go to another kind of chart of the same."""
        view = text(value, limit=limits.CHOSEN)
        has_no_year = view == View.NORMS.value and self.period.endswith(OF_YEAR)
        return self._go(view, self.whose, "" if has_no_year else self.period)

    @handler(Permission.REPORTS_READ)
    def choose_whose(self, work: Work, value: str) -> Any:
        """Go to the charts of somebody else; a view that these have not, and the period, are left."""
        of = text(value, limit=limits.CHOSEN)
        by_courses = of.startswith(("teacher", "course")) and self.view in (View.HOMEWORK, View.PAPERS)
        return self._go("" if by_courses else self.view, of, "")

    @handler(Permission.REPORTS_READ)
    def choose_period(self, work: Work, value: str) -> Any:
        """Go to another period."""
        return self._go(self.view, self.whose, text(value, limit=limits.CHOSEN))

    def _go(self, view: str, whose: str, period: str) -> Any:
        return rx.redirect(f"/reports/charts?{self._query(view, whose, period)}")

    @handler(Permission.REPORTS_READ)
    def open_number(self, work: Work, key: str) -> None:
        """Open the pupils, marks or lessons that the number counts."""
        found = self._read(work, self.view, self.whose, self.period)
        if found is None:
            raise NotFound
        key = text(key, limit=limits.CHART_NUMBER)
        sees_pupils = work.actor.leads or found.whose.of_one_class
        self.behind = behind_row(
            opened(found.grids, key), key, self.locale, lambda one: leads_to(one, sees_pupils=sees_pupils)
        )

    @handler(Permission.REPORTS_READ)
    def close_list(self, work: Work) -> None:
        """Close what is open."""
        self.behind = BehindRow()


def leads_to(one: Fact, *, sees_pupils: bool) -> str:
    """A pupil to the own charts where they may be seen, else a course to its journal."""
    if one.pupil_id and sees_pupils:
        return f"/diary/dynamics?child={one.pupil_id}"
    return f"/journal?course={one.course_id}" if one.course_id else ""
