"""A sheet of paper: its fonts, its margins, words that stay inside their frames, lines to sign on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "PT Sans", "PT Sans Bold"
NARROW, NARROW_BOLD = "PT Sans Narrow", "PT Sans Narrow Bold"
FILES = {
    REGULAR: "PT_Sans-Web-Regular.ttf",
    BOLD: "PT_Sans-Web-Bold.ttf",
    NARROW: "PT_Sans-Narrow-Web-Regular.ttf",
    NARROW_BOLD: "PT_Sans-Narrow-Web-Bold.ttf",
}
INK, SOFT, HAIRLINE, TINT = "#1D2330", "#5D6675", "#B9B4A6", "#F4F1E9"
AMBER = "#9A5708"
MM = 72 / 25.4
MARGIN = 10 * MM
LEADING = 1.2
A4_ACROSS, A3_ACROSS = landscape(A4), landscape(A3)


WATER = "#ECEAE4"
"""A word across the sheet, behind what is written."""


@cache
def _color(code: str) -> Any:
    return HexColor(code)


@cache
def load_fonts() -> None:
    """Let reportlab know the fonts; once a process."""
    rl_config.useA85 = 0  # pages as they are packed: spelled in letters they take a fifth more room and time
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set: font, size in points, colour."""

    font: str = REGULAR
    size: float = 9
    color: str = INK

    @property
    def leading(self) -> float:
        """The height of a line."""
        return self.size * LEADING

    def width(self, words: str) -> float:
        """How wide the words are."""
        load_fonts()
        return float(pdfmetrics.stringWidth(words, self.font, self.size))


class Paper:
    """Pages of one size, drawn from the top left corner in points; `finish` gives the PDF.

    pages: how many there will be, where that is known.
    """

    def __init__(self, title: str, size: tuple[float, float] = A4_ACROSS, pages: int = 0) -> None:
        load_fonts()
        self.width, self.height = size
        self._bytes = BytesIO()
        self._canvas: Any = Canvas(self._bytes, pagesize=size, invariant=1, lang="ru")
        self._canvas.setTitle(title)
        self._pen: dict[str, Any] = {}
        self.page, self.pages = 1, pages

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """The lowest line above the margin."""
        return self.height - MARGIN

    def text(self, x: float, y: float, words: str, style: Style, *, align: str = "left") -> None:
        """One line whose top is at y."""
        self._take("font", (style.font, style.size), lambda: self._canvas.setFont(style.font, style.size))
        self._inked(style.color)
        draw = {
            "left": self._canvas.drawString,
            "center": self._canvas.drawCentredString,
            "right": self._canvas.drawRightString,
        }[align]
        draw(x, self.height - y - style.size, words)

    def upright(self, x: float, y: float, words: str, style: Style) -> None:
        """One line that runs from the bottom to the top, its middle at x and y."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - y)
        self._canvas.rotate(90)
        self._canvas.setFont(style.font, style.size)
        self._canvas.setFillColor(_color(style.color))
        self._canvas.drawCentredString(0, -style.size * 0.35, words)
        self._canvas.restoreState()
        self._pen.clear()

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, color: str = HAIRLINE, thick: float = 0.5
    ) -> None:
        """A straight line."""
        self._take("stroke", color, lambda: self._canvas.setStrokeColor(_color(color)))
        self._take("thick", thick, lambda: self._canvas.setLineWidth(thick))
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def fill(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A filled rectangle without an edge."""
        self._inked(color)
        self._canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def picture(self, x: float, y: float, png: bytes, width: float, height: float) -> float:
        """A picture in the box, its left top corner there, its shape kept; how wide it has become."""
        read = ImageReader(BytesIO(png))
        across, down = read.getSize()
        scale = min(width / across, height / down)
        place = self.height - y - height / 2 - down * scale / 2
        self._canvas.drawImage(read, x, place, across * scale, down * scale, mask="auto")
        return float(across * scale)

    def emblem(self, x: float, y: float, png: bytes, height: float) -> float:
        """The school's emblem, where it has one; how far what stands beside it is moved."""
        return self.picture(x, y, png, 3 * height, height) + 2 * MM if png else 0.0

    def drawing(self, x: float, y: float, drawn: Any) -> None:
        """A drawing of reportlab's graphics, its left top corner there."""
        from reportlab.graphics import renderPDF  # only papers with charts need it

        renderPDF.draw(drawn, self._canvas, x, self.height - y - drawn.height)
        self._pen.clear()

    def watermark(self, words: str) -> None:
        """The words across the sheet, large and pale; drawn first, so that all else stands over them."""
        style = Style(BOLD, min(96.0, 0.8 * self.width / max(Style(BOLD, 1).width(words), 0.1)), WATER)
        self._canvas.saveState()
        self._canvas.translate(self.width / 2, self.height / 2)
        self._canvas.rotate(50)
        self._canvas.setFont(style.font, style.size)
        self._canvas.setFillColor(_color(style.color))
        self._canvas.drawCentredString(0, -style.size * 0.35, words)
        self._canvas.restoreState()
        self._pen.clear()

    def next_page(self) -> None:
        """Begin another page."""
        self._canvas.showPage()
        self._pen.clear()
        self.page += 1

    def _inked(self, color: str) -> None:
        self._take("ink", color, lambda: self._canvas.setFillColor(_color(color)))

    def _take(self, what: str, value: object, take: Callable[[], None]) -> None:
        """Take it into the hand where something else is there: of a book's cells most are alike."""
        if self._pen.get(what) != value:
            take()
            self._pen[what] = value

    def signature(self, x: float, y: float, role: str, name: str = "") -> None:
        """«Заместитель директора ________ / Громова Е. В. /»."""
        style = Style(size=10)
        self.text(x, y, role, style)
        left = x + style.width(role) + 4 * MM
        self.line(left, y + style.size, left + 40 * MM, y + style.size, color=INK)
        self.text(left + 42 * MM, y, f"/ {name} /" if name else "/", style)

    def finish(self) -> bytes:
        """The PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._bytes.getvalue()


def counted(draw: Callable[[int], Paper]) -> bytes:
    """The PDF of a paper whose pages say of how many they are: it is drawn once to count them."""
    return draw(draw(0).page).finish()


def fitted(words: str, style: Style, width: float) -> str:
    """The words, cut with an ellipsis where they are wider than the width."""
    if style.width(words) <= width:
        return words
    while words and style.width(words + "…") > width:
        words = words[:-1]
    return words.rstrip() + "…" if words else ""


def fitting(
    words: str, font: str, width: float, height: float, sizes: Sequence[float]
) -> tuple[Style, list[str]]:
    """The words in the first of the sizes, from large to small, in which all their lines fit into the box.

    Where none does it is the last one: what is too much goes over the lower edge.
    """
    for size in sizes:
        style = Style(font, size)
        lines = wrapped(words, style, width)
        if len(lines) * style.leading <= height:
            break
    return style, lines


def wrapped(words: str, style: Style, width: float, most: int = 0) -> list[str]:
    """The words in lines no wider than the width; of more than `most` lines the last one is cut."""
    load_fonts()
    lines: list[str] = []
    for word in filter(None, words.split(" ")):  # not at the spaces that hold a name together
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and style.width(longer) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, style, width)
    if most and len(lines) > most:
        kept = lines[: most - 1]
        return [*kept, fitted(" ".join(lines[most - 1 :]), style, width)]
    return lines


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """A word, broken where it is wider than the line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and style.width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
