"""Those who have not come yet, on paper: a table a class, to go through at a parents' evening."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4

from ejournal.printouts.grid import HEAD, draw_row, row_height, widths_of
from ejournal.printouts.paper import BOLD, MARGIN, SOFT, Paper, Style, counted

SHARES = (6, 34, 30, 26, 22)
TITLE, PART = Style(BOLD, 14), Style(BOLD, 11)
HEAD_ROOM = 60
"""A class's heading stands with its first rows, never alone at the foot of a page."""


@dataclass(frozen=True, slots=True)
class NewcomersPart:
    """A class: its title, its lines; words where nobody is to be listed."""

    title: str
    lines: tuple[tuple[str, ...], ...]
    nobody: str


@dataclass(frozen=True, slots=True)
class NewcomersSheet:
    """What is printed; page_words has {page} and {pages}."""

    title: str
    school: str
    heads: tuple[str, ...]
    parts: tuple[NewcomersPart, ...]
    page_words: str


def draw_newcomers(sheet: NewcomersSheet) -> bytes:
    """The PDF: the heads stand again on every page."""
    return counted(lambda pages: _drawn(sheet, pages))


def _drawn(sheet: NewcomersSheet, pages: int) -> Paper:
    paper = Paper(sheet.title, A4, pages=pages)
    widths = widths_of(paper, SHARES)
    y = _begin(paper, sheet)
    for part in sheet.parts:
        if y + HEAD_ROOM > paper.bottom - 20:
            y = _turn(paper, sheet)
        paper.text(MARGIN, y, part.title, PART)
        y += PART.leading + 4
        y = _lines(paper, sheet, part, widths, y) + 12
    _end(paper, sheet)
    return paper


def _lines(
    paper: Paper, sheet: NewcomersSheet, part: NewcomersPart, widths: Sequence[float], y: float
) -> float:
    if not part.lines:
        paper.text(MARGIN, y, part.nobody, Style(color=SOFT))
        return y + 12
    y = draw_row(paper, y, sheet.heads, widths, HEAD)
    for line in part.lines:
        if y + row_height(line, widths) > paper.bottom - 20:
            y = draw_row(paper, _turn(paper, sheet), sheet.heads, widths, HEAD)
        y = draw_row(paper, y, line, widths)
    return y


def _begin(paper: Paper, sheet: NewcomersSheet) -> float:
    paper.text(MARGIN, MARGIN, sheet.title, TITLE)
    right = MARGIN + paper.inner_width
    paper.text(right, MARGIN + 4, sheet.school, Style(size=9, color=SOFT), align="right")
    return MARGIN + 28


def _turn(paper: Paper, sheet: NewcomersSheet) -> float:
    _end(paper, sheet)
    paper.next_page()
    return _begin(paper, sheet)


def _end(paper: Paper, sheet: NewcomersSheet) -> None:
    words, right = sheet.page_words.format(page=paper.page, pages=paper.pages), MARGIN + paper.inner_width
    paper.text(right, paper.bottom - 9, words, Style(size=8, color=SOFT), align="right")
