"""A message's words as they are kept: nothing in them turns the line, hides, or paints over others."""

import unicodedata

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.services.base.texts import cleaned

FIELD = "message"
MOST_MARKS = 2
"""On one letter: Vietnamese needs two, piles of them only paint over other lines."""
MOST_BREAKS = 2
"""One after another."""
_JOINERS = "\u200c\u200d"
"""Invisible, yet Persian letters and signs of emoji are put together with them."""
_TAGS = range(0xE0020, 0xE0080)
"""With them flags are spelled."""
_VARIATIONS = range(0xFE00, 0xFE10)
"""They choose how an emoji is drawn."""
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
"""Letters that nobody sees."""


def message_words(
    text: str, most: int = limits.CHAT, field: str = FIELD, *, may_be_none: bool = False
) -> str:
    """The words as they are kept; DomainError by the field for none that anybody sees, or too many.

    may_be_none: something else is said with them, and what nobody sees is none.
    """
    words = _without_piles(cleaned(text, most, field))
    if may_be_none and not any(_is_seen(char) for char in words):
        return ""
    if not any(_is_seen(char) for char in words):
        raise DomainError("Write something", field=field)
    return words


def _without_piles(text: str) -> str:
    """Without signs that turn the line, piles of marks on a letter, and rows of empty lines."""
    kept: list[str] = []
    marks = breaks = 0
    for char in text:
        category = unicodedata.category(char)
        if category == "Cf" and char not in _JOINERS and ord(char) not in _TAGS:
            continue
        is_mark = category in ("Mn", "Me") and ord(char) not in _VARIATIONS
        marks = marks + 1 if is_mark else 0
        if char not in " \t":
            breaks = breaks + 1 if char == "\n" else 0
        if marks <= MOST_MARKS and breaks <= MOST_BREAKS:
            kept.append(char)
    return "".join(kept).strip()


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANK
