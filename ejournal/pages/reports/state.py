"""The events of the reports: choose what is looked at, and see who stands behind a number."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.sentences import TEACHING
from ejournal.errors import NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.pages.reports import class_rows, rows
from ejournal.pages.reports.class_rows import TableRow
from ejournal.pages.reports.rows import (
    ClassRow,
    FigureRow,
    ListRow,
    MarksRow,
    TrendRow,
    Ways,
)
from ejournal.services.absences.classes import classes_for
from ejournal.services.reports import classes, courses, filling, school
from ejournal.services.reports.formulas import Listed
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.reports import LISTED, listed_words

SCHOOL, CLASS, COURSES, FILLING = "school", "class", "courses", "filling"
VIEW_WORDS = {SCHOOL: "By class", CLASS: "A class", COURSES: "My subjects", FILLING: "Filling"}
WHOLE = "0"
"""Stands for all classes where the list behind a number is of them."""


class ReportsState(PageState):
    """One view of one period; the address holds both."""

    ready: bool = False
    view: str = ""
    views: list[Choice] = []
    periods: list[Choice] = []
    period: str = ""
    compared_choices: list[Choice] = []
    compared: str = ""
    subtitle: str = ""
    draft: bool = False
    notes: list[str] = []
    query: str = ""
    """What is shown, for the files."""
    ways: Ways = Ways()
    figures: list[FigureRow] = []
    classes: list[ClassRow] = []
    grades: list[ClassRow] = []
    subjects: list[MarksRow] = []
    teachers: list[MarksRow] = []
    trend: list[TrendRow] = []
    class_choices: list[Choice] = []
    class_id: str = ""
    subject_heads: list[str] = []
    pupils: list[TableRow] = []
    lines: list[MarksRow] = []
    """Courses, or teachers with what their journals lack."""
    lacking: str = ""
    """How many teachers may be reminded, in the words of the button; empty for none."""
    behind: ListRow = ListRow()
    """Who is behind the number that was pressed."""

    @handler(Permission.REPORTS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the view and period that the address names, else the widest view that one has."""
        asked = self.router.url.query_parameters
        views = views_of(work.actor)
        self.views = [Choice(one, gettext(self.locale, VIEW_WORDS[one])) for one in views]
        wanted = text(asked.get("view") or "", limit=limits.CHOSEN)
        if wanted and wanted not in views:
            raise NotFound
        self.view = wanted or views[0]
        self._close()
        period = text(asked.get("period") or "", limit=limits.CHOSEN)
        self.periods, self.period, self.notes, self.draft, self.subtitle = [], "", [], False, ""
        if self.view == SCHOOL:
            self._show_school(work, period, text(asked.get("compare") or "", limit=limits.CHOSEN))
        elif self.view == CLASS:
            self._show_class(work, period, optional_row_id(asked.get("class")))
        elif self.view == FILLING:
            self._show_filling(work, period)
        else:
            self._show_courses(work, period)
        self.query = self._address(self.view, self.period)
        of = {CLASS: f"class:{self.class_id}", COURSES: f"teacher:{work.actor.person_id}"}.get(self.view, "")
        charts = f"/reports/charts?{urlencode({'of': of, 'period': self.period})}"
        self.ways = Ways(work.actor.leads or bool(work.actor.class_ids), charts)
        self.ready = True

    def _show_school(self, work: Work, period: str, compared: str) -> None:
        found = school.school_report(work.session, work.actor, period, compared)
        if found is None:
            return
        locale = self.locale
        self.periods = rows.period_choices(found.periods, locale)
        self.period = found.period.key
        self.compared_choices = rows.compared_choices(found.earlier, locale)
        self.compared = found.compared.key if found.compared else school.NO_COMPARISON
        self.draft, self.subtitle = found.whole.is_draft, rows.subtitle(found, locale)
        self.notes = rows.notes(found, locale)
        self.figures = rows.figure_rows(found.whole, locale)
        self.classes = [rows.class_row(one, locale) for one in found.classes]
        self.grades = [rows.grade_row(one, locale) for one in found.grades]
        self.subjects = rows.marks_rows(found.subjects, locale)
        self.teachers = rows.marks_rows(found.teachers, locale)
        self.trend = rows.trend_rows(found.trend, locale)

    def _show_class(self, work: Work, period: str, class_id: int | None) -> None:
        choices = classes_for(work.session, work.actor)
        self.class_choices = [Choice(str(one.id), one.title) for one in choices]
        chosen = class_id if class_id is not None else next((one.id for one in choices), None)
        self.class_id, self.pupils = "", []
        if chosen is None:
            return
        found = classes.class_report(work.session, work.actor, chosen, period)
        locale = self.locale
        self.class_id, self.period = str(chosen), found.period.key
        self.periods = rows.period_choices(found.periods, locale)
        self.draft, self.subtitle = found.is_open, class_rows.subtitle(found, locale)
        self.figures = class_rows.class_figures(found, locale)
        self.notes = [class_rows.roll_words(found.roll, locale)]
        self.subjects = class_rows.subject_rows(found, locale)
        self.subject_heads = [one.subject for one in found.subjects]
        self.pupils = class_rows.table_rows(found, locale)

    def _show_courses(self, work: Work, period: str) -> None:
        found = courses.courses_report(work.session, work.actor, period)
        self.lines = []
        if found is None:
            return
        self.periods = rows.period_choices(found.periods, self.locale)
        self.period, self.subtitle = found.period.key, found.period.name(self.locale)
        self.draft = any(one.is_draft for one in found.lines)
        self.lines = rows.course_rows(found.lines, self.locale)

    def _show_filling(self, work: Work, period: str) -> None:
        found = filling.filling(work.session, work.actor, period)
        self.lines, self.lacking = [], ""
        if found is None:
            return
        self.periods = rows.period_choices(found.periods, self.locale)
        self.period, self.subtitle = found.period.key, found.period.name(self.locale)
        self.lines = rows.filling_rows(found.lines, self.locale)
        lacking = sum(one.lacks for one in found.lines)
        if lacking:
            self.lacking = ngettext(self.locale, "Remind {n} teacher", "Remind {n} teachers", lacking)

    @handler(Permission.REPORTS_READ, writes=True)
    def remind(self, work: Work) -> Any:
        """Tell every teacher whose journals lack something, in the bell."""
        found = filling.filling(work.session, work.actor, self.period)
        whom = {one.teacher_id for one in found.lines} if found else set()
        told = filling.remind(work.session, work.actor, self.period, whom)
        return toast_done(ngettext(self.locale, "{n} teacher is told", "{n} teachers are told", told))

    def _address(self, view: str, period: str, compared: str = "") -> str:
        asked = {"view": view, "period": period, "compare": compared or self.compared}
        if view == CLASS:
            asked |= {"class": self.class_id, "compare": ""}
        elif view == COURSES:
            asked["compare"] = ""
        return urlencode({name: value for name, value in asked.items() if value})

    @handler(Permission.REPORTS_READ)
    def choose_view(self, work: Work, value: str) -> Any:
        """Go to another view of the same period."""
        if value not in VIEW_WORDS:
            raise NotFound
        return rx.redirect(f"/reports?{self._address(value, self.period if value != CLASS else '')}")

    @handler(Permission.REPORTS_READ)
    def choose_period(self, work: Work, value: str) -> Any:
        """Go to another period; what it was compared with may not be before it."""
        asked = {"view": self.view, "period": text(value, limit=limits.CHOSEN)}
        if self.view == CLASS:
            asked["class"] = self.class_id
        return rx.redirect(f"/reports?{urlencode(asked)}")

    @handler(Permission.REPORTS_READ)
    def choose_compared(self, work: Work, value: str) -> Any:
        """Compare with another period."""
        return rx.redirect(f"/reports?{self._address(SCHOOL, self.period, text(value, limit=limits.CHOSEN))}")

    @handler(Permission.REPORTS_READ)
    def choose_class(self, work: Work, value: str) -> Any:
        """Go to another class."""
        return rx.redirect(f"/reports?view={CLASS}&class={row_id(value)}")

    # ------------------------------------------------------------------------------ who is behind a number

    @handler(Permission.REPORTS_READ)
    def show_list(self, work: Work, line: str, what: str) -> None:
        """Open the pupils that a number counts: of a class, or of all that are shown; once more closes it."""
        wanted = _listed(what)
        class_id = None if str(line) == WHOLE else row_id(line)
        if class_id is None and self.view == CLASS:
            class_id = row_id(self.class_id)
        found = school.listed(work.session, work.actor, self.period, wanted, class_id)
        self.behind = ListRow(
            line=str(line),
            what=wanted.value,
            title=f"{listed_words(wanted, self.locale)}: {len(found.pupils)}",
            note=rows.by_subject(found.pupils, self.locale),
            lists=rows.list_choices(found.figures, self.locale, LISTED),
            pupils=rows.pupil_rows(found.pupils, named=class_id is None),
        )

    @handler(Permission.REPORTS_READ)
    def show_course(self, work: Work, line: str) -> None:
        """Open the pupils of a course with what stands for each."""
        course_id = row_id(line)
        found = courses.courses_report(work.session, work.actor, self.period)
        if found is None or course_id not in found.marks:
            raise NotFound
        self.behind = ListRow(
            line=str(course_id),
            title=next(rows.course_title(one) for one in found.lines if one.course_id == course_id),
            pupils=rows.course_pupils(found.marks[course_id], course_id, self.locale),
        )

    @handler(Permission.REPORTS_READ)
    def close_list(self, work: Work) -> None:
        """Close the list."""
        self._close()

    def _close(self) -> None:
        self.behind = ListRow()


def views_of(actor: Actor) -> list[str]:
    """Which views the actor has: all classes for who leads, the own class, the own courses."""
    found = [SCHOOL, CLASS, FILLING] if actor.leads else [CLASS] if actor.class_ids else []
    return [*found, COURSES] if actor.holds(*TEACHING) or not found else found


def _listed(value: object) -> Listed:
    found = next((one for one in Listed if one.value == value), None)
    if found is None:
        raise NotFound
    return found
