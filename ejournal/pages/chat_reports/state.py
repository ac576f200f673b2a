"""The events of reported messages: look, decide, put aside, take back."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.chat_reports import rows
from ejournal.pages.chat_reports.rows import ReportRow
from ejournal.services.base.topics import chat_reports_topic
from ejournal.services.chat import moderating
from ejournal.services.chat.moderating import Decision
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

MODERATE = Permission.CHAT_MODERATE


class ChatReportsState(PageState):
    """Reports that wait, reports that were decided, and that which is being decided."""

    ready: bool = False
    waiting: list[ReportRow] = []
    decided: list[ReportRow] = []
    open_report: ReportRow = ReportRow()

    @handler(MODERATE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the reports."""
        self.open_report = ReportRow()
        self._fill(work)
        self.ready = True

    @handler(MODERATE, writes=False)
    def open_decision(self, work: Work, report_id: int) -> None:
        """Ask what is to be done about a message."""
        self._fill(work)
        number = row_id(report_id)
        found = next((one for one in self.waiting if one.id == number), None)
        if found is None:
            raise NotFound
        self.open_report = found

    @handler(MODERATE, writes=False)
    def close_decision(self, work: Work) -> None:
        """Decide later."""
        self.open_report = ReportRow()

    @handler(MODERATE)
    def decide(self, work: Work, form: dict[str, Any]) -> Any:
        """Do what the form says."""
        decision = Decision(
            bool(form.get("hide")), str(form.get("mute") or ""), str(form.get("reason") or "")
        )
        number = row_id(self.open_report.id)
        moderating.decide(work.session, work.actor, number, decision, work.now)
        self.open_report = ReportRow()
        return self._done(work, number)

    @handler(MODERATE)
    def put_aside(self, work: Work, report_id: int) -> Any:
        """Do nothing about the message."""
        moderating.put_aside(work.session, work.actor, row_id(report_id), work.now)
        return self._done(work, row_id(report_id))

    @handler(MODERATE)
    def take_back(self, work: Work, report_id: int) -> Any:
        """Undo a decision."""
        moderating.take_back(work.session, work.actor, row_id(report_id))
        self._fill(work)
        return toast_done(gettext(self.locale, "Taken back"))

    def _done(self, work: Work, number: int) -> Any:
        self._fill(work)
        undo = ChatReportsState.take_back(number)
        return toast_done(gettext(self.locale, "Decided"), undo, gettext(self.locale, "Undo"))

    def _topics(self, work: Work) -> list[str]:
        return [chat_reports_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what was reported or decided meanwhile."""
        self._fill(work)

    def _anew(self, work: Work) -> None:
        """Read anew what may have changed meanwhile."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        found = moderating.reports(work.session, work.actor, work.now)
        shown = rows.report_rows(found, work.actor, self.locale)
        self.waiting = [one for one in shown if not one.decided]
        self.decided = [one for one in shown if one.decided]
