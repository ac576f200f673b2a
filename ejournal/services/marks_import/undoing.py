"""The last file of another journal taken back, as long as nobody has touched what it wrote.

Part after part, as it was written, so that others write meanwhile; what was begun is brought to its end by
the program, whoever was killed (`unfinished`). So is a file whose taking in stopped in the middle.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlmodel import Session, col

from ejournal.errors import DomainError, NotFound
from ejournal.models import AttendanceCode, MarksImport, MarksImportPart, Person, School
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.locks import lock_school
from ejournal.services.courses.frame import frames
from ejournal.services.journal.batch import Batch, lock_lessons, spelled
from ejournal.services.journal.cells import Key, Store, StoredCell, StoredMark, read_lesson_cells
from ejournal.services.journal.entries import Writer, write_batch
from ejournal.services.journal.reading import read_kinds
from ejournal.services.journal.term_sheet import read_sheet, write_sheet
from ejournal.services.marks_import.alone import Alone, Scope
from ejournal.services.marks_import.judging import Progress

TOUCHED = "What the file wrote was changed since then: {names}. It cannot be taken back as a whole any more"
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class LastImport:
    """The file taken in last."""

    id: int
    at: datetime
    file_name: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many cells and term marks stand as before; left: whose were touched meanwhile and stay."""

    rows: int
    left: str = ""


def last_import(session: Session, school_id: int) -> LastImport | None:
    """The file taken in last and not taken back; without what it wrote, for that may be much."""
    made = table(MarksImport).c
    row = session.execute(
        select(made.id, made.at, made.file_name)
        .where(
            made.school_id == school_id,
            made.finished_at.is_not(None),
            made.undoing_at.is_(None),
            made.undone_at.is_(None),
        )
        .order_by(made.at.desc(), made.id.desc())
        .limit(1)
    ).first()
    return LastImport(*row) if row else None


def require_untouched(session: Session, school_id: int, import_id: int, today: date, now: datetime) -> None:
    """NotFound unless it is the last file; DomainError names the pupils whose marks were touched since."""
    last = last_import(session, school_id)
    if last is None or last.id != import_id:
        raise NotFound
    touched: dict[int, None] = {}
    for number in _parts(session, school_id, import_id):
        held = _Part(session, session.get_one(MarksImportPart, number), None, today, now)
        held.read()
        touched |= held.touched
        session.expunge_all()
    if touched:
        raise DomainError(TOUCHED, names=_names(session, touched))


def take_back(
    scope: Scope,
    school_id: int,
    author_id: int | None,
    import_id: int,
    today: date,
    now: datetime,
    progress: Progress | None = None,
) -> TakenBack:
    """Put back what stood before a file, part after part; one of two at once is told that it is under way.

    What somebody touches meanwhile stays as they wrote it. NotFound where it is taken back already.
    """
    with Alone(scope, school_id) as alone:
        return put_back(alone, school_id, author_id, import_id, today, now, progress)


def put_back(
    alone: Alone,
    school_id: int,
    author_id: int | None,
    import_id: int,
    today: date,
    now: datetime,
    progress: Progress | None = None,
) -> TakenBack:
    """`take_back` for whoever has the turn already."""
    with alone.step() as session:
        made = session.get(MarksImport, import_id, populate_existing=True)
        if made is None or made.school_id != school_id or made.undone_at is not None:
            raise NotFound
        made.undoing_at = made.undoing_at or now
        session.add(made)
        session.flush()
        parts = _parts(session, school_id, import_id)
    rows, touched = 0, dict[int, None]()
    for at, number in enumerate(parts, 1):
        with alone.step() as session:
            lock_school(session, school_id)
            held = _Part(session, session.get_one(MarksImportPart, number), author_id, today, now)
            held.read()
            held.write()
            rows, touched = rows + held.rows, touched | held.touched
        if progress is not None:
            progress(at, len(parts))
    with alone.step() as session:
        return _end(session, school_id, author_id, import_id, now, TakenBack(rows), touched)


def _end(
    session: Session, school_id: int, author_id: int | None, import_id: int, now: datetime,
    found: TakenBack, touched: Mapping[int, None],
) -> TakenBack:  # fmt: skip
    made = session.get_one(MarksImport, import_id)
    made.undone_at = now
    session.add(made)
    session.flush()
    change = audit.Change("marks.import-undo", "marks_import", made.id, after={"rows": found.rows})
    audit.record(session, school_id, author_id, change)
    return TakenBack(found.rows, _names(session, touched) if touched else "")


