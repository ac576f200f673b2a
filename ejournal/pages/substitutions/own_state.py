"""A teacher's own absences: reported here, decided by the deputy head."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.substitutions import rows
from ejournal.pages.substitutions.rows import AbsenceRow, OwnLessonRow
from ejournal.pages.substitutions.tasks import publish_task
from ejournal.services.base.topics import schedule_topic
from ejournal.services.substitutions import absences as teacher_absences
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, required_date, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NO_LESSON = OwnLessonRow("", "", False, "", "", "", "", "", False, False)


class OwnAbsenceState(PageState):
    """A teacher's own absences and the report of a new one."""

    own_ready: bool = False
    own_absences: list[AbsenceRow] = []
    own_reasons: list[Choice] = []
    own_lessons: list[OwnLessonRow] = []
    task_of: OwnLessonRow = NO_LESSON
    """The lesson whose task is being written."""

    @handler(Permission.ABSENCE_REPORT, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the teacher's own absences of this time."""
        self.own_reasons = rows.reason_choices(self.locale)
        self._fill(work)
        self.own_ready = True

    def _fill(self, work: Work) -> None:
        actor = work.actor
        first, last = rows.shown_days(actor.today)
        found = teacher_absences.absences(work.session, actor, first, last)
        mine = [one for one in found if one.teacher_id == actor.person_id]
        self.own_absences = [rows.absence_row(one, self.locale) for one in mine]
        lessons = teacher_absences.own_absent_lessons(work.session, actor, last)
        self.own_lessons = rows.own_lesson_rows(lessons, self.locale)

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """The deputy head has decided, or found a substitute; a task being written stays open."""
        self._fill(work)

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
            text(form.get("absence_note"), limit=limits.NOTE, field="absence_note"),
        )
        self._fill(work)
        words = gettext(self.locale, "Reported, the deputy head will decide")
        return toast_done(with_reach(words, work.session, self.locale))

    @handler(Permission.ABSENCE_REPORT, writes=False)
    def open_task(self, work: Work, lesson: str) -> None:
        """Open the task for the substitute of one of the own lessons."""
        self.task_of = next(
            (one for one in self.own_lessons if one.id == lesson and one.may_leave), NO_LESSON
        )
        self.errors = {}

    @handler(Permission.ABSENCE_REPORT, writes=False)
    def close_task(self, work: Work) -> None:
        """Close the task; nothing is changed."""
        self.task_of, self.errors = NO_LESSON, {}

    @handler(Permission.ABSENCE_REPORT)
    def leave_task(self, work: Work, form: dict[str, Any]) -> Any:
        """Leave the task; the substitute is told, one who is found later too."""
        told = publish_task(work, self.task_of.id, form, self.locale)
        self.task_of = NO_LESSON
        self._fill(work)
        return told
