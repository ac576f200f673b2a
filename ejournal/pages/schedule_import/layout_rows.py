"""What the browser sees of how a spreadsheet is read: first cells, first lessons, what can be pointed at."""

from collections.abc import Mapping

from ejournal.i18n import gettext
from ejournal.integrations.workbook.columns import column_letters
from ejournal.pages.schedule_import.rows import Layout, PlaceRow, slot_words
from ejournal.services.exchange.file import TimetableFile
from ejournal.ui.kit import Choice

SAMPLE = 6


def layout_of(file: TimetableFile, layout: Mapping[str, str], locale: str) -> Layout:
    """How the file is read, if it is a spreadsheet."""
    return Layout(
        file.source == "sheet", not file.entries, corner_of(file), places_of(file, layout, locale),
        sample_of(file, locale),
    )  # fmt: skip


def corner_of(file: TimetableFile) -> list[list[str]]:
    """The first cells of the spreadsheet with the letters and numbers by which they are named."""
    if not file.corner:
        return []
    letters = [column_letters(at + 1) for at in range(len(file.corner[0]))]
    return [["", *letters], *([str(at), *cells] for at, cells in enumerate(file.corner, 1))]


def places_of(file: TimetableFile, layout: Mapping[str, str], locale: str) -> list[PlaceRow]:
    """The questions where class, weekday and lesson number stand."""
    options = {"": gettext(locale, "found by itself"), "title": gettext(locale, "in the sheet's name")}
    for at in range(1, len(file.corner) + 1):
        options[f"row:{at}"] = gettext(locale, "in row {row}", row=at)
    for at in range(1, len(file.corner[0] if file.corner else ()) + 1):
        letter = column_letters(at)
        options[f"column:{letter}"] = gettext(locale, "in column {column}", column=letter)
    chosen = [Choice(value, label) for value, label in options.items()]
    questions = {
        "class": gettext(locale, "Where is the class?"),
        "day": gettext(locale, "Where is the weekday?"),
        "number": gettext(locale, "Where is the lesson number?"),
    }
    return [PlaceRow(axis, words, layout.get(axis, ""), chosen) for axis, words in questions.items()]


def sample_of(file: TimetableFile, locale: str) -> list[str]:
    """The first lessons as they were understood."""
    first = sorted(file.entries, key=lambda one: (one.weekday, one.number, one.lesson))[:SAMPLE]
    lines = []
    for entry in first:
        lesson = file.lessons[entry.lesson]
        who = ", ".join(f"{part.class_name} {part.group}".strip() for part in lesson.parts)
        what = (lesson.subject, "/".join(entry.rooms), ", ".join(lesson.teachers))
        slot = slot_words(locale, entry.weekday, entry.number)
        lines.append(f"{who}, {slot}: {' · '.join(part for part in what if part)}")
    return lines
