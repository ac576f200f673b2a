"""The class page's events: choose class and week, give an absence its reason."""

from datetime import date, timedelta
from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.i18n.dates import day_span
from ejournal.models import AttendanceCode
from ejournal.pages.class_overview import rows
from ejournal.pages.class_overview.rows import AnnouncedRow, ReadingRow, RunRow
from ejournal.services.absences import announced as absence_notices
from ejournal.services.absences import classes, missed
from ejournal.services.base.topics import class_topic
from ejournal.services.diary import acknowledgements
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_row_id, required_date, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

WEEK = timedelta(days=7)
NO_RUN = RunRow(0, "", "", "", "", "", "")
DRAFT = "reason:"
"""What is written and not yet sent is kept in the browser under this name and the child's."""


class ClassState(PageState):
    """One class in one week; the address holds both."""

    ready: bool = False
    own: bool = False
    """Whether the reader is a class teacher."""
    may_register: bool = False
    """Whether the reader hands out registration slips."""
    classes: list[Choice] = []
    class_id: str = ""
    title: str = ""
    week: str = ""
    day: str = ""
    previous_week: str = ""
    next_week: str = ""
    readings: list[ReadingRow] = []
    reading_summary: str = ""
    announced: list[AnnouncedRow] = []
    runs: list[RunRow] = []
    run: RunRow = NO_RUN
    run_open: bool = False
    code: str = ""

    @handler(Permission.CLASS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Open the class and week that the address names, else the own class and this week."""
        asked = self.router.url.query_parameters
        found = classes.classes_for(work.session, work.actor)
        self.classes = [Choice(value=str(one.id), label=one.title) for one in found]
        chosen = optional_row_id(asked.get("class")) or next((one.id for one in found), None)
        self.ready, self.own = True, bool(work.actor.class_ids)
        self.may_register = work.actor.may(Permission.CODES_GIVE)
        if chosen is None:
            self.class_id = ""
            return
        self.title = next((one.title for one in found if one.id == chosen), "")
        self._show(work, chosen, optional_date(asked.get("day")) or work.actor.today)

    @handler(Permission.CLASS_READ)
    def choose_class(self, work: Work, value: str) -> Any:
        """Go to another class."""
        return rx.redirect(f"/class?class={row_id(value)}&day={self.day}")

    @handler(Permission.ABSENCE_EXPLAIN)
    def open_run(self, work: Work, pupil_id: int, first: str) -> None:
        """Open an absence to give it its reason."""
        wanted = row_id(pupil_id)
        found = next((one for one in self.runs if one.pupil_id == wanted and one.first == first), None)
        if found is None:
            raise NotFound
        self.run, self.run_open = found, True
        self.code = found.announced

    @handler(Permission.ABSENCE_EXPLAIN)
    def close_run(self, work: Work) -> None:
        """Close the absence."""
        self.run_open = False

    @handler(Permission.ABSENCE_EXPLAIN)
    def set_code(self, work: Work, value: str) -> None:
        """The reason."""
        self.code = _code(value).value

    @handler(Permission.ABSENCE_EXPLAIN)
    def explain(self, work: Work, form: dict[str, Any]) -> Any:
        """Give the opened absence its reason."""
        pupil_id = row_id(self.run.pupil_id)
        missed.explain_absence(
            work.session,
            work.actor,
            pupil_id,
            required_date(self.run.first, "first"),
            required_date(self.run.last, "last"),
            _code(self.code),
            text(form.get("note"), limit=limits.NOTE, field="note"),
        )
        self.run_open = False
        self._show(work, row_id(self.class_id), required_date(self.day, "day"))
        return [
            forget_draft(DRAFT + str(pupil_id)),
            toast_done(gettext(self.locale, "The reason is written into the journal")),
        ]

    def _topics(self, work: Work) -> list[str]:
        return [class_topic(row_id(self.class_id))] if self.class_id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """A family has announced an absence, or it got its reason in another tab."""
        self._show(work, row_id(self.class_id), required_date(self.day, "day"))

    def _show(self, work: Work, class_id: int, day: date) -> None:
        found = acknowledgements.acknowledgements_of_class(work.session, work.actor, class_id, day)
        self.class_id, self.day = str(class_id), day.isoformat()
        week = classes.week_of_class(work.session, work.actor, class_id, day)
        self.week = day_span(self.locale, *week)
        self.previous_week, self.next_week = (day - WEEK).isoformat(), (day + WEEK).isoformat()
        self.readings = rows.reading_rows(found, work.actor.time_zone, self.locale)
        self.reading_summary = rows.reading_summary(found, self.locale)
        announced = absence_notices.announced_in_class(work.session, work.actor, class_id)
        self.announced = rows.announced_rows(announced, self.locale)
        runs = missed.absences_to_explain(work.session, work.actor, class_id)
        self.runs = rows.run_rows(runs, self.locale)


def _code(value: object) -> AttendanceCode:
    found = next((code for code in missed.EXPLAINED if code.value == value), None)
    if found is None:
        raise DomainError("Choose the reason", field="code")
    return found
