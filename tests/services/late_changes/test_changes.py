"""Changes past the edit window: asked with a reason, decided by a head of the school."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import AuditEntry, ChangeRequest, ChangeStatus, Mark, OutboxNotice
from ejournal.services import audit
from ejournal.services.journal.history import cell_details
from ejournal.services.journal.late_requests import REPLACED
from ejournal.services.journal.ops import OpStatus
from ejournal.services.late_changes.changes import (
    count_late_changes,
    decide_late_change,
    decided_changes,
    late_changes,
)
from ejournal.services.late_changes.decisions import undo_decision
from tests.cast import Cast
from tests.services.journal_helpers import MONDAY, cell, op, put_one, set_window

REASON = "Писал контрольную позже"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    put_one(cast, op(cast, "3", day=MONDAY))
    set_window(cast, 3)
    return cast


def ask(cast: Cast, text: str = "5", **more: object) -> int:
    result = put_one(cast, op(cast, text, day=MONDAY, reason=REASON, **more))  # type: ignore[arg-type]
    assert result.status is OpStatus.WAITING
    return late_changes(cast.session, cast.actor("deputy"))[-1].id


def decide(cast: Cast, request_id: int, approve: bool, by: str = "deputy", note: str = "") -> None:
    decide_late_change(cast.session, cast.actor(by), request_id, approve, note, clock.now())


def test_a_late_entry_needs_a_reason(cast: Cast) -> None:
    result = put_one(cast, op(cast, "5", day=MONDAY, base="3"))
    assert (result.status, result.cell) == (OpStatus.NEEDS_REASON, "3")
    assert late_changes(cast.session, cast.actor("deputy")) == []


def test_a_late_entry_waits_and_the_mark_stands_as_it_was(cast: Cast) -> None:
    ask(cast)
    assert cell(cast, day=MONDAY) == "3?"
    (waiting,) = late_changes(cast.session, cast.actor("deputy"))
    assert (waiting.before, waiting.after, waiting.reason) == ("3", "5", REASON)
    assert (waiting.pupil, waiting.author) == ("Лебедева Анна", "И. С. Котова")
    assert (waiting.class_title, waiting.subject, waiting.day) == ("6 «Б»", "Математика", MONDAY)
    assert count_late_changes(cast.session, cast.actor("deputy")) == 1


def test_the_last_day_of_the_window_is_still_open(cast: Cast) -> None:
    set_window(cast, 4)
    assert put_one(cast, op(cast, "5", day=MONDAY)).status is OpStatus.OK


def test_an_approved_change_is_written_in_the_teacher_s_name(cast: Cast) -> None:
    decide(cast, ask(cast, comment="пересдача"), approve=True, note="Согласна")
    assert cell(cast, day=MONDAY) == "5*"
    mark = cast.session.scalars(select(Mark).execution_options(populate_existing=True)).one()
    assert mark.author_id == cast.id_of("class_teacher")
    written = cast.session.scalars(
        select(AuditEntry).where(col(AuditEntry.action) == "cell.put").order_by(col(AuditEntry.number).desc())
    ).first()
    assert written is not None
    assert written.actor_id == cast.id_of("deputy")
    assert (written.after or {})["reason"] == REASON
    assert late_changes(cast.session, cast.actor("deputy")) == []


def test_a_refused_change_leaves_the_mark_and_is_told_to_its_author(cast: Cast) -> None:
    decide(cast, ask(cast), approve=False, note="Нет основания")
    assert cell(cast, day=MONDAY) == "3"
    notice = cast.session.scalars(select(OutboxNotice).where(col(OutboxNotice.kind) == "late_change")).one()
    assert notice.recipient_id == cast.id_of("class_teacher")
    assert (notice.payload["approved"], notice.payload["note"]) == (False, "Нет основания")


def test_the_history_tells_who_asked_and_who_decided(cast: Cast) -> None:
    decide(cast, ask(cast), approve=True)
    lesson_id = cast.lesson("maths", MONDAY).id or 0
    details = cell_details(cast.session, cast.actor("class_teacher"), lesson_id, cast.id_of("pupil"))
    assert [(row.action, row.author) for row in reversed(details.history)] == [
        ("put", "И. С. Котова"),
        ("asked", "И. С. Котова"),
        ("put", "Е. В. Громова"),
        ("approved", "Е. В. Громова"),
    ]


def test_a_newer_request_replaces_the_older_with_a_trace(cast: Cast) -> None:
    first = ask(cast, "5")
    second = ask(cast, "4")
    assert first != second
    (waiting,) = late_changes(cast.session, cast.actor("deputy"))
    assert waiting.after == "4"
    older = cast.session.get(ChangeRequest, first, populate_existing=True)
    assert older is not None
    assert older.status is ChangeStatus.REFUSED
    actions = cast.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("late-change.replaced") == 1


def test_a_request_sent_again_is_asked_once(cast: Cast) -> None:
    assert ask(cast) == ask(cast)
    assert len(cast.session.scalars(select(ChangeRequest)).all()) == 1


def test_a_cell_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    request_id = ask(cast)
    set_window(cast, 14)
    put_one(cast, op(cast, "4", day=MONDAY))
    with pytest.raises(DomainError, match="Meanwhile"):
        decide(cast, request_id, approve=True)
    assert cell(cast, day=MONDAY) == "4?"
    decide(cast, request_id, approve=False)
    assert cell(cast, day=MONDAY) == "4"


def test_a_request_is_decided_once(cast: Cast) -> None:
    request_id = ask(cast)
    decide(cast, request_id, approve=False)
    with pytest.raises(DomainError, match="already"):
        decide(cast, request_id, approve=True)


def test_nobody_decides_a_request_of_their_own(cast: Cast) -> None:
    request_id = ask(cast)
    request = cast.session.get(ChangeRequest, request_id)
    assert request is not None
    request.author_id = cast.id_of("deputy")
    cast.session.flush()
    with pytest.raises(DomainError, match="own"):
        decide(cast, request_id, approve=True)
    decide(cast, request_id, approve=True, by="director")
    assert cell(cast, day=MONDAY) == "5"


@pytest.mark.parametrize("who", ["class_teacher", "teacher", "admin", "pupil", "guardian", "teacher_b"])
def test_only_heads_of_the_school_see_and_decide(cast: Cast, who: str) -> None:
    request_id = ask(cast)
    with pytest.raises(NotAllowed):
        late_changes(cast.session, cast.actor(who))
    with pytest.raises(NotFound):
        decide(cast, request_id, approve=True, by=who)
    assert count_late_changes(cast.session, cast.actor(who)) == 0


def test_an_entry_that_may_never_stand_is_refused_at_once(cast: Cast) -> None:
    result = put_one(cast, op(cast, "5", pupil="arrived", day=date(2026, 11, 9), reason=REASON))
    assert result.status is OpStatus.REFUSED
    long = put_one(cast, op(cast, "5", day=MONDAY, reason="я" * 401))
    assert long.status is OpStatus.REFUSED


def test_the_chain_holds_after_requests_and_decisions(cast: Cast) -> None:
    decide(cast, ask(cast, "5"), approve=True)
    decide(cast, ask(cast, "н/5"), approve=False)
    assert audit.first_fault(cast.session, cast.schools["a"].id or 0) is None


def undo(cast: Cast, request_id: int, by: str = "director", after: timedelta = timedelta()) -> None:
    undo_decision(cast.session, cast.actor(by), request_id, clock.now() + after)


def notices(cast: Cast) -> list[OutboxNotice]:
    return list(cast.session.scalars(select(OutboxNotice).where(col(OutboxNotice.kind) == "late_change")))


def test_an_approval_is_undone_with_kind_and_comment_of_the_mark_before(cast: Cast) -> None:
    set_window(cast, 30)
    quiz = cast.kinds["quiz"].id
    put_one(cast, op(cast, "3", day=MONDAY, kind_id=quiz, comment="Не дописано"))
    set_window(cast, 3)
    request_id = ask(cast, kind_id=cast.kinds["test"].id, comment="Дописано")
    decide(cast, request_id, True)
    assert cell(cast, day=MONDAY) == "5*"
    undo(cast, request_id)
    assert cell(cast, day=MONDAY) == "3*?"
    mark = cast.session.scalars(select(Mark).where(col(Mark.day) == MONDAY)).one()
    cast.session.refresh(mark)
    assert (mark.value, mark.kind_id, mark.comment) == ("3", quiz, "Не дописано")
    row = cast.session.get_one(ChangeRequest, request_id)
    assert (row.status, row.decided_by_id, row.decided_at) == (ChangeStatus.WAITING, None, None)
    assert audit.first_fault(cast.session, row.school_id) is None
    assert cast.session.scalars(select(AuditEntry)).all()[-1].action == "late-change.reopened"
    decide(cast, request_id, True)
    assert cell(cast, day=MONDAY) == "5*"


def test_a_refusal_is_undone_and_who_has_read_it_is_told(cast: Cast) -> None:
    request_id = ask(cast)
    decide(cast, request_id, False)
    undo(cast, request_id)
    assert (notices(cast), len(late_changes(cast.session, cast.actor("deputy")))) == ([], 1)
    decide(cast, request_id, False, note="Поздно")
    notices(cast)[0].read_at = clock.now()
    cast.session.flush()
    undo(cast, request_id)
    [told] = notices(cast)
    cast.session.refresh(told)
    assert (told.read_at, told.payload["reopened"]) == (None, True)


def test_nothing_is_undone_after_a_day_or_another_change_or_by_who_asked(cast: Cast) -> None:
    request_id = ask(cast)
    with pytest.raises(DomainError, match="waits already"):
        undo(cast, request_id)
    decide(cast, request_id, True)
    with pytest.raises(DomainError, match="too long ago"):
        undo(cast, request_id, after=timedelta(days=1, minutes=1))
    for who in ("class_teacher", "teacher_b", "guardian", "admin"):
        with pytest.raises((NotAllowed, NotFound)):
            undo(cast, request_id, by=who)
    set_window(cast, 30)
    put_one(cast, op(cast, "4", day=MONDAY))
    with pytest.raises(DomainError, match="this cell was changed"):
        undo(cast, request_id)
    assert cell(cast, day=MONDAY) == "4"


def test_a_request_that_was_replaced_is_listed_so_and_not_undone(cast: Cast) -> None:
    first = ask(cast, "4")
    second = ask(cast, "5")
    decided = decided_changes(cast.session, cast.actor("deputy"))
    assert [(one.id, one.note, one.may_undo) for one in decided] == [(first, REPLACED, False)]
    with pytest.raises(DomainError):
        undo(cast, first)
    decide(cast, second, False)
    ask(cast, "4")
    with pytest.raises(DomainError, match="another change of this cell"):
        undo(cast, second)


def test_what_was_decided_is_listed_the_latest_first_for_who_decides(cast: Cast) -> None:
    request_id = ask(cast)
    decide(cast, request_id, False, note="Поздно")
    [one] = decided_changes(cast.session, cast.actor("director"))
    assert (one.status, one.decided_by, one.note) == (ChangeStatus.REFUSED, "Е. В. Громова", "Поздно")
    assert late_changes(cast.session, cast.actor("director"), [request_id])[0].id == request_id
    with pytest.raises(NotAllowed):
        decided_changes(cast.session, cast.actor("class_teacher"))
