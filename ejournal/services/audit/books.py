"""What the trail speaks of, book by book: how a row stands in its table, and what an entry says of it.

A book is read by buckets of consecutive numbers, so that a school of any size fits into memory. A row is
a dict of what is written in it, without what is empty; a row that is not there is an empty dict.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session

from ejournal.models import ChangeStatus
from ejournal.services.audit.authors import (
    KEEPS_AUTHORS,
    hand_of,
    places_of_cell,
    places_of_request,
    places_of_term_mark,
)
from ejournal.services.base import tables as db
from ejournal.services.base.cell_rows import cell_row

Row = dict[str, Any]
Key = tuple[Any, ...]
_entry, _mark, _attendance = db.audit_entry.c, db.mark.c, db.attendance.c
_lesson, _term_mark, _remark = db.lesson.c, db.term_mark.c, db.remark.c
_kind, _request = db.kind_of_work.c, db.change_request.c
ASIDE = ("misplaced", "by")
"""What is read of a row beside its content: why it stands wrong, and who wrote each part of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry of the trail says of the fields of a row: its number, before and after.

    by is whose hand it is; keeps: what was changed stays whose it was.
    """

    number: int
    at: datetime
    before: Row
    after: Row
    by: int | None
    keeps: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A kind of rows that the trail follows; bucket is how many consecutive numbers are read at once.

    rows reads what lies between two numbers, said what an entry's before or after says, key whose it is.
    places: what of a row has an author. later: the trail's first entry may be older than the book, and then
    vouches for nothing in it.
    """

    name: str
    bucket: int
    subjects: tuple[str, ...]
    number: ColumnElement[Any]
    also: tuple[ColumnElement[Any], ...]
    rows: Callable[[Session, int, int, int], dict[Key, Row]]
    key: Callable[[Any], Key]
    said: Callable[[Any, Row], Row]
    words: Callable[[Key], str]
    places: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
    later: bool = False

    def next_bucket(self, session: Session, school_id: int, after: int) -> int | None:
        """The first bucket past the number in which anything stands, or stood by the trail."""
        asked = [
            select(column).where(column.table.c.school_id == school_id, column > after)
            for column in self.also
        ]
        asked.append(self._entries(school_id, self.number).where(self.number > after))
        found = [session.scalar(one.order_by(one.selected_columns[0]).limit(1)) for one in asked]
        lowest = min((one for one in found if one is not None), default=None)
        return None if lowest is None else lowest // self.bucket

    def _entries(self, school_id: int, *columns: Any) -> Select[Any]:
        return select(*columns).where(_entry.school_id == school_id, _entry.subject.in_(self.subjects))

    def sayings(
        self, session: Session, school_id: int, low: int, high: int, since: int
    ) -> dict[Key, list[Said]]:
        """What the trail says of the rows from low up to high, in order; entries past `since` only."""
        entries = session.connection().execute(
            self._entries(school_id, db.audit_entry)
            .where(_within(self.number, low, high), _entry.number > since)
            .order_by(_entry.number)
        )
        found: dict[Key, list[Said]] = {}
        for entry in entries:
            before, after = self.said(entry, entry.before or {}), self.said(entry, entry.after or {})
            keeps = entry.action == KEEPS_AUTHORS
            said = Said(entry.number, entry.at, before, after, hand_of(entry), keeps)
            found.setdefault(self.key(entry), []).append(said)
        return found


def written(row: Row) -> Row:
    """The row without what is empty in it."""
    return {name: value for name, value in row.items() if value not in ("", None, False, [])}


def _within(column: ColumnElement[Any], low: int, high: int) -> ColumnElement[bool]:
    return (column >= low) & (column < high)


def _of_lesson(table: Any, *columns: Any) -> Select[Any]:
    """The columns, and whether the row's own course and day are those of its lesson."""
    same = (table.c.course_id == _lesson.course_id) & (table.c.day == _lesson.day)
    return select(*columns, same.label("same")).join_from(table, db.lesson, _lesson.id == table.c.lesson_id)


