"""Term, year, exam and final marks: set by the teacher, with what the rule proposed beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import Course, NoticeKind, TermMarkScope
from ejournal.services import audit
from ejournal.services import tables as db
from ejournal.services.averages import Tally
from ejournal.services.calendar_cache import calendar_of
from ejournal.services.cell_ops import OpStatus
from ejournal.services.course_frame import CourseFrame, frames
from ejournal.services.errors import DomainError, NotFound
from ejournal.services.journal_rows import read_kinds, tallies_by_term
from ejournal.services.membership import Member, members
from ejournal.services.notices import News, tell_families
from ejournal.services.scales import parse_term
from ejournal.services.term_columns import TermCell, has_begun, keys_of_terms, propose, term_cells

MOST_OPS = 500
_term_mark = db.term_mark.c


@dataclass(frozen=True, slots=True)
class TermMarkOp:
    """A mark for a column ("1"…, "year", "exam", "final"); base is what the writer saw, None for whatever."""

    id: str
    pupil_id: int
    key: str
    value: str
    base: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class TermMarkResult:
    """What became of it; value is what stands there now, message a gettext id with params."""

    id: str
    pupil_id: int
    key: str
    status: OpStatus
    value: str = ""
    message: str = ""
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """Results in order, and the touched pupils' cells of all columns of the year."""

    course_id: int
    results: tuple[TermMarkResult, ...]
    rows: dict[int, tuple[TermCell, ...]]

    @property
    def pupils(self) -> frozenset[int]:
        """The pupils whose diaries changed."""
        return frozenset(one.pupil_id for one in self.results if one.status is OpStatus.OK)


@dataclass(slots=True)
class _Sheet:
    """A course's term marks as they stand in this transaction."""

    frame: CourseFrame
    pupils: Mapping[int, Member]
    tallies: Mapping[int, Mapping[int, Tally]]
    ids: dict[tuple[int, str], int]
    stored: dict[int, dict[str, tuple[str, str]]]
    before: dict[tuple[int, str], str] = field(default_factory=dict)


def put_term_marks(
    session: Session, actor: Actor, course_id: int, ops: Sequence[TermMarkOp], now: datetime
) -> TermOutcome:
    """Set the marks that may stand; a deviation is kept beside what the rule proposed at that moment.

    NotFound unless the actor teaches the course; a fixed number of queries.
    """
    if len(ops) > MOST_OPS:
        raise DomainError("At most {most} cells are written at once", most=MOST_OPS)
    sheet = _read(session, actor, course_id)
    results = tuple(_put(actor, sheet, op) for op in ops)
    _write(session, actor, sheet, now)
    keys = keys_of_terms(sheet.frame, None)
    touched = {op.pupil_id for op in ops} & set(sheet.pupils)
    rows = {
        pupil_id: term_cells(
            sheet.frame,
            actor.today,
            keys,
            sheet.pupils[pupil_id],
            sheet.tallies.get(pupil_id, {}),
            sheet.stored.get(pupil_id, {}),
        )
        for pupil_id in sorted(touched)
    }
    return TermOutcome(sheet.frame.course_id, results, rows)


def _read(session: Session, actor: Actor, course_id: int) -> _Sheet:
    guard.get(session, actor, Course, course_id, Permission.TERM_MARK_WRITE)
    # The course's row is the lock of its term marks: two writers come one after the other.
    session.execute(select(db.course.c.id).where(db.course.c.id == course_id).with_for_update(key_share=True))
    frame = frames(session, actor.school_id, [course_id])[course_id]
    calendar = calendar_of(session, actor.school_id, frame.year_id)
    if calendar is None:
        raise NotFound
    first, last = calendar.year.starts, calendar.year.ends
    pupils = members(session, frame, first, last)
    asked = {"school_id": actor.school_id, "first": first, "last": last}
    asked |= {"pupils": list(pupils), "counted": frame.counted}
    kinds = read_kinds(session, actor.school_id)
    sheet = _Sheet(
        frame,
        pupils,
        tallies_by_term(session, asked, frame.terms, kinds),
        {},
        {},
    )
    for row in session.execute(
        select(db.term_mark).where(_term_mark.school_id == actor.school_id, _term_mark.course_id == course_id)
    ):
        key = str(row.term_number) if row.scope is TermMarkScope.TERM else row.scope.value
        sheet.ids[row.pupil_id, key] = row.id
        sheet.stored.setdefault(row.pupil_id, {})[key] = (row.value, row.proposed)
    return sheet


