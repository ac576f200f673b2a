"""Late changes of term marks: written when a head of the school lets them in, written back when undone."""

from typing import Any

from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models import ChangeRequest
from ejournal.services.journal.entries import Writer
from ejournal.services.journal.ops import OpStatus
from ejournal.services.journal.term_marks import TermMarkOp, apply_term_ops
from ejournal.services.journal.term_sheet import TermSheet, term_kind


def term_about(sheet: TermSheet, request: ChangeRequest) -> dict[str, Any]:
    """Where the request would change something, as a notice tells it."""
    frame = sheet.frame
    about = {"course_id": frame.course_id, "subject": frame.subject}
    return about | {"column": request.term_key, "term_kind": term_kind(frame)}


def write_term(
    session: Session, sheet: TermSheet, request: ChangeRequest, to: str, seen: str, writer: Writer
) -> OpStatus:
    """Write a mark into the request's place by the usual rules; CONFLICT when another than seen stands there.

    DomainError when the rules forbid it.
    """
    sheet.waiting.pop((request.pupil_id, request.term_key), None)
    op = TermMarkOp(f"late-{request.id}", request.pupil_id, request.term_key, to, seen)
    (result,) = apply_term_ops(session, sheet, [op], writer)
    if result.status not in (OpStatus.OK, OpStatus.CONFLICT):
        params: dict[str, Any] = result.params
        raise DomainError(result.message, **params)
    return result.status
