"""What a journal's spread shows: frozen rows and columns, free of the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ejournal.services.courses.second_teachers import SecondTeacher, names_on
from ejournal.services.grading.scales import Scale
from ejournal.services.journal.reading import KindChoice
from ejournal.services.journal.term_columns import TermCell, TermColumn


@dataclass(frozen=True, slots=True)
class TermChoice:
    """A term to choose, named in the actor's language."""

    number: int
    title: str
    short_title: str
    starts: date
    ends: date
    current: bool


@dataclass(frozen=True, slots=True)
class LessonColumn:
    """A lesson as a column and as a line of the facing page.

    writable: the actor gives the lesson; late: only with a reason; future: no marks yet; after_break names
    the holidays between this lesson and the one before; average and absent are the foot of the column.
    task was left for the substitute by task_by: who gives the lesson and heads read it.
    """

    lesson_id: int
    day: date
    number: int
    kind_id: int
    kind: str
    is_test: bool
    writable: bool
    late: bool
    future: bool
    today: bool
    cancelled: bool
    roll_called: bool
    topic: str
    homework: str
    homework_minutes: int | None
    substitute: str
    task: str
    task_by: str
    after_break: str
    average: Decimal | None
    absent: int

    @property
    def open(self) -> bool:
        """Whether the actor may write here at once, without a reason."""
        return self.writable and not self.late and not self.cancelled


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil's line: cells as text with flags (* comment, ? waits for approval, # closed).

    former: how many marks of the class or group before the average takes in.
    """

    pupil_id: int
    number: int
    name: str
    cells: tuple[str, ...]
    average: Decimal | None
    terms: tuple[TermCell, ...]
    exempt: bool
    left: bool
    former: int = 0


@dataclass(frozen=True, slots=True)
class JournalView:
    """One course's journal in one term, or its year when term_number is None.

    seen: the pupils whose every lesson the actor sees, None for all; of others, lessons given by the actor.
    """

    course_id: int
    subject: str
    class_title: str
    group: str
    teacher: str
    weekly_hours: Decimal
    scale: Scale
    kinds: tuple[KindChoice, ...]
    default_kind_id: int
    terms: tuple[TermChoice, ...]
    term_number: int | None
    columns: tuple[LessonColumn, ...]
    term_columns: tuple[TermColumn, ...]
    rows: tuple[PupilRow, ...]
    next_lesson_id: int
    seen: frozenset[int] | None
    may_write: bool
    may_set_terms: bool
    today: date
    seconds: tuple[SecondTeacher, ...] = ()

    def teachers(self, day: date) -> str:
        """Who teaches the course on the day, the first teacher first."""
        return names_on(day, self.teacher, self.seconds)

    def seen_at(self, lesson_id: int) -> frozenset[int] | None:
        """The pupils whom the actor sees at a lesson of the view: all of them at one that the actor gives."""
        gives = any(one.writable for one in self.columns if one.lesson_id == lesson_id)
        return None if gives else self.seen

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the scale, best first."""
        return self.scale.marks

    @property
    def failing(self) -> tuple[str, ...]:
        """Those of them that fail."""
        return tuple(mark for mark in self.scale.marks if mark in self.scale.failing)
