"""Late changes before the deputy head: the list, approval and refusal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ChangeRequest, ChangeStatus, Course, NoticeKind
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import course_topic, late_topic, pupil_topic
from ejournal.services.journal.batch import (
    Batch,
    cell_changes,
    foot_patches,
    load_batch,
    lock_lessons,
    row_patches,
)
from ejournal.services.journal.entries import Writer, apply_ops
from ejournal.services.journal.late_requests import request_change
from ejournal.services.journal.ops import CellOp, OpStatus, PutOutcome
from ejournal.services.journal.term_sheet import TermSheet, read_sheet
from ejournal.services.late_changes.terms import term_about, write_term
from ejournal.services.notices.outbox import personal_notice, tell

UNDO_WITHIN = timedelta(days=1)
"""Later a decision is a fact that others have built upon: a new change is asked for instead."""
DECIDED_SHOWN = timedelta(days=60)
MOST_DECIDED = 100
CHANGED_MEANWHILE = "Meanwhile this cell was changed: refuse the request or ask its author"

_request, _lesson, _class = db.change_request.c, db.lesson.c, db.school_class.c


@dataclass(frozen=True, slots=True)
class LateChange:
    """A request: where, for whom, from what to what, why, by whom; own: asked by the actor.

    A lesson has a day and a number, a term mark (a day of None) a column and the kind of its terms.
    status, decided_by, decided_at and note tell what became of it; may_undo while that can be taken back.
    """

    id: int
    course_id: int
    class_title: str
    subject: str
    day: date | None
    number: int
    pupil: str
    before: str
    after: str
    reason: str
    author: str
    created_at: datetime
    own: bool
    column: str = ""
    term_kind: str = ""
    status: ChangeStatus = ChangeStatus.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
    may_undo: bool = False


def late_changes(session: Session, actor: Actor, also: Collection[int] = ()) -> list[LateChange]:
    """The requests that wait and those named, the oldest first; one query.

    NotAllowed for whoever does not decide.
    """
    guard.require(actor, Permission.LATE_CHANGE_DECIDE)
    wanted = or_(_request.status == ChangeStatus.WAITING, _request.id.in_(also))
    found = _requests().where(_request.school_id == actor.school_id, wanted)
    rows = session.execute(found.order_by(_request.created_at, _request.id))
    return [_late_change(actor, row) for row in rows]


def decided_changes(session: Session, actor: Actor) -> list[LateChange]:
    """What was decided lately, the latest first; one query."""
    guard.require(actor, Permission.LATE_CHANGE_DECIDE)
    since = clock.now() - DECIDED_SHOWN
    found = _requests().where(
        _request.school_id == actor.school_id,
        _request.status != ChangeStatus.WAITING,
        _request.decided_at >= since,
    )
    rows = session.execute(found.order_by(_request.decided_at.desc(), _request.id.desc()).limit(MOST_DECIDED))
    return [_late_change(actor, row) for row in rows]


def may_undo(request: Any, now: datetime) -> bool:
    """Whether the decision is young enough, and somebody's: a request that was replaced was not decided."""
    if request.status is ChangeStatus.WAITING or request.decided_at is None:
        return False
    age: timedelta = now - request.decided_at
    return request.decided_by_id != request.author_id and age <= UNDO_WITHIN


def _requests() -> Select[Any]:
    pupil, author = db.person.alias("pupil"), db.person.alias("author")
    decider = db.person.alias("decider")
    return (
        select(
            db.change_request,
            _lesson.day,
            _lesson.number,
            _class.grade,
            _class.letter,
            db.study_group.c.name.label("study_group"),
            db.subject.c.name.label("subject"),
            pupil.c.last_name.label("pupil_last"),
            pupil.c.first_name.label("pupil_first"),
            author.c.last_name,
            author.c.first_name,
            author.c.middle_name,
            decider.c.last_name.label("decider_last"),
            decider.c.first_name.label("decider_first"),
            decider.c.middle_name.label("decider_middle"),
        )
        .join_from(db.change_request, db.lesson, _lesson.id == _request.lesson_id, isouter=True)
        .join(db.course, db.course.c.id == _request.course_id)
        .join(db.subject, db.subject.c.id == db.course.c.subject_id)
        .join(pupil, pupil.c.id == _request.pupil_id)
        .join(author, author.c.id == _request.author_id)
        .outerjoin(db.school_class, _class.id == db.course.c.class_id)
        .outerjoin(db.study_group, db.study_group.c.id == db.course.c.group_id)
        .outerjoin(decider, decider.c.id == _request.decided_by_id)
    )


