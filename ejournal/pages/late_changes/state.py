"""The events of the list of late changes: approve, refuse, and what others decide meanwhile."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.models import ChangeRequest
from ejournal.pages.late_changes.rows import LateChangeRow, late_change_row
from ejournal.services.base.topics import course_topic, late_topic
from ejournal.services.late_changes.changes import decide_late_change, decided_changes, late_changes
from ejournal.services.late_changes.decisions import undo_decision
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import require_kept, row_id, text
from ejournal.ui.runtime.journal_news import news_of
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class LateChangesState(PageState):
    """The requests that wait, those decided before one's eyes, those decided lately; one being refused.

    What is decided stays in its line while the page is open: no other request slides under the pointer.
    """

    ready: bool = False
    subtitle: str = ""
    waiting: list[LateChangeRow] = []
    decided: list[LateChangeRow] = []
    refusing: str = ""
    refusing_what: str = ""
    note: str = ""

    _here: list[int] = []
    """The requests that have stood in the list of those that wait since the page was opened."""

    @handler(Permission.LATE_CHANGE_DECIDE, loads=True)
    def load(self, work: Work) -> None:
        """Show the requests that wait, and what was decided lately."""
        self._here = []
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [late_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what was asked or decided meanwhile; a refusal being written stays open."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        found = late_changes(work.session, work.actor, self._here)
        self._here = [one.id for one in found]
        self.waiting = [late_change_row(work.actor, one, self.locale) for one in found]
        waiting = sum(one.outcome == "" for one in self.waiting)
        self.subtitle = waiting_words(self.locale, waiting) if waiting else ""
        lately = decided_changes(work.session, work.actor)
        self.decided = [
            late_change_row(work.actor, one, self.locale) for one in lately if one.id not in self._here
        ]
        identity.show_unread(self, work)

    @handler(Permission.LATE_CHANGE_DECIDE)
    def approve(self, work: Work, request: str) -> Any:
        """Let the change into the journal."""
        self._decide(work, row_id(request), approve=True)
        words = gettext(self.locale, "Approved, the journal is changed")
        return toast_done(with_reach(words, work.session, self.locale), about=_note_of(request))

    @handler(Permission.LATE_CHANGE_DECIDE)
    def refuse(self, work: Work) -> Any:
        """Refuse the request whose dialog is open, with the note written there."""
        require_kept(self.errors, note=limits.NOTE)
        request = self.refusing
        self._decide(work, row_id(request), approve=False)
        words = with_reach(gettext(self.locale, "Refused"), work.session, self.locale)
        return toast_done(words, about=_note_of(request))

    def _decide(self, work: Work, request_id: int, *, approve: bool) -> None:
        note = "" if approve else self.note
        outcome = decide_late_change(work.session, work.actor, request_id, approve, note, work.now)
        if outcome.changes:  # the journals need only these cells
            request = work.session.get_one(ChangeRequest, request_id)
            work.publish(course_topic(request.course_id), news_of(outcome))
        self._fill(work)
        self._leave()

    @handler(Permission.LATE_CHANGE_DECIDE)
    def undo(self, work: Work, request: str) -> Any:
        """Take a decision back: the request waits again, the journal is as it was."""
        request_id = row_id(request)
        undo_decision(work.session, work.actor, request_id, work.now)
        self._fill(work)
        words = gettext(self.locale, "The decision is taken back, the request waits again")
        return toast_done(words, about=_note_of(request))

    @handler(Permission.LATE_CHANGE_DECIDE, writes=False)
    def ask_refusal(self, work: Work, request: str) -> None:
        """Open the dialog of a refusal."""
        chosen = next((one for one in self.waiting if one.id == request and not one.outcome), None)
        self._leave()
        if chosen is not None:
            self.refusing = chosen.id
            self.refusing_what = f"{chosen.pupil}: {chosen.before} → {chosen.after}"

    @handler(Permission.LATE_CHANGE_DECIDE, writes=False)
    def write_note(self, work: Work, value: str) -> None:
        """Keep what is being typed to the teacher."""
        self.note = text(value, limit=limits.NOTE, field="note")

    @handler(Permission.LATE_CHANGE_DECIDE, writes=False)
    def leave(self, work: Work) -> None:
        """Close the dialog of a refusal; nothing is decided."""
        self._leave()

    def _leave(self) -> None:
        self.refusing, self.refusing_what, self.note = "", "", ""
        self.errors = {}


def waiting_words(locale: str, n: int) -> str:
    """«3 исправления ждут решения»."""
    return ngettext(locale, "{n} change waits for a decision", "{n} changes wait for a decision", n)


def _note_of(request: str) -> str:
    """The name of the note that tells what became of the request: the latest word stands alone."""
    return f"late-change-{request}"
