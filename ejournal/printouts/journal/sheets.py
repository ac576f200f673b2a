"""Loose sheets of a class's results: the summary sheet, report cards, letters to parents."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4

from ejournal.i18n import gettext
from ejournal.printouts.journal.book import Box, Imprint, Page, draw_sheets, loose_box, sign
from ejournal.printouts.journal.summary import LAST_TITLES, SummarySheet, columns_in, summary_pages
from ejournal.printouts.paper import (
    A4_ACROSS,
    BOLD,
    INK,
    MM,
    NARROW,
    NARROW_BOLD,
    REGULAR,
    SOFT,
    Paper,
    Style,
    fitting,
    wrapped,
)
from ejournal.services.papers.cards import Card, Cards, SubjectLine
from ejournal.services.papers.classes import ClassBasis
from ejournal.services.papers.courses import initials
from ejournal.services.papers.results import Missed

LINES = "#8A8B90"
PAD, RESULT, MISSED = 3.0, 14 * MM, 18 * MM
LEAST, MOST = 5.0 * MM, 7.5 * MM
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0, 3.5, 3.0)
BOX = loose_box()
SIGNED = 12 * MM
"""How high the place for a line to sign is."""


def summary_sheet(basis: ClassBasis, locale: str) -> SummarySheet:
    """The summary sheet of a class with its title."""
    title = gettext(locale, "Summary sheet")
    words = f"{title}, {basis.title}, {period(basis, locale)}"
    return SummarySheet(words, basis.results, basis.terms, locale)


def draw_summary(basis: ClassBasis, imprint: Imprint) -> bytes:
    """The summary sheet of a class as PDF."""
    locale = imprint.locale
    sheet = summary_sheet(basis, locale)
    # A year has a row a term for each pupil: more of them stand on a page upright, where the subjects fit.
    upright = len(basis.results.keys) > 1 and len(basis.results.subjects) <= columns_in(loose_box().width)
    size = A4 if upright else A4_ACROSS
    box = loose_box(size)
    pages = summary_pages(sheet, box.width, box.bottom - box.top - SIGNED)
    pages = [_signed(page, basis.teachers, locale) for page in pages]
    return draw_sheets(sheet.title, pages, imprint, draft=basis.is_open, size=size)


def _signed(page: Page, teachers: Sequence[str], locale: str) -> Page:
    """The page with lines to sign on at its foot."""

    def draw(paper: Paper, box: Box) -> None:
        page(paper, box)
        half, y = box.width / 2, box.bottom - SIGNED + 4 * MM
        _sign_teacher(paper, (box.left, y), half - 10 * MM, teachers, locale)
        sign(paper, box.left + half, y, half, gettext(locale, "Deputy head"))

    return draw


def _sign_teacher(
    paper: Paper, place: tuple[float, float], width: float, teachers: Sequence[str], locale: str
) -> None:
    """The class teacher's line to sign on, with the name where it is one person's."""
    name = initials(teachers[0]) if len(teachers) == 1 else ""
    sign(paper, *place, width, gettext(locale, "Class teacher"), name)


def period(found: ClassBasis | Cards, locale: str) -> str:
    """«II четверть, 2026/2027 учебный год»."""
    of_year = gettext(locale, "{year} year", year=found.year.name)
    return f"{found.term.name(locale)}, {of_year}" if found.term else of_year


def draw_report_cards(found: Cards, imprint: Imprint) -> bytes:
    """The report cards as PDF: a page a pupil."""
    title = gettext(imprint.locale, "Report card")
    pages = [_card(found, one, imprint) for one in found.cards]
    return _drawn(f"{title}, {found.title}", pages, found, imprint)


def draw_letters(found: Cards, imprint: Imprint) -> bytes:
    """Letters to the parents as PDF: a page a pupil, with a tear-off to sign."""
    title = gettext(imprint.locale, "Letter to parents")
    pages = [_letter(found, one, imprint) for one in found.cards]
    return _drawn(f"{title}, {found.title}", pages, found, imprint)


def _drawn(title: str, pages: Sequence[Page], found: Cards, imprint: Imprint) -> bytes:
    return draw_sheets(title, pages or [_nobody(imprint.locale)], imprint, draft=found.is_open)


def _nobody(locale: str) -> Page:
    words = gettext(locale, "Nobody sat in this class then")
    return lambda paper, box: paper.text(box.left, box.top, words, Style(BOLD, 13))


# ------------------------------------------------------------------------------------------ a table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of one page: the heads, the widths of all columns but the first, what is bold in it."""

    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[tuple[str, ...]]
    at_left: frozenset[int] = frozenset({0})


