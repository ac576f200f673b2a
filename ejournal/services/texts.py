"""Free text as it is let into the database."""

import unicodedata

from ejournal.services.errors import DomainError


def cleaned(text: str, most: int, field: str) -> str:
    """The text without ends of white space and characters no database keeps; DomainError when too long."""
    kept = "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
    ).strip()
    if len(kept) > most:
        raise DomainError("Too long: at most {limit} characters", field=field, limit=most)
    return kept