def _late_change(actor: Actor, row: Any) -> LateChange:
    return LateChange(
        id=row.id,
        course_id=row.course_id,
        class_title=class_title(row.grade, row.letter) if row.grade else row.study_group or "",
        subject=row.subject,
        day=row.day,
        number=row.number or 0,
        pupil=f"{row.pupil_last} {row.pupil_first}",
        before=row.before,
        after=row.after,
        reason=row.reason,
        author=short_name(row.last_name, row.first_name, row.middle_name),
        created_at=row.created_at,
        own=row.author_id == actor.person_id,
        column=row.term_key,
        term_kind=row.entry.get("term_kind", ""),
        status=row.status,
        decided_by=short_name(row.decider_last, row.decider_first, row.decider_middle)
        if row.decider_last
        else "",
        decided_at=row.decided_at,
        note=row.decision_note,
        may_undo=may_undo(row, clock.now()) and row.author_id != actor.person_id,
    )


def count_late_changes(session: Session, actor: Actor) -> int:
    """How many requests wait for the actor to decide; 0 for whoever does not decide; one query."""
    if not actor.may(Permission.LATE_CHANGE_DECIDE):
        return 0
    count = session.scalar(
        select(func.count())
        .select_from(db.change_request)
        .where(_request.school_id == actor.school_id, _request.status == ChangeStatus.WAITING)
    )
    return int(count or 0)


def decide_late_change(
    session: Session, actor: Actor, request_id: int, approve: bool, note: str, now: datetime
) -> PutOutcome:
    """Approve (the cell is written by the same rules) or refuse a request; its author is told.

    NotFound for a foreign one; DomainError when it is decided already, the actor's own, or the cell changed.
    The outcome tells what changed in lessons' cells.
    """
    request = guard.get(session, actor, ChangeRequest, request_id, Permission.LATE_CHANGE_DECIDE)
    lock_place(session, request)
    session.refresh(request)  # another deputy may have decided while we waited for the lock
    if request.status is not ChangeStatus.WAITING:
        raise DomainError("This request is decided already")
    if request.author_id == actor.person_id:
        raise DomainError("Your own request is decided by another head of the school")
    note = cleaned(note, limits.REASON, "note")
    outcome, about = PutOutcome(()), dict[str, Any]()
    approved = {"reason": request.reason, "asked_by": request.author_id, "note": note}
    writer = Writer(actor.person_id, request.author_id, actor.today, now, approved)
    if request.lesson_id is None:
        sheet = read_sheet(session, actor.school_id, request.course_id)
        about = term_about(sheet, request)
        if approve:
            _approve_term(session, sheet, request, writer)
    else:
        batch = cell_of(session, request)
        about = cell_about(batch)
        if approve:
            outcome = _approve_cell(session, batch, request, writer)
    _close(session, actor, request, approve, note, now)
    payload = notice_payload(about, request, approve, note)
    key = notice_key(request_id)
    tell(
        session,
        [personal_notice(actor.school_id, request.author_id, NoticeKind.LATE_CHANGE, key, payload, now)],
    )
    return outcome


def lock_place(session: Session, request: ChangeRequest) -> None:
    """Hold what the request would change until the transaction ends."""
    if request.lesson_id is None:
        lock_row(session, Course, request.school_id, request.course_id)
    else:
        lock_lessons(session, request.school_id, [request.lesson_id])


