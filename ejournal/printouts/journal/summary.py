"""The summary sheet: every pupil's term marks by subject, subjects across with their names upright."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal.i18n import gettext
from ejournal.printouts.journal.book import Box, Page
from ejournal.printouts.paper import BOLD, MM, NARROW, NARROW_BOLD, Paper, Style, fitting
from ejournal.services.calendar.year import TermSpan
from ejournal.services.papers.results import LAST_KEYS, Results

NUMBER, NAME, PERIOD = 7 * MM, 42 * MM, 12 * MM
HEAD, ROW, TITLE_HEIGHT = 42 * MM, 4.6 * MM, 9 * MM
LEAST_COLUMN, MOST_COLUMN = 5.6 * MM, 11 * MM
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
LAST_TITLES = dict(zip(LAST_KEYS, ("Year", "Exam", "Final"), strict=True))
LINES, STRONG = "#8A8B90", "#1D2330"
TITLE = Style(BOLD, 13)


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """The results of a class with what stands over them."""

    title: str
    results: Results
    terms: tuple[TermSpan, ...]
    locale: str

    def period(self, key: str) -> str:
        """What a column of term marks is called: «II ч.», «Год»."""
        if key in LAST_TITLES:
            return gettext(self.locale, LAST_TITLES[key])
        term = next((one for one in self.terms if str(one.number) == key), None)
        return term.short_name(self.locale) if term else key


def summary_rows(sheet: SummarySheet) -> tuple[list[str], list[list[str | int]]]:
    """The same for a spreadsheet: its heads, and a row for each pupil and period; marks are numbers."""
    heads = [gettext(sheet.locale, head) for head in ("No.", "Surname, first name", "Term")]
    found = sheet.results
    rows: list[list[str | int]] = []
    for number, (pupil_id, name) in enumerate(found.pupils, 1):
        marks = found.marks.get(pupil_id, {})
        for key in found.keys:
            cells = (marks.get((subject, key), "") for subject in found.subjects)
            rows.append(
                [number, name, sheet.period(key), *(int(one) if one.isdecimal() else one for one in cells)]
            )
    return [*heads, *found.subjects], rows


def summary_pages(sheet: SummarySheet, width: float, height: float) -> list[Page]:
    """The pages of the sheet in boxes of this size: what goes beyond the height or the width goes on."""
    found = sheet.results
    of_pupil = max(1, len(found.keys)) * ROW
    each = max(1, int((height - TITLE_HEIGHT - HEAD) / of_pupil))
    across = columns_in(width)
    return [
        _page(sheet, first, each, found.subjects[subject : subject + across])
        for first in range(0, max(1, len(found.pupils)), each)
        for subject in range(0, max(1, len(found.subjects)), across)
    ]


def columns_in(width: float) -> int:
    """How many subjects stand side by side in the width."""
    return max(1, int((width - NUMBER - NAME - PERIOD) / LEAST_COLUMN))


def _page(sheet: SummarySheet, first: int, each: int, subjects: Sequence[str]) -> Page:
    def draw(paper: Paper, box: Box) -> None:
        paper.text(box.left, box.top, sheet.title, TITLE)
        pupils = sheet.results.pupils[first : first + each]
        left = box.left + NUMBER + NAME + PERIOD
        column = min(MOST_COLUMN, (box.right - left) / max(1, len(subjects)))
        right = left + column * len(subjects)
        y = box.top + TITLE_HEIGHT
        _head(paper, sheet, (box.left, y), subjects, column)
        bottom = y + HEAD + max(1, len(pupils)) * len(sheet.results.keys) * ROW
        edges = [
            box.left,
            box.left + NUMBER,
            box.left + NUMBER + NAME,
            *(left + column * at for at in range(len(subjects) + 1)),
        ]
        for x in edges:
            paper.line(x, y, x, bottom, color=LINES)
        paper.line(box.left, y, right, y, color=LINES)
        y += HEAD
        paper.line(box.left, y, right, y, color=STRONG, thick=0.9)
        for at, pupil in enumerate(pupils):
            y = _pupil(paper, sheet, (box.left, y), (first + at + 1, *pupil), subjects, column)

    return draw


def _head(
    paper: Paper, sheet: SummarySheet, place: tuple[float, float], subjects: Sequence[str], column: float
) -> None:
    x, y = place
    style = Style(NARROW, 8)
    paper.text(x + NUMBER / 2, y + HEAD - 5 * MM, gettext(sheet.locale, "No."), style, align="center")
    paper.text(x + NUMBER + 3, y + HEAD - 5 * MM, gettext(sheet.locale, "Surname, first name"), style)
    x += NUMBER + NAME + PERIOD
    for subject in subjects:
        named, lines = fitting(subject, NARROW_BOLD, HEAD - 2 * MM, column - 1, SIZES)
        top = x + (column - len(lines) * named.leading) / 2 + named.leading / 2
        for at, line in enumerate(lines):
            paper.upright(top + at * named.leading, y + HEAD / 2, line, named)
        x += column


def _pupil(
    paper: Paper,
    sheet: SummarySheet,
    place: tuple[float, float],
    pupil: tuple[int, int, str],
    subjects: Sequence[str],
    column: float,
) -> float:
    """A pupil's rows, one for each period; where the next one begins."""
    (left, y), (number, pupil_id, name) = place, pupil
    keys, marks = sheet.results.keys, sheet.results.marks.get(pupil_id, {})
    tall = max(1, len(keys)) * ROW
    paper.text(left + NUMBER / 2, y + 2, str(number), Style(NARROW, 8), align="center")
    style, lines = fitting(name, NARROW, NAME - 6, tall - 1, SIZES)
    for at, line in enumerate(lines):
        paper.text(left + NUMBER + 3, y + 1.5 + at * style.leading, line, style)
    right = left + NUMBER + NAME + PERIOD + column * len(subjects)
    for at, key in enumerate(keys):
        top = y + at * ROW
        font = NARROW_BOLD if key in LAST_KEYS else NARROW
        paper.text(left + NUMBER + NAME + 3, top + 2, sheet.period(key), Style(font, 7.5))
        if at:
            paper.line(left + NUMBER + NAME, top, right, top, color=LINES)
        for place_of, subject in enumerate(subjects):
            words = marks.get((subject, key), "")
            if words:
                middle = left + NUMBER + NAME + PERIOD + (place_of + 0.5) * column
                cell = _cell_style(words, font, column)
                paper.text(middle, top + ROW / 2 - cell.size * 0.62, words, cell, align="center")
    paper.line(left, y + tall, right, y + tall, color=STRONG if len(keys) > 1 else LINES, thick=0.7)
    return y + tall


def _cell_style(words: str, font: str, width: float) -> Style:
    found = (one for size in SIZES if (one := Style(font, size)).width(words) <= width - 1)
    return next(found, Style(font, SIZES[-1]))
