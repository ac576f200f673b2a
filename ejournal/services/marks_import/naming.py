"""Who and what a file means by a name: found in any usual spelling, else proposed, never taken silently."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ejournal.lazily import Lazily
from ejournal.services.base.names import same, tidy
from ejournal.services.marks_import.known import Somebody, Subject

if TYPE_CHECKING:
    from rapidfuzz import fuzz
else:
    fuzz = Lazily("rapidfuzz.fuzz")

ALIKE = 82
"""How alike two names are, of 100, when one may be meant by the other."""
MOST_OPTIONS = 5
_INITIAL = re.compile(r"[^\W\d_]\.?")
_RUN_ON = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_SHORT = re.compile(r"[\s.]+")


@dataclass(frozen=True, slots=True)
class Names:
    """Who is meant for sure (several: not to be told apart by the name), and who may be."""

    sure: tuple[Somebody, ...] = ()
    maybe: tuple[Somebody, ...] = ()


class Roll:
    """People who may be named, looked up in any usual spelling."""

    def __init__(self, people: Iterable[Somebody]) -> None:
        self.people = list(people)
        self._known: dict[str, Names] = {}
        self._by_last: dict[str, list[Somebody]] = defaultdict(list)
        for one in self.people:
            self._by_last[same(one.last_name)].append(one)

    def meant(self, written: str) -> Names:
        """Who is called so; asked once for each spelling."""
        found = self._known.get(written)
        if found is None:
            found = self._known[written] = self._meant(tidy(_RUN_ON.sub(". ", written.replace(",", " "))))
        return found

    def called(self, written: str) -> list[Somebody]:
        """Who is called so for sure."""
        words = [same(word) for word in _RUN_ON.sub(". ", written.replace(",", " ")).split()]
        return [one for one in self._candidates(words) if _fits(one, words)]

    def _meant(self, written: str) -> Names:
        sure = self.called(written)
        if sure:
            # A namesake without a patronymic is not meant where somebody is called exactly so.
            whole = [one for one in sure if one.middle_name and same(one.name) == same(written)]
            return Names(tuple(whole or sure))
        words = [same(word) for word in written.split()]
        plain = " ".join(words)
        near = sorted(
            ((_likeness(one, plain), one) for one in self.people), key=lambda pair: (-pair[0], pair[1].id)
        )
        return Names((), tuple(one for score, one in near if score >= ALIKE)[:MOST_OPTIONS])

    def _candidates(self, words: list[str]) -> Iterable[Somebody]:
        """Those whose last name is among the words, however many words it has."""
        found: dict[int, Somebody] = {}
        for at in range(len(words)):
            for end in range(at + 1, min(at + 3, len(words) + 1)):
                for one in self._by_last.get(" ".join(words[at:end]), ()):
                    found.setdefault(one.id, one)
        return found.values()


def _fits(one: Somebody, words: list[str]) -> bool:
    """Whether the words are the person's name: last name first or last, first name whole or its initial."""
    last = same(one.last_name).split()
    if words[: len(last)] == last and _given_fit(one, words[len(last) :]):
        return True
    return words[-len(last) :] == last and _given_fit(one, words[: -len(last)])


def _given_fit(one: Somebody, given: list[str]) -> bool:
    if not given:
        return False
    first, middle = same(one.first_name), same(one.middle_name)
    if not _part_fits(first, given[0]):
        return False
    rest = " ".join(given[1:])
    return not rest or not middle or _part_fits(middle, rest)


def _part_fits(part: str, word: str) -> bool:
    if _INITIAL.fullmatch(word):
        return part.startswith(word[0])
    return part == word


def _likeness(one: Somebody, plain: str) -> float:
    last_and_first = f"{same(one.last_name)} {same(one.first_name)}"
    whole = same(one.name)
    best = max(
        fuzz.ratio(plain, last_and_first), fuzz.ratio(plain, whole), fuzz.token_sort_ratio(plain, whole)
    )
    # A last name alone, or with an initial that does not fit, may still mean the one who is called so.
    return max(best, 90.0 if plain.split()[:1] == same(one.last_name).split()[:1] else 0.0)


def of_day(found: Names, day: date | None, birth: date | None) -> tuple[Somebody, ...]:
    """Of those meant for sure, who is there that day, told apart by the birth date where it is written."""
    sure = found.sure
    if birth and len(sure) > 1:
        sure = tuple(one for one in sure if one.birth == birth) or sure
    there = tuple(one for one in sure if one.is_there(day))
    return there or sure


def subjects_meant(written: str, subjects: Iterable[Subject]) -> tuple[list[Subject], list[Subject]]:
    """The subjects called so for sure, by name or short name; else those that may be meant."""
    plain, known = same(written), list(subjects)
    for spelled in (Subject.whole, Subject.short):
        sure = [one for one in known if same(spelled(one)) == plain]
        if sure:
            return sure, []
    scored = sorted(((_subject_likeness(plain, one), one) for one in known), key=lambda pair: -pair[0])
    return [], [one for score, one in scored if score >= ALIKE][:MOST_OPTIONS]


def _subject_likeness(plain: str, one: Subject) -> float:
    name = same(one.name)
    if _is_shortened(plain, name):
        return 95.0
    ratios = (fuzz.ratio(plain, name), fuzz.token_sort_ratio(plain, name))
    return max(*ratios, fuzz.ratio(plain, same(one.short_name)))


def _is_shortened(plain: str, name: str) -> bool:
    """«Матем.», «рус яз» of «Математика», «Русский язык»: each word begins the word of its place."""
    words, full = [word for word in _SHORT.split(plain) if word], name.split()
    return (
        bool(words)
        and len(words) <= len(full)
        and all(whole.startswith(word) and len(word) >= 2 for word, whole in zip(words, full, strict=False))
    )
