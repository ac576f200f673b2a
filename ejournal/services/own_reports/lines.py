"""The lines of reports of one's own, before any column is taken of them.

before: the same one's line of the period before, where it has one and it is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ejournal.models import AttendanceCode
from ejournal.services.grading.averages import ClassFigures, share
from ejournal.services.reports.classes import Absences
from ejournal.services.reports.days import Hours
from ejournal.services.reports.filling import FillingLine
from ejournal.services.reports.formulas import Figures

NO_ABSENCES = Absences(0, 0, 0, {})


@dataclass(frozen=True, slots=True)
class Given:
    """The marks of lessons of a term beside its norm: of how many pupils and courses, how many have fewer.

    average: of the courses on five points, None without such marks.
    """

    places: int
    marks: int
    short: int
    average: Decimal | None

    @property
    def mean(self) -> Decimal | None:
        """Marks of a pupil in a course."""
        return share(self.marks, self.places)


@dataclass(frozen=True, slots=True)
class Homework:
    """Minutes given on the days with homework, how many there are, and pass the norm."""

    minutes: int
    days: int
    over: int

    @property
    def mean(self) -> Decimal | None:
        """Minutes a day."""
        return share(self.minutes, self.days)


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil of a class: the levels of the marks, what was missed; is_whole: in all subjects.

    marks: None where no course of the pupil has any.
    """

    id: int
    title: str
    class_id: int
    class_title: str
    marks: ClassFigures | None
    levels: tuple[str, ...]
    is_whole: bool
    absences: Absences = NO_ABSENCES
    given: Given | None = None
    before: "PupilLine | None" = None


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course: whom it is taught to and by whom, the marks, the hours; year_hours: planned for the year.

    marks: None where it has none.
    """

    id: int
    title: str
    whom: str
    teacher: str
    pupils: int
    marks: ClassFigures | None
    hours: Hours
    year_hours: int
    given: Given | None = None
    before: "CourseLine | None" = None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class: its pupils' figures, None where no course has marks; what they missed together."""

    id: int
    title: str
    pupils: int
    figures: Figures | None
    absences: Absences = NO_ABSENCES
    given: Given | None = None
    homework: Homework | None = None
    papers: Mapping[str, int] | None = None
    before: "ClassLine | None" = None

    @property
    def marks(self) -> ClassFigures | None:
        """The figures of all marks."""
        return None if self.figures is None else self.figures.marks


@dataclass(frozen=True, slots=True)
class TeacherLine:
    """A teacher: the marks in the own courses, how the journals are filled where that is to be seen.

    marks: None where no course has any.
    """

    id: int
    title: str
    courses: int
    marks: ClassFigures | None
    filling: FillingLine | None = None
    given: Given | None = None
    before: "TeacherLine | None" = None


Line = PupilLine | CourseLine | ClassLine | TeacherLine
Cell = str | int | Decimal | None


def sum_of(found: Iterable[Absences]) -> Absences:
    """What several pupils missed together."""
    every = list(found)
    codes: dict[AttendanceCode, int] = {}
    for one in every:
        for code, count in one.by_code.items():
            codes[code] = codes.get(code, 0) + count
    return Absences(
        sum(one.lessons for one in every),
        sum(one.missed for one in every),
        sum(one.whole_days for one in every),
        codes,
    )
