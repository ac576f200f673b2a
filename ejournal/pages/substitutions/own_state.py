"""A teacher's own absences: reported here, decided by the deputy head."""

from datetime import timedelta
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.substitutions import rows
from ejournal.pages.substitutions.rows import AbsenceRow
from ejournal.services import teacher_absences
from ejournal.ui.feedback import toast_done
from ejournal.ui.handler import handler
from ejournal.ui.inputs import optional_date, required_date, text
from ejournal.ui.kit import Choice
from ejournal.ui.session import PageState
from ejournal.ui.topics import schedule_topic
from ejournal.ui.work import Work

BACK, AHEAD = timedelta(days=14), timedelta(days=60)


class OwnAbsenceState(PageState):
    """A teacher's own absences and the report of a new one."""

    own_ready: bool = False
    own_absences: list[AbsenceRow] = []
    own_reasons: list[Choice] = []

    @handler(Permission.ABSENCE_REPORT, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the teacher's own absences of this time."""
        self.own_reasons = rows.reason_choices(self.locale)
        self._fill(work)
        self.own_ready = True

    def _fill(self, work: Work) -> None:
        actor = work.actor
        found = teacher_absences.absences(work.session, actor, actor.today - BACK, actor.today + AHEAD)
        mine = [one for one in found if one.teacher_id == actor.person_id]
        self.own_absences = [rows.absence_row(one, self.locale) for one in mine]

    @handler(Permission.ABSENCE_REPORT)
    def report(self, work: Work, form: dict[str, Any]) -> Any:
        """Tell the deputy heads of an absence to come."""
        starts = required_date(form.get("starts"), "starts")
        teacher_absences.report_own_absence(
            work.session,
            work.actor,
            starts,
            optional_date(form.get("ends")) or starts,
            rows.reason_of(form.get("reason")),
            text(form.get("absence_note"), limit=400, field="absence_note"),
        )
        self._fill(work)
        work.publish(schedule_topic(work.actor.school_id))
        return toast_done(gettext(self.locale, "Reported, the deputy head will decide"))
