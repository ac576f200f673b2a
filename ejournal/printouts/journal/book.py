"""A book of A4 pages that face each other: margins for the binding, numbers by the spread, who and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4

from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.printouts.paper import BOLD, INK, MM, REGULAR, SOFT, Paper, Style, fitting
from ejournal.printouts.stamp import (
    SMALL_SQUARE,
    check_words,
    draw_square,
    number_words,
    replaces_words,
)
from ejournal.services.issued.issue import Stamp
from ejournal.services.papers.imprint import Particulars

BINDING, OUTER, TOP, BOTTOM, LOOSE = 20 * MM, 10 * MM, 12 * MM, 18 * MM, 15 * MM
FOOT = Style(size=7.5, color=SOFT)
FOOT_SIZES = (7.5, 7.0, 6.5, 6.0, 5.0, 4.0)
NUMBER = Style(BOLD, 11)
SIGNED_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Imprint(Particulars):
    """What is said of a printout on its pages, in this language."""

    locale: str = "ru"
    stamp: Stamp | None = None
    preview: bool = False
    """It could be issued and is only looked at."""

    @classmethod
    def of(cls, found: Particulars, locale: str) -> "Imprint":
        """The particulars in a language."""
        return cls(found.school, found.who, found.at, found.logo, found.address, found.inn, locale)

    def stamped(self, stamp: Stamp | None, *, is_open: bool) -> "Imprint":
        """The same of a paper that is issued, or that could be and is only looked at."""
        return replace(self, stamp=stamp, preview=stamp is None and not is_open)

    @property
    def made_words(self) -> str:
        """«Школа № 7. Составлен 26.12.2026 в 12:04, В. Г. Шубина»."""
        day = full_date(self.locale, self.at.date())
        made = gettext(self.locale, "Made on {day} at {time}", day=day, time=f"{self.at:%H:%M}")
        return f"{self.school}. {', '.join(filter(None, (made, self.who)))}"

    @property
    def words(self) -> str:
        """The same behind the number, or that there is none."""
        if self.stamp is not None:
            return f"{number_words(self.stamp, self.locale)}. {self.made_words}"
        if self.preview:
            return f"{gettext(self.locale, 'Preview: not issued')}. {self.made_words}"
        return self.made_words


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a page that is written on: its edges in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.right - self.left


Page = Callable[[Paper, Box], None]
"""Draws one page into its box."""


def blank(_paper: Paper, _box: Box) -> None:
    """A page on which nothing stands."""


def box_of(page: int) -> Box:
    """The box of a page, counted from 1: even ones stand at the left of their spread, bound at the right."""
    width, height = A4
    left, right = (OUTER, BINDING) if page % 2 == 0 else (BINDING, OUTER)
    return Box(left, TOP, width - right, height - BOTTOM)


def number_of(page: int) -> int:
    """The spread that a page is half of; the cover is none's."""
    return page // 2


def from_left(pages: Sequence[Page]) -> list[Page]:
    """The pages of a book so far, and a blank one where the next would not stand at the left."""
    return list(pages) if len(pages) % 2 else [*pages, blank]


def draw_book(title: str, pages: Sequence[Page], imprint: Imprint, *, draft: bool) -> bytes:
    """The PDF of the pages, the first of them the cover."""
    paper = Paper(title, A4)
    total = number_of(len(pages))
    for at, page in enumerate(pages, 1):
        if at > 1:
            paper.next_page()
        if draft:
            paper.watermark(gettext(imprint.locale, "DRAFT"))
        box = box_of(at)
        page(paper, box)
        _foot(paper, box, number_of(at), total, imprint)
    return paper.finish()


