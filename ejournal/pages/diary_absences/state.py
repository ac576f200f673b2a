"""The absences page's events: look back, announce an absence, take that back."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.models import Role
from ejournal.pages.diary_absences import rows
from ejournal.pages.diary_absences.rows import MissedDay, NoticeRow
from ejournal.services.absences import announced as absence_notices
from ejournal.services.absences import missed as absences
from ejournal.services.base.topics import pupil_topic
from ejournal.services.diary import progress
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.frame.family import FamilyState
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import required_date, row_id, text
from ejournal.ui.runtime.work import Work

DRAFT = "absence:"
"""What is written and not yet sent is kept in the browser under this name and the child's."""


class DiaryAbsencesState(FamilyState):
    """Absences of one child: the year's missed lessons and what was announced."""

    ready: bool = False
    subtitle: str = ""
    days: list[MissedDay] = []
    notices: list[NoticeRow] = []
    may_announce: bool = False
    form_open: bool = False
    starts: str = ""
    ends: str = ""
    code: str = ""
    child_name: str = ""
    """Of whom the form speaks."""

    @handler(Permission.DIARY_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the absences of the child that the address names; with the form open where it asks so."""
        self._show(work, self._choose_child(work))
        self.form_open = False
        if self.router.url.query_parameters.get("announce") and self.may_announce:
            self._open_form(work)

    @handler(Permission.ABSENCE_ANNOUNCE)
    def open_form(self, work: Work) -> None:
        """Open the form at today."""
        self._open_form(work)

    def _open_form(self, work: Work) -> None:
        self.starts = self.ends = work.actor.today.isoformat()
        self.code, self.form_open, self.errors = "", True, {}

    @handler(Permission.ABSENCE_ANNOUNCE)
    def close_form(self, work: Work) -> None:
        """Close the form."""
        self.form_open = False

    @handler(Permission.ABSENCE_ANNOUNCE)
    def set_starts(self, work: Work, value: str) -> None:
        """The first day; the last one follows it."""
        day = required_date(value, "starts").isoformat()
        self.starts, self.ends = day, max(day, self.ends)

    @handler(Permission.ABSENCE_ANNOUNCE)
    def set_code(self, work: Work, value: str) -> None:
        """The reason."""
        self.code = absence_notices.announced_reason(value).value

    @handler(Permission.ABSENCE_ANNOUNCE)
    def announce(self, work: Work, form: dict[str, Any]) -> Any:
        """Announce the absence to the class teacher."""
        pupil_id = row_id(self.child)
        absence_notices.announce_absence(
            work.session,
            work.actor,
            pupil_id,
            required_date(form.get("starts"), "starts"),
            required_date(form.get("ends"), "ends"),
            absence_notices.announced_reason(self.code),
            text(form.get("note"), limit=limits.NOTE, field="note"),
        )
        self.form_open = False
        self._show(work, pupil_id)
        words = gettext(self.locale, "The absence is announced")
        told = toast_done(with_reach(words, work.session, self.locale))
        return [forget_draft(DRAFT + self.child), told]

    @handler(Permission.ABSENCE_ANNOUNCE)
    def withdraw(self, work: Work, notice_id: int) -> Any:
        """Take back an announcement."""
        pupil_id = absence_notices.withdraw_notice(work.session, work.actor, row_id(notice_id))
        self._show(work, pupil_id)
        return toast_done(gettext(self.locale, "The announcement is taken back"))

    def _topics(self, work: Work) -> list[str]:
        return [pupil_topic(int(self.child))] if self.child else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Read anew when something of the pupil's has changed."""
        self._show(work, row_id(self.child))

    def _show(self, work: Work, pupil_id: int) -> None:
        first, last = progress.year_span(work.session, work.actor, pupil_id)
        missed = absences.missed_lessons(work.session, work.actor, pupil_id, first, last)
        self.subtitle = rows.summary(missed, self.locale)
        self.days = rows.missed_days(missed, self.locale)
        self.notices = rows.notice_rows(
            absence_notices.notices(work.session, work.actor, pupil_id), self.locale
        )
        self.child_name = next((one.label for one in self.children if one.value == str(pupil_id)), "")
        self.may_announce = work.actor.holds(Role.GUARDIAN) and work.actor.person_id != pupil_id
        self.ready = True
