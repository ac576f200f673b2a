"""What somebody looks for: words in any of their forms, the last of which may be only begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from ejournal.word_forms import SHORTEST, composed, stem_of, words_of

MOST_WORDS = 6
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that is looked for: whole in any form, or one that may be only begun."""

    stem: str
    begun: bool

    def is_in(self, column: Any) -> ColumnElement[bool]:
        """The same as a condition on stems."""
        found: ColumnElement[bool] = (
            column.between(self.stem, self.stem + _LAST) if self.begun else column == self.stem
        )
        return found

    def fits(self, word: str) -> bool:
        """Whether the folded word is meant."""
        stem = stem_of(word)
        return stem.startswith(self.stem) if self.begun else stem == self.stem


def sought_in(text: str) -> list[Sought]:
    """The words to look for, the longest first: they are the rarest, and the first one is looked up."""
    words = list(words_of(composed(text)))
    is_ended = text[-1:].isspace()
    stems = dict.fromkeys(stem_of(one.plain) for one in words if one.is_looked_for)
    begun = {stem_of(one.plain) for one in words[-1:] if len(one.plain) >= SHORTEST and not is_ended}
    sought = [Sought(one, one in begun) for one in list(stems)[:MOST_WORDS]]
    return sorted(sought, key=lambda one: (one.begun, -len(one.stem)))


def is_among(word: str, sought: Sequence[Sought]) -> bool:
    """Whether the folded word is one of those."""
    return any(one.fits(word) for one in sought)
