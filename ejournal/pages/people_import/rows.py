"""What the browser sees of a list of people, of its faults and of what would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ejournal.i18n import gettext, ngettext
from ejournal.integrations.workbook.columns import column_number
from ejournal.integrations.workbook.tables import Table
from ejournal.models.structure import class_title
from ejournal.services.people_import.file import Column, Fault, Meaning, PeopleFile, Sheet, SheetKind
from ejournal.services.people_import.importing import COUNTED, Report
from ejournal.services.people_import.known import Known
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.files import steps as file_steps
from ejournal.ui.runtime.files.steps import ColumnRow, FactRow

SHOWN = 100
"""Lines of one list that go to the browser."""
NEW, CHANGED, SAME, FAULTS = "new", "changed", "same", "faults"
PEOPLE = ("pupils", "guardians", "staff")
MEANINGS = {
    Meaning.NAME: "Last name, first name, patronymic",
    Meaning.LAST: "Last name",
    Meaning.FIRST: "First name",
    Meaning.MIDDLE: "Patronymic",
    Meaning.BIRTH: "Birth date",
    Meaning.GENDER: "Boy or girl",
    Meaning.CLASS: "Class",
    Meaning.GRADE: "Grade",
    Meaning.LETTER: "Letter of the class",
    Meaning.PHONE: "Phone",
    Meaning.EMAIL: "E-mail",
    Meaning.SNILS: "SNILS",
    Meaning.EXTERNAL: "Id in another program",
    Meaning.ENROLLED: "Day of enrolment",
    Meaning.POSITION: "Position",
    Meaning.CHILD: "Child’s full name",
    Meaning.RELATION: "Who this is to the child",
    Meaning.MOTHER: "Mother’s full name",
    Meaning.MOTHER_PHONE: "Mother’s phone",
    Meaning.MOTHER_EMAIL: "Mother’s e-mail",
    Meaning.FATHER: "Father’s full name",
    Meaning.FATHER_PHONE: "Father’s phone",
    Meaning.FATHER_EMAIL: "Father’s e-mail",
    Meaning.GUARDIAN: "Guardian’s full name",
    Meaning.GUARDIAN_PHONE: "Guardian’s phone",
    Meaning.GUARDIAN_EMAIL: "Guardian’s e-mail",
    Meaning.NUMBER: "Number in the list",
    Meaning.NOTHING: "Leave out",
}
KINDS = {
    SheetKind.PUPILS: "pupils",
    SheetKind.GUARDIANS: "guardians of pupils",
    SheetKind.STAFF: "staff of the school",
    SheetKind.NONE: "not understood",
}
COUNT_WORDS = {
    "pupils": "Pupils",
    "guardians": "Guardians",
    "staff": "Staff",
    "classes": "Classes",
    "enrolments": "Enrolled in a class",
    "guardianships": "Guardians of a child",
    "roles": "Roles given",
}


@dataclass(frozen=True)
class FaultRow:
    """A fault: where, what stands there, what is wrong; whom the line may mean, where that is asked."""

    key: str = ""
    place: str = ""
    column: str = ""
    value: str = ""
    words: str = ""
    suggestion: str = ""
    stops: bool = True
    asks: bool = False
    person: str = ""
    is_cell: bool = False
    sheet: str = ""
    """The sheet's title, where the file has several."""
    is_taken: bool = False
    """Whether the line is taken in all the same, without what is wrong."""


@dataclass(frozen=True)
class PersonRow:
    """Somebody who is new, or of whom something changes."""

    name: str
    note: str


def sheet_choices(file: PeopleFile, locale: str) -> list[Choice]:
    """The sheets of the file, each with whom it is about."""
    return [
        Choice(str(place), ": ".join(part for part in (one.title, gettext(locale, KINDS[one.kind])) if part))
        for place, one in enumerate(file.sheets)
    ]


def sheet_words(sheet: Sheet, locale: str) -> str:
    """«612 строк, заголовки в 4-й строке»."""
    rows = ngettext(locale, "{n} row", "{n} rows", sheet.rows)
    if not sheet.header:
        return rows
    return gettext(locale, "{rows}, the header is row {row}", rows=rows, row=sheet.header)


def column_rows(sheet: Sheet) -> list[ColumnRow]:
    """The columns of a sheet."""
    return [ColumnRow(one.letter, one.title, one.meaning.value, one.sample) for one in sheet.columns]


def meaning_choices(locale: str) -> list[Choice]:
    """What a column may say."""
    return [Choice(one.value, gettext(locale, words)) for one, words in MEANINGS.items()]


