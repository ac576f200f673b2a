"""The events of substitutions: enter an absence, settle its lessons, keep the journal."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.substitutions import rows
from ejournal.pages.substitutions.rows import AbsenceRow, CandidateRow, LessonRow
from ejournal.pages.substitutions.tasks import publish_task
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.year import current_year
from ejournal.services.schedule import weeks as schedule
from ejournal.services.substitutions import absences as teacher_absences
from ejournal.services.substitutions import arranging
from ejournal.services.substitutions.arranging import Arrangement, Papers
from ejournal.services.substitutions.candidates import candidates
from ejournal.ui.kit import Choice
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import (
    chosen_row,
    optional_date,
    optional_number,
    optional_row_id,
    require_kept,
    required_date,
    row_id,
    text,
)
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NO_LESSON = LessonRow("", "", False, "", "", "", "", "", "", False, False)
NOTHING = Arrangement("", "", "", True)


class SubstitutionsState(PageState):
    """Absences of teachers, the one that is open, and the lesson that is being settled."""

    ready: bool = False
    absences: list[AbsenceRow] = []
    absence: str = ""
    absence_title: str = ""
    absence_holds: bool = False
    """Whether the open absence is in force and may be changed."""
    lessons: list[LessonRow] = []
    unsettled: int = 0
    lesson: LessonRow = NO_LESSON
    candidates: list[CandidateRow] = []
    task: str = ""
    order_number: str = ""
    paid: bool = True
    task_of: LessonRow = NO_LESSON
    """The lesson whose task is being written."""

    _found: Arrangement = NOTHING
    """What was arranged for the open lesson when it was opened."""

    entering: bool = False
    teachers: list[Choice] = []
    reasons: list[Choice] = []
    cancelling: bool = False
    moving: bool = False

    _order: list[str] = []
    """The absences in the order in which they stand since the page was opened: a decided one stays there."""
    _decided: list[str] = []

    @handler(Permission.SUBSTITUTION_WRITE, loads=True)
    def load(self, work: Work) -> None:
        """Show the absences of these weeks, and the one that the address names."""
        self.absence = str(optional_row_id(self.router.url.query_parameters.get("absence")) or "")
        self.reasons = rows.reason_choices(self.locale)
        self._order, self._decided = [], []
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what another deputy head has settled meanwhile."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        found = teacher_absences.absences(work.session, work.actor, *rows.shown_days(work.actor.today))
        identity.show_unread(self, work)
        place = {absence: number for number, absence in enumerate(self._order)}
        found.sort(key=lambda one: place.get(str(one.id), len(place)))
        self._order = [str(one.id) for one in found]
        self.absences = [rows.absence_row(one, self.locale, str(one.id) in self._decided) for one in found]
        if not self.absence:
            self.lessons, self.absence_title, self.absence_holds, self.unsettled = [], "", False, 0
            return
        lessons = teacher_absences.affected_lessons(work.session, work.actor, row_id(self.absence))
        self.lessons = rows.lesson_rows(lessons, self.locale)
        self.unsettled = sum(not one.settled for one in lessons)
        named = next((one for one in self.absences if one.id == self.absence), None)
        self.absence_title = f"{named.teacher}: {named.note}" if named else ""
        self.absence_holds = bool(named and not named.waiting and not named.declined)

    # ------------------------------------------------------------------ absences

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def begin_absence(self, work: Work) -> None:
        """Open the form of a new absence."""
        year = current_year(work.session, work.actor.school_id, work.actor.today)
        found = schedule.teachers(work.session, work.actor.school_id, year.id) if year else []
        self.teachers = [Choice(value=str(one.id), label=one.title) for one in found]
        self.entering, self.errors = True, {}

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def leave(self, work: Work) -> None:
        """Close what is open."""
        self.entering = self.cancelling = self.moving = False
        self.lesson, self.candidates, self.errors = NO_LESSON, [], {}

    @handler(Permission.SUBSTITUTION_WRITE)
    def enter_absence(self, work: Work, form: dict[str, Any]) -> Any:
        """Enter the absence of the form and go to its lessons."""
        starts = required_date(form.get("starts"), "starts")
        absence_id = teacher_absences.enter_absence(
            work.session,
            work.actor,
            chosen_row(form.get("teacher"), "teacher"),
            starts,
            optional_date(form.get("ends")) or starts,
            rows.reason_of(form.get("reason")),
            from_number=optional_number(form.get("from_number")),
            to_number=optional_number(form.get("to_number")),
            note=text(form.get("absence_note"), limit=limits.NOTE, field="absence_note"),
            order_number=text(form.get("absence_order"), limit=limits.ORDER_NUMBER, field="absence_order"),
        )
        self.entering = False
        return rx.redirect(f"/substitutions?absence={absence_id}")

    @handler(Permission.SUBSTITUTION_WRITE)
    def approve(self, work: Work, absence: str) -> Any:
        """Accept what a teacher has reported."""
        self._decide(work, absence, approve=True)
        words = with_reach(gettext(self.locale, "Accepted"), work.session, self.locale)
        return toast_done(words, about=_note_of(absence))

    @handler(Permission.SUBSTITUTION_WRITE)
    def decline(self, work: Work, absence: str) -> Any:
        """Decline what a teacher has reported."""
        self._decide(work, absence, approve=False)
        words = with_reach(gettext(self.locale, "Declined"), work.session, self.locale)
        return toast_done(words, about=_note_of(absence))

    def _decide(self, work: Work, absence: str, *, approve: bool) -> None:
        teacher_absences.decide_absence(work.session, work.actor, row_id(absence), approve)
        self._decided = [*self._decided, absence]
        self._changed(work)

    @handler(Permission.SUBSTITUTION_WRITE)
    def reopen(self, work: Work, absence: str) -> Any:
        """Take back what was decided about a report: it waits again."""
        teacher_absences.reopen_absence(work.session, work.actor, row_id(absence))
        self._decided = [one for one in self._decided if one != absence]
        self._changed(work)
        words = gettext(self.locale, "The decision is taken back, the report waits again")
        return toast_done(words, about=_note_of(absence))

    # ------------------------------------------------------------------ lessons

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def open_lesson(self, work: Work, lesson: str) -> None:
        """Show who could give the lesson."""
        self.lesson = next((one for one in self.lessons if one.id == lesson), NO_LESSON)
        self.candidates = rows.candidate_rows(
            candidates(work.session, work.actor, row_id(lesson)), self.locale
        )
        self._found = found = arranging.arrangement(work.session, work.actor, row_id(lesson))
        self.task, self.order_number, self.paid = found.task, found.order_number, found.paid
        self.errors = {}

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def write_task(self, work: Work, value: str) -> None:
        """Keep the task for the substitute."""
        self.task = text(value, limit=limits.TASK, field="task")

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def write_order(self, work: Work, value: str) -> None:
        """Keep the number of the order."""
        self.order_number = text(value, limit=limits.ORDER_NUMBER, field="order_number")

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def choose_paid(self, work: Work, value: bool) -> None:
        """Whether the hour is paid."""
        self.paid = value is True

    @handler(Permission.SUBSTITUTION_WRITE)
    def assign(self, work: Work, teacher: str) -> Any:
        """Give the open lesson to the teacher."""
        return self._assign(work, teacher, join=False)

    @handler(Permission.SUBSTITUTION_WRITE)
    def join(self, work: Work, teacher: str) -> Any:
        """Let the teacher take the open lesson together with the own class or group."""
        return self._assign(work, teacher, join=True)

    def _assign(self, work: Work, teacher: str, *, join: bool) -> Any:
        lesson_id = row_id(self.lesson.id)
        try:
            arranging.assign(work.session, work.actor, lesson_id, row_id(teacher), self._papers(), join=join)
        except DomainError as error:
            raise _by_field(error, task="task") from error
        return self._settled(work, "The substitution is set", lesson_id)

    def _papers(self) -> Papers:
        require_kept(self.errors, task=limits.TASK, order_number=limits.ORDER_NUMBER)
        task = None if self.task == self._found.task else self.task
        return Papers(row_id(self.absence), task, self.order_number, self.paid, self._found.mark)

    def _settled(self, work: Work, words: str, lesson_id: int) -> Any:
        self.lesson, self.candidates, self.cancelling, self.moving = NO_LESSON, [], False, False
        self._changed(work)
        undo = SubstitutionsState.restore(str(lesson_id))
        told = with_reach(gettext(self.locale, words), work.session, self.locale)
        return toast_done(told, undo=undo, undo_label=gettext(self.locale, "Undo"))

    def _changed(self, work: Work) -> None:
        work.session.flush()
        self._fill(work)

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def open_task(self, work: Work, lesson: str) -> None:
        """Open the task for whoever gives a lesson of the absence."""
        self.task_of = next((one for one in self.lessons if one.id == lesson and one.may_leave), NO_LESSON)
        self.errors = {}

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def close_task(self, work: Work) -> None:
        """Close the task; nothing is changed."""
        self.task_of, self.errors = NO_LESSON, {}

    @handler(Permission.SUBSTITUTION_WRITE)
    def leave_task(self, work: Work, form: dict[str, Any]) -> Any:
        """Leave the task, before somebody is found or after."""
        told = publish_task(work, self.task_of.id, form, self.locale)
        self.task_of = NO_LESSON
        self._fill(work)
        return told

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def begin_cancel(self, work: Work) -> None:
        """Ask why the lesson falls out."""
        self.cancelling, self.errors = True, {}

    @handler(Permission.SUBSTITUTION_WRITE)
    def cancel_lesson(self, work: Work, form: dict[str, Any]) -> Any:
        """Let the open lesson fall out."""
        reason = text(form.get("cancel_reason"), limit=limits.CANCELLED_REASON, field="cancel_reason")
        lesson_id = row_id(self.lesson.id)
        try:
            arranging.cancel_lesson(work.session, work.actor, lesson_id, reason, self._papers())
        except DomainError as error:
            raise _by_field(error, reason="cancel_reason") from error
        return self._settled(work, "The lesson is cancelled", lesson_id)

    @handler(Permission.SUBSTITUTION_WRITE, writes=False)
    def begin_move(self, work: Work) -> None:
        """Ask when the lesson will be given."""
        self.moving, self.errors = True, {}

    @handler(Permission.SUBSTITUTION_WRITE)
    def move_lesson(self, work: Work, form: dict[str, Any]) -> Any:
        """Give the open lesson on another day."""
        day = required_date(form.get("move_day"), "move_day")
        number = optional_number(form.get("move_number"))
        if number is None:
            raise DomainError("Fill this in", field="move_number")
        lesson_id = row_id(self.lesson.id)
        try:
            arranging.move_lesson(work.session, work.actor, lesson_id, day, number, self._papers())
        except DomainError as error:
            raise _by_field(error, day="move_day", number="move_number") from error
        return self._settled(work, "The lesson is moved", lesson_id)

    @handler(Permission.SUBSTITUTION_WRITE)
    def restore(self, work: Work, lesson: str) -> Any:
        """Take back what was done with a lesson."""
        arranging.restore(work.session, work.actor, row_id(lesson))
        self._changed(work)
        words = gettext(self.locale, "The lesson is its teacher's again")
        return toast_done(with_reach(words, work.session, self.locale))


def _by_field(error: DomainError, **fields: str) -> DomainError:
    """The error by the page's name of its field; as a toast where the page has no such field."""
    return DomainError(error.message, field=fields.get(error.field, ""), **error.params)


def _note_of(absence: str) -> str:
    """The name of the note that tells what became of the report: the latest word stands alone."""
    return f"absence-{absence}"
