"""Free text as it is let into the database."""

import re
import unicodedata

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.services.base.names import folded


def cleaned(text: str, most: int, field: str) -> str:
    """The text without ends of white space and characters no database keeps; DomainError when too long."""
    kept = "".join(char for char in text if _is_kept(char)).strip()
    if len(kept) > most:
        raise DomainError("Too long: at most {limit} characters", field=field, limit=most)
    return kept


def _is_kept(char: str) -> bool:
    """Whether the character is for people; a sign newer than this Python's tables (an emoji) may be one."""
    category = unicodedata.category(char)
    if category == "Cn":
        return ord(char) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(char) <= 0xFDEF
    return char in "\n\t" or category not in ("Cc", "Cs", "Co")


UNSEEN_SIGNS = {sign: None for sign in (*range(32), 127) if chr(sign) not in "\t\n\r"}
"""For str.translate: signs that no database keeps and nobody sees, NUL among them."""

_SAYS_NOTHING = frozenset(("по", "на", "в", "из", "за", "с", "лист", "the", "a", "of", "for", "because"))
_SHORTEST_STEM = 4


def beside(reason: str, note: str) -> str:
    """The note to be shown beside the reason: empty when it only says it again, in whatever word forms."""
    known = _words(reason)
    said = [word for word in _words(note) if word not in _SAYS_NOTHING]
    again = bool(said) and all(any(_is_form_of(word, one) for one in known) for word in said)
    return "" if again else note


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _is_form_of(word: str, other: str) -> bool:
    """Whether two words differ by their endings alone: «больничном», «больничный»."""
    stem = max(len(word), len(other)) - 3
    return word == other or (stem >= _SHORTEST_STEM and word[:stem] == other[:stem])


# ------------------------------------------------------------------------------ what others read

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


def written_words(text: str, most: int, field: str, *, may_be_none: bool = False) -> str:
    """The words as they are kept; DomainError by the field for none that anybody sees, or too many.

    may_be_none: what nobody sees is none.
    """
    words = _without_piles(cleaned(text, most, field))
    if any(_is_seen(char) for char in words):
        return words
    if may_be_none:
        return ""
    raise DomainError("Write something", field=field)


def reason_words(text: str) -> str:
    """Why something is done to what another wrote, as it is kept; DomainError by the field for none."""
    reason = cleaned(text, limits.REASON, "reason")
    if not reason:
        raise DomainError("Say why in a few words", field="reason")
    return reason


def written_line(text: str, most: int, field: str) -> str:
    """The same of a title: one line."""
    return " ".join(written_words(" ".join(text.split()), most, field).split())


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
