"""The dynamics' events: choose a term, open what a number counts."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.services.base.topics import pupil_topic
from ejournal.services.reports.charts.place import ClassPlace
from ejournal.services.reports.charts.pupil import Dynamics, dynamics
from ejournal.services.reports.grid import Fact, opened
from ejournal.ui.frame.family import FamilyState
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, row_id, text
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.charts import BehindRow, GridRow, behind_row, grid_rows


class DiaryDynamicsState(FamilyState):
    """The charts of one child in one term; the address holds both."""

    ready: bool = False
    subtitle: str = ""
    terms: list[Choice] = []
    term: str = ""
    place: str = ""
    grids: list[GridRow] = []
    behind: BehindRow = BehindRow()

    @handler(Permission.DIARY_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the term that the address names, else the current one."""
        pupil_id = self._choose_child(work)
        self.behind = BehindRow()
        self._show(work, pupil_id, optional_number(self.router.url.query_parameters.get("term")))

    @handler(Permission.DIARY_READ)
    def choose_term(self, work: Work, value: str) -> Any:
        """Go to another term."""
        return rx.redirect(f"/diary/dynamics?child={row_id(self.child)}&term={optional_number(value) or ''}")

    @handler(Permission.DIARY_READ)
    def open_number(self, work: Work, key: str) -> None:
        """Open the marks or lessons that the number counts."""
        found = self._read(work, row_id(self.child), optional_number(self.term))
        key = text(key, limit=limits.CHART_NUMBER)
        self.behind = behind_row(opened(found.grids, key), key, self.locale, self._leads_to)

    @handler(Permission.DIARY_READ)
    def close_list(self, work: Work) -> None:
        """Close what is open."""
        self.behind = BehindRow()

    def _topics(self, work: Work) -> list[str]:
        return [pupil_topic(int(self.child))] if self.child else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Count anew when a mark of the pupil has changed."""
        self.behind = BehindRow()
        self._show(work, row_id(self.child), optional_number(self.term))

    def _read(self, work: Work, pupil_id: int, term: int | None) -> Dynamics:
        return dynamics(work.session, work.actor, pupil_id, term, self.locale)

    def _show(self, work: Work, pupil_id: int, term: int | None) -> None:
        found = self._read(work, pupil_id, term)
        self.terms = [Choice(str(one.number), one.short_name(self.locale)) for one in found.terms]
        self.term = str(found.term.number) if found.term else ""
        named = (found.first_name, found.term.name(self.locale) if found.term else "")
        self.subtitle = " · ".join(part for part in named if part)
        self.place = place_words(found.place, self.locale)
        self.grids = grid_rows(found.grids, self.locale)
        self.ready = True

    def _leads_to(self, one: Fact) -> str:
        day = f"&day={one.day.isoformat()}" if one.day else ""
        return f"/diary?child={self.child}{day}"


def place_words(place: ClassPlace | None, locale: str) -> str:
    """«Место в классе по среднему баллу: 4 из 25»; empty where it is not shown."""
    if place is None:
        return ""
    return gettext(
        locale,
        "Place in the class by the average: {place} of {of}. Only you see it.",
        place=place.place,
        of=place.of,
    )
