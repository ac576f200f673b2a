"""The events of the use of the journal: a period, a class."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.usage import rows
from ejournal.pages.usage.rows import ClassRow, FigureRow, NeverRow, PartRow, WeekRow
from ejournal.services.absences.classes import classes_for
from ejournal.services.usage import sheet
from ejournal.services.usage.families import FamiliesUse, families_use
from ejournal.services.usage.school import school_use
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class UsageState(PageState):
    """The school's use in one sheet, or that of one class's families."""

    ready: bool = False
    subtitle: str = ""
    periods: list[Choice] = []
    period: str = ""
    class_choices: list[Choice] = []
    class_id: str = ""
    """The class that is shown; empty for the school."""
    figures: list[FigureRow] = []
    facts: list[str] = []
    classes: list[ClassRow] = []
    weeks: list[WeekRow] = []
    parts: list[PartRow] = []
    never: list[NeverRow] = []
    notes: list[str] = []
    gives_codes: bool = False
    query: str = ""
    """What is shown, for the files; empty where there is nothing."""

    @handler(Permission.REPORTS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the school for who leads it, else the own class; the class that the address names."""
        actor, asked = work.actor, self.router.url.query_parameters
        if not (actor.leads or actor.class_ids):
            raise NotFound
        self.gives_codes = actor.may(Permission.CODES_GIVE)
        self.periods, self.period, self.subtitle, self.query = [], "", "", ""
        self.figures, self.facts, self.parts, self.never = [], [], [], []
        self.classes, self.weeks, self.notes = [], [], []
        choices = classes_for(work.session, actor)
        every = [Choice("", gettext(self.locale, "The school"))] if actor.leads else []
        self.class_choices = [*every, *(Choice(str(one.id), one.title) for one in choices)]
        class_id = optional_row_id(asked.get("class"))
        if class_id is None and not actor.leads:
            class_id = next((one.id for one in choices), None)
        self.class_id = str(class_id or "")
        if class_id is not None:
            self._show_class(work, class_id)
        elif actor.leads:
            self._show_school(work, text(asked.get("period") or "", limit=limits.CHOSEN))
        self.ready = True

    def _show_school(self, work: Work, period: str) -> None:
        found = school_use(work.session, work.actor, period)
        if found is None:
            return
        self.periods = rows.period_choices(found.periods, self.locale)
        self.period, self.subtitle = found.period.key, found.period.name(self.locale)
        self.figures = rows.school_figures(found, self.locale)
        self.facts = list(sheet.teacher_facts(found, self.locale))
        self.parts = rows.part_rows(found.parts, self.locale)
        self._show_families(found.families)
        self.notes.insert(0, sheet.families_span(found.families, self.locale))
        self.notes.append(gettext(self.locale, sheet.NOT_COUNTED))
        self.query = urlencode({"period": self.period})

    def _show_class(self, work: Work, class_id: int) -> None:
        found = families_use(work.session, work.actor, class_id, named=True)
        self.subtitle = next((one.title for one in found.classes), "")
        self.figures = rows.family_figures(found.whole, self.locale)
        self.never = rows.never_rows(found.never, work.actor.time_zone, self.locale)
        self._show_families(found)
        self.query = urlencode({"class": class_id})

    def _show_families(self, found: FamiliesUse) -> None:
        self.classes = rows.class_rows(found, self.locale)
        self.weeks = rows.week_rows(found, self.locale)
        self.notes = list(sheet.unknown(self.locale))

    @handler(Permission.REPORTS_READ)
    def choose_class(self, work: Work, value: str) -> Any:
        """Go to a class, or to the school."""
        number = optional_row_id(value)
        return rx.redirect(f"/reports/use?class={number}" if number else "/reports/use")

    @handler(Permission.REPORTS_READ)
    def choose_period(self, work: Work, value: str) -> Any:
        """Go to another period."""
        return rx.redirect(f"/reports/use?{urlencode({'period': text(value, limit=limits.CHOSEN)})}")
