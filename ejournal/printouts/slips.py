"""Slips of paper with registration codes: cut apart and handed out, one to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.pagesizes import A4

from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.printouts.paper import (
    AMBER,
    BOLD,
    HAIRLINE,
    INK,
    MM,
    REGULAR,
    SOFT,
    Paper,
    Style,
    fitted,
    wrapped,
)
from ejournal.printouts.stamp import draw_square
from ejournal.services.registration.codes import Slip, Whom

TO_A_PAGE = (1, 4)
PAD = 8 * MM
QR = 30 * MM


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What is the same on all slips of a print."""

    school: str
    heading: str
    code: str
    until: str
    steps: tuple[str, ...]
    warning: str
    short_address: str
    address: str
    logo: bytes = b""


def slip_words(locale: str, whom: Whom, school: str, address: str, until: date) -> SlipWords:
    """The words for the people; address is that of the registration page, without a code."""
    plain = address.partition("://")[2] or address
    headings = {
        Whom.PUPILS: gettext(locale, "The pupil's own sign-in to the school journal"),
        Whom.GUARDIANS: gettext(locale, "The parent's own sign-in to the school journal"),
        Whom.STAFF: gettext(locale, "Your own sign-in to the school journal"),
    }
    warnings = {
        Whom.PUPILS: gettext(locale, "This code is the pupil's own. Parents have codes of their own."),
        Whom.GUARDIANS: gettext(
            locale,
            "Do not register by your child's code: by it you would see the diary as your child, "
            "and could neither sign it nor report an absence.",
        ),
    }
    return SlipWords(
        school=school,
        heading=headings[whom],
        code=gettext(locale, "Code"),
        until=gettext(locale, "Works once, until {day}", day=full_date(locale, until)),
        steps=(
            gettext(locale, "Point the phone's camera at the square, or open {address}", address=plain),
            gettext(locale, "Type the code, if the page asks for it"),
            gettext(locale, "Read what the school asks your consent to, and decide"),
            gettext(locale, "Think of a password: from then on you sign in by it"),
        ),
        warning=warnings.get(whom, ""),
        short_address=plain,
        address=address,
    )


def draw_slips(title: str, slips: Sequence[Slip], words: SlipWords, to_a_page: int) -> bytes:
    """The PDF, one or four slips to a page of A4, each class from a page of its own; ValueError for another
    number."""
    if to_a_page not in TO_A_PAGE:
        raise ValueError(to_a_page)
    paper = Paper(title, A4)
    across = 2 if to_a_page == 4 else 1
    width, height = paper.width / across, paper.height / across
    place = -1
    for number, slip in enumerate(slips):
        same_class = number and slip.class_id == slips[number - 1].class_id
        place = (place + 1) % to_a_page if same_class else 0
        if number and not place:
            paper.next_page()
        if not place and across > 1:
            _cuts(paper)
        x, y = place % across * width, place // across * height
        _Drawn(paper, x, y, width, words, 1.2 if across > 1 else 2.0).draw(slip)
    return paper.finish()


def _cuts(paper: Paper) -> None:
    paper.line(paper.width / 2, 0, paper.width / 2, paper.height, color=HAIRLINE)
    paper.line(0, paper.height / 2, paper.width, paper.height / 2, color=HAIRLINE)


class _Drawn:
    """One slip in its part of the page, from the top down; the scale is that of letters."""

    def __init__(
        self, paper: Paper, x: float, y: float, width: float, words: SlipWords, scale: float
    ) -> None:
        self.paper, self.words, self.scale = paper, words, scale
        margin = PAD
        self.x, self.y, self.width = x + margin, y + margin, width - 2 * margin

    def draw(self, slip: Slip) -> None:
        """Whose it is, the code beside its square, the steps, the warning."""
        words = self.words
        moved = self.paper.emblem(self.x, self.y, words.logo, 22 * self.scale)
        self.x, self.width = self.x + moved, self.width - moved
        self._lines(words.school, self._style(8, SOFT), most=2)
        self._lines(words.heading, self._style(9, SOFT), most=2)
        self.x, self.width = self.x - moved, self.width + moved
        self.y += 4 * self.scale
        self._lines(slip.name, self._style(13, INK, BOLD), most=2)
        for line in (slip.classes, ", ".join(slip.children)):
            if line:
                self._lines(line, self._style(9.5), most=2)
        self.y += 6 * self.scale
        self._code(slip)
        for number, step in enumerate(words.steps, 1):
            self._step(f"{number}.", step)
        if words.warning:
            self.y += 4 * self.scale
            self._lines(words.warning, self._style(9, AMBER, BOLD))

    def _style(self, size: float, color: str = INK, font: str = REGULAR) -> Style:
        return Style(font, size * self.scale, color)

    def _lines(self, text: str, style: Style, most: int = 0) -> None:
        for line in wrapped(text, style, self.width, most):
            self.paper.text(self.x, self.y, line, style)
            self.y += style.leading

    def _code(self, slip: Slip) -> None:
        side = QR * self.scale
        draw_square(self.paper, self.x, self.y, side, f"{self.words.address}#{slip.code}")
        x, y, room = self.x + side + 4 * MM, self.y + 2 * MM, self.width - side - 4 * MM
        for text, style in (
            (self.words.code, self._style(9, SOFT)),
            (slip.code, self._style(15, INK, BOLD)),
            (self.words.until, self._style(8, SOFT)),
        ):
            for line in wrapped(text, style, room):
                self.paper.text(x, y, line, style)
                y += style.leading
            y += 2 * self.scale
        style = self._style(8.5)
        self.paper.text(x, y, fitted(self.words.short_address, style, room), style)
        self.y += side + 6 * self.scale

    def _step(self, number: str, text: str) -> None:
        style, indent = self._style(9), 12 * self.scale
        self.paper.text(self.x, self.y, number, style)
        for line in wrapped(text, style, self.width - indent):
            self.paper.text(self.x + indent, self.y, line, style)
            self.y += style.leading
        self.y += 1.5 * self.scale
