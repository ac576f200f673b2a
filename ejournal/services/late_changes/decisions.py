"""Taking back what was decided about a late change, while nothing else has come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import ChangeRequest, ChangeStatus, NoticeKind
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.journal.batch import Batch
from ejournal.services.journal.entries import Writer
from ejournal.services.journal.ops import CellOp, OpStatus, PutOutcome
from ejournal.services.journal.term_sheet import TermSheet, read_sheet
from ejournal.services.late_changes.changes import (
    cell_about,
    cell_of,
    decision_change,
    lock_place,
    may_undo,
    note_decision,
    notice_key,
    notice_payload,
    write_cell,
)
from ejournal.services.late_changes.terms import term_about, write_term
from ejournal.services.notices.outbox import personal_notice, take_back_unread, tell

CHANGED_SINCE = "Meanwhile this cell was changed: ask its teacher"
ASKED_MEANWHILE = "Meanwhile another change of this cell was asked for"

_request, _entry = db.change_request.c, db.audit_entry.c


@dataclass(frozen=True, slots=True)
class _Before:
    """Kind of work and comment of the only mark that stood in the cell before the change."""

    kind_id: int | None = None
    comment: str | None = None


def undo_decision(session: Session, actor: Actor, request_id: int, now: datetime) -> PutOutcome:
    """Let the request wait again; what it had changed in the journal stands as before.

    DomainError when that was too long ago or the cell was changed since; NotFound for a foreign one.
    """
    request = guard.get(session, actor, ChangeRequest, request_id, Permission.LATE_CHANGE_DECIDE)
    lock_place(session, request)
    session.refresh(request)
    if request.status is ChangeStatus.WAITING:
        raise DomainError("This request waits already")
    if request.author_id == actor.person_id:
        raise DomainError("Your own request is decided by another head of the school")
    if not may_undo(request, now):
        raise DomainError("This was decided too long ago to be undone: ask for a new change")
    outcome, about = _undone(session, actor, request, now)
    _reopen(session, actor, request)
    _tell_author(session, actor, request, about, now)
    return outcome


def _undone(
    session: Session, actor: Actor, request: ChangeRequest, now: datetime
) -> tuple[PutOutcome, dict[str, Any]]:
    """The place as it was before the decision; where it is, for the notice."""
    approved = request.status is ChangeStatus.APPROVED
    writer = Writer(actor.person_id, request.author_id, actor.today, now, {"undone": request.id})
    if request.lesson_id is None:
        sheet = read_sheet(session, actor.school_id, request.course_id)
        if sheet.waiting.get((request.pupil_id, request.term_key)):
            raise DomainError(ASKED_MEANWHILE)
        if approved:
            _term_as_before(session, sheet, request, writer)
        return PutOutcome(()), term_about(sheet, request)
    batch = cell_of(session, request)
    if batch.store.cell((request.lesson_id, request.pupil_id)).waiting:
        raise DomainError(ASKED_MEANWHILE)
    outcome = _cell_as_before(session, batch, request, writer) if approved else PutOutcome(())
    return outcome, cell_about(batch)


def _term_as_before(session: Session, sheet: TermSheet, request: ChangeRequest, writer: Writer) -> None:
    if write_term(session, sheet, request, request.before, request.after, writer) is OpStatus.CONFLICT:
        raise DomainError(CHANGED_SINCE)


def _cell_as_before(session: Session, batch: Batch, request: ChangeRequest, writer: Writer) -> PutOutcome:
    stood = _stood_before(session, request, batch)
    op = CellOp(
        id=f"late-undo-{request.id}",
        pupil_id=request.pupil_id,
        lesson_id=request.lesson_id or 0,
        text=request.before,
        base=request.after,
        kind_id=stood.kind_id,
        comment=stood.comment,
    )
    outcome = write_cell(session, batch, op, writer)
    if outcome is None:
        raise DomainError(CHANGED_SINCE)
    return outcome


def _stood_before(session: Session, request: ChangeRequest, batch: Batch) -> _Before:
    """What the trail says of the cell's only mark before the request was let in."""
    asked = select(_entry.number, _entry.before).where(
        _entry.school_id == request.school_id,
        _entry.lesson_id == request.lesson_id,
        _entry.pupil_id == request.pupil_id,
        _entry.action == "cell.put",
    )
    # The last is found here: asked for it, SQLite would go through the school's whole trail by number.
    puts = session.execute(asked).all()
    before: Mapping[str, Any] = (max(puts, key=attrgetter("number")).before if puts else None) or {}
    kinds, comments = before.get("kinds", []), before.get("comments", [])
    if len(kinds) != 1:
        return _Before()
    kind_id = next((key for key, kind in batch.kinds.items() if kind.name == kinds[0] and kind.active), None)
    return _Before(kind_id, comments[0] if comments else "")


def _reopen(session: Session, actor: Actor, request: ChangeRequest) -> None:
    was = request.status
    session.execute(
        update(db.change_request)
        .where(_request.id == request.id)
        .values(status=ChangeStatus.WAITING, decided_by_id=None, decided_at=None, decision_note="")
    )
    session.expire(request)
    before = {"text": request.before, "status": was.value}
    after = {"text": request.after, "reason": request.reason}
    audit.record(
        session, actor.school_id, actor.person_id, decision_change(request, "reopened", before, after)
    )
    note_decision(session, request)


def _tell_author(
    session: Session, actor: Actor, request: ChangeRequest, about: Mapping[str, Any], now: datetime
) -> None:
    key = notice_key(request.id or 0)
    knew = take_back_unread(session, actor.school_id, key)
    payload = notice_payload(about, request, False, "") | {"reopened": True}
    told = [personal_notice(actor.school_id, one, NoticeKind.LATE_CHANGE, key, payload, now) for one in knew]
    tell(session, told)
