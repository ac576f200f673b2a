"""Free text as it is let into the database."""

import re
import unicodedata

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
