"""Stored cells of a few lessons: read in one query and changed in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Text, bindparam, cast, func, literal, null, select, union_all
from sqlmodel import Session

from ejournal.models import AttendanceCode, ChangeStatus
from ejournal.services.base import tables as db
from ejournal.services.base.cell_rows import cell_row
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.grading.scales import CellEntry, format_entry

_SCHOOL: Any = bindparam("school_id")
_LESSONS: Any = bindparam("lessons", expanding=True)
_PUPILS: Any = bindparam("pupils", expanding=True)
_COUNTED: Any = bindparam("counted", expanding=True)
_ROW_MARK, _MARK, _ATTENDANCE, _WAITING = range(4)
Key = tuple[int, int]
"""(lesson_id, pupil_id)."""


@dataclass(frozen=True, slots=True)
class StoredMark:
    """A mark of a cell; id is None until it is written."""

    id: int | None
    value: str
    kind_id: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class StoredCell:
    """What stands in a cell; waiting are requests for a late change as (id, text asked for)."""

    marks: tuple[StoredMark, ...] = ()
    attendance_id: int | None = None
    code: AttendanceCode | None = None
    minutes: int | None = None
    waiting: tuple[tuple[int, str], ...] = ()

    @property
    def entry(self) -> CellEntry:
        """The cell without kinds and comments."""
        return CellEntry(tuple(mark.value for mark in self.marks), self.code, self.minutes)

    @property
    def text(self) -> str:
        """The cell as the journal writes it."""
        return format_entry(self.entry)

    @property
    def row(self) -> list[Any]:
        """The cell as the audit trail compares it."""
        return cell_row(_worth(self.marks), self.code, self.minutes)

    @property
    def shown(self) -> str:
        """The text with its flags: * a comment, ? a change that waits."""
        comment = any(mark.comment for mark in self.marks)
        return self.text + ("*" if comment else "") + ("?" if self.waiting else "")

    def with_kind(self, old: int, new: int) -> "StoredCell":
        """The cell with its marks of the one kind of work being of the other."""
        marks = (replace(mark, kind_id=new) if mark.kind_id == old else mark for mark in self.marks)
        return replace(self, marks=tuple(marks))

    def is_same(self, other: "StoredCell") -> bool:
        """Whether marks, kinds, comments and attendance are equal."""
        return self.entry == other.entry and _worth(self.marks) == _worth(other.marks)


def _worth(marks: Iterable[StoredMark]) -> list[tuple[str, int, str]]:
    return [(mark.value, mark.kind_id, mark.comment) for mark in marks]


@dataclass(slots=True)
class Store:
    """The cells of some lessons (of all their pupils) and the marks of some pupils' other lessons."""

    before: dict[Key, StoredCell] = field(default_factory=dict)
    now: dict[Key, StoredCell] = field(default_factory=dict)
    elsewhere: dict[int, list[tuple[str, int]]] = field(default_factory=dict)

    def cell(self, key: Key) -> StoredCell:
        """What stands in the cell at this point of the batch."""
        return self.now.get(key, _NOTHING)

    def changed(self) -> list[tuple[Key, StoredCell, StoredCell]]:
        """Cells that stand otherwise than before, with both states."""
        pairs = [(key, self.before.get(key, _NOTHING), cell) for key, cell in self.now.items()]
        return [(key, old, new) for key, old, new in pairs if old is not new and not old.is_same(new)]


_NOTHING = StoredCell()

_mark, _attendance, _request = db.mark.c, db.attendance.c, db.change_request.c
_READ = union_all(
    select(
        literal(_MARK).label("what"),
        _mark.id,
        _mark.lesson_id,
        _mark.pupil_id,
        _mark.slot,
        cast(_mark.value, Text).label("value"),
        _mark.kind_id,
        _mark.comment,
    ).where(_mark.school_id == _SCHOOL, _mark.lesson_id.in_(_LESSONS)),
    select(
        literal(_ROW_MARK),
        _mark.id,
        _mark.lesson_id,
        _mark.pupil_id,
        _mark.slot,
        _mark.value,
        _mark.kind_id,
        literal(""),
    ).where(
        in_days(_mark, _SCHOOL, bindparam("first"), bindparam("last")),
        _mark.pupil_id.in_(_PUPILS),
        _mark.course_id.in_(_COUNTED),
        _mark.lesson_id.not_in(_LESSONS),
    ),
    select(
        literal(_ATTENDANCE),
        _attendance.id,
        _attendance.lesson_id,
        _attendance.pupil_id,
        func.coalesce(_attendance.minutes, 0),
        cast(_attendance.code, Text),
        null(),
        literal(""),
    ).where(_attendance.school_id == _SCHOOL, _attendance.lesson_id.in_(_LESSONS)),
    select(
        literal(_WAITING),
        _request.id,
        _request.lesson_id,
        _request.pupil_id,
        literal(0),
        _request.after,
        null(),
        literal(""),
    ).where(
        _request.school_id == _SCHOOL,
        _request.lesson_id.in_(_LESSONS),
        _request.status == ChangeStatus.WAITING,
    ),
)


