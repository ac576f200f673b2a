"""What is shown of a text that was found: the first of the words sought and what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ejournal.services.base.searching.sought import Sought, is_among
from ejournal.word_forms import composed, words_of

BEFORE, AFTER = 40, 110
"""Characters that are shown on each side of the word."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A word that was sought and what stands around it; without one the text's beginning stands after it."""

    before: str
    word: str
    after: str


def excerpt(text: str, sought: Sequence[Sought]) -> Excerpt:
    """What is shown of the text, in one line."""
    line = " ".join(composed(text).split())
    begin, end = _first_found(line, sought)
    from_ = _word_begins(line, begin) if begin > BEFORE else 0
    until = line.rfind(" ", end, end + AFTER) if len(line) > end + AFTER else len(line)
    until = end + AFTER if until < end else until
    before = f"{'… ' * (from_ > 0)}{line[from_:begin]}"
    return Excerpt(before, line[begin:end], f"{line[end:until]}{' …' * (until < len(line))}")


def _word_begins(line: str, begin: int) -> int:
    """Where a word begins that stands well before; in the middle of one that has no end."""
    space = line.find(" ", begin - BEFORE, begin)
    return begin - BEFORE if space < 0 else space + 1


def _first_found(line: str, sought: Sequence[Sought]) -> tuple[int, int]:
    """From where to where the first word stands that was looked for."""
    for one in words_of(line):
        if is_among(one.plain, sought):
            return one.begin, one.end
    return 0, 0
