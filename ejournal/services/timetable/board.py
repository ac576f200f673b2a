"""A timetable version in memory: asked at every drag, without queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import TimetableVersion, VersionStatus, WeekParity
from ejournal.services.timetable.conflicts import (
    Conflict,
    ConflictKind,
    Index,
    Severity,
    what,
)
from ejournal.services.timetable.facts import Facts, load_facts
from ejournal.services.timetable.rows import CourseInfo, Standing, days_of, load_courses, load_standings

OVER_PLAN = "{lesson}: {n} hours a week, the plan has {planned}"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the week."""

    weekday: int
    number: int
    parity: WeekParity = WeekParity.EVERY
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Hours of a course that stand nowhere yet."""

    course: CourseInfo
    hours: float


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A place where a lesson would clash with nothing; the lower the cost, the better."""

    weekday: int
    number: int
    cost: int
    warnings: tuple[Conflict, ...]


class Board:
    """A version in memory, kept while the editor is open and asked at every drag."""

    def __init__(
        self, version_id: int, editable: bool, courses: dict[int, CourseInfo], standings: Iterable[Standing],
        facts: Facts,
    ) -> None:  # fmt: skip
        self.version_id, self.editable, self.courses, self.facts = version_id, editable, courses, facts
        self.index = Index(standings, facts)

    def standings(self) -> list[Standing]:
        """The entries in order of weekday and number."""
        return sorted(self.index, key=lambda one: (one.weekday, one.number, one.course.subject, one.id))

    def of_class(self, class_id: int) -> list[Standing]:
        """The entries of a class and its groups."""
        return [one for one in self.standings() if any(part.id == class_id for part in one.course.classes)]

    def of_teacher(self, teacher_id: int) -> list[Standing]:
        """The entries of a teacher."""
        return [one for one in self.standings() if teacher_id in one.teacher_ids]

    def unplaced(self) -> list[Unplaced]:
        """The tray: courses with hours left, the hardest subjects first."""
        left = [
            Unplaced(course, course.weekly_hours - self.index.hours.get(course.id, 0.0))
            for course in self.courses.values()
        ]
        found = [one for one in left if one.hours > 0]
        return sorted(
            found, key=lambda one: (one.course.class_titles, -one.course.difficulty, one.course.subject)
        )

    def conflicts(self) -> list[Conflict]:
        """Everything wrong, errors first; hours beyond the plan among the warnings."""
        over = [
            Conflict(Severity.WARNING, ConflictKind.HOURS, 0, 0, (), OVER_PLAN,
                     {"lesson": what(course), "n": f"{hours:g}", "planned": f"{course.weekly_hours:g}"})
            for course_id, hours in sorted(self.index.hours.items())
            if (course := self.courses[course_id]).weekly_hours < hours
        ]  # fmt: skip
        return self.index.all() + over

    def check(self, course_id: int, where: Where, entry_id: int = 0) -> list[Conflict]:
        """What would be wrong if the course stood there; entry_id is the entry being moved."""
        return self.index.check(self._standing(course_id, where, entry_id))

    def suggest(
        self,
        course_id: int,
        days: int = 5,
        last_number: int = 7,
        entry_id: int = 0,
        room_id: int | None = None,
    ) -> list[FreeSlot]:
        """The places without an error, the best first: fewest warnings, no gap for the class, early."""
        found = []
        for weekday in range(1, days + 1):
            for number in range(1, last_number + 1):
                wrong = self.check(course_id, Where(weekday, number, room_id=room_id), entry_id)
                if any(one.severity is Severity.ERROR for one in wrong):
                    continue
                found.append(
                    FreeSlot(
                        weekday, number, self._cost(course_id, weekday, number, len(wrong)), tuple(wrong)
                    )
                )
        return sorted(found, key=lambda one: (one.cost, one.weekday, one.number))

    def _cost(self, course_id: int, weekday: int, number: int, warnings: int) -> int:
        course = self.courses[course_id]
        same_day = any(one.course.id == course_id and one.weekday == weekday for one in self.index)
        gap = 0
        for part in course.classes:
            taken = self.index.days.get((part.id, weekday), {})
            gap += min((abs(number - other) - 1 for other in taken), default=number - 1)
        return 10 * warnings + 8 * same_day + 4 * gap + (number if course.difficulty >= 7 else 0)

    def _standing(self, course_id: int, where: Where, entry_id: int) -> Standing:
        if course_id not in self.courses:
            raise NotFound
        known = self.index.by_id.get(entry_id)
        room = where.room_id if where.room_id is not None or known is None else known.room_id
        return Standing(entry_id, self.courses[course_id], where.weekday, where.number, where.parity, room)


def open_board(session: Session, actor: Actor, version_id: int) -> Board:
    """The version as a board; a dozen queries, whatever its size."""
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    courses = load_courses(session, actor.school_id, version.year_id, days_of(version, actor.today))
    standings = load_standings(session, actor.school_id, version_id, courses)
    facts = load_facts(session, actor.school_id, version.year_id)
    return Board(version_id, version.status is VersionStatus.DRAFT, courses, standings, facts)
