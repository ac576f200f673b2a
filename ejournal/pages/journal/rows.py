"""What the browser sees of a journal: small strings and dicts made for the sheet."""

from dataclasses import dataclass
from typing import Any

from ejournal import limits
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, decimal, month_name, short_date, weekday_short
from ejournal.models import RemarkTone
from ejournal.services.courses.choice import ClassChoice
from ejournal.services.courses.second_teachers import names_on
from ejournal.services.grading.scales import grammar
from ejournal.services.journal.ops import FLAGS
from ejournal.services.journal.remarks import RemarkLine
from ejournal.services.journal.term_columns import TermCell, TermColumn
from ejournal.services.journal.view import JournalView, LessonColumn, PupilRow
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.journal_news import LESSON, PUPIL

TERM = "T"
"""How ids of term mark columns begin in the browser."""
BETWEEN_CELLS = "|"
"""Stands between a row's cells on their way, and in none of them."""


@dataclass(frozen=True)
class Rights:
    """Whether the reader writes in the journal at all, may set term marks, may print it."""

    write: bool = False
    set_terms: bool = False
    print: bool = False


@dataclass
class KindRow(Choice):
    """A kind of work as a choice, with its weight."""

    weight: int


@dataclass(frozen=True)
class KindQuestion:
    """The kind of work chosen while marks stand, until it is confirmed, and what it would do to them."""

    asked: str = ""
    words: str = ""


@dataclass(frozen=True)
class LessonLine:
    """A lesson on the facing page; why says in words why nothing can be written there.

    late: what stands there stays; kind_fixed: so does the kind of work; coming: of a day to come.
    """

    id: str = ""
    day: str = ""
    number: int = 0
    title: str = ""
    topic: str = ""
    homework: str = ""
    minutes: str = ""
    kind_id: str = ""
    kind: str = ""
    kind_name: str = ""
    test: bool = False
    why: str = ""
    late: bool = False
    kind_fixed: bool = False
    coming: bool = False
    today: bool = False
    cancelled: bool = False
    substitute: str = ""
    task: str = ""
    task_by: str = ""


@dataclass(frozen=True)
class RemarkRow:
    """Praise or a remark of the chosen lesson."""

    id: str
    pupil: str
    text: str
    praise: bool
    author: str
    may_withdraw: bool


def remark_row(one: RemarkLine) -> RemarkRow:
    """A remark as the facing page shows it."""
    praise = one.tone is RemarkTone.PRAISE
    return RemarkRow(str(one.id), one.pupil, one.text, praise, one.author, one.may_withdraw)


def class_choices(classes: list[ClassChoice], locale: str) -> list[Choice]:
    """The classes whose journals may be opened; the value is the class's id."""
    mixed = gettext(locale, "Several classes")
    return [Choice(value=str(one.class_id), label=one.title or mixed) for one in classes]


def course_choices(classes: list[ClassChoice], class_id: int) -> list[Choice]:
    """The journals of a class; the value is the course's id."""
    chosen = next((one for one in classes if one.class_id == class_id), None)
    return [
        Choice(value=str(course.course_id), label=course.title)
        for course in (chosen.courses if chosen else ())
    ]


def term_choices(view: JournalView, locale: str) -> list[Choice]:
    """The terms and the year."""
    terms = [Choice(value=str(term.number), label=term.short_title) for term in view.terms]
    return [*terms, Choice(value="year", label=gettext(locale, "Year"))]


def pupil_choices(view: JournalView) -> tuple[Choice, ...]:
    """The pupils who have not left."""
    return tuple(Choice(value=str(row.pupil_id), label=row.name) for row in view.rows if not row.left)


def title_of(view: JournalView) -> str:
    """«Математика, 6 «Б»»."""
    return ", ".join(part for part in (view.subject, view.class_title, view.group) if part)


def subtitle_of(view: JournalView, locale: str) -> str:
    """«II четверть · 22 ученика · 5 уроков в неделю»."""
    term = next((one.title for one in view.terms if one.number == view.term_number), gettext(locale, "Year"))
    pupils = ngettext(locale, "{n} pupil", "{n} pupils", sum(not row.left for row in view.rows))
    parts = [term, pupils]
    if view.weekly_hours == int(view.weekly_hours):
        parts.append(ngettext(locale, "{n} lesson a week", "{n} lessons a week", int(view.weekly_hours)))
    return " · ".join([*parts, view.teachers(view.today).replace(" ", "\u00a0")])


def sheet_of(view: JournalView, locale: str, seq: int, column: str) -> dict[str, Any]:
    """The whole sheet for the component; its format stands in ejournal/ui/components/sheet/sheet.py."""
    return {
        "key": f"{view.course_id}:{view.term_number or 'year'}",
        "seq": seq,
        "column": column,
        "read_only": not (view.may_write or view.may_set_terms),
        "why": why_read_only(view, locale),
        "marks": list(view.marks),
        "grammar": grammar(view.scale),
        "limits": {"comment": limits.COMMENT, "reason": limits.REASON},
        "columns": [_column(one, view, locale) for one in view.columns],
        "term_columns": [_term_column(one, view, locale) for one in view.term_columns],
        "rows": [
            {
                "id": f"{PUPIL}{row.pupil_id}",
                "name": row.name,
                "cells": BETWEEN_CELLS.join(row.cells),
                "average": decimal(locale, row.average) if row.average is not None else "",
                **term_texts(row.terms),
                **_said(note=_note(row, locale), exempt=row.exempt),
            }
            for row in view.rows
        ],
        "foot": [
            {"average": foot_average(one, locale), "absent": str(one.absent or "")} for one in view.columns
        ],
    }


