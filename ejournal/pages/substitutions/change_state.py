"""An absence entered too long: another last day, or none of it; the lessons that return are named first."""

from datetime import date
from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.substitutions import rows
from ejournal.pages.substitutions.rows import AbsenceRow, LessonRow
from ejournal.pages.substitutions.state import SubstitutionsState
from ejournal.services.substitutions import absence_changes
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import required_date, row_id
from ejournal.ui.runtime.work import Work

NO_ABSENCE = AbsenceRow("", "", "", "", "", False, False, False, False)


class AbsenceChangeState(SubstitutionsState):
    """The open absence being changed: first the day, then what that does to lessons, then it is done."""

    changing: AbsenceRow = NO_ABSENCE
    foreseen: bool = False
    """Whether the lessons that return are shown."""
    withdrawing: bool = False
    returning: list[LessonRow] = []
    staying: list[LessonRow] = []

    _ends: date | None = None
    _mark: str = ""

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def begin_change(self, work: Work) -> None:
        """Ask for another last day of the open absence."""
        self.changing = next((one for one in self.absences if one.id == self.absence), NO_ABSENCE)
        self.foreseen, self.errors = False, {}

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def end_change(self, work: Work) -> None:
        """Close; nothing is changed."""
        self.changing, self.errors = NO_ABSENCE, {}

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def foresee(self, work: Work, form: dict[str, Any]) -> None:
        """Show what the new last day does to lessons."""
        self._foresee(work, required_date(form.get("last_day"), "last_day"))

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def foresee_withdrawal(self, work: Work) -> None:
        """Show what taking the absence back does to lessons."""
        self._foresee(work, None)

    def _foresee(self, work: Work, ends: date | None) -> None:
        try:
            found = absence_changes.outlook(work.session, work.actor, row_id(self.changing.id), ends)
        except DomainError as error:
            raise DomainError(error.message, field="last_day", **error.params) from error
        self._ends, self._mark, self.withdrawing = ends, found.mark, ends is None
        self.returning = rows.arranged_rows(found.returning, self.locale)
        self.staying = rows.arranged_rows(found.staying, self.locale)
        self.foreseen = True

    @handler(Permission.SUBSTITUTION_WRITE)
    def agree(self, work: Work) -> Any:
        """Change the absence; returned lessons' substitutes and families are told."""
        about = (work.session, work.actor, row_id(self.changing.id))
        withdrawn = self._ends is None
        if self._ends is None:
            absence_changes.withdraw_absence(*about, self._mark)
        else:
            absence_changes.change_end(*about, self._ends, self._mark)
        self.changing = NO_ABSENCE
        if withdrawn:
            words = gettext(self.locale, "The absence is taken back")
            told = with_reach(words, work.session, self.locale)
            return [rx.redirect("/substitutions"), toast_done(told)]
        self._fill(work)
        return toast_done(
            with_reach(gettext(self.locale, "The absence is changed"), work.session, self.locale)
        )
