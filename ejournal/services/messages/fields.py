"""Fields within a text: a child's name in the case that the sentence asks for, the class, the day."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case, NamePart
from pytrovich.enums import Gender as NameGender
from pytrovich.maker import PetrovichDeclinationMaker

from ejournal.errors import DomainError
from ejournal.i18n.dates import day_month
from ejournal.lazily import Lazily
from ejournal.models import Gender
from ejournal.services.base.names import folded

if TYPE_CHECKING:
    from rapidfuzz import process
else:
    process = Lazily("rapidfuzz.process")

LIKE_ENOUGH = 60
"""Of a hundred: from here on a field is taken for another one with a slip in it."""
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil as a text names one."""

    name: str
    gender: Gender | None
    class_title: str


@dataclass(frozen=True, slots=True)
class Family:
    """Those because of whom a text comes, and its day."""

    children: Sequence[Child]
    day: date


def _named(case: Case | None, joint: str) -> Callable[[Family], str]:
    return lambda family: joint.join(in_case(one.name, one.gender, case) for one in family.children)


def _classes(joint: str) -> Callable[[Family], str]:
    return lambda family: joint.join(dict.fromkeys(one.class_title for one in family.children))


_OF_CHILD: Mapping[str, Callable[[Family], str]] = {
    "ребёнок": _named(None, " и "),
    "ребёнка": _named(Case.GENITIVE, " и "),
    "ребёнку": _named(Case.DATIVE, " и "),
    "про ребёнка": _named(Case.ACCUSATIVE, " и "),
    "ребёнком": _named(Case.INSTRUMENTAL, " и "),
    "о ребёнке": _named(Case.PREPOSITIONAL, " и "),
    "класс": _classes(" и "),
    "child": _named(None, " and "),
    "class": _classes(" and "),
}
_OF_DAY: Mapping[str, Callable[[Family], str]] = {
    "дата": lambda family: day_month("ru", family.day),
    "date": lambda family: day_month("en", family.day),
}
FIELDS = {folded(name): fill for name, fill in {**_OF_CHILD, **_OF_DAY}.items()}
_ABOUT_CHILD = frozenset(folded(name) for name in _OF_CHILD)
OFFERED = {
    "ru": ("ребёнок", "ребёнка", "ребёнку", "про ребёнка", "ребёнком", "о ребёнке", "класс", "дата"),
    "en": ("child", "class", "date"),
}
"""The fields that a page offers, by its language; all of them are understood in any."""
_KNOWN = (*_OF_CHILD, *_OF_DAY)


def check_fields(words: str, field: str) -> None:
    """DomainError by the field for a field that is none, with the one that was meant."""
    for name in _FIELD.findall(words):
        if folded(name) not in FIELDS:
            close = process.extractOne(folded(name), _KNOWN, processor=folded, score_cutoff=LIKE_ENOUGH)
            if close is None:
                raise DomainError(
                    "There is no field “{name}”. There are: {known}",
                    field=field, name=name, known=", ".join(OFFERED["ru"]),
                )  # fmt: skip
            raise DomainError(
                "There is no field “{name}”. Do you mean “{meant}”?", field=field, name=name, meant=close[0]
            )


def names_child(words: str) -> bool:
    """Whether the text says something of a child."""
    return any(folded(name) in _ABOUT_CHILD for name in _FIELD.findall(words))


def filled(words: str, family: Family) -> str:
    """The text as the family reads it."""
    return _FIELD.sub(lambda found: _fill(found, family), words)


def _fill(found: re.Match[str], family: Family) -> str:
    fill = FIELDS.get(folded(found[1]))
    return found[0] if fill is None else fill(family)


_SAMPLES = {
    "ru": Family((Child("Анна", Gender.FEMALE, "6 «Б»"),), date(2026, 11, 20)),
    "en": Family((Child("Anna", Gender.FEMALE, "6 «Б»"),), date(2026, 11, 20)),
}


def in_sample(name: str) -> str:
    """What the field says of a girl of a sixth class."""
    return FIELDS[folded(name)](_SAMPLES["en" if name.isascii() else "ru"])


def in_case(name: str, gender: Gender | None, case: Case | None) -> str:
    """The first name in the case, none for the name as it is; one of an unknown language stays."""
    if case is None or not name:
        return name
    return str(_maker().make(NamePart.FIRSTNAME, _gender_of(name, gender), case, name))


def _gender_of(name: str, gender: Gender | None) -> NameGender:
    if gender is not None:
        return NameGender.FEMALE if gender is Gender.FEMALE else NameGender.MALE
    found: NameGender = _detector().detect(firstname=name)  # type: ignore[no-untyped-call]
    return found


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()
