"""Reads printed PDFs back: their words, and which of them lie outside of the page."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from ejournal.printouts.paper import FILES, load_fonts

EDGE = 14.0
"""A printer's own margin in points: about five millimetres."""


Matrix = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it was drawn: its words, the page's and its own matrix, its font and size."""

    words: str
    matrix: Matrix
    own: Matrix
    font: str
    size: float


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page read back: its size in points, all its words as one text, and each piece that is not blank."""

    width: float
    height: float
    text: str
    pieces: tuple[Piece, ...]


@lru_cache(maxsize=2)
def read_pages(written: bytes) -> tuple[ReadPage, ...]:
    """The pages of a PDF, read once however often it is asked about: a page takes 20 ms."""
    return tuple(_read(page) for page in PdfReader(BytesIO(written)).pages)


def _read(page: Any) -> ReadPage:
    pieces: list[Piece] = []

    def note(words: str, matrix: Any, own: Any, font: Any, size: float) -> None:
        if words.strip():
            named = str(font["/BaseFont"]) if font else ""
            pieces.append(Piece(words, tuple(matrix), tuple(own), named, size))

    text = page.extract_text(visitor_text=note)
    return ReadPage(float(page.mediabox.width), float(page.mediabox.height), text, tuple(pieces))


def text_of(written: bytes) -> str:
    """All words of a PDF."""
    return "\n".join(page.text for page in read_pages(written))


def words_outside(written: bytes) -> list[str]:
    """Words that begin or end outside of the page, or in the edge on which printers cannot print."""
    return [
        one.words.strip()
        for page in read_pages(written)
        for one in page.pieces
        if _is_outside(one, page.width, page.height)
    ]


def _is_outside(piece: Piece, width: float, height: float) -> bool:
    matrix, own = piece.matrix, piece.own
    x = own[4] * matrix[0] + own[5] * matrix[2] + matrix[4]
    y = own[4] * matrix[1] + own[5] * matrix[3] + matrix[5]
    length = _length(piece.words, piece.font, piece.size)
    right, top = (x, y + length) if abs(matrix[1]) > 0.5 else (x + length, y)
    return x < EDGE or y < EDGE or right > width - EDGE or top > height - EDGE


def _length(words: str, font: str, size: float) -> float:
    """How long the longest line of the words is in the font, which must be one of the house's."""
    load_fonts()
    known = {str(pdfmetrics.getFont(name).face.name, "latin-1"): name for name in FILES}
    name = known[font.partition("+")[2]]
    return max(
        (float(pdfmetrics.stringWidth(line, name, size)) for line in words.strip().split("\n")), default=0
    )
