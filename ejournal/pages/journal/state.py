"""The journal's events: open, write a cell, write a lesson down, term marks."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import ngettext
from ejournal.models import Course
from ejournal.pages.journal import entry, rows
from ejournal.pages.journal.entry import Shown
from ejournal.pages.journal.rows import TERM, KindQuestion, KindRow, LessonLine, RemarkRow, Rights
from ejournal.services.base.topics import course_topic, journals_topic
from ejournal.services.courses import choice
from ejournal.services.courses.choice import ClassChoice
from ejournal.services.journal import lessons as columns
from ejournal.services.journal import remarks, spread
from ejournal.services.journal.view import JournalView
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import message_for
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import LARGEST, optional_number, optional_row_id, row_id
from ejournal.ui.runtime.journal_news import LESSON
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NO_LESSON = LessonLine()
YEAR = "year"
FILLED_AT_MOST = 5
"""A scale of more marks is too long for a menu of «everybody gets …»."""


class JournalState(PageState):
    """One open journal."""

    ready: bool = False
    title: str = ""
    subtitle: str = ""
    owner: str = ""
    classes: list[Choice] = []
    courses: list[Choice] = []
    terms: list[Choice] = []
    class_id: str = ""
    course_id: str = ""
    term: str = ""
    may: Rights = Rights()

    sheet: dict[str, Any] = {}
    patch: dict[str, Any] = {}
    detail: dict[str, Any] = {}
    command: dict[str, Any] = {}
    kinds: list[KindRow] = []
    failing: list[str] = []
    fill_marks: list[str] = []

    lines: list[LessonLine] = []
    lesson: LessonLine = NO_LESSON
    lesson_saved: bool = False
    overtaken: dict[str, Any] = {}
    """The text that was not written over what another wrote: {draft, base, seq}."""
    refused: dict[str, Any] = {}
    """Why a text that had waited was not written: {draft, error, seq}."""
    kind: KindQuestion = KindQuestion()

    remarks: list[RemarkRow] = []

    _seq: int = 0
    _tab_shows: Shown = Shown()
    _term_column: str = ""
    _pupils: tuple[Choice, ...] = ()
    """Of whom something may be said; a remark's dialog asks for them."""

    @handler(Permission.JOURNAL_READ, loads=True, quick=True)
    def load(self, work: Work) -> None:
        """Open the journal that the address names, else the one for the actor's next lesson."""
        asked = self.router.url.query_parameters
        choices = choice.courses_for(work.session, work.actor)
        course_id = optional_row_id(asked.get("course")) or self._first_course(work, choices)
        self.owner = str(work.actor.account_id)
        self.classes = rows.class_choices(choices, self.locale)
        self.ready = True
        if not course_id:
            self.title = ""
            return
        chosen = next((one for one in choices if any(c.course_id == course_id for c in one.courses)), None)
        if chosen is not None:
            self.class_id = str(chosen.class_id)
            self.courses = rows.course_choices(choices, chosen.class_id)
        term, lesson = asked.get("term", ""), asked.get("lesson", "")
        wanted = optional_number(term) or spread.CURRENT_TERM
        if lesson and not term:
            number = optional_number(lesson.removeprefix(LESSON)) or 0
            wanted = spread.term_of_lesson(work.session, work.actor, course_id, min(number, LARGEST))
        view = spread.open_journal(work.session, work.actor, course_id, None if term == YEAR else wanted)
        self._show(work, view, lesson)

    def _first_course(self, work: Work, choices: list[ClassChoice]) -> int:
        coming = choice.next_lesson(work.session, work.actor, work.now)
        if coming is not None:
            return coming.course_id
        return next((course.course_id for one in choices for course in one.courses), 0)

    def _show(self, work: Work, view: JournalView, column: str = "") -> None:
        column = column or (f"{LESSON}{view.next_lesson_id}" if view.next_lesson_id else "")
        self._tab_shows = entry.shown(view)
        self._term_column = next((TERM + one.key for one in reversed(view.term_columns) if one.writable), "")
        self.course_id = str(view.course_id)
        self.term = str(view.term_number) if view.term_number else YEAR
        self.terms = rows.term_choices(view, self.locale)
        self.title, self.subtitle = rows.title_of(view), rows.subtitle_of(view, self.locale)
        writes = view.may_write or view.may_set_terms
        self.may = Rights(writes, view.may_set_terms, print=view.seen != spread.NOBODY)
        self.kinds, self.failing = rows.kind_rows(view), list(view.failing)
        self.fill_marks = list(view.marks) if len(view.marks) <= FILLED_AT_MOST else []
        self._pupils = rows.pupil_choices(view)
        self.sheet = rows.sheet_of(view, self.locale, self._seq, column)
        self.lines = rows.lesson_lines(view, self.locale)
        self.lesson = next((line for line in self.lines if line.id == column), NO_LESSON)
        self.lesson_saved = False
        self._show_remarks(work, view)

    def _show_remarks(self, work: Work, view: JournalView) -> None:
        """The remarks of the chosen lesson, whose journal was just opened."""
        self.remarks = []
        if self.lesson.id:
            lesson_id = entry.lesson_id(self.lesson.id)
            seen = view.seen_at(lesson_id)
            found = remarks.remarks_shown(work.session, work.actor, lesson_id, seen)
            self.remarks = [rows.remark_row(one) for one in found]

    def _read_remarks(self, work: Work) -> None:
        """The remarks of the chosen lesson."""
        column = self.lesson.id
        found = remarks.remarks_of_lesson(work.session, work.actor, entry.lesson_id(column)) if column else []
        self.remarks = [rows.remark_row(one) for one in found]

    def _topics(self, work: Work) -> list[str]:
        opened = self._tab_shows.course_id
        return [course_topic(opened), journals_topic(work.actor.school_id)] if opened else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what another person has written into the same journal."""
        if payload.get("reload") or self._tab_shows.rows:  # a part of the pupils has feet of its own
            self._show(work, self._view(work), self.lesson.id)
            return
        guard.get(work.session, work.actor, Course, self._tab_shows.course_id, Permission.JOURNAL_READ)
        if payload.get("remarks") == self.lesson.id:
            self._read_remarks(work)
        elif "remarks" not in payload:
            self._patch(payload)

    def _view(self, work: Work) -> JournalView:
        """The journal as this tab shows it, read anew."""
        tab = self._tab_shows
        return spread.open_journal(work.session, work.actor, tab.course_id, tab.term_number)

    def _patch(self, news: dict[str, Any], results: Sequence[dict[str, Any]] = ()) -> None:
        self._seq += 1
        patch = entry.rendered(news, self._tab_shows, self.locale)
        self.patch = patch | {"seq": self._seq, "results": list(results)}

    # ------------------------------------------------------------------ choosing

    @handler(Permission.JOURNAL_READ)
    def choose_class(self, work: Work, value: str) -> Any:
        """Go to the first journal of another class, the same subject where it has it."""
        choices = choice.courses_for(work.session, work.actor)
        class_id = optional_number(value)
        chosen = next((one for one in choices if one.class_id == class_id), None)
        if chosen is None:
            raise NotFound
        subject = self.title.split(",")[0]
        best = next((one for one in chosen.courses if one.subject == subject), chosen.courses[0])
        return _go(best.course_id, self.term)

    @handler(Permission.JOURNAL_READ)
    def choose_course(self, work: Work, value: str) -> Any:
        """Go to another subject of the class."""
        return _go(row_id(value), self.term)

    @handler(Permission.JOURNAL_READ)
    def choose_term(self, work: Work, value: str) -> Any:
        """Go to another term, or to the year."""
        return _go(self._tab_shows.course_id, YEAR if value == YEAR else str(optional_number(value) or ""))

    # ------------------------------------------------------------------ cells

    @handler(Permission.JOURNAL_WRITE)
    def put(self, work: Work, ops: list[dict[str, Any]]) -> None:
        """Write a batch of cells and term marks; each is answered by itself."""
        course_id = self._tab_shows.course_id
        written = entry.put(work, course_id, ops, self.locale)
        self._patch(written.news, written.results)
        if any(written.news.values()):
            for changed in written.courses | {course_id}:
                work.publish(course_topic(changed), written.news)

    @handler(Permission.JOURNAL_READ)
    def open_cell(self, work: Work, pupil: str, column: str) -> None:
        """Show a cell's marks with their kinds and comments, and its history."""
        self.detail = entry.details(work, pupil, column, self.locale)

    @handler(Permission.JOURNAL_WRITE)
    def finish_roll_call(self, work: Work, column: str) -> None:
        """Note that the roll of a lesson was called."""
        columns.call_roll(work.session, work.actor, entry.lesson_id(column))

    @handler(Permission.JOURNAL_READ)
    def undo(self, work: Work) -> None:
        """Take the last change back."""
        self._command("undo")

    @handler(Permission.JOURNAL_WRITE)
    def all_present(self, work: Work) -> None:
        """Clear the absences of the chosen lesson."""
        self._command("fill_present", self.lesson.id)

    @handler(Permission.JOURNAL_WRITE)
    def roll_call(self, work: Work) -> None:
        """Go down the list of the chosen lesson."""
        self._command("roll_call", self.lesson.id)

    @handler(Permission.TERM_MARK_WRITE)
    def accept_proposals(self, work: Work) -> None:
        """Set the proposed term marks where none stands yet."""
        self._command("accept", self._term_column)

    @handler(Permission.JOURNAL_WRITE)
    def fill_column(self, work: Work, mark: str) -> None:
        """Give the mark to everybody who has nothing in the chosen lesson yet."""
        if mark not in self.fill_marks:
            raise NotFound
        self._command("fill", self.lesson.id, mark)

    def _command(self, name: str, column: str = "", value: str = "") -> None:
        seq = self.command.get("seq", 0) + 1
        self.command = {"seq": seq, "name": name, "column": column, "value": value}

    # ------------------------------------------------------------------ lessons

    @handler(Permission.JOURNAL_READ)
    def select_lesson(self, work: Work, column: str) -> None:
        """The cursor of the sheet came to another lesson."""
        self._choose(work, column)

    @handler(Permission.JOURNAL_READ)
    def choose_lesson(self, work: Work, column: str) -> None:
        """A lesson of the facing page was pressed."""
        self._choose(work, column)
        self._command("select", column)

    def _choose(self, work: Work, column: str) -> None:
        found = next((line for line in self.lines if line.id == column), None)
        if found is not None and found.id != self.lesson.id:
            self.lesson, self.lesson_saved, self.errors = found, False, {}
            self._read_remarks(work)

    @handler(Permission.JOURNAL_WRITE)
    def set_topic(self, work: Work, column: str, value: str, base: str | None = None) -> None:
        """Write the lesson's topic; base: what the person saw there."""
        self._write_text(work, column, "topic", value, base)

    @handler(Permission.JOURNAL_WRITE)
    def set_homework(self, work: Work, column: str, value: str, base: str | None = None) -> None:
        """Write the homework given at the lesson; base: what the person saw there."""
        self._write_text(work, column, "homework", value, base)

    @handler(Permission.JOURNAL_WRITE)
    def set_minutes(self, work: Work, column: str, value: str, base: str | None = None) -> None:
        """Write how many minutes the homework takes; base: what the person saw there."""
        self._write_text(work, column, "homework_minutes", value, base)

    @handler(Permission.JOURNAL_WRITE)
    def put_waiting(self, work: Work, column: str, name: str, value: str, base: str) -> None:
        """Write what was typed without a network of a lesson that is not the chosen one."""
        try:
            fields = entry.lesson_text(name, value)
            columns.set_lesson(
                work.session, work.actor, entry.lesson_id(column), work.now, seen={name: base}, **fields
            )
        except columns.WrittenMeanwhile:
            pass  # its line says so
        except (DomainError, NotFound) as error:
            told = {"draft": f"{name}:{column}", "error": message_for(error, self.locale)}
            self.refused = told | {"seq": self.refused.get("seq", 0) + 1}
        if self._tab_shows.course_id:
            self.lines = rows.lesson_lines(self._view(work), self.locale)

    @handler(Permission.JOURNAL_WRITE)
    def set_kind(self, work: Work, column: str, value: str) -> None:
        """Choose the kind of work of the lesson; its marks take the new kind and averages change."""
        self.kind = KindQuestion()
        self._write_lesson(work, column, kind_id=row_id(value))

    @handler(Permission.JOURNAL_WRITE)
    def ask_kind(self, work: Work, column: str, value: str) -> None:
        """Choose the kind of work; where marks would take it along, how many is said first."""
        kind = next((one for one in self.kinds if one.value == str(value)), None)
        marks = columns.marks_of_kind(work.session, work.actor, entry.lesson_id(column))
        if kind is None:
            raise NotFound
        if not marks:
            self._write_lesson(work, column, kind_id=row_id(value))
            return
        one = "{n} mark of this lesson becomes “{kind}”, averages will change"
        many = "{n} marks of this lesson become “{kind}”, averages will change"
        words = ngettext(self.locale, one, many, marks, kind=kind.label)
        self.kind = KindQuestion(kind.value, words)

    @handler(Permission.JOURNAL_READ)
    def keep_kind(self, work: Work) -> None:
        """The kind of work stays."""
        self.kind = KindQuestion()

    def _write_text(self, work: Work, column: str, name: str, value: str, base: str | None) -> None:
        fields = entry.lesson_text(name, value)
        try:
            self._write_lesson(work, column, seen=None if base is None else {name: base}, **fields)
        except columns.WrittenMeanwhile:
            self._show_lines(work, column)
            told = {"draft": f"{name}:{column}", "base": base}
            self.overtaken = told | {"seq": self.overtaken.get("seq", 0) + 1}

    def _write_lesson(self, work: Work, column: str, **fields: Any) -> None:
        saved = columns.set_lesson(work.session, work.actor, entry.lesson_id(column), work.now, **fields)
        if saved.kinds_changed:
            self._show(work, self._view(work), column)
        else:
            self._show_lines(work, column)
        self.lesson_saved = True

    def _show_lines(self, work: Work, column: str) -> None:
        self.lines = rows.lesson_lines(self._view(work), self.locale)
        self.lesson = next((line for line in self.lines if line.id == column), self.lesson)


def _go(course_id: int, term: str) -> Any:
    return rx.redirect("/journal?" + urlencode({"course": course_id, "term": term}))
