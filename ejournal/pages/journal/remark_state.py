"""Praise and remarks of the chosen lesson: written down, read, taken back."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import RemarkTone
from ejournal.pages.journal import entry
from ejournal.pages.journal.state import JournalState
from ejournal.services.base.topics import course_topic
from ejournal.services.journal import remarks
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import chosen_row, optional_row_id, row_id, text
from ejournal.ui.runtime.work import Work


class RemarkState(JournalState):
    """The dialog of a new remark, and the question before one is taken back."""

    remark_open: bool = False
    pupils: list[Choice] = []
    remark_pupil: str = ""
    remark_tone: str = RemarkTone.PRAISE.value
    families_read: bool = True
    withdrawn: str = ""
    """The number of the remark that is about to be taken back."""
    withdrawn_words: str = ""

    @handler(Permission.JOURNAL_WRITE, writes=False)
    def open_remark(self, work: Work) -> None:
        """Begin a remark or praise, to the pupil whose cell was looked at last."""
        self.remark_open, self.errors = True, {}
        self.pupils = list(self._pupils)
        self.remark_pupil = self.detail.get("p", "")[1:]
        self.families_read = remarks.families_see_remarks(work.session, work.actor.school_id)

    @handler(Permission.JOURNAL_READ)
    def close_remark(self, work: Work) -> None:
        """Leave the dialog."""
        self.remark_open = False

    @handler(Permission.JOURNAL_READ)
    def choose_remark_tone(self, work: Work, value: str) -> None:
        """Praise or remark."""
        self.remark_tone = (RemarkTone.REMARK if value == RemarkTone.REMARK else RemarkTone.PRAISE).value

    @handler(Permission.JOURNAL_READ)
    def choose_remark_pupil(self, work: Work, value: str) -> None:
        """To whom."""
        self.remark_pupil = str(optional_row_id(value) or "")

    @handler(Permission.JOURNAL_WRITE)
    def save_remark(self, work: Work, form: dict[str, Any]) -> Any:
        """Write the remark of the chosen lesson down; the family sees it at once where the school lets it."""
        words = text(form.get("remark_text"), limit=limits.REMARK, field="text", required=True)
        pupil_id, tone = chosen_row(self.remark_pupil, "pupil"), RemarkTone(self.remark_tone)
        lesson = entry.lesson_id(self.lesson.id)
        remarks.add_remark(work.session, work.actor, lesson, pupil_id, words, tone, work.now)
        self.remark_open = False
        self._changed(work)
        done = gettext(self.locale, "Written down")
        seen = remarks.families_see_remarks(work.session, work.actor.school_id)
        told = with_reach(done, work.session, self.locale) if seen else done
        return [forget_draft(f"remark:{self.lesson.id}"), toast_done(told)]

    @handler(Permission.JOURNAL_READ)
    def ask_withdrawal(self, work: Work, remark_id: str) -> None:
        """Show the remark that is about to be taken back."""
        found = next((one for one in self.remarks if one.id == remark_id and one.may_withdraw), None)
        if found is None:
            raise NotFound
        self.withdrawn, self.withdrawn_words = found.id, f"{found.pupil}: {found.text}"

    @handler(Permission.JOURNAL_READ)
    def keep_remark(self, work: Work) -> None:
        """The remark stays."""
        self.withdrawn = ""

    @handler(Permission.JOURNAL_READ, writes=True)
    def withdraw(self, work: Work) -> Any:
        """Take the remark back; whoever has not read it never will."""
        remarks.withdraw_remark(work.session, work.actor, row_id(self.withdrawn))
        self.withdrawn = ""
        self._changed(work)
        return toast_done(gettext(self.locale, "Withdrawn"))

    def _changed(self, work: Work) -> None:
        self._read_remarks(work)
        work.publish(course_topic(self._tab_shows.course_id), {"remarks": self.lesson.id})
