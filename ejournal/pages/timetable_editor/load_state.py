"""The events of the teaching load: the courses of a class or a teacher shown, added, changed, removed."""

from dataclasses import replace
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.pages.timetable_editor import forms, load_rows
from ejournal.pages.timetable_editor.load_rows import ClassTick, CourseRow, PupilTick
from ejournal.pages.timetable_editor.rows import CLASS, TEACHER, hours_words
from ejournal.pages.timetable_editor.state import TimetableEditorState
from ejournal.services.courses.groups import group_list, group_of_course, set_group
from ejournal.services.load.adding import load_choices
from ejournal.services.load.changing import course_fields, course_removal, remove_course
from ejournal.services.timetable.board import Board, open_board
from ejournal.services.timetable.rows import room_names
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.work import Work


class LoadState(TimetableEditorState):
    """The list of courses, and the one that is added or changed."""

    target_title: str = ""
    courses: list[CourseRow] = []
    course_id: str = ""
    course_name: str = ""
    fields: dict[str, str] = {}
    who: str = ""
    classes: list[Choice] = []
    others: list[ClassTick] = []
    groups: list[Choice] = []
    subjects: list[Choice] = []
    load_teachers: list[Choice] = []
    load_rooms: list[Choice] = []
    goes: list[str] = []
    stays: bool = False
    has_list: bool = False
    """Whether the course is of a group whose pupils are chosen."""
    pupils: list[PupilTick] = []

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_load(self, work: Work) -> None:
        """Show the courses of the class or the teacher whose week is shown."""
        self._show_courses(work, open_board(work.session, work.actor, row_id(self.version)))

    def _show_courses(self, work: Work, board: Board) -> None:
        rooms = room_names(work.session, work.actor.school_id)
        target = optional_row_id(self.target) or 0
        self.courses = load_rows.course_rows(board, self.by, target, rooms, self.locale)
        self.target_title = next((one.label for one in self.targets if one.value == self.target), "")
        self.course_id = ""
        self.dialog = "load"

    # ---------------------------------------------------------------------------------------- adding

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def begin_course(self, work: Work) -> None:
        """Open the form of a new course, for the class or the teacher whose week is shown."""
        self._offer_choices(work, self.target if self.by == CLASS else "")
        teacher = self.target if self.by == TEACHER else ""
        self.fields = {**self.fields, "teacher": teacher, "hours": "1", "room": "", "subject": ""}
        self.dialog = "course"

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_class(self, work: Work, value: str) -> None:
        """Show the groups of the class for which a course is added."""
        self._offer_choices(work, str(row_id(value)))

    def _offer_choices(self, work: Work, class_id: str) -> None:
        year = forms.year_of(work.session, work.actor)
        found = load_choices(work.session, work.actor, year.id)
        self.classes, self.subjects, self.load_teachers = (
            [Choice(str(one.id), one.name) for one in part]
            for part in (found.classes, found.subjects, found.teachers)
        )
        self.load_rooms = [Choice("", gettext(self.locale, "any"))]
        self.load_rooms += [Choice(str(one.id), one.name) for one in found.rooms]
        known = {one.value for one in self.classes}
        chosen = class_id if class_id in known else next(iter(self.classes), Choice("", "")).value
        groups = [Choice(str(one.id), one.name) for one in found.groups.get(optional_row_id(chosen) or 0, ())]
        self.groups = [
            Choice("", gettext(self.locale, "the whole class")),
            *groups,
            Choice(forms.NEW, gettext(self.locale, "a new group of the class")),
            Choice(forms.TOGETHER, gettext(self.locale, "several classes together")),
            Choice(forms.SEVERAL, gettext(self.locale, "a group of several classes")),
        ]
        self.fields, self.who = {**self.fields, "class": chosen}, ""
        self.others = [ClassTick(one.value, one.label, False) for one in self.classes if one.value != chosen]

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def choose_who(self, work: Work, value: str) -> None:
        """The whole class, a group of it, a new one, or several classes."""
        if value in {one.value for one in self.groups}:
            self.who = value

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def tick_class(self, work: Work, value: str) -> None:
        """Another class comes too, or does not."""
        self.others = [ClassTick(one.id, one.name, one.chosen != (one.id == value)) for one in self.others]

    @handler(Permission.SCHEDULE_WRITE)
    def add_course(self, work: Work, fields: dict[str, Any]) -> None:
        """Add a course to the load; its hours appear in the tray."""
        more = [row_id(one.id) for one in self.others if one.chosen]
        classes = [row_id(self.fields.get("class")), *more]
        forms.new_course(work.session, work.actor, fields, self.who, classes)
        self._changed(work)

    # -------------------------------------------------------------------------------------- changing

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_course(self, work: Work, course: str) -> None:
        """Open the form of a course of the load."""
        self._show_course(work, row_id(course))

    def _show_course(self, work: Work, course_id: int) -> None:
        board = open_board(work.session, work.actor, row_id(self.version))
        if course_id not in board.courses:
            raise NotFound
        self._offer_choices(work, "")
        now = course_fields(work.session, work.actor, course_id)
        self.fields = {
            "teacher": str(now.teacher_id),
            "hours": hours_words(float(now.weekly_hours or 0), self.locale),
            "room": str(now.room_id or ""),
            "difficulty": str(now.difficulty or ""),
        }
        info = board.courses[course_id]
        self.course_id, self.course_name = str(course_id), load_rows.course_title(info)
        self.has_list = info.group_id is not None and not all(part.whole for part in info.classes)
        self.dialog = "course-change"

    @handler(Permission.SCHEDULE_WRITE)
    def change_course(self, work: Work, fields: dict[str, Any]) -> Any:
        """Give the course another teacher, other hours, another room."""
        moved = forms.changed_course(work.session, work.actor, row_id(self.course_id), fields)
        self._changed(work)
        if not moved:
            return None
        one = "From tomorrow {n} lesson has the new teacher"
        many = "From tomorrow {n} lessons have the new teacher"
        return toast_done(ngettext(self.locale, one, many, moved))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_group(self, work: Work) -> None:
        """Show the pupils of the course's group."""
        found = group_list(
            work.session, work.actor, group_of_course(work.session, work.actor, row_id(self.course_id))
        )
        self.pupils = load_rows.pupil_ticks(found)
        self.dialog = "course-group"

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def tick_pupil(self, work: Work, value: str) -> None:
        """A pupil comes into the group, or goes; nothing is saved yet."""
        self.pupils = [replace(one, chosen=one.chosen != (one.id == value)) for one in self.pupils]

    @handler(Permission.SCHEDULE_WRITE)
    def save_group(self, work: Work) -> None:
        """Let the ticked pupils be the group."""
        group_id = group_of_course(work.session, work.actor, row_id(self.course_id))
        ids = {row_id(one.id) for one in self.pupils if one.chosen}
        set_group(work.session, work.actor, group_id, ids)
        self._changed(work)

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def ask_removal(self, work: Work) -> None:
        """Say what would go with the course, or why it stays."""
        found = course_removal(work.session, work.actor, row_id(self.course_id))
        self.stays, self.goes = found.is_used, load_rows.removal_lines(found, self.locale)
        self.dialog = "course-remove"

    @handler(Permission.SCHEDULE_WRITE)
    def remove_course(self, work: Work) -> Any:
        """Take the course out of the load, with its lessons."""
        remove_course(work.session, work.actor, row_id(self.course_id))
        self._leave_hand()
        self._undone = []
        self._changed(work)
        return toast_done(gettext(self.locale, "The course is removed"))

    def _changed(self, work: Work) -> None:
        """The list again, and the board as it is now."""
        self._show_courses(work, self._renew(work))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def back(self, work: Work) -> None:
        """From a course to the list, from the list to the board."""
        self.dialog = "" if self.dialog == "load" else "load"
