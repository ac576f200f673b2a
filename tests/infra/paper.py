"""Reads printed PDFs back: their words, and which of them lie outside of the page."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from ejournal.printouts.paper import FILES, load_fonts

EDGE = 14.0
"""A printer's own margin in points: about five millimetres."""


def text_of(written: bytes) -> str:
    """All words of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(written)).pages)


def words_outside(written: bytes) -> list[str]:
    """Words that begin or end outside of the page, or in the edge on which printers cannot print."""
    found: list[str] = []
    for page in PdfReader(BytesIO(written)).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)

        def look(
            words: str, matrix: Any, text_matrix: Any, font: Any, size: float,
            width: float = width, height: float = height,
        ) -> None:  # fmt: skip
            if not words.strip():
                return
            x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
            y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
            upright = abs(matrix[1]) > 0.5
            length = _length(words, font, size)
            right, top = (x, y + length) if upright else (x + length, y)
            if x < EDGE or y < EDGE or right > width - EDGE or top > height - EDGE:
                found.append(words.strip())

        page.extract_text(visitor_text=look)
    return found


def _length(words: str, font: Any, size: float) -> float:
    """How long the longest line of the words is in the font, which must be one of the house's."""
    load_fonts()
    known = {str(pdfmetrics.getFont(name).face.name, "latin-1"): name for name in FILES}
    name = known[str(font["/BaseFont"]).partition("+")[2]]
    return max(
        (float(pdfmetrics.stringWidth(line, name, size)) for line in words.strip().split("\n")), default=0
    )