def _grid(paper: Paper, box: Box, y: float, grid: Grid, room: float) -> float:
    """Draw the table into a room as high; all rows are of one height, type shrinks where it must."""
    widths = [box.width - sum(grid.widths), *grid.widths]
    height = min(MOST, room / (len(grid.rows) + 2))
    y = _grid_row(paper, box.left, (y, 2 * height), grid.heads, widths, NARROW_BOLD, frozenset())
    for row in grid.rows:
        y = _grid_row(paper, box.left, (y, height), row, widths, NARROW, grid.at_left)
    return y


def _grid_row(
    paper: Paper,
    left: float,
    place: tuple[float, float],
    row: Sequence[str],
    widths: Sequence[float],
    font: str,
    at_left: frozenset[int],
) -> float:
    (y, height), x = place, left
    for at, (words, width) in enumerate(zip(row, widths, strict=True)):
        style, lines = fitting(words, font, width - 2 * PAD, height - 2, SIZES)
        top = y + (height - len(lines) * style.leading) / 2
        for number, line in enumerate(lines):
            if at in at_left:
                paper.text(x + PAD, top + number * style.leading, line, style)
            else:
                paper.text(x + width / 2, top + number * style.leading, line, style, align="center")
        paper.line(x, y, x, y + height, color=LINES)
        x += width
    paper.line(x, y, x, y + height, color=LINES)
    paper.line(left, y, x, y, color=LINES)
    paper.line(left, y + height, x, y + height, color=LINES)
    return y + height


# ------------------------------------------------------------------------------------ a report card


def _head(paper: Paper, box: Box, imprint: Imprint, title: str, about: Sequence[str]) -> float:
    """School, title and whom it is about; where the rest begins."""
    left = box.left + paper.emblem(box.left, box.top, imprint.logo, 14 * MM)
    room = box.right - left
    style, lines = fitting(imprint.school, REGULAR, room, 6 * MM, SIZES)
    y = box.top
    for line in lines:
        paper.text(left, y, line, style)
        y += style.leading
    if imprint.address:
        style, lines = fitting(imprint.address, REGULAR, room, 6 * MM, (8, 7, 6, 5, 4, 3))
        for line in lines:
            paper.text(left, y, line, Style(style.font, style.size, SOFT))
            y += style.leading
    y = max(y, box.top + 14 * MM) + 4 * MM
    paper.text(box.left, y, title, Style(BOLD, 16))
    y += 9 * MM
    for at, words in enumerate(about):
        style, lines = fitting(words, BOLD if at == 0 else REGULAR, box.width, 9 * MM, (11, 10, 9, 8, 7, 6))
        for line in lines:
            paper.text(box.left, y, line, style)
            y += style.leading
    return y + 4 * MM


def _card(found: Cards, card: Card, imprint: Imprint) -> Page:
    locale = imprint.locale

    def draw(paper: Paper, box: Box) -> None:
        about = [card.pupil.full, gettext(locale, "class {title}", title=found.title), period(found, locale)]
        y = _head(paper, box, imprint, gettext(locale, "Report card"), about)
        missed = [card.missed.get(one.number, Missed()) for one in found.terms]
        titles = [_result_title(found, key, locale) for key in found.keys]
        rows = [(one.subject, *(one.results.get(key, "") for key in found.keys)) for one in card.lines]
        for words, counts in (
            (gettext(locale, "Days missed"), [one.days for one in missed]),
            (gettext(locale, "Lessons missed"), [one.lessons for one in missed]),
        ):
            of_terms = {str(term.number): str(count) for term, count in zip(found.terms, counts, strict=True)}
            total = str(sum(counts))
            rows.append((words, *(of_terms.get(key, total if key == "year" else "") for key in found.keys)))
        signs = 10 * MM + (len(found.terms) + 2) * SIGNED * 0.75
        width = min(RESULT, box.width * 0.6 / max(len(found.keys), 1))
        grid = Grid((gettext(locale, "Subject"), *titles), (width,) * len(found.keys), rows)
        y = _grid(paper, box, y, grid, box.bottom - y - signs) + 8 * MM
        _card_signs(paper, box, y, found, locale)

    return draw


