"""Whom a timetable file means by a teacher's name: by its id, the full name, last and first, initials.

What could be two people is nobody's: it is asked. «е» is «ё»; a hyphen is a space.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import or_, select, union
from sqlmodel import Session

from ejournal.models import CoTeacher, Course, Person, Role, RoleGrant, School
from ejournal.models.base import table
from ejournal.services.base.names import same, tidy
from ejournal.services.exchange.file import OWN_ID, FileTeacher
from ejournal.services.timetable.rows import VACANCY

STAFF = (Role.TEACHER, Role.DEPUTY, Role.DIRECTOR, Role.CLASS_TEACHER)
_MARKED = re.compile(r"(.+?) \(([^()]*)\)")
_OWN_MARK = re.compile(r"№ ?(\d{1,9})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?)+-?")
_OWN_ID = re.compile(OWN_ID + r"(?P<school>.*):(?P<person>\d{1,9})")


class Likeness(IntEnum):
    """How surely a written name is a person's; who is liked best alone is meant."""

    NONE = 0
    INITIALS = 1
    LAST_FIRST = 2
    FULL = 3
    ID = 4


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the school who may teach."""

    id: int
    last: str
    first: str
    middle: str
    external_id: str = ""

    @property
    def name(self) -> str:
        """«Белов Пётр Ильич»."""
        return " ".join(part for part in (self.last, self.first, self.middle) if part)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name taken apart; the given names may be initials."""

    last: str
    first: str = ""
    middle: str = ""


def load_people(session: Session, school_id: int) -> list[KnownPerson]:
    """Who may teach in the school, and who does; the one who stands for a vacancy is nobody."""
    grant, course, second, person = (table(one) for one in (RoleGrant, Course, CoTeacher, Person))
    may = union(
        select(grant.c.person_id).where(grant.c.school_id == school_id, grant.c.role.in_(STAFF)),
        select(course.c.teacher_id).where(course.c.school_id == school_id),
        select(second.c.teacher_id).where(second.c.school_id == school_id),
    ).subquery()
    rows = session.execute(
        select(
            person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name, person.c.external_id
        )
        .where(person.c.school_id == school_id, person.c.id.in_(select(may)))
        .where(or_(person.c.external_id.is_(None), person.c.external_id != VACANCY))
        .order_by(person.c.id)
    )
    return [KnownPerson(*row) for row in rows]


def file_id(school: School, person: KnownPerson) -> str:
    """How an exported file names a person beside the name."""
    return person.external_id or f"{OWN_ID}{school.code}:{person.id}"


def marked(person: KnownPerson) -> str:
    """The name of one of several namesakes in a file: «Белов Пётр (№ 17)»."""
    return f"{person.name} (№ {person.id})"


def without_mark(name: str) -> str:
    """The name without what tells namesakes of a file apart: «Белов Пётр (Бе2)» is Белов Пётр."""
    found = _MARKED.fullmatch(name)
    return found[1] if found else name


def take_apart(teacher: FileTeacher) -> WrittenName:
    """Last, first and middle name of a file's teacher, whichever stands first."""
    if teacher.last and teacher.first:
        first, middle = _two(teacher.first)
        return WrittenName(tidy(teacher.last), first, middle)
    words = _words(teacher.last or without_mark(teacher.name))
    given = [word for word in words if _is_initial(word)]
    if given and not _is_initial(words[-1]) and _is_initial(words[0]):
        words = words[len(given) :] + given  # «И. О. Фамилия»
    last, *rest = words or [""]
    first, middle = _two(" ".join(rest))
    return WrittenName(last, first, middle)


def _two(given: str) -> tuple[str, str]:
    words = _words(given)
    return (words[0] if words else ""), " ".join(words[1:])


def _words(name: str) -> list[str]:
    """«Белов П.И.» → Белов, П., И."""
    found: list[str] = []
    for word in name.split():
        if _INITIALS.fullmatch(word):
            found += [f"{letter}." for letter in word.replace(".", " ").replace("-", " ").split()]
        else:
            found.append(word)
    return found


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1


class People:
    """The people of a school, looked up by what a file calls them."""

    def __init__(self, school_code: str, known: Iterable[KnownPerson]) -> None:
        self.school_code = school_code
        self.known = list(known)
        self.by_id = {one.id: one for one in self.known}

    def meant(self, teacher: FileTeacher) -> tuple[list[KnownPerson], Likeness]:
        """Who may be meant: one when it is sure, several when it is to be asked, none for a new one."""
        named = self._by_file_id(teacher)
        if named:
            return named, Likeness.ID
        whole = _tokens(f"{teacher.last} {teacher.first}" if teacher.last else without_mark(teacher.name))
        found = [(_likeness(whole, one), one) for one in self.known]
        best = max((how for how, _ in found), default=Likeness.NONE)
        if best is Likeness.NONE:
            return [], best
        return [one for how, one in found if how is best], best

    def _by_file_id(self, teacher: FileTeacher) -> list[KnownPerson]:
        if teacher.external:
            alike = [one for one in self.known if one.external_id == teacher.external]
            if len(alike) == 1:
                return alike
        person = self._by_own_id(teacher)
        # Another installation may have numbered its people alike: the name must not speak against it.
        return [person] if person and self._may_be(take_apart(teacher), person) else []

    def _by_own_id(self, teacher: FileTeacher) -> KnownPerson | None:
        if (own := _OWN_ID.fullmatch(teacher.external)) and own["school"] == self.school_code:
            return self.by_id.get(int(own["person"]))
        found = _MARKED.fullmatch(teacher.name)
        mark = _OWN_MARK.fullmatch(found[2]) if found else None
        return self.by_id.get(int(mark[1])) if mark else None

    def _may_be(self, written: WrittenName, person: KnownPerson) -> bool:
        same_last = _tokens(written.last) == _tokens(person.last)
        given = (_tokens(f"{written.first} {written.middle}"), _tokens(f"{person.first} {person.middle}"))
        return same_last or given[0] == given[1]


def _tokens(name: str) -> list[str]:
    """The words as compared; initials are words of one letter: «Белов-Цой П.А.» → белов, цой, п, а."""
    return same(" ".join(name.split())).replace("-", " ").replace(".", " ").split()


def _likeness(whole: list[str], person: KnownPerson) -> Likeness:
    """How a name of several words fits a person, the last name first or last."""
    last = _tokens(person.last)
    givens = []
    if whole[: len(last)] == last:
        givens.append(whole[len(last) :])
    if whole[-len(last) :] == last:
        givens.append(whole[: -len(last)])
    return max((_given(words, person) for words in givens), default=Likeness.NONE)


def _given(words: list[str], person: KnownPerson) -> Likeness:
    """How the given names fit: what both have must agree, an initial with any name that begins so."""
    first, middle = _tokens(person.first), _tokens(person.middle)
    if words == first + middle:
        return Likeness.FULL
    if not words or not first:
        return Likeness.NONE
    if words[: len(first)] == first and _agree(words[len(first) :], middle):
        return Likeness.LAST_FIRST
    # «А. Л.» is Анна-Мария Львовна too.
    slots = (first + middle, first[:1] + middle)
    return Likeness.INITIALS if any(_agree(words, one) for one in slots) else Likeness.NONE


def _agree(words: list[str], other: list[str]) -> bool:
    return all(
        one == two or (one[0] == two[0] and 1 in (len(one), len(two)))
        for one, two in zip(words, other, strict=False)
    )
