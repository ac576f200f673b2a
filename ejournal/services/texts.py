"""Free text as it is let into the database."""

import unicodedata

from ejournal.services.errors import DomainError


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