def _cells(session: Session, school_id: int, low: int, high: int) -> dict[Key, Row]:
    marks: dict[Key, list[list[Any]]] = {}
    codes: dict[Key, tuple[str, int | None]] = {}
    by: dict[Key, dict[str, int]] = {}
    misplaced: set[Key] = set()
    execute = session.connection().execute
    for row in execute(
        _of_lesson(
            db.mark,
            _mark.lesson_id,
            _mark.pupil_id,
            _mark.value,
            _mark.kind_id,
            _mark.comment,
            _mark.author_id,
        )
        .where(_mark.school_id == school_id, _within(_mark.lesson_id, low, high))
        .order_by(_mark.slot)
    ):
        key = (row.lesson_id, row.pupil_id)
        marks.setdefault(key, []).append([row.value, row.kind_id, row.comment])
        by.setdefault(key, {})[f"mark {len(marks[key])}"] = row.author_id
        if not row.same:
            misplaced.add(key)
    for row in execute(
        _of_lesson(
            db.attendance,
            _attendance.lesson_id,
            _attendance.pupil_id,
            _attendance.code,
            _attendance.minutes,
            _attendance.author_id,
        ).where(_attendance.school_id == school_id, _within(_attendance.lesson_id, low, high))
    ):
        key = (row.lesson_id, row.pupil_id)
        codes[key] = (str(row.code), row.minutes)
        by.setdefault(key, {})["code"] = row.author_id
        if not row.same:
            misplaced.add(key)
    return {
        key: {"cell": cell_row(marks.get(key, ()), *codes.get(key, (None, None))), "by": by[key]}
        | ({"misplaced": "under another course or day than its lesson"} if key in misplaced else {})
        for key in marks | codes
    }


_LESSON_FIELDS = ("topic", "homework", "homework_minutes", "kind_id", "roll_called")


def _lessons(session: Session, school_id: int, low: int, high: int) -> dict[Key, Row]:
    found = session.connection().execute(
        select(_lesson.id, *(_lesson[name] for name in _LESSON_FIELDS)).where(
            _lesson.school_id == school_id, _within(_lesson.id, low, high)
        )
    )
    return {(row.id,): written({name: getattr(row, name) for name in _LESSON_FIELDS}) for row in found}


def _term_marks(session: Session, school_id: int, low: int, high: int) -> dict[Key, Row]:
    found = session.connection().execute(
        select(db.term_mark).where(_term_mark.school_id == school_id, _within(_term_mark.pupil_id, low, high))
    )
    return {
        (row.pupil_id, row.course_id, str(row.term_number or row.scope)): {
            "value": row.value,
            "proposed": row.proposed,
            "by": {"value": row.author_id},
        }
        for row in found
    }


def _term_key(entry: Any) -> Key:
    about = entry.after or entry.before or {}
    return (entry.pupil_id, about.get("course_id"), about.get("column"))


def _term_said(told: Row) -> Row:
    # An entry that takes a mark away says what the rule proposed then, too; no row is left to hold it.
    value = told.get("value", "")
    return {"value": value, "proposed": told.get("proposed", "") if value else ""}


def _remarks(session: Session, school_id: int, low: int, high: int) -> dict[Key, Row]:
    found = session.connection().execute(
        select(db.remark).where(_remark.school_id == school_id, _within(_remark.id, low, high))
    )
    return {(row.id,): _remark_row(row, row.text, str(row.tone)) for row in found}


def _remark_row(row: Any, text: str, tone: str, pupil_id: int | None = None) -> Row:
    return {"pupil": pupil_id or row.pupil_id, "lesson": row.lesson_id, "text": text, "tone": tone}


_KIND_FIELDS = ("name", "short_name", "weight", "is_test")


def _kinds(session: Session, school_id: int, low: int, high: int) -> dict[Key, Row]:
    found = session.connection().execute(
        select(_kind.id, *(_kind[name] for name in _KIND_FIELDS)).where(
            _kind.school_id == school_id, _within(_kind.id, low, high)
        )
    )
    return {(row.id,): {name: getattr(row, name) for name in _KIND_FIELDS} for row in found}


