"""The best free teachers for all unsettled lessons of an absence: shown, set in one act, undone in one."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.substitutions import rows
from ejournal.pages.substitutions.rows import CoverRow
from ejournal.pages.substitutions.state import SubstitutionsState
from ejournal.services.substitutions import best as best_substitutes
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.work import Work


class CoverState(SubstitutionsState):
    """The plan for all lessons of the open absence, and what was set of it last."""

    covering: bool = False
    cover: list[CoverRow] = []
    cover_words: str = ""
    """What the button does, «Назначить на 5 уроков»; empty when nobody is free for any."""

    _cover_mark: str = ""
    _covered: list[int] = []

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def begin_cover(self, work: Work) -> None:
        """Show who would give which lesson of the open absence; nothing is set yet."""
        plan = best_substitutes.plan_cover(work.session, work.actor, row_id(self.absence))
        self.cover = rows.cover_rows(plan, self.locale)
        n = len(plan.chosen)
        self.cover_words = (
            ngettext(self.locale, "Assign to {n} lesson", "Assign to {n} lessons", n) if n else ""
        )
        self.covering, self._cover_mark = True, plan.mark

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def leave_cover(self, work: Work) -> None:
        """Close the plan; nothing is changed."""
        self.covering = False

    @handler(Permission.SUBSTITUTION_WRITE)
    def agree_cover(self, work: Work) -> Any:
        """Set the substitutions of the plan that is shown, all of them or none."""
        done = best_substitutes.cover(work.session, work.actor, row_id(self.absence), self._cover_mark)
        self._covered, self.covering = list(done), False
        self._changed(work)
        words = ngettext(self.locale, "{n} substitution is set", "{n} substitutions are set", len(done))
        told = with_reach(words, work.session, self.locale)
        return toast_done(told, undo=CoverState.undo_cover, undo_label=gettext(self.locale, "Undo"))

    @handler(Permission.SUBSTITUTION_WRITE)
    def undo_cover(self, work: Work) -> Any:
        """Take back what the last plan has set."""
        done, self._covered = self._covered, []
        best_substitutes.uncover(work.session, work.actor, done)
        self._changed(work)
        n = len(done)
        words = ngettext(self.locale, "{n} substitution is taken back", "{n} substitutions are taken back", n)
        return toast_done(with_reach(words, work.session, self.locale))
