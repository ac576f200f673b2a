"""Classes entered in one go: «1А 1Б 2А–2Г», each understood or said why not, before any is made."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_
from sqlmodel import Session, select

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import (
    AcademicYear,
    Course,
    Enrolment,
    Group,
    GroupClass,
    RoleGrant,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.names import same
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import load_topic, people_topic, schedule_topic
from ejournal.services.calendar.year import GRADES
from ejournal.services.courses.grade_rules import grade_rules, schemes_of

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
"""In the order in which schools give them; Ё, Й and signs name no class."""
LONGEST_LETTER = 40
MOST = 200
_LATIN = dict(zip("ABCEHKMOPTXY", "АВСЕНКМОРТХУ", strict=True))
"""Latin letters that look like Russian ones: whoever typed them meant those."""
_QUOTES = str.maketrans(dict.fromkeys("«»\"“”„'", ""))
_DASHES = "-–—−"
_TOGETHER = re.compile(rf"(\d)\s*[{_DASHES}]?\s+(?=[^\W\d_](?:[\s,;{_DASHES}]|$))")
_RANGE = re.compile(rf"(\d+)([^\W\d_])[{_DASHES}](?:\1)?([^\W\d_])")
_ONE = re.compile(rf"(\d+)[{_DASHES}]?([^\W\d_]*)")


@dataclass(frozen=True, slots=True)
class ClassWish:
    """A class as it was typed and understood; fault says why it cannot be made, known that it is there."""

    typed: str
    grade: int = 0
    letter: str = ""
    fault: DomainError | None = None
    known: bool = False

    @property
    def title(self) -> str:
        """«1 «А»»."""
        return class_title(self.grade, self.letter)

    @property
    def is_new(self) -> bool:
        """Whether it will be made."""
        return self.fault is None and not self.known


def read_classes(session: Session, actor: Actor, year_id: int, text: str) -> list[ClassWish]:
    """What the text asks for, in its order; nothing is made. NotFound for a foreign year."""
    guard.get(session, actor, AcademicYear, year_id, Permission.SETTINGS_MANAGE)
    written = cleaned(text, limits.CLASS_NAMES, "classes")
    rows = session.exec(
        select(SchoolClass.grade, SchoolClass.letter).where(
            SchoolClass.school_id == actor.school_id, SchoolClass.year_id == year_id
        )
    )
    known = {(grade, same(letter)) for grade, letter in rows}
    return list(_judged(parse_classes(written), known))


def make_classes(session: Session, actor: Actor, year_id: int, text: str) -> tuple[str, ...]:
    """Make all that the text asks for and is not there; the titles of those made.

    DomainError by the field when one of them is not understood: then none is made.
    """
    lock_school(session, actor.school_id)
    wishes = read_classes(session, actor, year_id, text)
    for one in wishes:
        if one.fault is not None:
            raise one.fault
    new = [one for one in wishes if one.is_new]
    if not wishes:
        raise DomainError("Write at least one class, such as 1А", field="classes")
    schemes = schemes_of(session, actor.school_id, year_id)
    if not schemes:
        raise DomainError("The year has no terms yet: make them first", field="classes")
    rules = grade_rules(session, actor.school_id)
    for one in new:
        rule = rules[one.grade]
        row = SchoolClass(
            school_id=actor.school_id, year_id=year_id, grade=one.grade, letter=one.letter,
            scheme_id=schemes.get(rule.terms, next(iter(schemes.values()))),
            scale=rule.scale, days_per_week=rule.days_per_week,
        )  # fmt: skip
        session.add(row)
        session.flush()
        change = audit.Change("class.make", "school_class", row.id, after=row.model_dump(mode="json"))
        audit.record(session, actor.school_id, actor.person_id, change)
    if new:
        _note(session, actor)
    return tuple(one.title for one in new)


def delete_class(session: Session, actor: Actor, class_id: int) -> str:
    """Take away a class in which nobody is and nothing is taught; its title. DomainError otherwise."""
    row = guard.get(session, actor, SchoolClass, class_id, Permission.SETTINGS_MANAGE)
    if _is_used(session, row):
        raise DomainError("There are pupils or courses in {title}: it stays", title=row.title)
    change = audit.Change("class.delete", "school_class", row.id, before=row.model_dump(mode="json"))
    audit.record(session, actor.school_id, actor.person_id, change)
    title = row.title
    session.delete(row)
    session.flush()
    _note(session, actor)
    return title


def _note(session: Session, actor: Actor) -> None:
    """Schedules, the load and lists of people offer the school's classes."""
    note(session, schedule_topic(actor.school_id), load_topic(actor.school_id), people_topic(actor.school_id))


