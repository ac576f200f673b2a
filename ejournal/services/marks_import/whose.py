"""Whose an entry is: class, subject, pupil, teacher, kind of work found by the names that the file writes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from ejournal.services.base.names import folded, same
from ejournal.services.marks_import.file import LEFT_OUT, Asked, Choices, Entry, Fault, Meaning
from ejournal.services.marks_import.known import Class, Ground, Somebody, Subject
from ejournal.services.marks_import.naming import MOST_OPTIONS, Names, Roll, of_day, subjects_meant

NO_CLASS = "There is no class “{value}” this year"
NO_SUBJECT = "There is no subject “{value}” here"
NO_PUPIL = "There is no “{value}” in {place}"
ELSEWHERE = "“{value}” is a pupil of {there}, not of {place}"
SEVERAL = "Several pupils of {place} are called “{value}”: {names}"
OTHER_BIRTH = "{pupil} is born on another day than the file says: is it the same child?"
NO_KIND = "There is no kind of work “{value}”: the mark is taken as of the lesson’s own kind"
NO_WEIGHT = "A weight of {weight} without a kind of work: the mark counts as one of the lesson’s own kind"
OTHER_WEIGHT = "Here “{kind}” weighs {here}, not {weight}: by that the marks count"
NO_TEACHER = "There is no teacher “{value}” here: the mark is the course’s own teacher’s"
_SIGNS = re.compile(r"[^0-9a-zа-я]|класс|кл\b")
_LATIN = str.maketrans("abcehkmoptxy", "авсенкмортху")
T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Trouble(Exception):
    """Why an entry cannot be laid, and what a person may choose; of which of its columns it is said."""

    message: str
    params: dict[str, Any]
    meaning: Meaning | None = None
    options: tuple[tuple[str, str], ...] = ()
    asked: Asked | None = None
    name: str = ""
    suggestion: str = ""

    def fault(self, entry: Entry, *, stops: bool = True) -> Fault:
        """The trouble at the entry's place."""
        suggestion = self.suggestion or (self.options[0][1] if self.options else "")
        column = (entry.place(self.meaning) if self.meaning else "") or entry.column
        asked = {"asked": str(self.asked), "name": self.name, "options": self.options} if self.asked else {}
        return entry.fault(self.message, suggestion, column, stops=stops, **asked, **self.params)


class LeftOut(Exception):
    """Somebody has chosen that this is not taken in."""


@dataclass(slots=True)
class Found:
    """An entry with whose it is."""

    entry: Entry
    klass: Class
    subject: Subject
    pupil: Somebody


