"""Which lessons the timetables ask for, and how those that stand differ from them: pure reckoning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ejournal.models import WeekParity
from ejournal.models.spans import Span
from ejournal.services.calendar.year import Calendar, days_between
from ejournal.services.courses.teacher_changes import Changes, teacher_on


class LessonKey(NamedTuple):
    """What makes a lesson the same lesson after regeneration."""

    course_id: int
    day: date
    number: int


class Giving(NamedTuple):
    """Who gives a lesson, where, and by which entry of the timetable."""

    teacher_id: int
    room_id: int | None
    entry_id: int | None


class Audience(NamedTuple):
    """A grade with its number of school days a week."""

    grade: int
    days_per_week: int


class PlannedEntry(NamedTuple):
    """An entry of the timetable, with the course's teacher where it names none; whether it is its own."""

    id: int
    course_id: int
    weekday: int
    number: int
    parity: WeekParity
    teacher_id: int
    room_id: int | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """A published timetable, the days it holds and its entries."""

    id: int
    starts: date
    ends: date | None
    entries: tuple[PlannedEntry, ...]


@dataclass(frozen=True, slots=True)
class MadeLesson:
    """A lesson as it stands in the database, with who gives it."""

    id: int
    key: LessonKey
    giving: Giving
    written: bool


def wanted_lessons(
    calendar: Calendar,
    versions: Sequence[VersionPlan],
    audiences: Mapping[int, Sequence[Audience]],
    first: date,
    last: date,
    changes: Changes | None = None,
) -> dict[LessonKey, Giving]:
    """The lessons that the timetables ask for from first to last; audiences tell who sits in each course.

    The changes tell who teaches a course on which day.
    """
    changed = changes or {}
    wanted: dict[LessonKey, Giving] = {}
    entries = {version.id: _by_weekday(version.entries) for version in versions}
    for day in days_between(max(first, calendar.year.starts), min(last, calendar.year.ends)):
        version = version_on(versions, day)
        if version is None:
            continue
        parity, open_days = calendar.parity(day), dict[Audience, bool]()
        for entry in entries[version.id].get(calendar.followed_weekday(day), ()):
            if entry.parity not in (WeekParity.EVERY, parity):
                continue
            if _is_open(calendar, day, audiences.get(entry.course_id, ()), open_days):
                key = LessonKey(entry.course_id, day, entry.number)
                teacher_id = entry.teacher_id
                if entry.course_id in changed and not entry.own:
                    teacher_id = teacher_on(changed[entry.course_id], teacher_id, day)
                wanted[key] = Giving(teacher_id, entry.room_id, entry.id)
    return wanted


def version_on(versions: Iterable[VersionPlan], day: date) -> VersionPlan | None:
    """The timetable in force on the day: of several the one that began last."""
    holding = (version for version in versions if Span.of(version).holds_on(day))
    return max(holding, key=lambda version: (version.starts, version.id), default=None)


def _by_weekday(entries: Iterable[PlannedEntry]) -> dict[int, list[PlannedEntry]]:
    found: dict[int, list[PlannedEntry]] = {}
    for entry in entries:
        found.setdefault(entry.weekday, []).append(entry)
    return found


def _is_open(calendar: Calendar, day: date, sitting: Sequence[Audience], known: dict[Audience, bool]) -> bool:
    # A group drawn from several classes meets when any of its classes has school.
    for audience in sitting:
        if audience not in known:
            known[audience] = calendar.is_school_day(day, audience.grade, audience.days_per_week)
        if known[audience]:
            return True
    return False


def compare(
    wanted: Mapping[LessonKey, Giving], made: Iterable[MadeLesson]
) -> tuple[list[tuple[LessonKey, Giving]], list[MadeLesson], list[tuple[MadeLesson, Giving]]]:
    """What is missing, what is no longer wanted, and what is given by another, elsewhere or otherwise."""
    unwanted, different, present = [], [], set()
    for lesson in made:
        present.add(lesson.key)
        giving = wanted.get(lesson.key)
        if giving is None:
            unwanted.append(lesson)
        elif giving != lesson.giving:
            different.append((lesson, giving))
    missing = [(key, giving) for key, giving in wanted.items() if key not in present]
    return missing, unwanted, different
