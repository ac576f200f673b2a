"""The events of the list of late changes: approve, refuse, and what others decide meanwhile."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.models import ChangeRequest
from ejournal.pages.late_changes.rows import LateChangeRow, late_change_row
from ejournal.services.late_changes import decide_late_change, late_changes
from ejournal.ui import identity
from ejournal.ui.feedback import toast_done
from ejournal.ui.handler import handler
from ejournal.ui.inputs import row_id, text
from ejournal.ui.journal_news import news_of
from ejournal.ui.session import PageState
from ejournal.ui.topics import course_topic, late_topic, pupil_topic
from ejournal.ui.work import Work

NOTE_LIMIT = 400


class LateChangesState(PageState):
    """The requests that wait, and the one that is being refused."""

    ready: bool = False
    subtitle: str = ""
    waiting: list[LateChangeRow] = []
    refusing: str = ""
    refusing_what: str = ""
    note: str = ""

    @handler(Permission.LATE_CHANGE_DECIDE, loads=True)
    def load(self, work: Work) -> None:
        """Show the requests that wait."""
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [late_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what was asked or decided meanwhile; a refusal being written stays open."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        found = late_changes(work.session, work.actor)
        self.waiting = [late_change_row(work.actor, one, self.locale) for one in found]
        self.subtitle = waiting_words(self.locale, len(found)) if found else ""
        identity.show_unread(self, work)

    @handler(Permission.LATE_CHANGE_DECIDE)
    def approve(self, work: Work, request: str) -> Any:
        """Let the change into the journal."""
        self._decide(work, row_id(request), approve=True)
        return toast_done(gettext(self.locale, "Approved, the journal is changed"))

    @handler(Permission.LATE_CHANGE_DECIDE)
    def refuse(self, work: Work) -> Any:
        """Refuse the request whose dialog is open, with the note written there."""
        self._decide(work, row_id(self.refusing), approve=False)
        return toast_done(gettext(self.locale, "Refused, the teacher is told"))

    def _decide(self, work: Work, request_id: int, *, approve: bool) -> None:
        note = "" if approve else self.note
        outcome = decide_late_change(work.session, work.actor, request_id, approve, note, work.now)
        decided = work.session.get_one(ChangeRequest, request_id)
        work.publish(late_topic(work.actor.school_id))
        # An open journal shows a waiting request in its cell: refused, the cell is drawn as it was.
        work.publish(course_topic(decided.course_id), news_of(outcome) if approve else {"reload": True})
        work.publish(pupil_topic(decided.pupil_id))
        self._fill(work)
        self._leave()

    @handler(Permission.LATE_CHANGE_DECIDE, writes=False)
    def ask_refusal(self, work: Work, request: str) -> None:
        """Open the dialog of a refusal."""
        chosen = next((one for one in self.waiting if one.id == request), None)
        self._leave()
        if chosen is not None:
            self.refusing = chosen.id
            self.refusing_what = f"{chosen.pupil}: {chosen.before} → {chosen.after}"

    @handler(Permission.LATE_CHANGE_DECIDE, writes=False)
    def write_note(self, work: Work, value: str) -> None:
        """Keep what is being typed to the teacher."""
        self.note = text(value, limit=NOTE_LIMIT, field="note")

    @handler(Permission.LATE_CHANGE_DECIDE, writes=False)
    def leave(self, work: Work) -> None:
        """Close the dialog of a refusal; nothing is decided."""
        self._leave()

    def _leave(self) -> None:
        self.refusing, self.refusing_what, self.note = "", "", ""


def waiting_words(locale: str, n: int) -> str:
    """«3 исправления ждут решения»."""
    return ngettext(locale, "{n} change waits for a decision", "{n} changes wait for a decision", n)