def _is_used(session: Session, row: SchoolClass) -> bool:
    tables = [table(kind) for kind in (Enrolment, Course, Group, GroupClass, RoleGrant)]
    asked = [exists().where(one.c.school_id == row.school_id, one.c.class_id == row.id) for one in tables]
    return bool(session.scalar(select(or_(*asked))))


def parse_classes(text: str) -> list[ClassWish]:
    """The classes that the text names, parted by spaces, commas or lines; «5А–Г» names four."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    joined = _TOGETHER.sub(r"\1", plain)
    words = [word for word in re.split(r"[\s,;.]+", joined) if word.strip(_DASHES)]
    found: list[ClassWish] = []
    for word in words:
        found += _read(word)
        if len(found) > MOST:
            raise DomainError("At most {limit} classes at once", field="classes", limit=MOST)
    return found


def _read(word: str) -> list[ClassWish]:
    span = _RANGE.fullmatch(word)
    if span is not None:
        return _read_range(word, *span.groups())
    one = _ONE.fullmatch(word)
    if one is None:
        return [
            ClassWish(
                word[:40], fault=DomainError("A class is a grade and a letter, such as 6А", field="classes")
            )
        ]
    return [_class(word, one[1], one[2])]


def _read_range(word: str, grade: str, first: str, last: str) -> list[ClassWish]:
    ends = [_class(word, grade, letter) for letter in (first, last)]
    for one in ends:
        if one.fault is not None:
            return [one]
    letters = [one.letter for one in ends]
    if not all(letter in LETTERS for letter in letters) or letters[0] >= letters[1]:
        return [
            ClassWish(
                word[:40], fault=DomainError("From one letter to a later one, such as 5А–5Г", field="classes")
            )
        ]
    between = LETTERS[LETTERS.index(letters[0]) : LETTERS.index(letters[1]) + 1]
    return [ClassWish(f"{grade}{letter}", int(grade), letter) for letter in between]


def _class(word: str, number: str, letter: str) -> ClassWish:
    if len(number) > 2 or int(number) not in GRADES:
        return ClassWish(word[:40], fault=DomainError("Grades go from 1 to 11", field="classes"))
    if not letter:
        return ClassWish(
            word[:40],
            fault=DomainError("The letter is missing: write {number}А", field="classes", number=number),
        )
    if len(letter) > LONGEST_LETTER:
        return ClassWish(
            word[:40],
            fault=DomainError("Too long: at most {limit} characters", field="classes", limit=LONGEST_LETTER),
        )
    russian = "".join(_LATIN.get(sign, sign) for sign in letter.upper())
    foreign = next((sign for sign in russian if not "А" <= sign <= "Я" and sign != "Ё"), "")
    if foreign:
        return ClassWish(
            word[:40], fault=DomainError("“{sign}” is no Russian letter", field="classes", sign=foreign)
        )
    return ClassWish(word, int(number), russian if len(russian) == 1 else letter)


def _judged(wishes: Sequence[ClassWish], known: set[tuple[int, str]]) -> Iterator[ClassWish]:
    seen: set[tuple[int, str]] = set()
    for one in wishes:
        key = one.grade, same(one.letter)
        if one.fault is None and key in seen:
            continue  # named twice, meant once
        seen.add(key)
        yield (
            one
            if one.fault is not None or key not in known
            else ClassWish(one.typed, one.grade, one.letter, known=True)
        )
