"""The marks page's events: choose a term, open a subject, suppose further marks."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.pages.diary_marks import rows
from ejournal.pages.diary_marks.rows import MarkRow, ResultRow, SubjectRow, SupposedRow
from ejournal.services.base.topics import pupil_topic
from ejournal.services.diary import progress
from ejournal.services.diary.progress import SubjectProgress
from ejournal.services.diary.year_results import year_results
from ejournal.services.grading.scales import PASSED, scale_of
from ejournal.services.reports.charts.pupil_grids import apart_words
from ejournal.ui.frame.family import FamilyState
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, row_id
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.charts import DrawnRow

WEIGHTS = (1, 2, 3)


class DiaryMarksState(FamilyState):
    """Marks of one child in one term; the address holds child and term."""

    ready: bool = False
    subtitle: str = ""
    terms: list[Choice] = []
    term: str = ""
    subjects: list[SubjectRow] = []
    chart: DrawnRow = DrawnRow()
    apart: str = ""
    result_columns: list[str] = []
    results: list[ResultRow] = []

    subject_id: str = ""
    subject: str = ""
    subject_note: str = ""
    subject_chart: DrawnRow = DrawnRow()
    marks: list[MarkRow] = []
    buttons: list[str] = []
    weight: str = "1"
    supposed: list[SupposedRow] = []
    outcome: str = ""

    _supposed: list[tuple[str, int]] = []

    @handler(Permission.DIARY_READ, loads=True, quick=True)
    def load(self, work: Work) -> None:
        """Show the term that the address names, else the current one."""
        pupil_id = self._choose_child(work)
        self._close()
        self._show(work, pupil_id, optional_number(self.router.url.query_parameters.get("term")))

    @handler(Permission.DIARY_READ)
    def choose_term(self, work: Work, value: str) -> Any:
        """Go to another term."""
        return rx.redirect(f"/diary/marks?child={row_id(self.child)}&term={optional_number(value) or ''}")

    @handler(Permission.DIARY_READ)
    def open_subject(self, work: Work, subject_id: str) -> None:
        """Open a subject: its marks, its chart, the calculator."""
        self._supposed, self.weight = [], "1"
        self._show_subject(work, row_id(subject_id))

    @handler(Permission.DIARY_READ)
    def close_subject(self, work: Work) -> None:
        """Close the subject."""
        self._close()

    @handler(Permission.DIARY_READ)
    def choose_weight(self, work: Work, value: str) -> None:
        """The weight of the next supposed mark."""
        weight = optional_number(value)
        self.weight = str(weight if weight in WEIGHTS else 1)

    @handler(Permission.DIARY_READ)
    def suppose(self, work: Work, value: str) -> None:
        """Add a supposed mark."""
        if value not in self.buttons:
            raise NotFound
        self._supposed = [*self._supposed, (value, int(self.weight))]
        self._show_subject(work, row_id(self.subject_id))

    @handler(Permission.DIARY_READ)
    def drop(self, work: Work, index: int) -> None:
        """Take a supposed mark away."""
        number = optional_number(index)
        self._supposed = [one for place, one in enumerate(self._supposed) if place != number]
        self._show_subject(work, row_id(self.subject_id))

    def _topics(self, work: Work) -> list[str]:
        return [pupil_topic(int(self.child))] if self.child else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Count anew when a mark of the pupil has changed."""
        self._show(work, row_id(self.child), optional_number(self.term))
        if self.subject_id:
            self._show_subject(work, row_id(self.subject_id))

    def _show(self, work: Work, pupil_id: int, term: int | None) -> None:
        found = progress.marks_of_term(work.session, work.actor, pupil_id, term)
        self.terms = rows.term_choices(found, self.locale)
        self.term = str(found.term.number) if found.term else ""
        self.subtitle = rows.subtitle(found, self.locale)
        self.subjects = rows.subject_rows(found, self.locale)
        self.chart = rows.chart(progress.dynamics(found), rows.top_of(found), self.locale)
        self.apart = apart_words(found.others, self.locale)
        year = year_results(work.session, work.actor, pupil_id)
        self.result_columns, self.results = rows.result_columns(year, self.locale), rows.result_rows(year)
        self.ready = True

    def _show_subject(self, work: Work, subject_id: int) -> None:
        found = progress.marks_of_term(
            work.session, work.actor, row_id(self.child), optional_number(self.term)
        )
        one = found.subject(subject_id)
        supposed = progress.what_if(one, self._supposed)
        self.subject_id, self.subject, self.subject_note = str(subject_id), one.subject, one.teacher
        self.subject_chart = rows.chart(
            progress.dynamics(found, subject_id), rows.top_of(found, one), self.locale
        )
        self.marks = rows.mark_rows(one, self.locale)
        self.buttons = _buttons(one)
        self.supposed = rows.supposed_rows(one, self._supposed)
        self.outcome = rows.outcome(supposed, len(self._supposed), self.locale)

    def _close(self) -> None:
        self.subject_id, self._supposed = "", []


def _buttons(one: SubjectProgress) -> list[str]:
    """The marks that the calculator offers; none where there is no average."""
    marks = scale_of(one.scale, None).marks
    return list(marks[:12]) if one.is_numeric and PASSED not in marks else []