class Finder:
    """Looks names up, each spelling once; what a person has chosen goes before what is found."""

    def __init__(self, ground: Ground, choices: Choices) -> None:
        self.ground, self.choices = ground, choices
        self._classes = {_plain(f"{one.grade}{one.letter}"): one for one in ground.classes.values()}
        self._subjects = {one.id: one for one in ground.subjects}
        self._rolls = {class_id: Roll(pupils.values()) for class_id, pupils in ground.pupils.items()}
        self._staff = Roll(ground.staff)
        self._known: dict[tuple[str, ...], Any] = {}

    def whose(self, entry: Entry) -> Found:
        """Class, subject and pupil of the entry; Trouble when one of them is not known, LeftOut by choice."""
        line = entry.line
        klass = self._once(("class", line.klass), lambda: self._class(line.klass))
        key = ("subject", line.subject, str(klass.id))
        subject = self._once(key, lambda: self._subject(line.subject, klass))
        return Found(entry, klass, subject, self._pupil(entry, klass))

    def _once(self, key: tuple[str, ...], find: Callable[[], T]) -> T:
        if key not in self._known:
            try:
                self._known[key] = find()
            except (Trouble, LeftOut) as why:
                self._known[key] = why
        found = self._known[key]
        if isinstance(found, Trouble | LeftOut):
            raise found.with_traceback(None)
        kept: T = found
        return kept

    def _chosen(self, asked: Asked, name: str) -> int | None:
        value = self.choices.get((asked, name))
        if value == LEFT_OUT:
            raise LeftOut
        return int(value) if value and value.isdecimal() else None

    def _class(self, written: str) -> Class:
        chosen = self.ground.classes.get(self._chosen(Asked.CLASS, written) or 0)
        found = chosen or self._classes.get(_plain(written))
        if found is None:
            grade = "".join(sign for sign in _plain(written)[:2] if sign.isdecimal())
            near = [one for one in self.ground.classes.values() if str(one.grade) == grade]
            options = tuple((str(one.id), one.title) for one in near[:MOST_OPTIONS])
            raise Trouble(NO_CLASS, {"value": written}, Meaning.CLASS, options, Asked.CLASS, written)
        return found

    def _subject(self, written: str, klass: Class) -> Subject:
        chosen = self._subjects.get(self._chosen(Asked.SUBJECT, written) or 0)
        if chosen is not None:
            return chosen
        sure, near = subjects_meant(written, self.ground.subjects)
        # Of several with one short name, that which the class is taught is meant.
        taught = [one for one in sure if self._is_taught(one, klass)] if len(sure) > 1 else sure
        if len(taught) == 1:
            return taught[0]
        options = tuple((str(one.id), one.name) for one in sure or near)
        raise Trouble(NO_SUBJECT, {"value": written}, Meaning.SUBJECT, options, Asked.SUBJECT, written)

    def _is_taught(self, subject: Subject, klass: Class) -> bool:
        return any(one.class_id == klass.id for one in self.ground.courses.get(subject.id, ()))

    def _pupil(self, entry: Entry, klass: Class) -> Somebody:
        line, pupils = entry.line, self.ground.pupils.get(klass.id, {})
        name = f"{klass.title}: {line.pupil}"
        chosen = pupils.get(self._chosen(Asked.PUPIL, name) or 0)
        if chosen is not None:
            return chosen
        names = self._rolls[klass.id].meant(line.pupil) if klass.id in self._rolls else Names()
        there = of_day(names, entry.day, line.birth)
        about = {"value": line.pupil, "place": klass.title}
        if not there:
            raise self._nobody(names, about, name, line.pupil, klass)
        if len(there) > 1:
            about["names"] = ", ".join(one.name for one in there)
            raise Trouble(SEVERAL, about, Meaning.NAME, _people(there), Asked.PUPIL, name)
        if line.birth and there[0].birth and there[0].birth != line.birth:
            about = {"pupil": there[0].name}
            raise Trouble(OTHER_BIRTH, about, Meaning.BIRTH, _people(there), Asked.PUPIL, name)
        return there[0]

    def _nobody(self, names: Names, about: dict[str, Any], name: str, written: str, klass: Class) -> Trouble:
        if names.maybe:
            return Trouble(NO_PUPIL, about, Meaning.NAME, _people(names.maybe), Asked.PUPIL, name)
        for class_id, roll in self._rolls.items():
            if class_id != klass.id and roll.called(written):
                there = self.ground.classes[class_id].title
                return Trouble(ELSEWHERE, about | {"there": there}, Meaning.NAME, suggestion=there)
        return Trouble(NO_PUPIL, about, Meaning.NAME, (), Asked.PUPIL, name)

    def teacher(self, written: str) -> int | None:
        """The teacher who is called so; Trouble, which stops nothing, when none is."""

        def find() -> int | None:
            chosen = self._chosen(Asked.TEACHER, written)
            names = self._staff.meant(written)
            if chosen is None and len(names.sure) != 1:
                options = _people(names.sure or names.maybe)
                params = {"value": written}
                raise Trouble(NO_TEACHER, params, Meaning.TEACHER, options, Asked.TEACHER, written)
            return names.sure[0].id if chosen is None else self._of_staff(chosen)

        return self._once(("teacher", written), find)

    def _of_staff(self, person_id: int) -> int | None:
        return person_id if any(one.id == person_id for one in self._staff.people) else None

    def kind(self, written: str, weight: str) -> int | None:
        """The kind of work so called; Trouble, which stops nothing, when there is none."""

        def find() -> int | None:
            name = written or f"× {weight}"
            active = [one for one in self.ground.kinds.values() if one.active]
            chosen = self._chosen(Asked.KIND, name)
            if chosen is not None:
                return chosen if any(one.id == chosen for one in active) else None
            if not written:
                fit = tuple((str(one.id), one.name) for one in active if str(one.weight) == weight)
                raise Trouble(NO_WEIGHT, {"weight": weight}, Meaning.WEIGHT, fit, Asked.KIND, name)
            plain = same(written)
            found = next((one for one in active if plain in (same(one.name), same(one.short_name))), None)
            if found is None:
                near = [one for one in active if same(one.name)[:4] == plain[:4]]
                options = tuple((str(one.id), one.name) for one in near or active)
                raise Trouble(NO_KIND, {"value": written}, Meaning.KIND, options, Asked.KIND, name)
            return found.id

        return self._once(("kind", written, weight if not written else ""), find)

    def other_weight(self, kind_id: int, weight: str) -> Trouble | None:
        """What to say where the file weighs a kind otherwise than the school."""
        kind = self.ground.kinds[kind_id]
        if not weight or weight.replace(",", ".").removesuffix(".0") == str(kind.weight):
            return None
        params = {"kind": kind.name, "here": kind.weight, "weight": weight}
        return Trouble(OTHER_WEIGHT, params, Meaning.WEIGHT)


def _people(people: Iterable[Somebody]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.id), one.name) for one in people)


def _plain(text: str) -> str:
    return _SIGNS.sub("", folded(text).translate(_LATIN)).lstrip("0")
