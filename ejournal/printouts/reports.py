"""A report ready to sign: its particulars, figures, tables whose heads stand again, lines to sign on."""

from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4, landscape

from ejournal.i18n import gettext
from ejournal.printouts.charts import PrintedChart, draw_chart
from ejournal.printouts.grid import HEAD, draw_row, row_height, widths_of
from ejournal.printouts.paper import AMBER, BOLD, MARGIN, MM, SOFT, Paper, Style, counted, wrapped
from ejournal.printouts.stamp import draw_square, number_words, replaces_words
from ejournal.services.issued.issue import Stamp

TITLE, PART, LINE = Style(BOLD, 14), Style(BOLD, 11), Style(size=10)
FOOT = 20
SIGNATURE = 24
SQUARE, GAP = 18 * MM, 4 * MM
CHART_WIDTH = 480


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the report; shares say how wide its columns are."""

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """What is printed; draft stands in amber over all, signatures are (role, name).

    page_words has {page} and {pages}. square: the address that an issued one leads to.
    """

    title: str
    school: str
    logo: bytes
    draft: str
    facts: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    signatures: tuple[tuple[str, str], ...]
    made: str
    page_words: str
    across: bool = False
    square: str = ""
    charts: tuple[PrintedChart, ...] = ()


def stamped(sheet: ReportSheet, stamp: Stamp | None, locale: str) -> ReportSheet:
    """The sheet with what it says of its number, or that it has none."""
    if stamp is not None:
        made = f"{number_words(stamp, locale)}. {sheet.made}"
        facts = (*sheet.facts, *filter(None, (replaces_words(stamp, locale),)))
        return replace(sheet, made=made, facts=facts, square=stamp.address)
    if sheet.draft:
        return sheet
    return replace(sheet, made=f"{gettext(locale, 'Preview: not issued')}. {sheet.made}")


def draw_report(sheet: ReportSheet) -> bytes:
    """The PDF."""
    return counted(lambda pages: _drawn(sheet, pages))


def _drawn(sheet: ReportSheet, pages: int) -> Paper:
    paper = Paper(sheet.title, landscape(A4) if sheet.across else A4, pages=pages)
    y = _begin(paper, sheet)
    for fact in sheet.facts:
        for line in wrapped(fact, LINE, paper.inner_width):
            y = _room(paper, sheet, y, LINE.leading)
            paper.text(MARGIN, y, line, LINE)
            y += LINE.leading
    for chart in sheet.charts:
        drawn = draw_chart(chart, min(paper.inner_width, CHART_WIDTH))
        y = _room(paper, sheet, y + 8, PART.leading + 4 + drawn.height)
        paper.text(MARGIN, y, chart.title, PART)
        paper.drawing(MARGIN, y + PART.leading + 4, drawn)
        y += PART.leading + 4 + drawn.height
    for table in sheet.tables:
        y = _table(paper, sheet, table, y + 8)
    for role, name in sheet.signatures:
        y = _room(paper, sheet, y + 10, SIGNATURE)
        paper.signature(MARGIN, y, role, name)
        y += SIGNATURE - 10
    _end(paper, sheet)
    return paper


def _table(paper: Paper, sheet: ReportSheet, table: ReportTable, y: float) -> float:
    widths = widths_of(paper, table.shares)
    first = row_height(table.lines[0], widths) if table.lines else 0
    y = _room(paper, sheet, y, PART.leading + 4 + row_height(table.heads, widths, HEAD) + first)
    paper.text(MARGIN, y, table.title, PART)
    y = draw_row(paper, y + PART.leading + 4, table.heads, widths, HEAD)
    for line in table.lines:
        if y + row_height(line, widths) > paper.bottom - FOOT:
            y = draw_row(paper, _turn(paper, sheet), table.heads, widths, HEAD)
        y = draw_row(paper, y, line, widths)
    return y


def _room(paper: Paper, sheet: ReportSheet, y: float, height: float) -> float:
    """Where what is so high begins: here, or on a page of its own."""
    return y if y + height <= paper.bottom - FOOT else _turn(paper, sheet)


def _begin(paper: Paper, sheet: ReportSheet) -> float:
    y = MARGIN
    left = MARGIN + paper.emblem(MARGIN, y, sheet.logo, 30)
    right = MARGIN + paper.inner_width
    if sheet.square and paper.page == 1:
        right -= SQUARE
        draw_square(paper, right, y, SQUARE, sheet.square)
        right -= GAP
    for part in wrapped(sheet.school, Style(size=9, color=SOFT), right - left):
        paper.text(left, y, part, Style(size=9, color=SOFT))
        y += 11
    for part in wrapped(sheet.title, TITLE, right - left):
        paper.text(left, y, part, TITLE)
        y += TITLE.leading
    high = SQUARE if sheet.square and paper.page == 1 else 34 if sheet.logo else 0
    y = max(y, MARGIN + high) + 4
    if sheet.draft:
        paper.text(MARGIN, y, sheet.draft, Style(BOLD, 11, AMBER))
        y += 16
    return y


def _turn(paper: Paper, sheet: ReportSheet) -> float:
    _end(paper, sheet)
    paper.next_page()
    return _begin(paper, sheet)


def _end(paper: Paper, sheet: ReportSheet) -> None:
    style, right = Style(size=8, color=SOFT), MARGIN + paper.inner_width
    paper.text(MARGIN, paper.bottom - 9, sheet.made, style)
    paper.text(
        right,
        paper.bottom - 9,
        sheet.page_words.format(page=paper.page, pages=paper.pages),
        style,
        align="right",
    )
