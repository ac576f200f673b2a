"""Rows of a table with hairlines: words are wrapped and never cut."""

from collections.abc import Sequence

from ejournal.printouts.paper import HAIRLINE, MARGIN, NARROW, NARROW_BOLD, Paper, Style, wrapped

CELL, HEAD = Style(NARROW, 9), Style(NARROW_BOLD, 9)
PAD = 3.0


def widths_of(paper: Paper, shares: Sequence[int]) -> list[float]:
    """The widths of columns that share the paper's width so."""
    return [paper.inner_width * share / sum(shares) for share in shares]


def row_height(line: Sequence[str], widths: Sequence[float], style: Style = CELL) -> float:
    """How high the row is."""
    most = max(len(wrapped(words, style, width - 2 * PAD)) for words, width in zip(line, widths, strict=True))
    return max(1, most) * style.leading + 2 * PAD


def draw_row(
    paper: Paper, y: float, line: Sequence[str], widths: Sequence[float], style: Style = CELL
) -> float:
    """Draw the row whose top is at y; where the next one begins."""
    height = row_height(line, widths, style)
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
