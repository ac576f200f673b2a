"""What a batch of entries is judged by, read once for all of them; and what is repainted after it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ejournal.models import Course, Lesson
from ejournal.services import audit
from ejournal.services.calendar.year import TermSpan
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.courses.members import Member, members
from ejournal.services.grading.averages import Tally
from ejournal.services.grading.scales import ABSENCES
from ejournal.services.journal.cells import Key, Store, StoredCell, read_store
from ejournal.services.journal.ops import CellChange, FootPatch, RowPatch
from ejournal.services.journal.reading import KindChoice, read_kinds
from ejournal.services.journal.term_columns import propose
from ejournal.services.journal.writing import Place


@dataclass(slots=True)
class Batch:
    """Lessons under lock, their courses, pupils and cells; trail gathers the entries of the audit."""

    school_id: int
    lessons: Mapping[int, Lesson]
    frames: Mapping[int, CourseFrame]
    kinds: Mapping[int, KindChoice]
    pupils: Mapping[int, Mapping[int, Member]]
    store: Store
    focus: CourseFrame
    term: TermSpan | None
    trail: list[audit.Change] = field(default_factory=list)
    late: list[dict[str, Any]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)

    def frame(self, lesson: Lesson) -> CourseFrame:
        """The frame of the lesson's course."""
        return self.frames[lesson.course_id]

    def pupil(self, lesson: Lesson, pupil_id: int) -> Member | None:
        """The pupil as a member of the lesson's course in its term, if one."""
        return self.pupils[lesson.course_id].get(pupil_id)

    def settle(self, key: Key) -> None:
        """Let the cell wait for nothing more: its request is being decided."""
        self.store.now[key] = replace(self.store.cell(key), waiting=())

    def places(self) -> dict[int, Place]:
        """Where the rows of each lesson belong."""
        return {
            lesson_id: Place(self.school_id, lesson.course_id, lesson.day)
            for lesson_id, lesson in self.lessons.items()
        }


_LOCKED = (
    select(Lesson, Course)
    .join(Course, col(Course.id) == col(Lesson.course_id))
    .where(
        col(Lesson.school_id) == bindparam("school_id"),
        col(Lesson.id).in_(bindparam("lessons", expanding=True)),
    )
    .order_by(col(Lesson.id))
    .with_for_update(of=Lesson, key_share=True)
    .execution_options(populate_existing=True)
)


def lock_lessons(session: Session, school_id: int, lesson_ids: Collection[int]) -> dict[int, Lesson]:
    """The school's lessons, locked until the transaction ends, their courses with them; one query at most.

    The lock is what makes two writers of one cell see each other; SQLite's writer has its own already.
    """
    if not lesson_ids:
        return {}
    rows = session.execute(_LOCKED, {"school_id": school_id, "lessons": sorted(lesson_ids)}).all()
    session.info["courses"] = [course for _, course in rows]  # held, or the rules would load them anew
    return {lesson.id: lesson for lesson, _ in rows if lesson.id is not None}


def load_batch(
    session: Session, school_id: int, lessons: Mapping[int, Lesson], pupil_ids: Collection[int]
) -> Batch:
    """Everything that entries into these lessons need; four queries for lessons of one course."""
    found = frames(session, school_id, {lesson.course_id for lesson in lessons.values()})
    first_lesson = next(iter(lessons.values()))
    focus = found[first_lesson.course_id]
    term = focus.term_of(first_lesson.day)
    days = [lesson.day for lesson in lessons.values()] + ([term.starts, term.ends] if term else [])
    asked = {
        "school_id": school_id,
        "lessons": sorted(lessons),
        "pupils": sorted(pupil_ids),
        "counted": focus.counted,
        "first": term.starts if term else first_lesson.day,
        "last": term.ends if term else first_lesson.day,
    }
    return Batch(
        school_id=school_id,
        lessons=lessons,
        frames=found,
        kinds=read_kinds(session, school_id),
        pupils={
            course_id: members(session, frame, min(days), max(days), sorted(pupil_ids))
            for course_id, frame in found.items()
        },
        store=read_store(session, asked),
        focus=focus,
        term=term,
    )


def row_patches(batch: Batch, pupil_ids: Collection[int], today: date) -> tuple[RowPatch, ...]:
    """The averages and proposals of the pupils for the term of the first entry, without a query."""
    frame, term = batch.focus, batch.term
    if term is None:
        return ()
    found = []
    for pupil_id in sorted(pupil_ids):
        member = batch.pupils[frame.course_id].get(pupil_id)
        if member is None:
            continue
        tally = _tally_of_row(batch, pupil_id, term)
        proposal = propose(frame, str(term.number), today, member, tally, {})
        found.append(RowPatch(frame.course_id, term.number, pupil_id, tally.average, proposal))
    return tuple(found)


def _tally_of_row(batch: Batch, pupil_id: int, term: TermSpan) -> Tally:
    tally = Tally()
    for value, kind_id in batch.store.elsewhere.get(pupil_id, ()):
        tally.add(value, batch.kinds[kind_id].weight)
    for lesson_id, lesson in batch.lessons.items():
        if lesson.course_id == batch.focus.course_id and term.starts <= lesson.day <= term.ends:
            for mark in batch.store.cell((lesson_id, pupil_id)).marks:
                tally.add(mark.value, batch.kinds[mark.kind_id].weight)
    return tally


def foot_patches(batch: Batch) -> tuple[FootPatch, ...]:
    """The average and the number of absent pupils of each lesson."""
    tallies = {lesson_id: Tally() for lesson_id in batch.lessons}
    absent = dict.fromkeys(batch.lessons, 0)
    for (lesson_id, _), cell in batch.store.now.items():
        absent[lesson_id] += cell.code in ABSENCES
        for mark in cell.marks:
            tallies[lesson_id].add(mark.value, batch.kinds[mark.kind_id].weight)
    return tuple(
        FootPatch(lesson_id, tallies[lesson_id].average, absent[lesson_id]) for lesson_id in batch.lessons
    )


def cell_changes(batch: Batch) -> tuple[CellChange, ...]:
    """The cells that stand otherwise than before the batch."""
    return tuple(
        CellChange(
            batch.lessons[lesson_id].course_id, lesson_id, pupil_id, batch.lessons[lesson_id].day, cell.shown
        )
        for (lesson_id, pupil_id), _, cell in batch.store.changed()
    )


def spelled(cell: StoredCell, kinds: Mapping[int, KindChoice]) -> dict[str, Any] | None:
    """A cell as the audit trail keeps it: its text, the kinds of its marks, comments; None when empty.

    cell is all that stands there, for holding the tables against the trail.
    """
    if cell.entry.is_empty:
        return None
    found: dict[str, Any] = {"text": cell.text, "cell": cell.row}
    if cell.marks:
        found["kinds"] = [kinds[mark.kind_id].name for mark in cell.marks]
    if comments := [mark.comment for mark in cell.marks if mark.comment]:
        found["comments"] = comments
    return found