def cell_of(session: Session, request: ChangeRequest) -> Batch:
    """What the cell of a request about a lesson is judged by."""
    lessons = lock_lessons(session, request.school_id, [request.lesson_id or 0])
    if not lessons:
        raise NotFound
    return load_batch(session, request.school_id, lessons, [request.pupil_id])


def write_cell(session: Session, batch: Batch, op: CellOp, writer: Writer) -> PutOutcome | None:
    """Write the entry by the usual rules; None when another than it expects stands in the cell."""
    results = apply_ops(session, batch, [op], writer)
    if results[0].status is OpStatus.CONFLICT:
        return None
    if results[0].status is not OpStatus.OK:
        params: dict[str, Any] = results[0].params
        raise DomainError(results[0].message, **params)
    rows = row_patches(batch, [op.pupil_id], writer.today)
    return PutOutcome(results, rows, foot_patches(batch), cell_changes(batch))


def _approve_term(session: Session, sheet: TermSheet, request: ChangeRequest, writer: Writer) -> None:
    if write_term(session, sheet, request, request.after, request.before, writer) is OpStatus.CONFLICT:
        raise DomainError(CHANGED_MEANWHILE)


def _approve_cell(session: Session, batch: Batch, request: ChangeRequest, writer: Writer) -> PutOutcome:
    asked: Mapping[str, Any] = request.entry
    lesson_id = request.lesson_id or 0
    op = CellOp(
        id=f"late-{request.id}",
        pupil_id=request.pupil_id,
        lesson_id=lesson_id,
        text=asked.get("text", request.after),
        base=request.before,
        kind_id=asked.get("kind_id"),
        comment=asked.get("comment"),
        slot=asked.get("slot"),
    )
    batch.settle((lesson_id, request.pupil_id))
    outcome = write_cell(session, batch, op, writer)
    if outcome is None:
        raise DomainError(CHANGED_MEANWHILE)
    return outcome


def _close(
    session: Session, actor: Actor, request: ChangeRequest, approve: bool, note: str, now: datetime
) -> None:
    status = ChangeStatus.APPROVED if approve else ChangeStatus.REFUSED
    session.execute(
        update(db.change_request)
        .where(_request.id == request.id)
        .values(status=status, decided_by_id=actor.person_id, decided_at=now, decision_note=note)
    )
    session.expire(request)
    before, after = {"text": request.before}, {"text": request.after, "reason": note or request.reason}
    audit.record(session, actor.school_id, actor.person_id, decision_change(request, status, before, after))
    note_decision(session, request)


def note_decision(session: Session, request: ChangeRequest) -> None:
    """Say where the decision shows: an open journal has a waiting request in its cell."""
    note(
        session, late_topic(request.school_id), course_topic(request.course_id), pupil_topic(request.pupil_id)
    )


def decision_change(
    request: ChangeRequest, what: str, before: dict[str, Any], after: dict[str, Any]
) -> audit.Change:
    """What the trail says of a decision, with the place of what it is about."""
    if request.lesson_id is None:
        about = {"course_id": request.course_id, "column": request.term_key}
        before, after = about | before, about | after
    return request_change(what, request.id, request.pupil_id, before, after, request.lesson_id)


def notice_key(request_id: int) -> str:
    """The key of the notice that tells the author what was decided."""
    return f"late:{request_id}"


def cell_about(batch: Batch) -> dict[str, Any]:
    """The lesson of a request, as a notice tells it."""
    ((lesson_id, lesson),) = batch.lessons.items()
    return {
        "course_id": lesson.course_id,
        "lesson_id": lesson_id,
        "subject": batch.frame(lesson).subject,
        "day": lesson.day.isoformat(),
    }


def notice_payload(
    about: Mapping[str, Any], request: ChangeRequest, approve: bool, note: str
) -> dict[str, Any]:
    """What the notice tells: where, from what to what, whether it was let in and why not."""
    return {
        **about,
        "pupil_id": request.pupil_id,
        "before": request.before,
        "after": request.after,
        "approved": approve,
        "note": note,
    }
