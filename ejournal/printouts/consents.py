"""The register of consents: its columns, for paper and spreadsheet alike, and the paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date
from ejournal.printouts.paper import (
    BOLD,
    HAIRLINE,
    MARGIN,
    NARROW,
    NARROW_BOLD,
    SOFT,
    Paper,
    Style,
    counted,
    wrapped,
)
from ejournal.services.consents.giving import ConsentState
from ejournal.services.consents.register import Line

Cell = str | int | date
STATE_WORDS = {
    ConsentState.GIVEN: "given",
    ConsentState.REFUSED: "said no",
    ConsentState.WITHDRAWN: "taken back",
    ConsentState.LAPSED: "lapsed",
    ConsentState.UNANSWERED: "not answered yet",
}
"""The states as message ids."""


def _said_on(one: Line, actor: Actor) -> Cell:
    return clock.local(one.said_at, actor.time_zone).date() if one.said_at and one.version else ""


def _on_paper(one: Line, actor: Actor) -> Cell:
    if not one.paper_day:
        return ""
    day = full_date(actor.locale, one.paper_day)
    return gettext(actor.locale, "paper of {day}, entered by {name}", day=day, name=one.entered_by)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width on paper (hundredths) and in a spreadsheet (letters), its cells."""

    head: str
    share: int
    letters: int
    cell: Callable[[Line, Actor], Cell]


COLUMNS = (
    Column("Class", 7, 10, lambda one, _: one.class_title),
    Column("About whom", 18, 28, lambda one, actor: one.about or gettext(actor.locale, "themselves")),
    Column("Who", 22, 36, lambda one, _: one.name),
    Column("Purpose", 18, 30, lambda one, _: one.purpose),
    Column("Version", 6, 8, lambda one, _: one.version or one.current),
    Column("State", 10, 16, lambda one, actor: gettext(actor.locale, STATE_WORDS[one.state])),
    Column("Date", 8, 12, _said_on),
    Column("On paper", 13, 36, _on_paper),
)
SHARES = tuple(column.share for column in COLUMNS)
CELL, HEAD = Style(NARROW, 9), Style(NARROW_BOLD, 9)
PAD = 3.0


@dataclass(frozen=True, slots=True)
class ConsentsSheet:
    """What is printed: title, school, heads of columns, lines of as many cells, words of the foot."""

    title: str
    school: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    total: str
    page_words: str


def consents_sheet(found: Sequence[Line], school: str, actor: Actor) -> ConsentsSheet:
    """The lines in words, as they are printed today."""
    locale = actor.locale
    day = full_date(locale, actor.today)
    return ConsentsSheet(
        title=gettext(locale, "Register of consents on {day}", day=day),
        school=school,
        heads=tuple(gettext(locale, column.head) for column in COLUMNS),
        lines=tuple(tuple(_words(column.cell(one, actor), locale) for column in COLUMNS) for one in found),
        total=ngettext(locale, "{n} line", "{n} lines", len(found)),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
    )


def _words(value: Cell, locale: str) -> str:
    return full_date(locale, value) if isinstance(value, date) else str(value)


def draw_consents(sheet: ConsentsSheet) -> bytes:
    """The PDF; the head of the table stands on every page, words are wrapped and never cut."""
    return counted(lambda pages: _drawn(sheet, pages))


def _drawn(sheet: ConsentsSheet, pages: int) -> Paper:
    paper = Paper(sheet.title, pages=pages)
    widths = [paper.inner_width * share / sum(SHARES) for share in SHARES]
    y = _begin(paper, sheet, widths)
    for line in sheet.lines:
        cells = [wrapped(words, CELL, width - 2 * PAD) for words, width in zip(line, widths, strict=True)]
        if y + _height(cells, CELL) > paper.bottom - 16:
            _end(paper, sheet)
            paper.next_page()
            y = _begin(paper, sheet, widths)
        y = _row(paper, y, cells, widths, CELL)
    paper.text(MARGIN, min(y + 6, paper.bottom - 12), sheet.total, Style(BOLD, 10))
    _end(paper, sheet)
    return paper


def _begin(paper: Paper, sheet: ConsentsSheet, widths: Sequence[float]) -> float:
    paper.text(MARGIN, MARGIN, sheet.title, Style(BOLD, 14))
    right = MARGIN + paper.inner_width
    paper.text(right, MARGIN + 3, sheet.school, Style(size=9, color=SOFT), align="right")
    heads = [wrapped(words, HEAD, width - 2 * PAD) for words, width in zip(sheet.heads, widths, strict=True)]
    return _row(paper, MARGIN + 24, heads, widths, HEAD)


def _end(paper: Paper, sheet: ConsentsSheet) -> None:
    words, right = sheet.page_words.format(page=paper.page, pages=paper.pages), MARGIN + paper.inner_width
    paper.text(right, paper.bottom - 9, words, Style(size=8, color=SOFT), align="right")


def _height(cells: Sequence[list[str]], style: Style) -> float:
    return max(1, *(len(lines) for lines in cells)) * style.leading + 2 * PAD


def _row(paper: Paper, y: float, cells: Sequence[list[str]], widths: Sequence[float], style: Style) -> float:
    bottom, x = y + _height(cells, style), MARGIN
    for lines, width in zip(cells, widths, strict=True):
        for place, part in enumerate(lines):
            paper.text(x + PAD, y + PAD + place * style.leading, part, style)
        x += width
    paper.line(MARGIN, bottom, x, bottom, color=HAIRLINE)
    return bottom
