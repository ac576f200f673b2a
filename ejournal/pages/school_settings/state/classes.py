"""The events of the classes: open one, set it and its courses, take back."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import ScaleKind
from ejournal.pages.school_settings import rows
from ejournal.pages.school_settings.rows import ClassForm, ClassRow, CourseRow
from ejournal.pages.school_settings.sections import CLASSES, SettingsState
from ejournal.services.courses import class_settings
from ejournal.services.courses.class_settings import ClassFields
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, row_id
from ejournal.ui.runtime.work import Work


class ClassesState(SettingsState):
    """The list of classes and the one whose dialog is open."""

    classes_ready: bool = False
    classes: list[ClassRow] = []
    class_open: bool = False
    chosen: ClassForm = ClassForm()
    class_courses: list[CourseRow] = []
    opened: int = 0

    _undo: tuple[int, ClassFields] | None = None

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the classes."""
        if self._is_asked(CLASSES):
            self._fill(work)
        else:
            self.class_open = False

    def _fill(self, work: Work) -> None:
        lines = class_settings.class_lines(work.session, work.actor)
        self.classes = [rows.class_row(line, self.locale) for line in lines]
        self.classes_ready = True

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def open_class(self, work: Work, class_id: str) -> None:
        """Open the dialog of a class with its courses."""
        number = row_id(class_id)
        courses = class_settings.class_courses(work.session, work.actor, number)
        lines = class_settings.class_lines(work.session, work.actor)
        line = next((one for one in lines if one.id == number), None)
        if line is None:
            raise NotFound
        self.chosen = rows.class_form(line, class_settings.has_marks(work.session, work.actor, number))
        self.class_courses = [rows.course_row(one) for one in courses]
        self.class_open, self.errors = True, {}
        self.opened += 1

    @handler(Permission.SETTINGS_MANAGE, writes=False)
    def close_class(self, work: Work) -> None:
        """Leave the dialog; nothing is changed."""
        self.class_open = False

    @handler(Permission.SETTINGS_MANAGE)
    def save_class(self, work: Work, form: dict[str, Any]) -> Any:
        """Set the class and its courses; open journals are drawn anew."""
        number = row_id(self.chosen.id)
        before = self._set(work, number, _fields(form))
        self._undo = (number, before)
        self.class_open = False
        words = gettext(self.locale, "Saved: {name}", name=self.chosen.title)
        return toast_done(words, ClassesState.undo_class(), gettext(self.locale, "Undo"))

    @handler(Permission.SETTINGS_MANAGE)
    def undo_class(self, work: Work) -> Any:
        """Put the class that was saved last back as it was."""
        if self._undo is None:
            return None
        self._set(work, *self._undo)
        self._undo = None
        return toast_done(gettext(self.locale, "Taken back"))

    def _set(self, work: Work, class_id: int, fields: ClassFields) -> ClassFields:
        change = class_settings.set_class(work.session, work.actor, class_id, fields)
        self._fill(work)
        return change.before


def _fields(form: dict[str, Any]) -> ClassFields:
    scales = {
        row_id(name.removeprefix("course-")): _scale(value, name) if value else None
        for name, value in form.items()
        if name.startswith("course-")
    }
    return ClassFields(
        scale=_scale(form.get("scale"), "scale"),
        days_per_week=optional_number(form.get("days_per_week")) or 0,
        shift=optional_number(form.get("shift")) or 0,
        scales=scales,
    )


def _scale(value: object, field: str) -> ScaleKind:
    found = next((kind for kind in ScaleKind if kind.value == value), None)
    if found is None:
        raise DomainError("Choose the scale", field=field)
    return found
