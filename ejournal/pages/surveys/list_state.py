"""The events of the list of surveys that one keeps: it is turned over, another is begun."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.pages.surveys import rows
from ejournal.pages.surveys.rows import KeptRow
from ejournal.services.base.topics import survey_list_topic
from ejournal.services.surveys import keeping, reading, templates
from ejournal.services.surveys.addresses import BUILD
from ejournal.services.surveys.templates import Template
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

KEEP = Permission.SURVEY_KEEP


class SurveysState(PageState):
    """A page of the surveys that one keeps, for whoever may keep any."""

    ready: bool = False
    keeps: bool = False
    lines: list[KeptRow] = []
    later: str = ""
    """The address of the page before; empty on the first."""
    earlier: str = ""
    beginning: bool = False
    """Whether one is asked with what to begin."""

    _page: int = 1

    @handler(Permission.SURVEY_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the page of the list that the address names."""
        self.keeps = work.actor.may(KEEP)
        self.beginning = False
        self._page = optional_row_id(self.router.url.query_parameters.get("page")) or 1
        self._fill(work)
        self.ready = True

    @handler(KEEP, writes=False)
    def ask_begin(self, work: Work, wanted: bool) -> None:
        """Ask with what to begin."""
        self.beginning = wanted is True

    @handler(KEEP)
    def begin(self, work: Work, template: str) -> Any:
        """Begin a survey, with questions of a template or with none, and go to it."""
        if template and template not in list(Template):
            raise NotFound
        survey = (
            templates.begin_from(work.session, work.actor, Template(template), work.now)
            if template
            else keeping.begin(work.session, work.actor, work.now)
        )
        self.beginning = False
        return rx.redirect(BUILD.format(survey_id=survey.id))

    def _topics(self, work: Work) -> list[str]:
        return [survey_list_topic(work.actor.school_id)] if work.actor.may(KEEP) else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        self._fill(work)

    def _fill(self, work: Work) -> None:
        if not work.actor.may(KEEP):
            self.lines, self.later, self.earlier = [], "", ""
            return
        found = reading.kept_surveys(work.session, work.actor, self._page)
        self.lines = rows.kept_rows(found.lines, work.actor, self.locale)
        self.later = f"/surveys?page={self._page - 1}" if self._page > 1 else ""
        self.earlier = f"/surveys?page={self._page + 1}" if found.has_more else ""
