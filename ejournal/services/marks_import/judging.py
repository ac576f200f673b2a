"""Cells and term marks of a file held against the journal by its own rules: made, the same, or different."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.models import Lesson
from ejournal.services.base import tables as db
from ejournal.services.courses.frame import CourseFrame
from ejournal.services.courses.members import Member, members
from ejournal.services.journal.batch import Batch, lock_lessons
from ejournal.services.journal.cells import Store, StoredCell, read_lesson_cells
from ejournal.services.journal.entries import Writer, judge, write_batch
from ejournal.services.journal.ops import CellOp, CellResult, OpStatus
from ejournal.services.journal.term_marks import TermMarkOp, TermMarkResult, judge_term
from ejournal.services.journal.term_sheet import TermSheet, read_sheet, write_sheet
from ejournal.services.marks_import.alone import Scope
from ejournal.services.marks_import.file import ALL, KEEP, TAKE, Asked, Choices, Entry, Fault
from ejournal.services.marks_import.known import Ground
from ejournal.services.marks_import.laid import CellPlan, Laid, TermPlan

DIFFERS = "The journal has “{there}” here, the file “{here}”: the journal’s stays"
OTHER_WORDS = "The journal has “{there}” here of another kind of work or with another comment: that stays"
WAITS = "A late change of this cell waits for a decision: decide it first"
TERM_DIFFERS = "The term mark is “{there}” already, the file says “{here}”: the journal’s stays"
Progress = Callable[[int, int], None]
WriterOf = Callable[[int], Writer]
"""Gives the writer for an author of marks."""
Keep = Callable[[Session, list[list[Any]], list[list[Any]]], None]
"""Takes what a transaction wrote: [lesson, pupil, row after, row before, author before] of cells, and
[course, pupil, column, after, before] of term marks."""
LEAST, MOST = 30, 300
"""Cells after which a transaction ends, at a lesson's end, on a slow machine and on a fast one."""
STEP_S = 0.15
"""How long a transaction shall last: others wait for it."""


@dataclass
class Outcome:
    """What comes of the file: counts by kind, faults, how many rows were written."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0

    def add(self, other: "Outcome") -> None:
        """Count the other with this one."""
        self.made.update(other.made)
        self.changed.update(other.changed)
        self.unchanged.update(other.unchanged)
        self.faults += other.faults
        self.rows += other.rows


def hold(
    scope: Scope,
    ground: Ground,
    laid: Laid,
    choices: Choices,
    writer_of: WriterOf,
    *,
    keep: Keep | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Judge all that was laid by the rules of the journal, some of it in each transaction of the scope.

    With `keep` what may stand is written, and given to it in the same transaction, so that it can be undone.
    """
    holder, outcome = _Holder(ground, choices, writer_of, writes=keep is not None), Outcome()
    total, done, pace = len(laid.cells) + len(laid.terms), 0, _Pace()
    for step in _steps(laid, pace):
        with scope() as session, pace.of(len(step.cells)):
            holder.session, holder.outcome = session, Outcome()
            cells, terms = holder.take(step)
            if keep is not None and (cells or terms):
                keep(session, cells, terms)
        # Only what was committed counts: a step that fails takes its own counts with it.
        outcome.add(holder.outcome)
        done += len(step.cells) + len(step.terms)
        if progress is not None:
            progress(done, total)
    return outcome


@dataclass(frozen=True, slots=True)
class _Step:
    """What one transaction judges: of one course, by one hand."""

    course_id: int
    author_id: int
    cells: Sequence[CellPlan] = ()
    terms: Sequence[tuple[str, TermPlan]] = ()


class _Pace:
    """How many cells go into a transaction, so that it lasts as long as it shall on this machine."""

    def __init__(self) -> None:
        self.size = LEAST

    @contextmanager
    def of(self, cells: int) -> Iterator[None]:
        """Measure a step of so many cells."""
        began = monotonic()
        yield
        if cells:
            self.size = round(min(max(cells * STEP_S / max(monotonic() - began, 0.001), LEAST), MOST))


def _steps(laid: Laid, pace: _Pace) -> Iterator[_Step]:
    """All that was laid, some lessons at a time."""
    for (course_id, author_id), cells in _by_course(laid.cells.values()).items():
        some: list[CellPlan] = []
        for cell in sorted(cells, key=lambda one: one.lesson.id):
            if len(some) >= pace.size and cell.lesson.id != some[-1].lesson.id:
                yield _Step(course_id, author_id, some)
                some = []
            some.append(cell)
        yield _Step(course_id, author_id, some)
    for (course_id, author_id), terms in _terms_by_course(laid).items():
        yield _Step(course_id, author_id, terms=terms)


