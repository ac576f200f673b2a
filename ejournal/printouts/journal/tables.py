"""Tables of the journal: over as many pages as they take, heads on each, words wrapped and never cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ejournal.printouts.journal.book import Box, Page, box_of
from ejournal.printouts.paper import BOLD, MM, NARROW, NARROW_BOLD, SOFT, Paper, Style, fitting, wrapped

PAD = 3.0
TITLES, NOTE = (13, 11, 10, 9, 8, 7), Style(size=9, color=SOFT)
"""The sizes of a title: one that is long is set smaller, over two lines."""
CELL, HEAD = Style(NARROW, 9), Style(NARROW_BOLD, 9)
TITLE_HEIGHT, NOTE_HEIGHT = 9 * MM, 6 * MM
LINES = "#8A8B90"
SPACE = box_of(2).bottom - box_of(2).top
WIDTH = box_of(2).width


@dataclass(frozen=True, slots=True)
class Table:
    """What a table says: heads with the shares of the width, rows of as many cells; a row's least height.

    note stands under the title; middle: the columns whose words stand in the middle.
    """

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""
    least: float = 6 * MM
    middle: frozenset[int] = frozenset()

    @property
    def widths(self) -> list[float]:
        """How wide the columns are."""
        return [WIDTH * share / sum(self.shares) for share in self.shares]

    def height(self, row: Sequence[str], style: Style = CELL) -> float:
        """How high a row is."""
        most = max(len(_lines(words, style, width)) for words, width in zip(row, self.widths, strict=True))
        return max(self.least if style is CELL else 0.0, most * style.leading + 2 * PAD)


def _lines(words: str, style: Style, width: float) -> list[str]:
    return [line for part in words.split("\n") for line in wrapped(part, style, width - 2 * PAD)]


def table_pages(table: Table) -> list[Page]:
    """The pages of a table, one where it has no rows."""
    return [_page(table, rows, first=at == 0) for at, rows in enumerate(_parted(table))]


def _parted(table: Table) -> Iterator[Sequence[tuple[str, ...]]]:
    room = SPACE - TITLE_HEIGHT - (NOTE_HEIGHT if table.note else 0) - table.height(table.heads, HEAD)
    part: list[tuple[str, ...]] = []
    used = 0.0
    for row in table.rows:
        height = table.height(row)
        if part and used + height > room:
            yield part
            part, used = [], 0.0
        part.append(row)
        used += height
    yield part


def _page(table: Table, rows: Sequence[tuple[str, ...]], *, first: bool) -> Page:
    def draw(paper: Paper, box: Box) -> None:
        style, lines = fitting(table.title, BOLD, box.width, TITLE_HEIGHT - 2, TITLES)
        for at, line in enumerate(lines):
            paper.text(box.left, box.top + at * style.leading, line, style)
        y = box.top + TITLE_HEIGHT
        if table.note:
            if first:
                paper.text(box.left, y, table.note, NOTE)
            y += NOTE_HEIGHT
        y = _row(paper, box, y, table, table.heads, HEAD)
        for row in rows:
            y = _row(paper, box, y, table, row, CELL)

    return draw


def _row(paper: Paper, box: Box, y: float, table: Table, row: Sequence[str], style: Style) -> float:
    """Draw a row; where the next one begins."""
    height, x = table.height(row, style), box.left
    for at, (words, width) in enumerate(zip(row, table.widths, strict=True)):
        lines = _lines(words, style, width)
        top = y + (height - len(lines) * style.leading) / 2
        for place, line in enumerate(lines):
            in_middle = at in table.middle
            left = x + width / 2 if in_middle else x + PAD
            paper.text(
                left, top + place * style.leading, line, style, align="center" if in_middle else "left"
            )
        paper.line(x, y, x, y + height, color=LINES)
        x += width
    paper.line(x, y, x, y + height, color=LINES)
    paper.line(box.left, y, x, y, color=LINES)
    paper.line(box.left, y + height, x, y + height, color=LINES)
    return y + height