def foot_average(column: LessonColumn, locale: str) -> str:
    """The lesson's average mark, empty without marks."""
    return decimal(locale, column.average, 1) if column.average is not None else ""


def term_texts(cells: tuple[TermCell, ...]) -> dict[str, list[str]]:
    """Term marks that stand, and those that the rule proposes."""
    return {"terms": [cell.shown for cell in cells], "proposals": [cell.proposal for cell in cells]}


def _note(row: PupilRow, locale: str) -> str:
    if row.left:
        return gettext(locale, "has left")
    if row.exempt:
        return gettext(locale, "exempt")
    if row.former:
        return ngettext(
            locale,
            "with {n} mark of the former class or group",
            "with {n} marks of the former class or group",
            row.former,
        )
    return ""


def _term_column(one: TermColumn, view: JournalView, locale: str) -> dict[str, Any]:
    why = warning = ""
    if one.runs_until is not None:
        last = day_month(locale, one.runs_until)
        warning = gettext(locale, "It runs until {day}: averages may still change", day=last)
    if not one.begun:
        why = gettext(locale, "This term has not begun yet")
    elif not one.writable:
        why = gettext(locale, "Only {teacher} sets these marks", teacher=view.teachers(view.today))
    about = {"title": one.title, "editable": one.writable, "why": why, "warning": warning}
    return {"id": f"{TERM}{one.key}", **about}


def _column(one: LessonColumn, view: JournalView, locale: str) -> dict[str, Any]:
    cancelled = gettext(locale, "This lesson was cancelled") if one.cancelled else ""
    return {
        "id": f"{LESSON}{one.lesson_id}",
        "day": str(one.day.day),
        "month": month_name(locale, one.day),
        "weekday": weekday_short(locale, one.day),
        "title": column_title(one, locale),
        **_said(
            kind=one.kind if one.is_test else "",
            why=cancelled or why_closed(one, view, locale),
            test=one.is_test,
            today=one.today,
            open=one.writable and not one.cancelled,
            cancelled=one.cancelled,
            future=one.future,
            gap=bool(one.after_break),
        ),
    }


def _said(**about: Any) -> dict[str, Any]:
    """What is so: the rest need not be sent."""
    return {name: value for name, value in about.items() if value}


def column_title(one: LessonColumn, locale: str) -> str:
    """«20 ноября, 2-й урок: Решение задач»."""
    when = gettext(locale, "{day}, lesson {number}", day=day_month(locale, one.day), number=one.number)
    return f"{when}: {one.topic}" if one.topic else when


def lesson_lines(view: JournalView, locale: str) -> list[LessonLine]:
    """The facing page, the newest lesson first: those given, and the next one to come."""
    given = [one for one in view.columns if one.day <= view.today]
    marked = {place for row in view.rows for place, cell in enumerate(row.cells) if cell.rstrip(FLAGS)}
    shown = list(enumerate(view.columns))[: len(given) + 1]
    return [lesson_line(one, view, place in marked, locale) for place, one in reversed(shown)]


def lesson_line(one: LessonColumn, view: JournalView, marked: bool, locale: str) -> LessonLine:
    """A lesson's line on the facing page; marked: something stands in its column."""
    return LessonLine(
        id=f"{LESSON}{one.lesson_id}",
        day=short_date(locale, one.day),
        number=one.number,
        title=gettext(locale, "{day}, lesson {number}", day=day_month(locale, one.day), number=one.number),
        topic=one.topic,
        homework=one.homework,
        minutes=str(one.homework_minutes or ""),
        kind_id=str(one.kind_id),
        kind=one.kind if one.is_test else "",
        kind_name=next((kind.name for kind in view.kinds if kind.id == one.kind_id), one.kind),
        test=one.is_test,
        why=why_closed(one, view, locale),
        late=one.late,
        kind_fixed=one.late and (marked or one.kind_id != 0),
        coming=one.future,
        today=one.today,
        cancelled=one.cancelled,
        substitute=one.substitute,
        task=one.task,
        task_by=one.task_by,
    )


def why_closed(one: LessonColumn, view: JournalView, locale: str) -> str:
    """Why the actor cannot write at the lesson, in words; empty when they can."""
    if one.writable:
        return ""
    who = names_on(one.day, one.substitute or view.teacher, view.seconds)
    return gettext(locale, "Only {teacher} writes at this lesson", teacher=who)


def why_read_only(view: JournalView, locale: str) -> str:
    """Why the actor cannot write in the journal at all, in words; empty when they can somewhere."""
    if view.may_write or view.may_set_terms:
        return ""
    return gettext(locale, "You are reading: {teacher} keeps this journal", teacher=view.teachers(view.today))


def kind_rows(view: JournalView) -> list[KindRow]:
    """The kinds of work to choose from."""
    return [KindRow(str(kind.id), kind.name, kind.weight) for kind in view.kinds]
