"""What is asked of a journal's cells and what comes back: frozen, fit for a queue on the client."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

FLAGS = "*?#"


class OpStatus(StrEnum):
    """What became of one entry into a cell."""

    OK = "ok"
    WAITING = "waiting"
    REFUSED = "refused"
    CONFLICT = "conflict"
    NEEDS_REASON = "needs_reason"


@dataclass(frozen=True, slots=True)
class CellOp:
    """One entry into a cell; base is the text that the writer saw there, None to write whatever stands.

    kind_id, comment and minutes of None leave what there is, a kind_id of 0 is the lesson's own kind; slot
    says which of two marks kind and comment are for. force writes over another's change.
    """

    id: str
    pupil_id: int
    lesson_id: int
    text: str
    base: str | None = None
    kind_id: int | None = None
    comment: str | None = None
    minutes: int | None = None
    slot: int | None = None
    reason: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class CellResult:
    """What became of an entry; cell is what stands there now, with flags as in the journal.

    message is a gettext id with params; theirs names who changed the cell meanwhile and when.
    """

    id: str
    pupil_id: int
    lesson_id: int
    status: OpStatus
    cell: str = ""
    message: str = ""
    params: dict[str, object] = field(default_factory=dict)
    theirs: str = ""
    theirs_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowPatch:
    """A pupil's average and proposal for the term after the entries."""

    course_id: int
    term_number: int
    pupil_id: int
    average: Decimal | None
    proposal: str


@dataclass(frozen=True, slots=True)
class FootPatch:
    """A lesson's average and number of absent pupils after the entries."""

    lesson_id: int
    average: Decimal | None
    absent: int


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that now stands otherwise, for the live topics of the pupil and of the course."""

    course_id: int
    lesson_id: int
    pupil_id: int
    day: date
    cell: str


@dataclass(frozen=True, slots=True)
class PutOutcome:
    """Results in the order of the entries, and what else is to be repainted."""

    results: tuple[CellResult, ...]
    rows: tuple[RowPatch, ...] = ()
    feet: tuple[FootPatch, ...] = ()
    changes: tuple[CellChange, ...] = ()

    @property
    def courses(self) -> frozenset[int]:
        """The courses whose journals changed."""
        return frozenset(change.course_id for change in self.changes)
