"""How names are compared and ordered: one way for every list and every file, whatever the database's own."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from ejournal.spelling import folded

__all__ = ["WrittenName", "by_name", "folded", "same", "tidy"]

_SPELLINGS = {"-": "‐‑‒–—―−", '"': "«»„“”‟″＂", "'": "’‘‛"}
_SPELLED = str.maketrans({sign: one for one, signs in _SPELLINGS.items() for sign in signs})
_BESIDE_HYPHEN = re.compile(r" ?- ?")
_AFTER_POINT = re.compile(r"(?<=[^\W\d_]\.) (?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name taken apart."""

    last: str
    first: str
    middle: str = ""

    @property
    def text(self) -> str:
        """«Котова Ирина Сергеевна»."""
        return " ".join(part for part in (self.last, self.first, self.middle) if part)


def tidy(name: str) -> str:
    """The name with its spaces in order."""
    return " ".join(name.split())


def same(name: str) -> str:
    """The name folded, and its spelling: kinds of hyphens and quotes, and spaces, do not tell names apart.

    Several spaces are one; beside a hyphen, and between a letter's point and a letter, there are none:
    «Сп. зал» is «Сп.зал», «И. О.» is «И.О.». Nothing else is left out: «1.1» is not «11».
    """
    spelled = tidy(folded(unicodedata.normalize("NFC", name)).translate(_SPELLED))
    return _AFTER_POINT.sub("", _BESIDE_HYPHEN.sub("-", spelled))


def by_name(person: Any) -> tuple[str, str, str, str, str]:
    """The key that orders people as a class list: rows with last_name, first_name, maybe middle_name.

    Of two who differ in «ё» alone, «е» comes first. Lists are ordered so in Python: SQLite orders letters by
    their codes, PostgreSQL by the server's locale, so «Ёлкина» would stand after «Яковлева» in one of them.
    """
    last, first = person.last_name or "", person.first_name or ""
    middle = getattr(person, "middle_name", "") or ""
    return folded(last), folded(first), folded(middle), last, first
