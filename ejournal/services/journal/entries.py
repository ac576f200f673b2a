"""Entries into the journal's cells: one call for a keystroke or a pasted column, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import AttendanceCode, Course, Lesson, LessonStatus, NoticeKind
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import course_topic, late_topic, pupil_topic
from ejournal.services.courses.frame import CourseFrame
from ejournal.services.grading.scales import CellEntry, checked, parse
from ejournal.services.journal.batch import (
    Batch,
    cell_changes,
    foot_patches,
    load_batch,
    lock_lessons,
    row_patches,
    spelled,
)
from ejournal.services.journal.cells import StoredCell, next_cell
from ejournal.services.journal.history import last_changes
from ejournal.services.journal.late_requests import ask_late, write_requests
from ejournal.services.journal.ops import FLAGS, CellOp, CellResult, OpStatus, PutOutcome
from ejournal.services.journal.reach import is_seen, pupils_seen
from ejournal.services.journal.reading import default_kind
from ejournal.services.journal.spread import CLOSED
from ejournal.services.journal.writing import write_store
from ejournal.services.notices.outbox import News, tell_families

MISSING = "Not found"
AHEAD = "This lesson is still to come: only an absence can be entered ahead"
MOST_OPS = 500


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the person of the audit trail (None: the operator), the author, the day and moment.

    approved is what the audit trail adds to what may be written past the edit window: a late change that a
    deputy head let through, marks of another journal. quiet: history, of which nobody is told.
    """

    actor_id: int | None
    author_id: int
    today: date
    now: datetime
    approved: dict[str, Any] = field(default_factory=dict)
    quiet: bool = False


def put_cells(session: Session, actor: Actor, ops: Sequence[CellOp], now: datetime) -> PutOutcome:
    """Write the entries that may stand and say what became of each; one sent twice is written once.

    NotFound when none of the lessons is the actor's to write in; for entries into one course a fixed number
    of queries, however many they are.
    """
    if not ops:
        return PutOutcome(())
    if len(ops) > MOST_OPS:
        raise DomainError("At most {most} cells are written at once", most=MOST_OPS)
    batch = load_batch(
        session,
        actor.school_id,
        _lessons_to_write(session, actor, {op.lesson_id for op in ops}),
        {op.pupil_id for op in ops},
    )
    results = apply_ops(session, batch, ops, Writer(actor.person_id, actor.person_id, actor.today, now))
    seen = pupils_seen(session, actor, _course(session, batch.focus.course_id))
    known = {op.pupil_id for op in ops if is_seen(seen, op.pupil_id)}
    return PutOutcome(
        results=results,
        rows=row_patches(batch, known, actor.today),
        feet=foot_patches(batch),
        changes=cell_changes(batch),
    )


def _course(session: Session, course_id: int) -> Course:
    course = session.get(Course, course_id)
    if course is None:
        raise NotFound
    return course


def _lessons_to_write(session: Session, actor: Actor, lesson_ids: Iterable[int]) -> dict[int, Lesson]:
    locked = lock_lessons(session, actor.school_id, sorted(lesson_ids))
    found = guard.let_through(session, actor, locked.values(), Permission.JOURNAL_WRITE)
    allowed = {lesson.id: lesson for lesson in found if lesson.id is not None}
    if not allowed:
        raise NotFound
    return allowed


def apply_ops(
    session: Session, batch: Batch, ops: Sequence[CellOp], writer: Writer
) -> tuple[CellResult, ...]:
    """Judge the entries in order, then write cells, audit trail, late requests and notices."""
    results = [judge(batch, op, writer) for op in ops]
    write_batch(session, batch, writer)
    return _with_theirs(session, batch, results)


def write_batch(session: Session, batch: Batch, writer: Writer) -> None:
    """Write what was judged so far: cells, audit trail, late requests, and notices unless it is history."""
    write_store(session, batch.store, batch.places(), writer.author_id, writer.now)
    write_requests(session, batch.late, batch.replaced, writer.author_id, writer.now)
    audit.record(session, batch.school_id, writer.actor_id, *batch.trail)
    _note(session, batch)
    if not writer.quiet:
        tell_families(session, batch.school_id, _news(batch), writer.today, writer.now)


def _note(session: Session, batch: Batch) -> None:
    """Say whose journals and diaries are others now, and whether a late change waits or has been replaced."""
    changed = cell_changes(batch)
    note(session, *sorted({course_topic(one.course_id) for one in changed}))
    note(session, *sorted({pupil_topic(one.pupil_id) for one in changed}))
    if batch.late or batch.replaced:
        note(session, late_topic(batch.school_id))


def judge(batch: Batch, op: CellOp, writer: Writer) -> CellResult:
    """What becomes of one entry; it stands in the batch and is not written yet."""
    lesson = batch.lessons.get(op.lesson_id)
    if lesson is None:
        return CellResult(op.id, op.pupil_id, op.lesson_id, OpStatus.REFUSED, message=MISSING)
    try:
        status = _entered(batch, op, lesson, writer)
    except DomainError as error:
        return _result(batch, op, OpStatus.REFUSED, error.message, error.params)
    if status is OpStatus.NEEDS_REASON:
        return _result(batch, op, status, "The edit window of this lesson has passed: give a reason")
    return _result(batch, op, status)


