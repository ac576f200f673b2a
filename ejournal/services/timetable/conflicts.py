"""Who is in two places at once, and which norms are broken: asked of an index in memory, after every drag."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ejournal.i18n import gettext
from ejournal.models import WeekParity
from ejournal.services.timetable.facts import Facts, Limit
from ejournal.services.timetable.rows import CourseInfo, Standing

NORMS = {1: 4, 2: 5, 3: 5, 4: 5, 5: 6, 6: 6}
NORM = 7
TEACHER_TWICE = "{teacher} is in two places at once: {first} and {second}"
ROOM_TWICE = "Room {room} is taken twice: {first} and {second}"
PUPILS_TWICE = "{who} has two lessons at once: {first} and {second}"
GROUPS_TWICE = "Pupils in two groups at once ({n}): {first} and {second}"
ONCE_MORE = range(1, 5)
"""Grades in which one day a week may have a lesson more."""


class Severity(StrEnum):
    """An error keeps a timetable from being published without an override; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class ConflictKind(StrEnum):
    """What is wrong."""

    TEACHER = "teacher"
    ROOM = "room"
    CLASS = "class"
    PUPILS = "pupils"
    UNAVAILABLE = "unavailable"
    DAY_NORM = "day_norm"
    TEACHER_DAY = "teacher_day"
    ROOM_WISH = "room_wish"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing wrong in a slot, with the entries concerned and a sentence about it."""

    severity: Severity
    kind: ConflictKind
    weekday: int
    number: int
    entry_ids: tuple[int, ...]
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, locale: str) -> str:
        """The sentence in the user's language."""
        return gettext(locale, self.message, **self.params)


def overlap(one: WeekParity, other: WeekParity) -> bool:
    """Whether two entries ever stand in the same week."""
    return one is other or WeekParity.EVERY in (one, other)


