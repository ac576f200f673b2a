"""A message's words as they are kept."""

from ejournal import limits
from ejournal.services.base.texts import written_words

FIELD = "message"


def message_words(
    text: str, most: int = limits.CHAT, field: str = FIELD, *, may_be_none: bool = False
) -> str:
    """The words as they are kept; DomainError by the field for none that anybody sees, or too many.

    may_be_none: something else is said with them, and what nobody sees is none.
    """
    return written_words(text, most, field, may_be_none=may_be_none)
