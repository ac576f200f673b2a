"""What the browser sees of a file of another journal: tables, questions, differences, faults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ejournal.i18n import gettext, ngettext
from ejournal.pages.marks_import.checked import DIFFERENCES, FAULTS, NOTES, QUESTIONS
from ejournal.services.marks_import.file import (
    ALL,
    LEFT_OUT,
    OF_GRID,
    OF_LIST,
    Asked,
    Choices,
    Meaning,
    Shape,
)
from ejournal.services.marks_import.importing import COUNTED
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.files import steps as file_steps
from ejournal.ui.runtime.files.steps import ColumnRow, FactRow

SHOWN = 60
"""Lines of one list that go to the browser."""
MEANINGS = {
    Meaning.NAME: "Last name, first name, patronymic",
    Meaning.LAST: "Last name",
    Meaning.FIRST: "First name",
    Meaning.MIDDLE: "Patronymic",
    Meaning.BIRTH: "Birth date",
    Meaning.CLASS: "Class",
    Meaning.SUBJECT: "Subject",
    Meaning.DATE: "Date of the lesson",
    Meaning.LESSON: "Number of the lesson",
    Meaning.MARK: "Mark",
    Meaning.CODE: "Absence",
    Meaning.TERM: "Term",
    Meaning.KIND: "Kind of work",
    Meaning.WEIGHT: "Weight",
    Meaning.COMMENT: "Comment",
    Meaning.TEACHER: "Teacher",
    Meaning.NUMBER: "Number in the list",
    Meaning.NOTHING: "Leave out",
    Meaning.DAY: "Marks of a day",
    Meaning.SUM: "Mark of the table’s term",
    Meaning.TERM_1: "Mark of term 1",
    Meaning.TERM_2: "Mark of term 2",
    Meaning.TERM_3: "Mark of term 3",
    Meaning.TERM_4: "Mark of term 4",
    Meaning.YEAR: "Mark of the year",
    Meaning.EXAM: "Mark of the exam",
    Meaning.FINAL: "Final mark",
}
SHAPES = {
    Shape.LIST: "a list: a row a mark",
    Shape.GRID: "a table: pupils down, dates across",
    Shape.NONE: "not understood",
}
COUNT_WORDS = {"marks": "Marks", "absences": "Absences", "term_marks": "Term marks"}
VIEW_WORDS = {
    QUESTIONS: "to settle",
    DIFFERENCES: "otherwise in the journal",
    FAULTS: "cannot be laid",
    NOTES: "to know",
}


@dataclass(frozen=True)
class TableAbout:
    """What a table is of, as it says itself or as somebody has said."""

    key: str = ""
    klass: str = ""
    subject: str = ""
    term: str = ""
    teacher: str = ""
    is_grid: bool = False
    words: str = ""
    """How it is laid out, how many rows it has, from which to which day."""


@dataclass(frozen=True)
class QuestionRow:
    """What is asked once for all rows that say the same, and what was answered."""

    key: str
    title: str
    words: str
    count: str
    options: list[Choice]
    value: str = ""
    stops: bool = True
    is_text: bool = False
    proposed: str = ""
    """What alone is proposed, while nothing is answered; and its value."""
    proposed_value: str = ""


@dataclass(frozen=True)
class FaultRow:
    """A fault by its place; of a difference, what was decided."""

    key: str = ""
    place: str = ""
    words: str = ""
    suggestion: str = ""
    stops: bool = True
    is_cell: bool = False
    sheet: str = ""
    value: str = ""


def sheet_choices(checked: Mapping[str, Any]) -> list[Choice]:
    """The tables of the file by their places."""
    return [
        Choice(str(place), one["key"] or one["about"]["klass"] or "1")
        for place, one in enumerate(checked["sheets"])
    ]


def sheet_words(sheet: Mapping[str, Any], locale: str) -> str:
    """«таблица: ученики вниз, даты поперёк · 25 учеников · 02.11.2026–25.12.2026»."""
    shape = Shape(sheet["shape"])
    parts = [gettext(locale, SHAPES[shape])]
    if shape is Shape.LIST:
        parts.append(ngettext(locale, "{n} row", "{n} rows", sheet["rows"]))
    elif shape is Shape.GRID:
        parts.append(ngettext(locale, "{n} pupil", "{n} pupils", sheet["rows"]))
        parts += ["–".join(f"{date.fromisoformat(day):%d.%m.%Y}" for day in sheet["days"])] * bool(
            sheet["days"]
        )
    return " · ".join(parts)


def column_rows(sheet: Mapping[str, Any]) -> list[ColumnRow]:
    """The columns of a table."""
    return [
        ColumnRow(one["letter"], one["title"], str(one["meaning"]), one["sample"]) for one in sheet["columns"]
    ]


def about_of(sheet: Mapping[str, Any], locale: str) -> TableAbout:
    """What a table is of."""
    is_grid, words = sheet["shape"] == Shape.GRID, sheet_words(sheet, locale)
    return TableAbout(key=sheet["key"], is_grid=is_grid, words=words, **sheet["about"])


def meaning_choices(sheet: Mapping[str, Any], locale: str) -> list[Choice]:
    """What a column of a table of this shape may say."""
    known = OF_GRID if sheet["shape"] == Shape.GRID else OF_LIST
    return [Choice(one.value, gettext(locale, MEANINGS[one])) for one in known]


def view_choices(checked: Mapping[str, Any], locale: str) -> list[Choice]:
    """How many questions, differences, faults and remarks there are."""
    totals = checked["totals"]
    return [Choice(key, f"{totals[key]} {gettext(locale, words)}") for key, words in VIEW_WORDS.items()]


def question_rows(checked: Mapping[str, Any], choices: Choices, locale: str) -> list[QuestionRow]:
    """The questions with what was answered since."""
    return [_question(one, choices, locale) for one in checked[QUESTIONS][:SHOWN]]


def _question(one: Mapping[str, Any], choices: Choices, locale: str) -> QuestionRow:
    leave = Choice(LEFT_OUT, gettext(locale, "Leave out"))
    nothing = Choice("", gettext(locale, "choose…"))
    options = [Choice(value, words) for value, words in one["options"]]
    value = choices.get((one["asked"], one["name"]), "")
    if value and value not in {option.value for option in (*options, leave)}:
        options.append(Choice(value, value))
    alone = options[0] if one["proposed"] == 1 and not value else Choice("", "")
    return QuestionRow(
        key=f"{one['asked']}|{one['name']}",
        title=one["name"],
        words=gettext(locale, one["message"], **one["params"]),
        count=ngettext(locale, "{n} row", "{n} rows", one["count"]),
        options=[nothing, *options, leave],
        value=value,
        stops=one["stops"],
        is_text=one["asked"] == Asked.TEXT,
        proposed=alone.label,
        proposed_value=alone.value,
    )


def fault_rows(checked: Mapping[str, Any], view: str, choices: Choices, locale: str) -> list[FaultRow]:
    """The differences, the faults or the remarks, as many as go to the browser."""
    several = len({one["title"] for one in checked["sheets"]}) > 1
    return [_fault(one, choices, locale, several=several) for one in checked[view][:SHOWN]]


def _fault(one: Mapping[str, Any], choices: Choices, locale: str, *, several: bool) -> FaultRow:
    asked, place = (one["asked"], one["name"]), f"{one['column']}{one['row']}"
    return FaultRow(
        key="|".join(asked) if one["asked"] else f"{place}|{one['sheet']}",
        place=place,
        words=gettext(locale, one["message"], **one["params"]),
        suggestion="" if one["asked"] else one["suggestion"],
        stops=one["stops"],
        is_cell=bool(one["column"]),
        sheet=one["sheet"] if several else "",
        value=choices.get(asked, choices.get((Asked.CELL, ALL), "")) if one["asked"] else "",
    )


def more_words(checked: Mapping[str, Any], view: str, locale: str) -> str:
    """How many more lines there are than go to the browser; empty when none."""
    return file_steps.more_words(checked["totals"][view], SHOWN, locale)


@dataclass(frozen=True)
class Outcome:
    """What taking the file in does, and what becomes of the rest, in words."""

    does: str = ""
    left_out: str = ""


def outcome_of(checked: Mapping[str, Any], locale: str) -> Outcome:
    """What would come of the file."""
    made, changed, unchanged = (sum(checked[kind].values()) for kind in ("made", "changed", "unchanged"))
    if not made and not changed:
        does = gettext(locale, "Nothing of this file can be laid yet")
        if unchanged:
            does = gettext(locale, "All that can be laid stands here already: {n}", n=unchanged)
    else:
        words = "New: {made}, changed: {changed}, as they are: {unchanged}"
        does = gettext(locale, words, made=made, changed=changed, unchanged=unchanged)
    stopped = checked["stopped"]
    if not stopped:
        return Outcome(does)
    return Outcome(does, ngettext(locale, "{n} entry is left out", "{n} entries are left out", stopped))


def fact_rows(counts: Mapping[str, int], locale: str) -> list[FactRow]:
    """Counts with their words, those that are not nothing."""
    return file_steps.fact_rows(counts, COUNTED, COUNT_WORDS, locale)


def first_view(checked: Mapping[str, Any]) -> str:
    """The view that opens: the first that has something."""
    views: Iterable[str] = VIEW_WORDS
    return next((one for one in views if checked["totals"][one]), QUESTIONS)
