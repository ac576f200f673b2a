"""The events of a course's second teachers: listed, added, changed, ended."""

from dataclasses import dataclass
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.pages.timetable_editor import forms
from ejournal.pages.timetable_editor.load_state import LoadState
from ejournal.services.load.adding import teachers_of
from ejournal.services.load.second_teachers import (
    SecondLine,
    SecondWish,
    end_second,
    second_lines,
)
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.work import Work


@dataclass
class SecondRow:
    """A second teacher of the course and the days."""

    id: str
    name: str
    days: str


class SecondState(LoadState):
    """Who teaches the open course beside its first teacher."""

    seconds: list[SecondRow] = []
    second_id: str = ""
    second_teachers: list[Choice] = []
    second_fields: dict[str, str] = {}

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_seconds(self, work: Work) -> None:
        """Show who is, was and will be the course's second teacher."""
        self._show_seconds(work)

    def _show_seconds(self, work: Work) -> None:
        self.seconds = [SecondRow(str(one.id), one.name, self._days(one)) for one in self._lines(work)]
        self.second_id, self.dialog = "", "course-seconds"

    def _lines(self, work: Work) -> list[SecondLine]:
        return second_lines(work.session, work.actor, row_id(self.course_id))

    def _days(self, one: SecondLine) -> str:
        first, last = one.wish.starts, one.wish.ends
        parts = [
            gettext(self.locale, "from {day}", day=full_date(self.locale, first)) if first else "",
            gettext(self.locale, "until {day}", day=full_date(self.locale, last)) if last else "",
        ]
        return " ".join(filter(None, parts)) or gettext(self.locale, "the whole year")

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def begin_second(self, work: Work) -> None:
        """Open the form of one more second teacher, from today on."""
        self._fill(work, SecondWish(0, work.actor.today, None))

    @handler(Permission.SCHEDULE_WRITE, writes=False)
    def open_second(self, work: Work, second: str) -> None:
        """Open the form of one of them."""
        found = next((one for one in self._lines(work) if one.id == row_id(second)), None)
        if found is None:
            raise NotFound
        self._fill(work, found.wish, str(found.id))

    def _fill(self, work: Work, wish: SecondWish, second_id: str = "") -> None:
        named = teachers_of(work.session, work.actor.school_id)
        self.second_teachers = [Choice(str(one.id), one.name) for one in named]
        self.second_fields = {
            "second": str(wish.teacher_id or ""),
            "starts": str(wish.starts or ""),
            "ends": str(wish.ends or ""),
        }
        self.second_id, self.dialog = second_id, "course-second"

    @handler(Permission.SCHEDULE_WRITE)
    def save_second(self, work: Work, fields: dict[str, Any]) -> Any:
        """Keep the second teacher and the days."""
        forms.second_teacher(work.session, work.actor, row_id(self.course_id), self.second_id, fields)
        return self._told(work, gettext(self.locale, "The second teacher is saved"))

    @handler(Permission.SCHEDULE_WRITE)
    def stop_second(self, work: Work) -> Any:
        """Let today be the last day."""
        end_second(work.session, work.actor, row_id(self.course_id), row_id(self.second_id))
        return self._told(work, gettext(self.locale, "Today is the last day of the second teacher"))

    def _told(self, work: Work, words: str) -> Any:
        self._changed(work)
        return toast_done(words)