def _result(
    batch: Batch, op: CellOp, status: OpStatus, message: str = "", params: dict[str, object] | None = None
) -> CellResult:
    lesson = batch.lessons[op.lesson_id]
    pupil = batch.pupil(lesson, op.pupil_id)
    closed = "" if pupil is not None and pupil.is_taught(lesson.day) else CLOSED
    shown = batch.store.cell((op.lesson_id, op.pupil_id)).shown + closed
    return CellResult(op.id, op.pupil_id, op.lesson_id, status, shown, message, params or {})


def _entered(batch: Batch, op: CellOp, lesson: Lesson, writer: Writer) -> OpStatus:
    key = (op.lesson_id, op.pupil_id)
    frame, stored = batch.frame(lesson), batch.store.cell(key)
    wanted = _wanted(batch, op, lesson, frame, stored)
    if wanted.is_same(stored):
        return OpStatus.OK
    if op.base is not None and not op.force and stored.text not in (op.base.rstrip(FLAGS), wanted.text):
        return OpStatus.CONFLICT
    _check(batch, op, lesson, stored, wanted, writer)
    if frame.is_late(lesson.day, writer.today) and not writer.approved:
        if not op.reason.strip():
            return OpStatus.NEEDS_REASON
        ask_late(batch, op, lesson, wanted, writer.author_id, writer.now)
        return OpStatus.WAITING
    batch.store.now[key] = wanted
    before, after = spelled(stored, batch.kinds), spelled(wanted, batch.kinds)
    if writer.approved:
        after = (after or {"text": ""}) | writer.approved
    batch.trail.append(
        audit.Change("cell.put", "cell", None, before, after, lesson_id=op.lesson_id, pupil_id=op.pupil_id)
    )
    return OpStatus.OK


def _wanted(batch: Batch, op: CellOp, lesson: Lesson, frame: CourseFrame, stored: StoredCell) -> StoredCell:
    entry = parse(op.text, frame.scale)
    if op.minutes is not None and entry.attendance is AttendanceCode.LATE:
        entry = checked(CellEntry(entry.values, entry.attendance, op.minutes or None))
    if op.kind_id and not (op.kind_id in batch.kinds and batch.kinds[op.kind_id].active):
        raise DomainError("There is no such kind of work", field="kind")
    default = lesson.kind_id or default_kind(batch.kinds)
    if entry.values and not default:
        raise DomainError("The school has no kinds of work yet: they are set in the settings")
    comment = None if op.comment is None else cleaned(op.comment, limits.COMMENT, "comment")
    if comment and not entry.values:
        raise DomainError("A comment stands only with a mark", field="comment")
    kind_id = default if op.kind_id == 0 else op.kind_id
    return next_cell(stored, entry, kind_id, default, comment, op.slot)


def _check(
    batch: Batch, op: CellOp, lesson: Lesson, stored: StoredCell, wanted: StoredCell, writer: Writer
) -> None:
    """DomainError when the rules of the school forbid the entry; a cell may always be cleared."""
    if lesson.status is LessonStatus.CANCELLED:
        raise DomainError("This lesson was cancelled")
    pupil = batch.pupil(lesson, op.pupil_id)
    if wanted.entry.is_empty:
        return
    if pupil is None:
        raise DomainError(MISSING)
    if not pupil.is_taught(lesson.day):
        raise DomainError("{pupil} was not in this class or group that day", pupil=pupil.list_name)
    new_marks = wanted.entry.values != stored.entry.values and bool(wanted.entry.values)
    if new_marks and pupil.is_exempt(lesson.day):
        raise DomainError("{pupil} is exempt from this subject", pupil=pupil.list_name)
    if lesson.day > writer.today:
        if new_marks:
            raise DomainError(AHEAD)
        if wanted.code is AttendanceCode.LATE:
            raise DomainError("A late coming cannot be entered ahead")


def _news(batch: Batch) -> list[News]:
    found = []
    for (lesson_id, pupil_id), old, new in batch.store.changed():
        lesson = batch.lessons[lesson_id]
        kind = batch.kinds[new.marks[0].kind_id].name if new.marks else ""
        payload = {
            "course_id": lesson.course_id,
            "lesson_id": lesson_id,
            "day": lesson.day.isoformat(),
            "number": lesson.number,
            "subject": batch.frame(lesson).subject,
            "text": new.text,
            "was": old.text,
            "code": new.code.value if new.code else "",
            "kind": kind,
            "comment": "; ".join(mark.comment for mark in new.marks if mark.comment),
        }
        what = NoticeKind.MARK if new.marks or old.marks else NoticeKind.ATTENDANCE
        if (
            old.marks and new.code and not new.marks
        ):  # who was not there is told at once, whatever stood there
            what, payload["lost"] = NoticeKind.ATTENDANCE, old.text
        key = f"cell:{lesson_id}:{pupil_id}"
        found.append(News(pupil_id, what, key, payload, withdrawn=new.entry.is_empty))
    return found


def _with_theirs(session: Session, batch: Batch, results: list[CellResult]) -> tuple[CellResult, ...]:
    """Conflicts with the name of the other writer and the moment; one query when there are any."""
    cells = [(one.lesson_id, one.pupil_id) for one in results if one.status is OpStatus.CONFLICT]
    if not cells:
        return tuple(results)
    theirs = last_changes(session, batch.school_id, cells)
    return tuple(
        _told(one, *theirs.get((one.lesson_id, one.pupil_id), ("", None)))
        if one.status is OpStatus.CONFLICT
        else one
        for one in results
    )


def _told(result: CellResult, name: str, at: datetime | None) -> CellResult:
    return replace(result, message="Meanwhile this cell was changed", theirs=name, theirs_at=at)
