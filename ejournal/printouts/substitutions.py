"""The journal of substitutions: its columns, for paper and spreadsheet alike, and the paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date, month_name
from ejournal.printouts.grid import HEAD, draw_row, row_height, widths_of
from ejournal.printouts.paper import BOLD, MARGIN, SOFT, Paper, Style, counted
from ejournal.services.substitutions.journal import SubstitutionLine, what_was_done, why_away

Cell = str | int | date


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its widths on paper (hundredths) and in a spreadsheet (letters), what stands in it.

    A column without a width in a spreadsheet is on paper alone; `zero` is what a zero is on paper.
    """

    head: str
    share: int
    letters: int
    cell: Callable[[SubstitutionLine, str], Cell]
    zero: str = "0"


COLUMNS = (
    Column("Date", 7, 11, lambda one, _: one.day),
    Column("Class", 7, 12, lambda one, _: " ".join(part for part in (one.classes, one.group) if part)),
    Column("Subject", 13, 22, lambda one, _: one.subject),
    Column("No.", 4, 7, lambda one, _: one.number),
    Column("Absent teacher", 13, 22, lambda one, _: one.absent_teacher),
    Column("Reason", 9, 16, lambda one, locale: gettext(locale, why_away(one))),
    Column("Substitute", 13, 22, lambda one, locale: one.substitute or gettext(locale, what_was_done(one))),
    Column("Topic", 17, 36, lambda one, _: one.topic or one.note),
    Column("Order", 7, 12, lambda one, _: one.order_number),
    Column("Hours", 4, 8, lambda one, _: one.paid_hours, zero=""),
    Column("Signature", 6, 0, lambda _one, _locale: ""),
)
IN_SPREADSHEET = tuple(column for column in COLUMNS if column.letters)
SHARES = tuple(column.share for column in COLUMNS)


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
    logo: bytes = b""


def substitutions_sheet(
    found: Sequence[SubstitutionLine], school: str, month: date, locale: str, logo: bytes = b""
) -> SubstitutionsSheet:
    """The month in words, as it is printed; `month` is a day of it."""
    hours = sum(one.paid_hours for one in found)
    said = f"{month_name(locale, month).lower()} {month.year}"
    return SubstitutionsSheet(
        title=f"{gettext(locale, 'Journal of substitutions')}, {said}",
        school=school,
        heads=tuple(gettext(locale, column.head) for column in COLUMNS),
        lines=tuple(tuple(_on_paper(column, one, locale) for column in COLUMNS) for one in found),
        total=ngettext(locale, "{n} hour to be paid", "{n} hours to be paid", hours),
        signature=gettext(locale, "Deputy head"),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
        logo=logo,
    )


def _on_paper(column: Column, one: SubstitutionLine, locale: str) -> str:
    value = column.cell(one, locale)
    if isinstance(value, date):
        return full_date(locale, value)
    return column.zero if value == 0 else str(value)


def draw_substitutions(sheet: SubstitutionsSheet) -> bytes:
    """The PDF; the head of the table stands on every page, words are wrapped and never cut."""
    return counted(lambda pages: _drawn(sheet, pages))


def _drawn(sheet: SubstitutionsSheet, pages: int) -> Paper:
    paper = Paper(sheet.title, pages=pages)
    widths = widths_of(paper, SHARES)
    y = _begin(paper, sheet, widths)
    for line in sheet.lines:
        height = row_height(line, widths)
        if y + height > paper.bottom - 30:
            _end(paper, sheet)
            paper.next_page()
            y = _begin(paper, sheet, widths)
        y = draw_row(paper, y, line, widths)
    paper.text(MARGIN, y + 8, sheet.total, Style(BOLD, 10))
    paper.signature(MARGIN, min(y + 30, paper.bottom - 26), sheet.signature)
    _end(paper, sheet)
    return paper


def _begin(paper: Paper, sheet: SubstitutionsSheet, widths: Sequence[float]) -> float:
    left = MARGIN + paper.emblem(MARGIN, MARGIN - 4, sheet.logo, 24)
    paper.text(left, MARGIN, sheet.title, Style(BOLD, 14))
    right = MARGIN + paper.inner_width
    paper.text(right, MARGIN + 3, sheet.school, Style(size=9, color=SOFT), align="right")
    return draw_row(paper, MARGIN + 24, sheet.heads, widths, HEAD)


def _end(paper: Paper, sheet: SubstitutionsSheet) -> None:
    words, right = sheet.page_words.format(page=paper.page, pages=paper.pages), MARGIN + paper.inner_width
    paper.text(right, paper.bottom - 9, words, Style(size=8, color=SOFT), align="right")
