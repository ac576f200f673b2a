"""The events of what teachers need: closed lessons and days, the most lessons a day, an own room."""

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.timetable_editor import forms, teacher_rows
from ejournal.pages.timetable_editor.rows import TEACHER
from ejournal.pages.timetable_editor.state import TimetableEditorState
from ejournal.pages.timetable_editor.teacher_rows import NeedCell, NeedLine
from ejournal.services.load import teachers as needs
from ejournal.services.load.adding import teachers_of
from ejournal.services.timetable.rows import room_names
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, row_id
from ejournal.ui.runtime.work import Work


class TeacherNeedsState(TimetableEditorState):
    """The week of one teacher as its dialog shows it; what is pressed holds at once."""

    teacher: str = ""
    teachers: list[Choice] = []
    need_days: list[NeedCell] = []
    need_lines: list[NeedLine] = []
    most: str = ""
    mosts: list[Choice] = []
    own_room: str = ""
    own_rooms: list[Choice] = []

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_needs(self, work: Work) -> None:
        """Open the dialog at the teacher whose week is shown, else at the first one."""
        found = teachers_of(work.session, work.actor.school_id)
        self.teachers = [Choice(str(one.id), one.name) for one in found]
        known = {one.value for one in self.teachers}
        shown = self.target if self.by == TEACHER else self.teacher
        self._offer_rooms(work)
        self.teacher = shown if shown in known else next(iter(self.teachers), Choice("", "")).value
        self._show_needs(work)
        self.dialog = "needs"

    def _offer_rooms(self, work: Work) -> None:
        named = sorted(room_names(work.session, work.actor.school_id).items(), key=lambda one: one[1])
        self.own_rooms = [Choice("", gettext(self.locale, "any"))]
        self.own_rooms += [Choice(str(key), name) for key, name in named]
        self.mosts = [Choice("", gettext(self.locale, "no limit"))]
        self.mosts += [Choice(str(most), str(most)) for most in range(1, needs.MOST_A_DAY + 1)]

    def _show_needs(self, work: Work) -> None:
        if not self.teacher:
            return
        year = forms.year_of(work.session, work.actor)
        week = needs.teacher_week(work.session, work.actor, year.id, row_id(self.teacher))
        days, numbers = needs.size_of_week(work.session, work.actor, year.id)
        self.need_days = teacher_rows.need_days(week, days, numbers, self.locale)
        self.need_lines = teacher_rows.need_lines(week, days, numbers, self.locale)
        self.most, self.own_room = str(week.most_a_day or ""), str(week.room_id or "")

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_teacher(self, work: Work, value: str) -> None:
        """Show the week of another teacher."""
        self.teacher = str(row_id(value))
        self._show_needs(work)

    @handler(Permission.SCHEDULE_WRITE)
    def press(self, work: Work, weekday: int, number: int) -> None:
        """Close an open lesson, open a closed one; with 0 as its number the whole day."""
        year = forms.year_of(work.session, work.actor)
        day, at = optional_number(weekday) or 0, optional_number(number)
        cells = self.need_days if at == 0 else [cell for line in self.need_lines for cell in line.cells]
        closed = any(one.closed for one in cells if (one.weekday, one.number) == (day, at))
        teacher_id, at = row_id(self.teacher), -1 if at is None else at
        needs.set_closed(work.session, work.actor, year.id, teacher_id, day, at, not closed)
        self._changed(work)

    @handler(Permission.SCHEDULE_WRITE)
    def set_most(self, work: Work, value: str) -> None:
        """Limit the teacher's lessons a day; empty takes the limit away."""
        self._set(work, optional_number(value) if value else None, optional_row_id(self.own_room))

    @handler(Permission.SCHEDULE_WRITE)
    def set_own_room(self, work: Work, value: str) -> None:
        """Give the teacher a room of their own, or none."""
        self._set(work, optional_number(self.most), optional_row_id(value))

    def _set(self, work: Work, most: int | None, room_id: int | None) -> None:
        year = forms.year_of(work.session, work.actor)
        needs.set_needs(work.session, work.actor, year.id, row_id(self.teacher), most, room_id)
        self._changed(work)

    def _changed(self, work: Work) -> None:
        self._show_needs(work)
        if self.version:
            self._renew(work)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def close_needs(self, work: Work) -> None:
        """Close the dialog."""
        self.dialog = ""
