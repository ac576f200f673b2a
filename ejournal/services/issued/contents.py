"""What stands in a paper, section by section, and what differs from the one issued before."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ejournal.i18n import gettext


class Section(StrEnum):
    """Parts of papers whose changes are told apart."""

    MARKS = "marks"
    TERM_MARKS = "term-marks"
    LESSONS = "lessons"
    PUPILS = "pupils"
    PEOPLE = "people"
    TIMETABLE = "timetable"
    FIGURES = "figures"
    SIGNATURES = "signatures"


Content = Mapping[Section, Mapping[str, str]]
"""What stands at each place of each section."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many places of a section are new, say something else, or are gone."""

    section: Section
    added: int
    changed: int
    removed: int


def digest(*words: object) -> str:
    """What tells whether the words are the same, and does not say them."""
    return hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest()[:16]


def packed(content: Content) -> bytes:
    """The content as it is kept."""
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(kept: bytes) -> Content:
    """What was kept; sections that this program does not know are left out."""
    found = json.loads(zlib.decompress(kept)) if kept else {}
    return {Section(name): places for name, places in found.items() if name in {*Section}}


def differences(former: Content, now: Content) -> list[Difference]:
    """What is not as it was, in the order of the sections; nothing for sections that did not change."""
    found = []
    for section in Section:
        before, after = former.get(section, {}), now.get(section, {})
        same = before.keys() & after.keys()
        changed = sum(before[place] != after[place] for place in same)
        one = Difference(section, len(after) - len(same), changed, len(before) - len(same))
        if one.added or one.changed or one.removed:
            found.append(one)
    return found


def as_kept(found: Iterable[Difference]) -> list[list[Any]]:
    """The differences as a row keeps them."""
    return [[one.section.value, one.added, one.changed, one.removed] for one in found]


def from_kept(kept: Iterable[Any]) -> list[Difference]:
    """The differences that a row keeps."""
    return [Difference(Section(name), *counts) for name, *counts in kept if name in {*Section}]


def differences_words(found: Iterable[Difference], locale: str) -> str:
    """«Отметки: добавлено 6, изменено 1. Уроки: добавлено 3»; that nothing differs for none."""
    return ". ".join(_words(one, locale) for one in found) or gettext(locale, "Nothing differs")


def _words(one: Difference, locale: str) -> str:
    section = {
        Section.MARKS: gettext(locale, "Marks and absences"),
        Section.TERM_MARKS: gettext(locale, "Term marks"),
        Section.LESSONS: gettext(locale, "Lessons"),
        Section.PUPILS: gettext(locale, "Pupils"),
        Section.PEOPLE: gettext(locale, "Information on families"),
        Section.TIMETABLE: gettext(locale, "Timetable"),
        Section.FIGURES: gettext(locale, "Figures"),
        Section.SIGNATURES: gettext(locale, "Signatures"),
    }[one.section]
    counts = (
        gettext(locale, "added {n}", n=one.added) if one.added else "",
        gettext(locale, "changed {n}", n=one.changed) if one.changed else "",
        gettext(locale, "removed {n}", n=one.removed) if one.removed else "",
    )
    return f"{section}: {', '.join(filter(None, counts))}"
