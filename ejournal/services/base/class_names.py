"""How strangers' files name a class: 5 "А" класс (физ-мат), 11И, «1A»."""

import re

from ejournal.services.base.names import tidy

GRADES = range(1, 12)
_QUOTED = re.compile(r'^\s*(\d{1,2})\s*[-–]?\s*[«"“„\']+\s*([^»"”“\']+?)\s*[»"”“\']+\s*(.*)$')
_PLAIN = re.compile(r"^\s*(\d{1,2})\s*[-–]?\s*([^\W\d_]{0,3})(?:\s+(.*))?$")
_WORD = re.compile(r"\b(?:класс|кл\.?|class)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
LETTER_LENGTH = 40
"""The longest letter a class can have; a longer one is refused, never cut."""


def split_class_name(name: str) -> tuple[int, str]:
    """Grade and letter of a class name; a name of another kind keeps itself as the letter."""
    found = _QUOTED.match(name) or _PLAIN.match(name)
    if found and int(found[1]) in GRADES:
        profile = _WORD.sub("", found[3] or "").strip().strip("()").strip()
        return int(found[1]), " ".join(part for part in (found[2], profile) if part)
    grades = (int(number) for number in _NUMBER.findall(name))
    return next((grade for grade in grades if grade in GRADES), 1), tidy(name)


def is_class_name(name: str) -> bool:
    """Whether the text names a class in the usual way: a grade first."""
    found = _QUOTED.match(name) or _PLAIN.match(name)
    return bool(found and int(found[1]) in GRADES and (found[2] or _WORD.search(name)))
