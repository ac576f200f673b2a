"""Term, year, exam and final marks: set by the teacher, with what the rule proposed beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Course
from ejournal.services.base.texts import cleaned
from ejournal.services.grading.scales import parse_term
from ejournal.services.journal.entries import Writer
from ejournal.services.journal.late_requests import NEW_REQUEST, request_change, request_row
from ejournal.services.journal.ops import OpStatus
from ejournal.services.journal.term_columns import TermCell, has_begun, is_late, shown
from ejournal.services.journal.term_sheet import TermSheet, read_sheet, term_kind, write_sheet

MOST_OPS = 500
_WORDS = {
    OpStatus.CONFLICT: "Meanwhile this cell was changed",
    OpStatus.NEEDS_REASON: "The edit window of these marks has passed: give a reason",
}


@dataclass(frozen=True, slots=True)
class TermMarkOp:
    """A mark for a column ("1"…, "year", "exam", "final"); base is what the writer saw, None for whatever."""

    id: str
    pupil_id: int
    key: str
    value: str
    base: str | None = None
    force: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TermMarkResult:
    """What became of it; value is what stands there now, waiting whether a change of it waits.

    message is a gettext id with params.
    """

    id: str
    pupil_id: int
    key: str
    status: OpStatus
    value: str = ""
    waiting: bool = False
    message: str = ""
    params: dict[str, object] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """What stands there, with its flag."""
        return shown(self.value, self.waiting)


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """Results in order, and the touched pupils' cells of all columns of the year."""

    course_id: int
    results: tuple[TermMarkResult, ...]
    rows: dict[int, tuple[TermCell, ...]]


def put_term_marks(
    session: Session, actor: Actor, course_id: int, ops: Sequence[TermMarkOp], now: datetime
) -> TermOutcome:
    """Set the marks that may stand; a deviation is kept beside what the rule proposed at that moment.

    Past the edit window a mark waits for a head of the school. NotFound unless the actor teaches the course;
    a fixed number of queries.
    """
    if len(ops) > MOST_OPS:
        raise DomainError("At most {most} cells are written at once", most=MOST_OPS)
    guard.get(session, actor, Course, course_id, Permission.TERM_MARK_WRITE)
    sheet = read_sheet(session, actor.school_id, course_id)
    writer = Writer(actor.person_id, actor.person_id, actor.today, now)
    results = apply_term_ops(session, sheet, ops, writer)
    touched = {op.pupil_id for op in ops} & set(sheet.pupils)
    rows = {pupil_id: sheet.cells(pupil_id, actor.today) for pupil_id in sorted(touched)}
    return TermOutcome(course_id, results, rows)


def apply_term_ops(
    session: Session, sheet: TermSheet, ops: Sequence[TermMarkOp], writer: Writer
) -> tuple[TermMarkResult, ...]:
    """Judge the marks in order, then write them with audit trail, late requests and notices."""
    results = tuple(judge_term(sheet, op, writer) for op in ops)
    write_sheet(session, sheet, writer)
    return results


def judge_term(sheet: TermSheet, op: TermMarkOp, writer: Writer) -> TermMarkResult:
    """What becomes of one mark; it stands in the sheet and is not written yet."""
    try:
        status = _entered(sheet, op, writer)
    except DomainError as error:
        return _result(sheet, op, OpStatus.REFUSED, error.message, error.params)
    return _result(sheet, op, status, _WORDS.get(status, ""))


def _result(
    sheet: TermSheet, op: TermMarkOp, status: OpStatus, message: str, params: dict[str, object] | None = None
) -> TermMarkResult:
    key = (op.pupil_id, op.key)
    waits = bool(sheet.waiting.get(key))
    return TermMarkResult(op.id, *key, status, sheet.value(key), waits, message, params or {})


def _entered(sheet: TermSheet, op: TermMarkOp, writer: Writer) -> OpStatus:
    key = (op.pupil_id, op.key)
    if op.pupil_id not in sheet.pupils or op.key not in sheet.keys:
        raise DomainError("Not found")
    value, stored = parse_term(op.value, sheet.frame.scale), sheet.value(key)
    if value == stored:
        return OpStatus.OK
    if op.base is not None and not op.force and stored != op.base:
        return OpStatus.CONFLICT
    if not has_begun(sheet.frame, op.key, writer.today):
        raise DomainError("This term has not begun yet")
    if is_late(sheet.frame, op.key, writer.today) and not writer.approved:
        if not op.reason.strip():
            return OpStatus.NEEDS_REASON
        _ask(sheet, op, value, writer)
        return OpStatus.WAITING
    sheet.set(key, value, writer.today)
    return OpStatus.OK


def _ask(sheet: TermSheet, op: TermMarkOp, value: str, writer: Writer) -> None:
    """Put the mark down as a request; an older request for the cell is replaced and stays on record."""
    key = (op.pupil_id, op.key)
    waiting = sheet.waiting.get(key, ())
    if any(text == value for _, text in waiting):
        return
    reason = cleaned(op.reason, limits.REASON, "reason")
    about: dict[str, object] = {"course_id": sheet.frame.course_id, "column": op.key}
    for request_id, text in waiting:
        if request_id != NEW_REQUEST:
            sheet.replaced.append(request_id)
        was = about | {"text": text}
        sheet.trail.append(request_change("replaced", request_id, op.pupil_id, was, None))
    place = {
        "school_id": sheet.frame.school_id,
        "lesson_id": None,
        "term_key": op.key,
        "course_id": sheet.frame.course_id,
        "pupil_id": op.pupil_id,
    }
    before = sheet.value(key)
    entry = {"text": value, "term_kind": term_kind(sheet.frame)}
    sheet.late = [row for row in sheet.late if (row["pupil_id"], row["term_key"]) != key]
    sheet.late.append(request_row(place, (before, value), entry, reason, writer.author_id, writer.now))
    after = about | {"text": value, "reason": reason}
    was = about | {"text": before}
    sheet.trail.append(request_change("asked", None, op.pupil_id, was, after))
    sheet.waiting[key] = ((NEW_REQUEST, value),)