class _Holder:
    session: Session

    def __init__(self, ground: Ground, choices: Choices, writer_of: WriterOf, *, writes: bool) -> None:
        self.ground, self.choices = ground, choices
        self.writer_of, self.writes = writer_of, writes
        self.outcome = Outcome()

    def take(self, step: _Step) -> tuple[list[list[Any]], list[list[Any]]]:
        """What of a step may stand: rows of cells and of term marks; written where that is asked for."""
        writer = self.writer_of(step.author_id)
        cells = self._hold_cells(self.ground.frames[step.course_id], step.cells, writer) if step.cells else []
        terms = self._hold_terms(step.course_id, step.terms, writer) if step.terms else []
        self.outcome.rows = len(cells) + len(terms)
        return cells, terms

    def _hold_cells(self, frame: CourseFrame, cells: Sequence[CellPlan], writer: Writer) -> list[list[Any]]:
        batch = self._batch(frame, cells)
        changed: list[list[Any]] = []
        for cell in cells:
            written = self._hold_cell(batch, cell, writer)
            if written is not None:
                changed.append(written)
        if self.writes and changed:
            self._name_authors(changed)
            write_batch(self.session, batch, writer)
        return changed

    def _batch(self, frame: CourseFrame, cells: Sequence[CellPlan]) -> Batch:
        ids, pupils = sorted({one.lesson.id for one in cells}), sorted({one.pupil.id for one in cells})
        days = [one.lesson.day for one in cells]
        lessons = self._lessons(ids)
        stored = read_lesson_cells(self.session, self.ground.school_id, ids)
        found: dict[int, Member] = members(self.session, frame, min(days), max(days), pupils)
        return Batch(
            school_id=self.ground.school_id,
            lessons=lessons,
            frames={frame.course_id: frame},
            kinds=self.ground.kinds,
            pupils={frame.course_id: found},
            store=Store(stored, dict(stored)),
            focus=frame,
            term=None,
        )

    def _lessons(self, ids: list[int]) -> Mapping[int, Lesson]:
        if self.writes:
            return lock_lessons(self.session, self.ground.school_id, ids)
        of_school = (col(Lesson.school_id) == self.ground.school_id, col(Lesson.id).in_(ids))
        return {one.id or 0: one for one in self.session.scalars(select(Lesson).where(*of_school))}

    def _hold_cell(self, batch: Batch, cell: CellPlan, writer: Writer) -> list[Any] | None:
        """One cell; what is kept of it for an undo when it is written."""
        key, outcome = (cell.lesson.id, cell.pupil.id), self.outcome
        stored, trail = batch.store.cell(key), len(batch.trail)
        counts = {"marks": len(cell.said.values), "absences": int(cell.said.attendance is not None)}
        refused = None
        for op in _ops(cell):
            result = judge(batch, op, writer)
            if result.status is not OpStatus.OK:
                refused = _refused(cell.first, result)
                break
        now = batch.store.cell(key)
        chosen = self._chosen(cell.first)
        if refused is None and now.is_same(stored):
            outcome.unchanged.update(counts)
            return None
        if refused is None and stored.waiting:
            refused = cell.first.fault(WAITS)
        if refused is None and not stored.entry.is_empty and chosen != TAKE:
            if chosen == KEEP:
                outcome.unchanged.update(counts)
            refused = None if chosen == KEEP else _difference(cell, stored)
            _put_back(batch, key, stored, trail)
        elif refused is not None:
            _put_back(batch, key, stored, trail)
        else:
            _one_change(batch, trail)
            (outcome.made if stored.entry.is_empty else outcome.changed).update(counts)
            return [*key, now.row, stored.row or None, 0]
        if refused is not None:
            outcome.faults.append(refused)
        return None

    def _chosen(self, entry: Entry) -> str:
        return self.choices.get((Asked.CELL, place_of(entry)), self.choices.get((Asked.CELL, ALL), ""))

    def _name_authors(self, changed: list[list[Any]]) -> None:
        """Note whose the marks were that are changed: an undo gives them back."""
        before = {(one[0], one[1]): one for one in changed if one[3]}
        if not before:
            return
        lessons = {lesson_id for lesson_id, _ in before}
        for rows in (db.attendance.c, db.mark.c):
            found = self.session.execute(
                select(rows.lesson_id, rows.pupil_id, rows.author_id).where(
                    rows.school_id == self.ground.school_id, rows.lesson_id.in_(lessons)
                )
            )
            for lesson_id, pupil_id, author_id in found:
                if (lesson_id, pupil_id) in before:
                    before[lesson_id, pupil_id][4] = author_id

    def _hold_terms(
        self, course_id: int, terms: Sequence[tuple[str, TermPlan]], writer: Writer
    ) -> list[list[Any]]:
        sheet = read_sheet(self.session, self.ground.school_id, course_id, lock=self.writes)
        held = (self._hold_term(sheet, key, plan, writer) for key, plan in terms)
        changed = [one for one in held if one is not None]
        if changed and self.writes:
            write_sheet(self.session, sheet, writer)
        return changed

    def _hold_term(self, sheet: TermSheet, key: str, plan: TermPlan, writer: Writer) -> list[Any] | None:
        place, outcome = (plan.pupil.id, key), self.outcome
        stored, chosen = sheet.value(place), self._chosen(plan.entry)
        if stored == plan.value or (stored and chosen == KEEP):
            outcome.unchanged["term_marks"] += 1
            return None
        if sheet.waiting.get(place):
            outcome.faults.append(plan.entry.fault(WAITS))
            return None
        if stored and chosen != TAKE:
            outcome.faults.append(_fault(plan.entry, TERM_DIFFERS, stored, plan.value))
            return None
        result = judge_term(sheet, TermMarkOp("", *place, plan.value), writer)
        if result.status is not OpStatus.OK:
            outcome.faults.append(_refused(plan.entry, result))
            return None
        (outcome.changed if stored else outcome.made)["term_marks"] += 1
        return [sheet.frame.course_id, *place, plan.value, stored]


