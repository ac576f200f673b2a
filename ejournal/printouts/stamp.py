"""What an issued paper says of itself: its number, a square that leads to its page, what it replaces."""

from dataclasses import dataclass

import segno

from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.printouts.paper import BOLD, INK, MM, REGULAR, SOFT, Paper, Style, fitting
from ejournal.services.issued.contents import differences_words
from ejournal.services.issued.issue import Stamp

SQUARE, SMALL_SQUARE = 22 * MM, 12 * MM
_LIGHT = "L"
"""The weakest correction: paper is clean, and larger squares are read from farther."""


def draw_square(paper: Paper, x: float, y: float, side: float, text: str) -> None:
    """The text as a QR code: each row's dark runs as one bar."""
    rows = [bytes(row) for row in segno.make(text, error=_LIGHT, micro=False).matrix]
    dot = side / len(rows)
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                paper.fill(x + start * dot, y + down * dot, (across - start) * dot, dot * 1.02, INK)
                start = None


def number_words(stamp: Stamp, locale: str) -> str:
    """«Документ № 26-7KC4-MX29-TPH3»."""
    return gettext(locale, "Document No. {number}", number=stamp.number)


def check_words(stamp: Stamp, locale: str) -> str:
    """«Проверить: journal.school.ru/d/26-7KC4-MX29-TPH3»; empty where the journal has no address."""
    address = stamp.address.partition("://")[2]
    return gettext(locale, "Check the paper: {address}", address=address) if address else ""


def stamp_lines(stamp: Stamp, locale: str) -> list[str]:
    """Where it is checked, who signed, what it replaces and what differs."""
    lines = [*filter(None, (check_words(stamp, locale),))]
    if stamp.own_certificate:
        lines.append(
            gettext(
                locale,
                "The file is signed by a certificate that the school's journal made for itself. "
                "It is not a qualified signature.",
            )
        )
    else:
        lines.append(gettext(locale, "The file is signed by the school's certificate."))
    return [*lines, *filter(None, (replaces_words(stamp, locale),))]


def replaces_words(stamp: Stamp, locale: str) -> str:
    """«Взамен № … от 12.01.2027. Отметки: добавлено 6»; empty for the first paper of a thing."""
    if stamp.former_at is None:
        return ""
    former = gettext(
        locale,
        "Replaces No. {number} of {day}",
        number=stamp.former_number,
        day=full_date(locale, stamp.former_at.date()),
    )
    return f"{former}. {differences_words(stamp.differs, locale)}"


@dataclass(frozen=True, slots=True)
class StampBox:
    """Where a stamp is drawn: its left top corner, its width, the side of its square."""

    x: float
    y: float
    width: float
    side: float


def draw_stamp(paper: Paper, place: StampBox, stamp: Stamp, locale: str) -> None:
    """The square with the words beside it."""
    x, room = place.x, place.width
    if stamp.address:
        draw_square(paper, x, place.y, place.side, stamp.address)
        x, room = x + place.side + 4 * MM, room - place.side - 4 * MM
    y = place.y
    style, lines = fitting(number_words(stamp, locale), BOLD, room, 12, (10, 9, 8, 7, 6))
    for line in lines:
        paper.text(x, y, line, style)
        y += style.leading
    words = stamp_lines(stamp, locale)
    left = place.side - (y - place.y) - 2
    for at, one in enumerate(words):
        each = left / len(words) * (1 if at < len(words) - 1 else 1.2)
        style, lines = fitting(one, REGULAR, room, max(each, 8), (8, 7.5, 7, 6.5, 6, 5.5, 5))
        for line in lines:
            paper.text(x, y + 2, line, Style(style.font, style.size, SOFT))
            y += style.leading
