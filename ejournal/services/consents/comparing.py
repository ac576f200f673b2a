"""What changed from one version of a text to the next, paragraph by paragraph."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Sign(StrEnum):
    """Whether a paragraph is new, gone or as before."""

    SAME = "same"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and what became of it."""

    sign: Sign
    text: str


def changes(before: str, after: str) -> tuple[Paragraph, ...]:
    """The paragraphs of both in their order; what was rewritten is gone first, then added."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Paragraph] = []
    compared = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in compared.get_opcodes():
        if what == "equal":
            found += [Paragraph(Sign.SAME, one) for one in old[old_from:old_to]]
        else:
            found += [Paragraph(Sign.GONE, one) for one in old[old_from:old_to]]
            found += [Paragraph(Sign.ADDED, one) for one in new[new_from:new_to]]
    return tuple(found)


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.split("\n") if one.strip()]
