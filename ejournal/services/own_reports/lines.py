"""The lines of reports of one's own, before any column is taken of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ejournal.models import AttendanceCode
from ejournal.services.grading.averages import ClassFigures
from ejournal.services.reports.classes import Absences
from ejournal.services.reports.days import Hours
from ejournal.services.reports.filling import FillingLine
from ejournal.services.reports.formulas import Figures

NO_ABSENCES = Absences(0, 0, 0, {})


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


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class: its pupils' figures, None where no course has marks; what they missed together."""

    id: int
    title: str
    pupils: int
    figures: Figures | None
    absences: Absences = NO_ABSENCES

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