class Index:
    """The entries of a version by slot, with answers in microseconds."""

    def __init__(self, standings: Iterable[Standing], facts: Facts) -> None:
        self.facts = facts
        self.slots: dict[tuple[int, int], list[Standing]] = defaultdict(list)
        self.by_id: dict[int, Standing] = {}
        self.days: dict[tuple[int, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.hours: dict[int, float] = defaultdict(float)
        self.limited: dict[tuple[int, int], dict[int, Standing]] = defaultdict(dict)
        """The entries by day of teachers who have a limit."""
        for standing in standings:
            self.add(standing)

    def add(self, standing: Standing) -> None:
        """Put an entry in."""
        self._count(standing, 1)
        self.slots[standing.weekday, standing.number].append(standing)
        self.by_id[standing.id] = standing

    def remove(self, entry_id: int) -> Standing | None:
        """Take an entry out; gives it back, None when it is not there."""
        standing = self.by_id.pop(entry_id, None)
        if standing is not None:
            self.slots[standing.weekday, standing.number].remove(standing)
            self._count(standing, -1)
        return standing

    def _count(self, standing: Standing, step: int) -> None:
        for person in standing.teacher_ids & self.facts.limits.keys():
            day = self.limited[person, standing.weekday]
            day[standing.id] = standing
            if step < 0:
                del day[standing.id]
        self.hours[standing.course.id] += step * (1.0 if standing.parity is WeekParity.EVERY else 0.5)
        for part in standing.course.classes:
            numbers = self.days[part.id, standing.weekday]
            numbers[standing.number] += step
            if not numbers[standing.number]:
                del numbers[standing.number]

    def __iter__(self) -> Iterator[Standing]:
        yield from self.by_id.values()

    def at_once(self, standing: Standing) -> Iterator[Standing]:
        """The other entries that are ever taught at the same time, in any shift."""
        for shift, number in self.facts.neighbours(standing.course.shift, standing.number):
            for other in self.slots.get((standing.weekday, number), ()):
                if (
                    other.course.shift == shift
                    and other.id != standing.id
                    and overlap(other.parity, standing.parity)
                ):
                    yield other

    def check(self, candidate: Standing) -> list[Conflict]:
        """What would be wrong if the entry stood there; the index is not changed."""
        found = []
        for other in self.at_once(candidate):
            found += self._clashes(candidate, other)
        return found + self._away(candidate) + self._elsewhere(candidate) + self._norms_with(candidate)

    def all(self) -> list[Conflict]:
        """Everything wrong in the whole timetable, each thing once."""
        found = []
        for one in self:
            for other in self.at_once(one):
                if one.id < other.id:
                    found += self._clashes(one, other)
            found += self._away(one) + self._elsewhere(one)
        for class_id, grade, title in self._classes():
            found += self._norms(class_id, grade, title)
        for limit in self.facts.limits.values():
            found += self._beyond(limit)
        return sorted(found, key=lambda one: (one.severity, one.weekday, one.number, one.entry_ids))

    def _classes(self) -> list[tuple[int, int, str]]:
        return sorted({(part.id, part.grade, part.title) for one in self for part in one.course.classes})

    def _clashes(self, one: Standing, other: Standing) -> list[Conflict]:
        found = []
        both = one.teacher_ids & other.teacher_ids
        if both:
            name = next(
                (one.course.teacher for _ in both if one.course.teacher_id in both), one.course.teachers
            )
            found.append(self._error(ConflictKind.TEACHER, one, other, TEACHER_TWICE,
                                     teacher=name))  # fmt: skip
        for room_id in set(one.room_ids) & set(other.room_ids) - self.facts.shared_rooms:
            room = self.facts.rooms.get(room_id, "")
            found.append(self._error(ConflictKind.ROOM, one, other, ROOM_TWICE,
                                     room=room))  # fmt: skip
        return found + self._pupils(one, other)

    def _pupils(self, one: Standing, other: Standing) -> list[Conflict]:
        mine, theirs = one.course, other.course
        common = {part.id: part for part in mine.classes} if mine.classes else {}
        shared = [(common[part.id], part) for part in theirs.classes if part.id in common]
        if mine.id == theirs.id or (mine.group_id is not None and mine.group_id == theirs.group_id):
            return [self._error(ConflictKind.PUPILS, one, other, PUPILS_TWICE,
                                who=who(mine))]  # fmt: skip
        for mine_part, other_part in shared:
            if mine_part.whole or other_part.whole:
                return [self._error(ConflictKind.CLASS, one, other, PUPILS_TWICE,
                                    who=mine_part.title)]  # fmt: skip
        twice = self._members(mine) & self._members(theirs)
        if twice:
            return [self._error(ConflictKind.PUPILS, one, other, GROUPS_TWICE,
                                n=len(twice))]  # fmt: skip
        return []

    def _members(self, course: CourseInfo) -> frozenset[int]:
        return self.facts.members.get(course.group_id, frozenset()) if course.group_id else frozenset()

    def _error(
        self, kind: ConflictKind, one: Standing, other: Standing, message: str, **params: object
    ) -> Conflict:
        named = {"first": what(one.course), "second": what(other.course), **params}
        ids = tuple(sorted((one.id, other.id)))
        return Conflict(Severity.ERROR, kind, one.weekday, one.number, ids, message, named)

    def _away(self, one: Standing) -> list[Conflict]:
        if not any(self.facts.is_away(person, one.weekday, one.number) for person in one.teacher_ids):
            return []
        return [
            Conflict(Severity.WARNING, ConflictKind.UNAVAILABLE, one.weekday, one.number, (one.id,),
                     "{teacher} is not to be given lessons at this time", {"teacher": one.course.teachers})
        ]  # fmt: skip

    def _elsewhere(self, one: Standing) -> list[Conflict]:
        room = one.course.room_id
        if room is None or room in one.room_ids:
            return []
        return [
            Conflict(Severity.WARNING, ConflictKind.ROOM_WISH, one.weekday, one.number, (one.id,),
                     "{lesson} is to be in room {room}",
                     {"lesson": what(one.course), "room": self.facts.rooms.get(room, "")})
        ]  # fmt: skip

    def _norms_with(self, candidate: Standing) -> list[Conflict]:
        standing = self.remove(candidate.id)
        self.add(candidate)
        found = [
            conflict
            for part in candidate.course.classes
            for conflict in self._norms(part.id, part.grade, part.title)
            if conflict.weekday == candidate.weekday
        ]
        for person in candidate.teacher_ids & self.facts.limits.keys():
            found += self._beyond(self.facts.limits[person], candidate.weekday)
        self.remove(candidate.id)
        if standing:
            self.add(standing)
        return found

    def _norms(self, class_id: int, grade: int, title: str) -> list[Conflict]:
        norm = NORMS.get(grade, NORM)
        loads = {
            weekday: len(self.days[class_id, weekday])
            for weekday in range(1, 8)
            if (class_id, weekday) in self.days
        }
        over = sorted(weekday for weekday, load in loads.items() if load > norm)
        if grade in ONCE_MORE and len(over) == 1 and loads[over[0]] == norm + 1:
            return []
        return [
            Conflict(Severity.WARNING, ConflictKind.DAY_NORM, weekday, 0, (),
                     "{who}: {n} lessons a day, the norm is {norm}",
                     {"who": title, "n": loads[weekday], "norm": norm})
            for weekday in over
        ]  # fmt: skip

    def _beyond(self, limit: Limit, only: int = 0) -> list[Conflict]:
        loads = {
            weekday: self.load_of(limit.teacher_id, weekday) for weekday in ((only,) if only else range(1, 8))
        }
        return [
            Conflict(Severity.WARNING, ConflictKind.TEACHER_DAY, weekday, 0, (),
                     "{teacher}: {n} lessons a day, at most {most} are to be given",
                     {"teacher": limit.teacher, "n": n, "most": limit.most_a_day})
            for weekday, n in loads.items()
            if n > limit.most_a_day
        ]  # fmt: skip

    def load_of(self, teacher_id: int, weekday: int) -> int:
        """The most lessons that a teacher with a limit gives on that day, of odd and even weeks."""
        here = self.limited.get((teacher_id, weekday), {}).values()
        return max(
            len({(one.course.shift, one.number) for one in here if overlap(one.parity, week)})
            for week in (WeekParity.ODD, WeekParity.EVEN)
        )


def who(course: CourseInfo) -> str:
    """«6 «Б», Английский, 1»."""
    return ", ".join(part for part in (course.class_titles, course.group) if part)


def what(course: CourseInfo) -> str:
    """«Алгебра, 9 «А»»."""
    return f"{course.subject}, {who(course)}"
