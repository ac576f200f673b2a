"""Words of a printed PDF with their places: each piece as it was drawn, read by another library."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text, the left end of its line in points from the page's left lower corner."""

    text: str
    x: float
    y: float


def pages_of(written: bytes) -> list[list[Word]]:
    """The pieces of each page in the order in which they were drawn."""
    found: list[list[Word]] = []
    for page in PdfReader(BytesIO(written)).pages:
        words: list[Word] = []

        def look(
            text: str, matrix: Any, place: Any, _font: Any, _size: float, words: list[Word] = words
        ) -> None:
            if text.strip():
                words.append(Word(text.strip(), place[4] + matrix[4], place[5] + matrix[5]))

        page.extract_text(visitor_text=look)
        found.append(words)
    return found