def _kind_said(told: Row) -> Row:
    # Before it was added and after it was removed nothing is said of a kind: then nothing stands.
    return {name: told.get(name) for name in _KIND_FIELDS if name in told or not told}


_UNDECIDED = {"status": "", "after": ""}
"""A request gets its number when it is written, so of one that waits the trail says nothing by number."""


def _requests(session: Session, school_id: int, low: int, high: int) -> dict[Key, Row]:
    found = session.connection().execute(
        select(_request.id, _request.status, _request.after, _request.decided_by_id).where(
            _request.school_id == school_id, _within(_request.id, low, high)
        )
    )
    return {
        (row.id,): {"status": str(row.status), "after": row.after, "by": {"decision": row.decided_by_id}}
        if row.status is not ChangeStatus.WAITING
        else {**_UNDECIDED, "by": {}}
        for row in found
    }


def _request_said(entry: Any, told: Row) -> Row:
    """What the entry says of the decision: before it, or after it, when a reason is told."""
    what, is_after = entry.action.removeprefix("late-change."), "reason" in told
    if what == "replaced":
        return dict(_UNDECIDED) if told else {"status": "refused", "after": entry.before["text"]}
    if is_after == (what == "reopened"):
        return dict(_UNDECIDED)
    return {"status": told.get("status", what), "after": entry.after["text"]}


_NO_REMARK = dict.fromkeys(("pupil", "lesson", "text", "tone"))
CELLS = Book(
    name="cell",
    bucket=256,
    subjects=("cell", "attendance"),
    number=_entry.lesson_id,
    also=(_mark.lesson_id, _attendance.lesson_id),
    rows=_cells,
    key=lambda entry: (entry.lesson_id, entry.pupil_id),
    said=lambda _entry, told: {"cell": told.get("cell", [])},
    words=lambda key: f"the cell of pupil {key[1]} in lesson {key[0]}",
    places=places_of_cell,
)
LESSONS = Book(
    name="lesson",
    bucket=256,
    subjects=("lesson",),
    number=_entry.lesson_id,
    also=(_lesson.id,),
    rows=_lessons,
    key=lambda entry: (entry.lesson_id,),
    said=lambda _entry, told: {name: told[name] for name in _LESSON_FIELDS if name in told},
    words=lambda key: f"the line of lesson {key[0]}",
)
TERM_MARKS = Book(
    name="term mark",
    bucket=256,
    subjects=("term_mark",),
    number=_entry.pupil_id,
    also=(_term_mark.pupil_id,),
    rows=_term_marks,
    key=_term_key,
    said=lambda _entry, told: _term_said(told),
    words=lambda key: f"the term mark of pupil {key[0]} in course {key[1]}, column {key[2]}",
    places=places_of_term_mark,
)
REMARKS = Book(
    name="remark",
    bucket=256,
    subjects=("remark",),
    number=_entry.subject_id,
    also=(_remark.id,),
    rows=_remarks,
    key=lambda entry: (entry.subject_id,),
    said=lambda entry, told: (
        _remark_row(entry, told["text"], told["tone"], told.get("pupil")) if told else _NO_REMARK
    ),
    words=lambda key: f"remark {key[0]}",
)
KINDS = Book(
    name="work kind",
    bucket=256,
    subjects=("kind_of_work",),
    number=_entry.subject_id,
    also=(_kind.id,),
    rows=_kinds,
    key=lambda entry: (entry.subject_id,),
    said=lambda _entry, told: _kind_said(told),
    words=lambda key: f"kind of work {key[0]}",
    later=True,
)
REQUESTS = Book(
    name="late change",
    bucket=256,
    subjects=("change_request",),
    number=_entry.subject_id,
    also=(_request.id,),
    rows=_requests,
    key=lambda entry: (entry.subject_id,),
    said=_request_said,
    words=lambda key: f"late change {key[0]}",
    places=places_of_request,
    later=True,
)
BOOKS = (CELLS, LESSONS, TERM_MARKS, REMARKS, KINDS, REQUESTS)
