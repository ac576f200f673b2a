"""What the makers of the demo school tell one another: its people, classes and courses in memory."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from ejournal.demo.curriculum import SubjectLine
from ejournal.demo.year import YearDays
from ejournal.models import Gender, TermKind, WeekParity
from ejournal.models.spans import Span
from ejournal.models.structure import class_title

ZONE = ZoneInfo("Europe/Moscow")
WRITTEN_MINUTE = 30
"""Lesson n is over and in the journal by half past 8 + n, whatever bells ring."""


@dataclass(eq=False)
class Pupil:
    """A pupil with what decides about the marks: ability is the average that comes of it."""

    id: int
    last: str
    first: str
    gender: Gender
    klass: "Klass"
    starts: date
    ability: float = 4.0
    health: float = 1.0
    ends: date | None = None
    half: int = 0
    guardians: list[int] = field(default_factory=list)

    def present_in_class(self, day: date) -> bool:
        """Whether the pupil is in the class that day."""
        return Span.of(self).holds_on(day)


@dataclass(eq=False)
class Teacher:
    """A member of the staff who teaches, with an own room."""

    id: int
    gender: Gender
    pool: str
    room_id: int
    hours: int = 0
    klass: "Klass | None" = None


@dataclass(eq=False)
class Klass:
    """A class with its pupils and, later, its class teacher."""

    id: int
    grade: int
    letter: str
    scheme: TermKind
    days_per_week: int
    pupils: list[Pupil] = field(default_factory=list)
    teacher: Teacher | None = None

    @property
    def title(self) -> str:
        """6 «Б»."""
        return class_title(self.grade, self.letter)


@dataclass(eq=False)
class CourseSeed:
    """A course and who sits in it."""

    id: int
    klass: Klass
    subject: SubjectLine
    teacher: Teacher
    pupils: list[Pupil]
    hours: Decimal
    parity: WeekParity = WeekParity.EVERY
    passing: bool = False
    exempt: set[int] = field(default_factory=set)

    @property
    def marked(self) -> bool:
        """Whether marks are given: not in the first grade."""
        return self.klass.grade > 1


@dataclass(eq=False)
class Unit:
    """Courses of one class that stand in the same lessons of the timetable."""

    klass: Klass
    courses: list[CourseSeed]
    lessons: int

    @property
    def subject(self) -> SubjectLine:
        """The subject, or the first of two that share the lesson in odd and even weeks."""
        return self.courses[0].subject


@dataclass(eq=False)
class World:
    """One demo school as it is being made."""

    seed: int
    number: int
    today: date
    now: datetime
    filled_until: date
    days: YearDays
    school_id: int
    year_id: int
    schemes: dict[TermKind, int]
    kinds: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    classes: list[Klass] = field(default_factory=list)
    teachers: list[Teacher] = field(default_factory=list)
    courses: list[CourseSeed] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    cast: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    reports: dict[int, tuple[datetime, datetime | None]] = field(default_factory=dict)
    """Absences that teachers have reported themselves: when, and when they were accepted."""

    def rng(self, purpose: str) -> Random:
        """Chance for one purpose: the same seed, school and purpose give the same."""
        return Random(f"{self.seed}/{self.number}/{purpose}")

    @property
    def pupils(self) -> list[Pupil]:
        """All pupils in the order of classes."""
        return [pupil for klass in self.classes for pupil in klass.pupils]

    @property
    def main_class(self) -> Klass:
        """The class of the demo sign-ins: 6 «Б», or what comes nearest in a small school."""
        sixth = [klass for klass in self.classes if klass.grade == 6]
        return sixth[1] if len(sixth) > 1 else sixth[0]

    def is_given(self, day: date, number: int) -> bool:
        """Whether the lesson is over and written down: all until yesterday, today those of the hours past."""
        if day == self.today == self.filled_until:
            return moment(day, 8 + number, WRITTEN_MINUTE) <= self.now
        return day <= self.filled_until


@cache
def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment in UTC of a time on the school's clock."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