def _by_course(cells: Iterable[CellPlan]) -> dict[tuple[int, int], list[CellPlan]]:
    """By course and author, in an order of which two writers wait for each other without a knot."""
    found: dict[tuple[int, int], list[CellPlan]] = defaultdict(list)
    for one in cells:
        found[one.lesson.course_id, one.author_id].append(one)
    return dict(sorted(found.items()))


def _terms_by_course(laid: Laid) -> dict[tuple[int, int], list[tuple[str, TermPlan]]]:
    found: dict[tuple[int, int], list[tuple[str, TermPlan]]] = defaultdict(list)
    for (course_id, _, key), plan in laid.terms.items():
        found[course_id, plan.author_id].append((key, plan))
    return dict(sorted(found.items()))


def _ops(cell: CellPlan) -> list[CellOp]:
    """The cell as entries of the journal: one, or one for each mark where kinds or comments are told."""
    op = CellOp("", cell.pupil.id, cell.lesson.id, cell.text)
    told = [(part.kind_id, part.comment) for part in cell.parts for _ in part.said.values]
    if not any(kind_id is not None or comment for kind_id, comment in told):
        return [op]
    return [
        replace(op, slot=slot, kind_id=kind_id, comment=comment or None)
        for slot, (kind_id, comment) in enumerate(told, 1)
    ]


def _refused(entry: Entry, result: CellResult | TermMarkResult) -> Fault:
    """What the rules of the journal say against it, at the entry's place."""
    about: dict[str, Any] = dict(result.params)
    return entry.fault(result.message, **about)


def _one_change(batch: Batch, since: int) -> None:
    """Several entries into one cell are one change of the trail."""
    of_cell = batch.trail[since:]
    batch.trail[since:] = [replace(of_cell[-1], before=of_cell[0].before)]


def _put_back(batch: Batch, key: tuple[int, int], stored: StoredCell, since: int) -> None:
    batch.store.now[key] = stored
    del batch.trail[since:]


def _difference(cell: CellPlan, stored: StoredCell) -> Fault:
    same = stored.text == cell.text
    return _fault(cell.first, OTHER_WORDS if same else DIFFERS, stored.text, cell.text)


def _fault(entry: Entry, message: str, there: str, here: str) -> Fault:
    options = ((TAKE, here), (KEEP, there))
    asked: dict[str, Any] = {"asked": Asked.CELL.value, "name": place_of(entry), "options": options}
    about = {"there": there} if message == OTHER_WORDS else {"there": there, "here": here}
    return entry.fault(message, here, **asked, **about)


def place_of(entry: Entry) -> str:
    """«Лист1!C5»: the name by which it is decided what stands in a cell."""
    return f"{entry.line.sheet}!{entry.column}{entry.line.row}"
