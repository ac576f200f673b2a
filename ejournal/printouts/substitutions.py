"""The journal of substitutions on paper: the columns of the printed one, a place for each signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal.printouts.paper import BOLD, HAIRLINE, MARGIN, NARROW, NARROW_BOLD, SOFT, Paper, Style, wrapped

SHARES = (5, 7, 13, 4, 13, 9, 13, 19, 7, 4, 6)
"""Widths of the columns in hundredths of the page."""
CELL, HEAD = Style(NARROW, 9), Style(NARROW_BOLD, 9)
PAD = 3.0


@dataclass(frozen=True, slots=True)
class SubstitutionsSheet:
    """What is printed: title, school, heads of columns, lines of as many cells, words of the foot."""

    title: str
    school: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    total: str
    signature: str
    page_words: str


def draw_substitutions(sheet: SubstitutionsSheet) -> bytes:
    """The PDF; the head of the table stands on every page, words are wrapped and never cut."""
    paper = Paper(sheet.title)
    widths = [paper.inner_width * share / sum(SHARES) for share in SHARES]
    y = _begin(paper, sheet, widths)
    for line in sheet.lines:
        height = _height(line, widths, CELL)
        if y + height > paper.bottom - 30:
            _end(paper, sheet)
            paper.next_page()
            y = _begin(paper, sheet, widths)
        y = _row(paper, y, line, widths, CELL)
    paper.text(MARGIN, y + 8, sheet.total, Style(BOLD, 10))
    paper.signature(MARGIN, min(y + 30, paper.bottom - 26), sheet.signature)
    _end(paper, sheet)
    return paper.finish()


def _begin(paper: Paper, sheet: SubstitutionsSheet, widths: Sequence[float]) -> float:
    paper.text(MARGIN, MARGIN, sheet.title, Style(BOLD, 14))
    right = MARGIN + paper.inner_width
    paper.text(right, MARGIN + 3, sheet.school, Style(size=9, color=SOFT), align="right")
    return _row(paper, MARGIN + 24, sheet.heads, widths, HEAD)


def _end(paper: Paper, sheet: SubstitutionsSheet) -> None:
    words, right = sheet.page_words.format(page=paper.page), MARGIN + paper.inner_width
    paper.text(right, paper.bottom - 9, words, Style(size=8, color=SOFT), align="right")


def _height(line: Sequence[str], widths: Sequence[float], style: Style) -> float:
    most = max(len(wrapped(words, style, width - 2 * PAD)) for words, width in zip(line, widths, strict=True))
    return max(1, most) * style.leading + 2 * PAD


def _row(paper: Paper, y: float, line: Sequence[str], widths: Sequence[float], style: Style) -> float:
    height = _height(line, widths, style)
    x = MARGIN
    for words, width in zip(line, widths, strict=True):
        for place, part in enumerate(wrapped(words, style, width - 2 * PAD)):
            paper.text(x + PAD, y + PAD + place * style.leading, part, style)
        paper.line(x, y, x, y + height, color=HAIRLINE)
        x += width
    paper.line(x, y, x, y + height, color=HAIRLINE)
    paper.line(MARGIN, y, x, y, color=HAIRLINE)
    paper.line(MARGIN, y + height, x, y + height, color=HAIRLINE)
    return y + height
