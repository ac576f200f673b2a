"""The surveys that ask whoever looks: what waits first."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.pages.surveys.asked_rows import AskedRow, asked_rows
from ejournal.services.base.topics import survey_list_topic
from ejournal.services.surveys.answers.seats import to_answer
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class AskedSurveysState(PageState):
    """What one is asked, and was."""

    ready: bool = False
    asked: list[AskedRow] = []

    @handler(Permission.SURVEY_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show them."""
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [survey_list_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """One was opened or closed."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        self.asked = asked_rows(to_answer(work.session, work.actor, work.now), work.actor, self.locale)
