"""What a file comes to on the lessons of the school: cells and term marks to be written, as it wants them."""

from dataclasses import dataclass, field

from ejournal.services.grading.scales import CellEntry, spell
from ejournal.services.journal.cells import Key
from ejournal.services.marks_import.file import Entry, Fault
from ejournal.services.marks_import.known import LessonRow, Somebody

TermKey = tuple[int, int, str]
"""(course_id, pupil_id, column)."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one entry brings into a cell, and of which kind of work (None: the lesson's own)."""

    entry: Entry
    said: CellEntry
    kind_id: int | None = None
    comment: str = ""

    @property
    def worth(self) -> tuple[CellEntry, int | None, str]:
        """What tells two parts apart."""
        return self.said, self.kind_id, self.comment


@dataclass(slots=True)
class CellPlan:
    """A cell and all that the file says of it, in its order."""

    lesson: LessonRow
    pupil: Somebody
    author_id: int
    parts: list[Part] = field(default_factory=list)

    @property
    def said(self) -> CellEntry:
        """The parts together."""
        values = tuple(value for part in self.parts for value in part.said.values)
        coded = next((part.said for part in self.parts if part.said.attendance), CellEntry())
        return CellEntry(values, coded.attendance, coded.minutes)

    @property
    def text(self) -> str:
        """The cell as it would be typed."""
        said = self.said
        return spell(said.values, said.attendance, said.minutes)

    @property
    def first(self) -> Entry:
        """The entry at whose place the cell's faults are shown."""
        return self.parts[0].entry


@dataclass(frozen=True, slots=True)
class TermPlan:
    """A term mark that the file says."""

    entry: Entry
    pupil: Somebody
    author_id: int
    value: str


@dataclass
class Laid:
    """The whole of it, and what could not be laid."""

    cells: dict[Key, CellPlan] = field(default_factory=dict)
    terms: dict[TermKey, TermPlan] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
