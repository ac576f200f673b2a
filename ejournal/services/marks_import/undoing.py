"""The last file of another journal taken back, as long as nobody has touched what it wrote."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.errors import DomainError, NotFound
from ejournal.models import AttendanceCode, MarksImport, Person
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.locks import lock_school
from ejournal.services.courses.frame import frames
from ejournal.services.journal.batch import Batch, lock_lessons, spelled
from ejournal.services.journal.cells import Key, Store, StoredCell, StoredMark, read_lesson_cells
from ejournal.services.journal.entries import Writer, write_batch
from ejournal.services.journal.reading import read_kinds
from ejournal.services.journal.term_sheet import read_sheet, write_sheet

TOUCHED = "What the file wrote was changed since then: {names}. It cannot be taken back as a whole any more"
MOST_NAMES = 5
AT_ONCE = 400
"""Lessons whose cells are read at once."""


@dataclass(frozen=True, slots=True)
class LastImport:
    """The file taken in last."""

    id: int
    at: datetime
    file_name: str


def last_import(session: Session, school_id: int) -> LastImport | None:
    """The file taken in last and not taken back; without what it wrote, for that may be much."""
    made = table(MarksImport).c
    row = session.execute(
        select(made.id, made.at, made.file_name)
        .where(made.school_id == school_id, made.undone_at.is_(None))
        .order_by(made.at.desc(), made.id.desc())
        .limit(1)
    ).first()
    return LastImport(*row) if row else None


def undo(
    session: Session, school_id: int, author_id: int | None, import_id: int, today: date, now: datetime
) -> int:
    """Take the last file back; how many cells and term marks stand as before.

    NotFound for another file; DomainError names the pupils whose marks were touched since.
    """
    lock_school(session, school_id)
    last = last_import(session, school_id)
    if last is None or last.id != import_id:
        raise NotFound
    made = session.get_one(MarksImport, import_id)
    undoing = _Undoing(session, school_id, author_id, made, today, now)
    undoing.cells()
    undoing.terms()
    if undoing.touched:
        raise DomainError(TOUCHED, names=_names(session, undoing.touched))
    undoing.write()
    made.undone_at = now
    session.add(made)
    session.flush()
    rows = len(made.cells) + len(made.terms)
    change = audit.Change("marks.import-undo", "marks_import", made.id, after={"rows": rows})
    audit.record(session, school_id, author_id, change)
    return rows


class _Undoing:
    """Everything as it is to be, before anything is written."""

    def __init__(
        self,
        session: Session,
        school_id: int,
        author_id: int | None,
        made: MarksImport,
        today: date,
        now: datetime,
    ) -> None:
        self.session, self.school_id, self.made = session, school_id, made
        self.author_id, self.today, self.now = author_id, today, now
        self.touched: dict[int, None] = {}
        self.batches: list[tuple[Batch, int]] = []
        self.sheets: list[Any] = []

    def _writer(self, whose: int) -> Writer:
        about = {"undone": self.made.id}
        return Writer(self.author_id, whose or self.author_id or 0, self.today, self.now, about, quiet=True)

    def cells(self) -> None:
        """Hold each cell against what the file left in it, and put back what stood before."""
        kinds = read_kinds(self.session, self.school_id)
        for some in _in_parts(self.made.cells):
            lessons = lock_lessons(self.session, self.school_id, sorted({one[0] for one in some}))
            if not lessons:
                self.touched |= dict.fromkeys(one[1] for one in some)
                continue
            found = frames(self.session, self.school_id, {one.course_id for one in lessons.values()})
            stored = read_lesson_cells(self.session, self.school_id, lessons)
            for whose, cells in _by_author(some).items():
                store = Store(stored, dict(stored))
                focus = next(iter(found.values()))
                batch = Batch(self.school_id, lessons, found, kinds, {}, store, focus, None)
                for lesson_id, pupil_id, since, before, _ in cells:
                    self._put_back(batch, (lesson_id, pupil_id), since, before)
                self.batches.append((batch, whose))

    def _put_back(self, batch: Batch, key: Key, since: list[Any], before: list[Any] | None) -> None:
        stored = batch.store.cell(key)
        if stored.row != since or stored.waiting or key[0] not in batch.lessons:
            self.touched[key[1]] = None
            return
        cell = _cell(before or [], stored)
        batch.store.now[key] = cell
        was, now = spelled(stored, batch.kinds), spelled(cell, batch.kinds) or {"text": ""}
        undone = now | {"undone": self.made.id}
        change = audit.Change("cell.put", "cell", None, was, undone, lesson_id=key[0], pupil_id=key[1])
        batch.trail.append(change)

    def terms(self) -> None:
        """The same of term marks."""
        by_course: dict[int, list[list[Any]]] = defaultdict(list)
        for course_id, *rest in self.made.terms:
            by_course[course_id].append(rest)
        for course_id, rows in sorted(by_course.items()):
            sheet = read_sheet(self.session, self.school_id, course_id)
            for pupil_id, key, since, before in rows:
                place = (pupil_id, key)
                if sheet.value(place) != since or sheet.waiting.get(place) or pupil_id not in sheet.pupils:
                    self.touched[pupil_id] = None
                else:
                    sheet.set(place, before, self.today)
            self.sheets.append(sheet)

    def write(self) -> None:
        """Write what was put back."""
        for batch, whose in self.batches:
            write_batch(self.session, batch, self._writer(whose))
        for sheet in self.sheets:
            write_sheet(self.session, sheet, self._writer(0))


def _cell(row: list[Any], stored: StoredCell) -> StoredCell:
    """The cell that a row of the record says; marks take the places of those that stand there."""
    *marks, code, minutes = row or [None, None]
    ids: Mapping[int, int | None] = {slot: one.id for slot, one in enumerate(stored.marks)}
    return StoredCell(
        tuple(StoredMark(ids.get(slot), *one) for slot, one in enumerate(marks)),
        stored.attendance_id,
        AttendanceCode(code) if code else None,
        minutes,
    )


def _in_parts(cells: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    """The cells by some lessons at a time, those of one lesson together."""
    by_lesson: dict[int, list[list[Any]]] = defaultdict(list)
    for one in cells:
        by_lesson[one[0]].append(one)
    ids = sorted(by_lesson)
    for at in range(0, len(ids), AT_ONCE):
        yield [one for lesson_id in ids[at : at + AT_ONCE] for one in by_lesson[lesson_id]]


def _by_author(cells: Iterable[list[Any]]) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for one in cells:
        found[one[4]].append(one)
    return dict(found)


def _names(session: Session, ids: Iterable[int]) -> str:
    found = list(ids)
    people = session.scalars(select(Person).where(col(Person.id).in_(found[:MOST_NAMES]))).all()
    more = ["…"] if len(found) > MOST_NAMES else []
    return ", ".join([one.full_name for one in people] + more)
