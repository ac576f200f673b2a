"""What is typed into the search of people, taken apart: words, class, digits of a phone; either layout."""

import re
from dataclasses import dataclass

from ejournal.services.base.keys import in_other_layout
from ejournal.services.base.names import folded

_CLASS = re.compile(r"(?<!\S)(\d{1,2}) ?[-–«\"]? ?([а-я])[»\"]?(?!\S)")
_GRADE = re.compile(r"(?<!\S)(\d{1,2})(?!\S)")
_NUMBER = re.compile(r"(?<!\S)\+?[\d(][\d()\s-]*\d(?!\S)")
GRADES = range(1, 13)
FEWEST_DIGITS = 3
WHOLE_NUMBER = 11
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed; grade 0 where no class is named, letter empty for all of it."""

    words: tuple[str, ...] = ()
    digits: str = ""
    grade: int = 0
    letter: str = ""


def readings(typed: str) -> tuple[Reading, ...]:
    """As it was typed and, when that differs, as the same keys say in the other layout («ghbdtn»)."""
    plain = folded(typed).strip()
    if not plain:
        return ()
    return tuple(dict.fromkeys((_read(plain), _read(folded(in_other_layout(plain))))))


def _read(typed: str) -> Reading:
    grade, letter, digits = 0, "", ""
    named = _CLASS.search(typed)
    if named and int(named[1]) in GRADES:
        grade, letter = int(named[1]), named[2]
        typed = typed[: named.start()] + " " + typed[named.end() :]
    number = _NUMBER.search(typed)
    found = "".join(re.findall(r"\d", number[0])) if number else ""
    if number and len(found) >= FEWEST_DIGITS:
        digits = found
        typed = typed[: number.start()] + " " + typed[number.end() :]
    alone = _GRADE.search(typed)
    if not grade and alone and int(alone[1]) in GRADES:
        grade = int(alone[1])
        typed = typed[: alone.start()] + " " + typed[alone.end() :]
    return Reading(tuple(typed.split()[:MOST_WORDS]), _national(digits), grade, letter)


def _national(digits: str) -> str:
    """The digits without what stands for the country: people write 8 or +7 before the same number."""
    return digits[1:] if len(digits) == WHOLE_NUMBER and digits[0] in "78" else digits