def read_store(session: Session, asked: Mapping[str, Any]) -> Store:
    """The stored cells in one query.

    asked: school_id and lessons; for the rows of touched pupils, pupils, counted courses, first and last day.
    """
    rows = session.connection().execute(_READ, asked).all()
    marks: dict[Key, list[StoredMark]] = {}
    codes: dict[Key, tuple[int, str, int]] = {}
    waiting: dict[Key, list[tuple[int, str]]] = {}
    elsewhere: dict[int, list[tuple[str, int]]] = {}
    for what, row_id, lesson_id, pupil_id, number, value, kind_id, comment in sorted(rows, key=_by_slot):
        if what == _ROW_MARK:
            elsewhere.setdefault(pupil_id, []).append((value, kind_id))
        elif what == _MARK:
            mark = StoredMark(row_id, value, kind_id, comment)
            marks.setdefault((lesson_id, pupil_id), []).append(mark)
        elif what == _ATTENDANCE:
            codes[lesson_id, pupil_id] = (row_id, value, number)
        else:
            waiting.setdefault((lesson_id, pupil_id), []).append((row_id, value))
    cells = {
        key: _stored(marks.get(key, ()), codes.get(key), waiting.get(key, ()))
        for key in (*marks, *codes, *waiting)
    }
    return Store(cells, dict(cells), elsewhere)


def read_lesson_cells(session: Session, school_id: int, lesson_ids: Iterable[int]) -> dict[Key, StoredCell]:
    """The stored cells of the lessons alone; one query."""
    nobody: dict[str, Any] = {"pupils": [], "counted": [], "first": date.min, "last": date.min}
    asked = nobody | {"school_id": school_id, "lessons": sorted(set(lesson_ids))}
    return read_store(session, asked).before


def _stored(
    marks: Sequence[StoredMark], code: tuple[int, str, int] | None, waiting: Sequence[tuple[int, str]]
) -> StoredCell:
    if code is None:
        return StoredCell(tuple(marks), waiting=tuple(waiting))
    row_id, value, minutes = code
    return StoredCell(tuple(marks), row_id, AttendanceCode(value), minutes or None, tuple(waiting))


def _by_slot(row: Any) -> int:
    return int(row[4])


def next_cell(
    cell: StoredCell,
    entry: CellEntry,
    kind_id: int | None,
    default_kind_id: int,
    comment: str | None,
    slot: int | None = None,
) -> StoredCell:
    """The cell with the entry in it; a mark that stays keeps its kind and comment unless told otherwise.

    Kind and comment are for the mark of the slot, else for the marks that are new, else for all.
    """
    marks = _next_marks(cell.marks, entry.values, default_kind_id)
    if slot is not None:
        told = marks[slot - 1 : slot]
    else:
        told = [mark for mark in marks if mark not in cell.marks] or marks
    marks = [
        replace(
            mark,
            kind_id=mark.kind_id if kind_id is None else kind_id,
            comment=mark.comment if comment is None else comment,
        )
        if mark in told
        else mark
        for mark in marks
    ]
    return replace(cell, marks=tuple(marks), code=entry.attendance, minutes=entry.minutes)


def _next_marks(old: Sequence[StoredMark], values: Sequence[str], default_kind_id: int) -> list[StoredMark]:
    if len(values) == len(old):
        return [replace(mark, value=value) for mark, value in zip(old, values, strict=True)]
    spare = list(old)
    found: list[StoredMark | None] = []
    for value in values:
        same = next((mark for mark in spare if mark.value == value), None)
        if same:
            spare.remove(same)
        found.append(same)
    marks = []
    for value, same in zip(values, found, strict=True):
        if same is not None:
            marks.append(same)
        elif spare:
            marks.append(replace(spare.pop(0), value=value))
        else:
            marks.append(StoredMark(None, value, default_kind_id))
    return marks
