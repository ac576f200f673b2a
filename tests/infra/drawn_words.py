"""Words of a printed PDF with their places: each piece as it was drawn, read by another library."""

from dataclasses import dataclass

from tests.infra.paper import Piece, read_pages


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text, the left end of its line in points from the page's left lower corner."""

    text: str
    x: float
    y: float


def pages_of(written: bytes) -> list[list[Word]]:
    """The pieces of each page in the order in which they were drawn."""
    return [[_word(one) for one in page.pieces] for page in read_pages(written)]


def _word(piece: Piece) -> Word:
    return Word(piece.words.strip(), piece.own[4] + piece.matrix[4], piece.own[5] + piece.matrix[5])