def _foot(paper: Paper, box: Box, number: int, total: int, imprint: Imprint) -> None:
    y = box.bottom + 6 * MM
    style, lines = fitting(imprint.words, REGULAR, box.width - 45 * MM, 9 * MM, FOOT_SIZES)
    at_left = box.left == OUTER  # the number stands at the outer edge, who and when at the inner one
    for at, line in enumerate(lines):
        x, align = (box.right, "right") if at_left else (box.left, "left")
        paper.text(x, y + 2 + at * style.leading, line, replace(style, color=SOFT), align=align)
    if not number:
        return
    of_all = gettext(imprint.locale, "sheet {number} of {total}", number=number, total=total)
    if at_left:
        paper.text(box.left, y, str(number), NUMBER)
        paper.text(box.left + 12 * MM, y + 2, of_all, FOOT)
    else:
        paper.text(box.right, y, str(number), NUMBER, align="right")
        paper.text(box.right - 12 * MM, y + 2, of_all, FOOT, align="right")


def draw_sheets(
    title: str, pages: Sequence[Page], imprint: Imprint, *, draft: bool, size: tuple[float, float] = A4
) -> bytes:
    """The PDF of loose sheets, which are bound to nothing: the same margins on each, page x of y."""
    paper = Paper(title, size)
    box = loose_box(size)
    for at, page in enumerate(pages, 1):
        if at > 1:
            paper.next_page()
        if draft:
            paper.watermark(gettext(imprint.locale, "DRAFT"))
        page(paper, box)
        _loose_foot(paper, box, imprint)
        of_all = gettext(imprint.locale, "page {number} of {total}", number=at, total=len(pages))
        paper.text(box.right, box.bottom + 6 * MM, of_all, FOOT, align="right")
    return paper.finish()


def _loose_foot(paper: Paper, box: Box, imprint: Imprint) -> None:
    """The foot of a loose sheet; of an issued one each goes its own way, and each carries the square."""
    y, stamp = box.bottom + 6 * MM, imprint.stamp
    if stamp is not None:
        _stamped_foot(paper, box, imprint, stamp)
        return
    style, lines = fitting(imprint.words, REGULAR, box.width - 45 * MM, 9 * MM, FOOT_SIZES)
    for at, line in enumerate(lines):
        paper.text(box.left, y + at * style.leading, line, replace(style, color=SOFT))


def _stamped_foot(paper: Paper, box: Box, imprint: Imprint, stamp: Stamp) -> None:
    """The square, beside it the number and where it is checked, who made it and when, what it replaces."""
    x, y, locale = box.left, box.bottom + 1 * MM, imprint.locale
    if stamp.address:
        draw_square(paper, x, box.bottom + 0.5 * MM, SMALL_SQUARE, stamp.address)
        x += SMALL_SQUARE + 3 * MM
    room = box.right - x - 32 * MM
    number = ". ".join(filter(None, (number_words(stamp, locale), check_words(stamp, locale))))
    for words, font, color in (
        (number, BOLD, INK),
        (imprint.made_words, REGULAR, SOFT),
        (replaces_words(stamp, locale), REGULAR, SOFT),
    ):
        style, lines = fitting(words, font, room, 10, FOOT_SIZES)
        for line in lines:
            paper.text(x, y, line, replace(style, color=color))
            y += style.leading + 1


def loose_box(size: tuple[float, float] = A4) -> Box:
    """The box of every loose sheet of the size."""
    return Box(LOOSE, TOP, size[0] - LOOSE, size[1] - BOTTOM)


def sign(paper: Paper, x: float, y: float, width: float, role: str, name: str = "") -> None:
    """A line to sign on between who signs and the name, over the whole width."""
    words = _within(role, width * 0.6)
    named = _within(name, width * 0.35)
    paper.text(x, y, role, words)
    paper.text(x + width, y, name, named, align="right")
    right = x + width - (named.width(name) + 2 * MM if name else 0)
    line = y + SIGNED_SIZE + 1
    paper.line(x + words.width(role) + 2 * MM, line, right, line, color=INK)


def _within(words: str, width: float) -> Style:
    """How the words are set so that they are no wider than the width."""
    wide = Style(size=SIGNED_SIZE).width(words)
    return Style(size=min(SIGNED_SIZE, SIGNED_SIZE * width / wide) if wide else SIGNED_SIZE)
