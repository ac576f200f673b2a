"""Words without their endings, in Russian and English: by them texts are found in whatever form."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from ejournal import limits
from ejournal.spelling import folded

SHORTEST = 3
"""Letters of a word that is looked for: shorter ones stand everywhere, but for those with a digit in them."""
_BETWEEN = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
"""What stands in a word and is no letter of it: an accent («за́мок»), a place where it may be parted."""
_WORD = re.compile(rf"(?:[^\W_][{_BETWEEN}]*)+")
_UNLETTERED, _DIGIT, _CYRILLIC = (re.compile(one) for one in (f"[{_BETWEEN}]", r"\d", "[а-я]"))
_VOWELS = frozenset("аеиоуыэюя")
_LONGEST = 2 * limits.STEM
"""Letters that are looked at: no word that people use is longer."""
_RUSSIAN, _ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: from where to where it stands, and its form for comparing."""

    begin: int
    end: int
    plain: str

    @property
    def is_looked_for(self) -> bool:
        """Whether it says enough to look for it."""
        return len(self.plain) >= SHORTEST or bool(_DIGIT.search(self.plain))


def composed(text: str) -> str:
    """The text with letters and their marks as one, «й» not as «и» and a mark: as words of it are counted."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> Iterator[Word]:
    """The words of a composed text in their order."""
    for one in _WORD.finditer(text):
        yield Word(*one.span(), _UNLETTERED.sub("", folded(one[0]))[:_LONGEST])


def stems_of(text: str) -> list[str]:
    """The words of the text without their endings, each once, in their order."""
    found = (stem_of(one.plain) for one in words_of(composed(text)) if one.is_looked_for)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The folded word without its ending.

    Snowball leaves the vowel before «й» in some forms and not in others: «музей», «музея»; it goes from all.
    """
    if not _CYRILLIC.search(word):
        return str(_ENGLISH.stemWord(word))[: limits.STEM]
    stem = str(_RUSSIAN.stemWord(word))[: limits.STEM]
    while len(stem) > SHORTEST and stem[-1] in _VOWELS:
        stem = stem[:-1]
    return stem
