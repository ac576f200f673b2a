"""The events of the exemptions: put down, change, take back."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.pages.school_settings import rows
from ejournal.pages.school_settings.rows import ExemptionForm, ExemptionRow
from ejournal.pages.school_settings.sections import EXEMPTIONS, SettingsState
from ejournal.services.courses import class_settings, exemptions
from ejournal.services.courses.exemptions import ExemptionFields, ExemptionLine
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, required_date, row_id, text
from ejournal.ui.runtime.work import Work


class ExemptionsState(SettingsState):
    """The list of exemptions and the one whose dialog is open."""

    exemptions_ready: bool = False
    exemptions: list[ExemptionRow] = []
    exemption_open: bool = False
    exemption: ExemptionForm = ExemptionForm()
    class_choices: list[Choice] = []
    course_choices: list[Choice] = []
    pupil_choices: list[Choice] = []
    class_id: str = ""
    course_id: str = ""
    pupil_id: str = ""
    opened: int = 0

    _undo: tuple[int, int, ExemptionFields] | None = None
    """Course, pupil and days of the exemption that was taken back last."""

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the exemptions of the year."""
        if self._is_asked(EXEMPTIONS):
            self._fill(work)
        else:
            self.exemption_open = False

    def _fill(self, work: Work) -> None:
        found = exemptions.exemptions(work.session, work.actor)
        today = work.actor.today
        self.exemptions = [rows.exemption_row(line, today, self.locale) for line in found]
        self.exemptions_ready = True

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def open_new(self, work: Work) -> None:
        """Open the dialog of a new exemption, from today on."""
        lines = class_settings.class_lines(work.session, work.actor)
        self.class_choices = [Choice(str(line.id), line.title) for line in lines]
        if not any(one.value == self.class_id for one in self.class_choices):
            self.class_id = self.course_id = self.pupil_id = ""
            self.course_choices, self.pupil_choices = [], []
        self._open(ExemptionForm(starts=work.actor.today.isoformat()))

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def open_exemption(self, work: Work, exemption_id: str) -> None:
        """Open the dialog of an exemption that stands already."""
        self._open(rows.exemption_form(self._line(work, row_id(exemption_id))))

    def _open(self, form: ExemptionForm) -> None:
        self.exemption, self.exemption_open, self.errors = form, True, {}
        self.opened += 1

    def _line(self, work: Work, exemption_id: int) -> ExemptionLine:
        known = exemptions.exemptions(work.session, work.actor)
        found = next((line for line in known if line.id == exemption_id), None)
        if found is None:
            raise NotFound
        return found

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def close_exemption(self, work: Work) -> None:
        """Leave the dialog; nothing is changed."""
        self.exemption_open = False

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def choose_class(self, work: Work, class_id: str) -> None:
        """Offer the courses of a class."""
        number = optional_row_id(class_id)
        found = class_settings.class_courses(work.session, work.actor, number) if number else []
        self.class_id, self.course_id, self.pupil_id = class_id if number else "", "", ""
        self.course_choices = [
            Choice(str(one.id), rows.course_title(one.subject, one.group)) for one in found
        ]
        self.pupil_choices = []

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def choose_course(self, work: Work, course_id: str) -> None:
        """Offer the pupils of a course; the one chosen before stays if taught there too."""
        number = optional_row_id(course_id)
        found = exemptions.pupils_of_course(work.session, work.actor, number) if number else []
        self.course_id = course_id if number else ""
        self.pupil_choices = [Choice(str(one.id), one.name) for one in found]
        if not any(one.value == self.pupil_id for one in self.pupil_choices):
            self.pupil_id = ""

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def choose_pupil(self, work: Work, pupil_id: str) -> None:
        """Choose who is exempt."""
        number = optional_row_id(pupil_id)
        self.pupil_id = str(number) if number else ""

    @handler(Permission.SETTINGS_MANAGE)
    def save_exemption(self, work: Work, form: dict[str, Any]) -> Any:
        """Put the exemption down, or change its days and reason."""
        fields = _fields(form)
        number = optional_row_id(self.exemption.id)
        if number is None:
            for field, value in (
                ("class_id", self.class_id),
                ("course_id", self.course_id),
                ("pupil_id", self.pupil_id),
            ):
                if not value:
                    raise DomainError("Choose from the list", field=field)
            exemptions.add_exemption(
                work.session, work.actor, row_id(self.course_id), row_id(self.pupil_id), fields
            )
        else:
            exemptions.change_exemption(work.session, work.actor, number, fields)
        self.exemption_open, self.pupil_id = False, ""
        self._fill(work)
        return toast_done(gettext(self.locale, "The exemption is saved"))

    @handler(Permission.SETTINGS_MANAGE)
    def remove_exemption(self, work: Work, exemption_id: str) -> Any:
        """Take an exemption back; the note offers to put it down again."""
        self._undo = exemptions.remove_exemption(work.session, work.actor, row_id(exemption_id))
        self._fill(work)
        words = gettext(self.locale, "The exemption is taken back")
        return toast_done(words, ExemptionsState.undo_remove(), gettext(self.locale, "Undo"))

    @handler(Permission.SETTINGS_MANAGE)
    def undo_remove(self, work: Work) -> Any:
        """Put the exemption that was taken back last down again."""
        if self._undo is None:
            return None
        exemptions.add_exemption(work.session, work.actor, *self._undo)
        self._undo = None
        self._fill(work)
        return toast_done(gettext(self.locale, "The exemption stands again"))


def _fields(form: dict[str, Any]) -> ExemptionFields:
    ends = form.get("ends")
    return ExemptionFields(
        starts=required_date(form.get("starts"), "starts"),
        ends=required_date(ends, "ends") if ends else None,
        reason=text(form.get("reason"), limit=limits.EXEMPTION_REASON, field="reason"),
    )