def _put(actor: Actor, sheet: _Sheet, op: TermMarkOp) -> TermMarkResult:
    stored = sheet.stored.get(op.pupil_id, {}).get(op.key, ("", ""))[0]
    try:
        if op.pupil_id not in sheet.pupils or op.key not in keys_of_terms(sheet.frame, None):
            raise DomainError("Not found")
        value = parse_term(op.value, sheet.frame.scale)
        if value == stored:
            return TermMarkResult(op.id, op.pupil_id, op.key, OpStatus.OK, stored)
        if op.base is not None and not op.force and stored != op.base:
            message = "Meanwhile this cell was changed"
            return TermMarkResult(op.id, op.pupil_id, op.key, OpStatus.CONFLICT, stored, message)
        if not has_begun(sheet.frame, op.key, actor.today):
            raise DomainError("This term has not begun yet")
    except DomainError as error:
        return TermMarkResult(
            op.id, op.pupil_id, op.key, OpStatus.REFUSED, stored, error.message, error.params
        )
    sheet.before.setdefault((op.pupil_id, op.key), stored)
    proposed = _proposal(actor, sheet, op.pupil_id, op.key)
    of_pupil = sheet.stored.setdefault(op.pupil_id, {})
    if value:
        of_pupil[op.key] = (value, proposed)
    else:
        of_pupil.pop(op.key, None)
    return TermMarkResult(op.id, op.pupil_id, op.key, OpStatus.OK, value)


def _proposal(actor: Actor, sheet: _Sheet, pupil_id: int, key: str) -> str:
    values = {one: value for one, (value, _) in sheet.stored.get(pupil_id, {}).items()}
    tallies = sheet.tallies.get(pupil_id, {})
    tally = tallies.get(int(key)) if key.isdigit() else None
    return propose(sheet.frame, key, actor.today, sheet.pupils[pupil_id], tally or Tally(), values)


def _write(session: Session, actor: Actor, sheet: _Sheet, now: datetime) -> None:
    gone: list[int] = []
    updates: list[dict[str, Any]] = []
    inserts: list[dict[str, Any]] = []
    trail: list[audit.Change] = []
    news: list[News] = []
    for (pupil_id, key), old in sheet.before.items():
        value, proposed = sheet.stored.get(pupil_id, {}).get(key, ("", ""))
        if value == old:
            continue
        row_id = sheet.ids.get((pupil_id, key))
        trail.append(_change(sheet.frame, pupil_id, key, row_id, old, value, proposed))
        news.append(_news(sheet.frame, pupil_id, key, old, value))
        if row_id is None:
            inserts.append(_row(actor, sheet.frame, pupil_id, key, value, proposed, now))
        elif value:
            updates.append(
                {"row_id": row_id, "to": value, "rule": proposed, "by": actor.person_id, "at": now}
            )
        else:
            gone.append(row_id)
    connection = session.connection()
    if gone:
        connection.execute(delete(db.term_mark).where(_term_mark.id.in_(gone)))
    if updates:
        connection.execute(_UPDATE, updates)
    if inserts:
        connection.execute(insert(db.term_mark), inserts)
    audit.record(session, actor.school_id, actor.person_id, *trail)
    tell_families(session, actor.school_id, news, actor.today, now)


_UPDATE = (
    update(db.term_mark)
    .where(_term_mark.id == bindparam("row_id"))
    .values(
        value=bindparam("to"),
        proposed=bindparam("rule"),
        author_id=bindparam("by"),
        changed_at=bindparam("at"),
    )
)


def _scope(key: str) -> tuple[TermMarkScope, int]:
    return (TermMarkScope.TERM, int(key)) if key.isdigit() else (TermMarkScope(key), 0)


def _row(
    actor: Actor, frame: CourseFrame, pupil_id: int, key: str, value: str, proposed: str, now: datetime
) -> dict[str, Any]:
    scope, number = _scope(key)
    return {
        "school_id": actor.school_id,
        "course_id": frame.course_id,
        "pupil_id": pupil_id,
        "scope": scope,
        "term_number": number,
        "value": value,
        "proposed": proposed,
        "author_id": actor.person_id,
        "changed_at": now,
    }


def _change(
    frame: CourseFrame, pupil_id: int, key: str, row_id: int | None, old: str, value: str, proposed: str
) -> audit.Change:
    about = {"course_id": frame.course_id, "column": key}
    return audit.Change(
        "term-mark.put",
        "term_mark",
        row_id,
        about | {"value": old} if old else None,
        about | {"value": value, "proposed": proposed},
        pupil_id=pupil_id,
    )


def _news(frame: CourseFrame, pupil_id: int, key: str, old: str, value: str) -> News:
    payload = {
        "course_id": frame.course_id,
        "subject": frame.subject,
        "column": key,
        "term_kind": frame.terms[0].kind.value if frame.terms else "",
        "text": value,
        "was": old,
    }
    return News(
        pupil_id, NoticeKind.TERM_MARK, f"term:{frame.course_id}:{pupil_id}:{key}", payload, not value
    )