def count_choices(report: Report, locale: str) -> list[Choice]:
    """How many people are new, changed, the same; how many faults there are."""
    made, changed, faults = _people(report.made), _people(report.changed), len(report.faults)
    return [
        Choice(NEW, ngettext(locale, "{n} new person", "{n} new people", made)),
        Choice(CHANGED, ngettext(locale, "{n} changes", "{n} change", changed)),
        Choice(SAME, f"{_people(report.unchanged)} {gettext(locale, 'as they are')}"),
        Choice(FAULTS, ngettext(locale, "{n} fault", "{n} faults", faults)),
    ]


def _people(counts: Mapping[str, int]) -> int:
    return sum(counts[kind] for kind in PEOPLE)


def fault_rows(report: Report, file: PeopleFile, tables: Iterable[Table], locale: str) -> list[FaultRow]:
    """The faults in the order of the file, as many as go to the browser."""
    titles = {(sheet.title, one.letter): one for sheet in file.sheets for one in sheet.columns}
    by_title = {table.title: table for table in tables}
    stopped = {(one.sheet, one.row) for one in report.faults if one.stops}
    stopped |= {(sheet.title, sheet.header) for sheet in file.sheets}  # a header is no line
    return [
        replace(
            _fault_row(one, titles.get((one.sheet, one.column)), by_title.get(one.sheet), locale),
            sheet=one.sheet if len(file.sheets) > 1 else "",
            is_taken=(one.sheet, one.row) not in stopped,
        )
        for one in report.faults[:SHOWN]
    ]


def _fault_row(one: Fault, column: Column | None, table: Table | None, locale: str) -> FaultRow:
    value, is_title = "", column is not None and column.meaning is Meaning.NOTHING
    if column is not None and table is not None and not is_title and one.row <= len(table.rows):
        value = str(table.rows[one.row - 1][column_number(one.column) - 1])
    named = column.title or gettext(locale, MEANINGS[column.meaning]) if column else ""
    return FaultRow(
        key=f"{one.row}|{one.column}|{one.sheet}",
        place=str(one.row),
        column=named,
        value=value,
        words=one.text(locale),
        suggestion=one.suggestion,
        stops=one.stops,
        person=str(one.person_id) if one.person_id > 0 else "",
        asks=one.person_id != 0,
        is_cell=column is not None and not is_title,
    )


def person_rows(report: Report, which: str, locale: str) -> list[PersonRow]:
    """The people who are new, or of whom something changes, as many as go to the browser."""
    plan = report.plan
    if which == NEW:
        return [PersonRow(one.name, _about(one, locale)) for one in plan.new_people[:SHOWN]]
    known = [(plan.people.by_id[key], given) for key, given in plan.changes.items()]
    return [PersonRow(one.name, _changes(given, locale)) for one, given in known[:SHOWN]]


def _about(one: Known, locale: str) -> str:
    parts = [class_title(*one.place)] if one.place else []
    parts += [f"{one.birth:%d.%m.%Y}"] if one.birth else []
    parts += [one.phone] if one.phone else []
    return " · ".join(parts) or gettext(locale, "nothing more is known")


CHANGED_WORDS = {
    "last": "last name",
    "first": "first name",
    "middle": "patronymic",
    "birth": "birth date",
    "gender": "boy or girl",
    "phone": "phone",
    "email": "e-mail",
    "external": "id",
    "snils_hash": "SNILS",
}


def _changes(given: Mapping[str, Any], locale: str) -> str:
    return ", ".join(_change(name, value, locale) for name, value in given.items())


def _change(name: str, value: Any, locale: str) -> str:
    words = gettext(locale, CHANGED_WORDS[name])
    if name in ("gender", "snils_hash"):
        return words
    return f"{words}: {value:%d.%m.%Y}" if isinstance(value, date) else f"{words}: {value}"


def more_words(number: int, locale: str) -> str:
    """How many more lines there are than go to the browser; empty when none."""
    return file_steps.more_words(number, SHOWN, locale)


def outcome_words(report: Report, locale: str) -> tuple[str, str]:
    """What taking the list in does, and what becomes of the faults."""
    made, changed = _people(report.made), _people(report.changed)
    if report.changes_nothing:
        does = gettext(locale, "Everything in this list is so already")
    else:
        words = "New people: {made}, changed: {changed}. Nobody is deleted"
        does = gettext(locale, words, made=made, changed=changed)
    stopping = len({(one.sheet, one.row) for one in report.faults if one.stops})
    if not stopping:
        return does, ""
    left = ngettext(
        locale, "{n} line with a fault is left out", "{n} lines with a fault are left out", stopping
    )
    return does, left


def taking_words(report: Report, locale: str) -> str:
    """«Загрузить 579 человек»: what the button does."""
    number = _people(report.made) + _people(report.changed)
    if not number:
        return gettext(locale, "Take the list in")
    return ngettext(locale, "Take {n} person in", "Take {n} people in", number)


def fact_rows(counts: Mapping[str, int], locale: str) -> list[FactRow]:
    """Counts with their words, those that are not nothing."""
    return file_steps.fact_rows(counts, COUNTED, COUNT_WORDS, locale)