def _result_title(found: Cards, key: str, locale: str) -> str:
    if key in LAST_TITLES:
        return gettext(locale, LAST_TITLES[key])
    return next((one.short_name(locale) for one in found.terms if str(one.number) == key), key)


def _card_signs(paper: Paper, box: Box, y: float, found: Cards, locale: str) -> None:
    half = box.width / 2
    _sign_teacher(paper, (box.left, y), half - 5 * MM, found.teachers, locale)
    sign(paper, box.left + half + 5 * MM, y, half - 5 * MM, gettext(locale, "Director"))
    y += SIGNED
    parent = gettext(locale, "Parent's signature")
    for term in found.terms:
        sign(paper, box.left, y, half + 20 * MM, f"{term.name(locale)}. {parent}")
        y += SIGNED * 0.75


# ------------------------------------------------------------------------------------------ a letter


def _letter(found: Cards, card: Card, imprint: Imprint) -> Page:
    locale = imprint.locale
    torn = 48 * MM

    def draw(paper: Paper, box: Box) -> None:
        about = [card.pupil.full, gettext(locale, "class {title}", title=found.title), period(found, locale)]
        y = _head(paper, box, imprint, gettext(locale, "To the parents"), about)
        words = gettext(locale, "These are the marks and the absences of your child. Please read and sign.")
        for line in wrapped(words, Style(size=10), box.width):
            paper.text(box.left, y, line, Style(size=10))
            y += 14
        y += 2 * MM
        key = str(found.term.number) if found.term else "year"
        heads = ("Subject", "Marks", "Lessons missed", "Term mark" if found.term else "Year")
        rows = [_letter_row(one, key) for one in card.lines]
        grid = Grid(
            tuple(gettext(locale, head) for head in heads),
            (box.width * 0.48, MISSED, MISSED),
            rows,
            frozenset({0, 1}),
        )
        y = _grid(paper, box, y, grid, box.bottom - torn - 14 * MM - y) + 6 * MM
        _sign_teacher(paper, (box.left, y), box.width * 0.6, found.teachers, locale)
        _tear_off(paper, box, box.bottom - torn, found, card, locale)

    return draw


def _letter_row(one: SubjectLine, key: str) -> tuple[str, ...]:
    return one.subject, ", ".join(one.cells), str(one.missed or ""), one.results.get(key, "")


def _tear_off(paper: Paper, box: Box, y: float, found: Cards, card: Card, locale: str) -> None:
    """What is torn off and comes back to school signed."""
    x = box.left
    while x < box.right:
        paper.line(x, y, min(x + 3 * MM, box.right), y, color=INK)
        x += 5 * MM
    hint = gettext(locale, "tear off here")
    paper.text(box.right, y + 1 * MM, hint, Style(size=7, color=SOFT), align="right")
    words = gettext(
        locale,
        "I have read the marks of {name}, {title}, {period}",
        name=card.pupil.full,
        title=found.title,
        period=period(found, locale),
    )
    style, lines = fitting(words, REGULAR, box.width, 16 * MM, (10, 9, 8, 7, 6))
    y += 7 * MM
    for line in lines:
        paper.text(box.left, y, line, style)
        y += style.leading
    y = max(y, box.bottom - 24 * MM) + 4 * MM
    sign(paper, box.left, y, box.width * 0.4, gettext(locale, "Date"))
    sign(paper, box.left + box.width * 0.45, y, box.width * 0.55, gettext(locale, "Signature"))