def unfinished(session: Session) -> tuple[tuple[int, int, str], ...]:
    """Files whose taking in or back has stopped in the middle, or goes on: school, number, time zone."""
    made, school = table(MarksImport).c, table(School).c
    rows = session.execute(
        select(made.school_id, made.id, school.time_zone)
        .join_from(table(MarksImport), table(School), school.id == made.school_id)
        .where(made.undone_at.is_(None), or_(made.finished_at.is_(None), made.undoing_at.is_not(None)))
        .order_by(made.id)
    )
    return tuple((row.school_id, row.id, row.time_zone) for row in rows)


def _parts(session: Session, school_id: int, import_id: int) -> tuple[int, ...]:
    """The numbers of the parts, the last first."""
    part = table(MarksImportPart).c
    asked = select(part.id).where(part.school_id == school_id, part.import_id == import_id)
    return tuple(session.scalars(asked.order_by(part.id.desc())))


class _Part:
    """A part as it is to be put back, before anything is written."""

    def __init__(
        self, session: Session, part: MarksImportPart, author_id: int | None, today: date, now: datetime
    ) -> None:
        self.session, self.part, self.school_id = session, part, part.school_id
        self.author_id, self.today, self.now = author_id, today, now
        self.rows = 0
        self.touched: dict[int, None] = {}
        self.batches: list[tuple[Batch, int]] = []
        self.sheets: list[Any] = []

    def _writer(self, whose: int) -> Writer:
        about = {"undone": self.part.import_id}
        return Writer(self.author_id, whose or self.author_id or 0, self.today, self.now, about, quiet=True)

    def read(self) -> None:
        """Hold each cell and term mark against what the file left in it."""
        self._cells()
        self._terms()

    def _cells(self) -> None:
        cells = self.part.cells
        lessons = lock_lessons(self.session, self.school_id, sorted({one[0] for one in cells}))
        if not lessons:
            self.touched |= dict.fromkeys(one[1] for one in cells)
            return
        kinds = read_kinds(self.session, self.school_id)
        found = frames(self.session, self.school_id, {one.course_id for one in lessons.values()})
        stored = read_lesson_cells(self.session, self.school_id, lessons)
        for whose, some in _by_author(cells).items():
            store = Store(stored, dict(stored))
            batch = Batch(self.school_id, lessons, found, kinds, {}, store, next(iter(found.values())), None)
            for lesson_id, pupil_id, since, before, _ in some:
                self._put_back(batch, (lesson_id, pupil_id), since, before)
            self.batches.append((batch, whose))

    def _put_back(self, batch: Batch, key: Key, since: list[Any], before: list[Any] | None) -> None:
        stored = batch.store.cell(key)
        if stored.row != since or stored.waiting or key[0] not in batch.lessons:
            self.touched[key[1]] = None
            return
        self.rows += 1
        cell = _cell(before or [], stored)
        batch.store.now[key] = cell
        was, now = spelled(stored, batch.kinds), spelled(cell, batch.kinds) or {"text": ""}
        undone = now | {"undone": self.part.import_id}
        change = audit.Change("cell.put", "cell", None, was, undone, lesson_id=key[0], pupil_id=key[1])
        batch.trail.append(change)

    def _terms(self) -> None:
        by_course: dict[int, list[list[Any]]] = defaultdict(list)
        for course_id, *rest in self.part.terms:
            by_course[course_id].append(rest)
        for course_id, rows in sorted(by_course.items()):
            sheet = read_sheet(self.session, self.school_id, course_id)
            for pupil_id, key, since, before in rows:
                place = (pupil_id, key)
                if sheet.value(place) != since or sheet.waiting.get(place) or pupil_id not in sheet.pupils:
                    self.touched[pupil_id] = None
                else:
                    self.rows += 1
                    sheet.set(place, before, self.today)
            self.sheets.append(sheet)

    def write(self) -> None:
        """Write what was put back; the part is done with."""
        for batch, whose in self.batches:
            write_batch(self.session, batch, self._writer(whose))
        for sheet in self.sheets:
            write_sheet(self.session, sheet, self._writer(0))
        self.session.execute(delete(MarksImportPart).where(col(MarksImportPart.id) == self.part.id))


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
