"""Marks of a closed term: asked for with a reason and decided by a head, as a lesson's are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, delete, select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import AuditEntry, ChangeRequest, ChangeStatus, NoticeKind, OutboxNotice, TermMark
from ejournal.services import audit
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.base.changed import take
from ejournal.services.base.topics import pupil_topic
from ejournal.services.journal.late_requests import REPLACED
from ejournal.services.journal.ops import OpStatus
from ejournal.services.journal.spread import open_journal
from ejournal.services.journal.term_marks import TermMarkOp, TermMarkResult, put_term_marks
from ejournal.services.late_changes.changes import (
    count_late_changes,
    decide_late_change,
    decided_changes,
    late_changes,
)
from ejournal.services.late_changes.decisions import undo_decision
from tests.cast import Cast
from tests.services.journal_helpers import cell, op, put_one, set_window

REASON = "Пересдал за первую четверть"
FIRST_TERM_ENDS = date(2026, 10, 24)
LAST_TERM_ENDS = date(2027, 5, 31)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The first term has one mark, set while it was open; now it is closed."""
    set_window(cast, 365)
    assert put(cast, "3").status is OpStatus.OK
    set_window(cast, 14)
    cast.session.execute(delete(OutboxNotice))
    return cast


def course_id(cast: Cast) -> int:
    return cast.courses["maths"].id or 0


def put(cast: Cast, value: str, key: str = "1", on: date | None = None, **more: object) -> TermMarkResult:
    actor = cast.actor("class_teacher")
    actor = replace(actor, today=on or actor.today)
    entry = TermMarkOp("1", cast.id_of("pupil"), key, value, **more)  # type: ignore[arg-type]
    (result,) = put_term_marks(cast.session, actor, course_id(cast), [entry], clock.now()).results
    return result


def ask(cast: Cast, value: str = "4") -> int:
    assert put(cast, value, reason=REASON).status is OpStatus.WAITING
    return late_changes(cast.session, cast.actor("deputy"))[-1].id


def decide(cast: Cast, request_id: int, approve: bool, by: str = "deputy", note: str = "") -> None:
    outcome = decide_late_change(cast.session, cast.actor(by), request_id, approve, note, clock.now())
    assert outcome.changes == ()  # of lessons' cells


def undo(cast: Cast, request_id: int, after: timedelta = timedelta()) -> None:
    undo_decision(cast.session, cast.actor("director"), request_id, clock.now() + after)


def shown(cast: Cast, key: str = "1", pupil: str = "pupil", term: int | None = None) -> str:
    view = open_journal(cast.session, cast.actor("class_teacher"), course_id(cast), term)
    row = next(row for row in view.rows if row.pupil_id == cast.id_of(pupil))
    return next(one.shown for one in row.terms if one.key == key)


def notices(cast: Cast, kind: NoticeKind) -> list[OutboxNotice]:
    return list(cast.session.scalars(select(OutboxNotice).where(col(OutboxNotice.kind) == kind)))


def is_whole(cast: Cast) -> bool:
    school_id = cast.schools["a"].id or 0
    chain = audit.first_fault(cast.session, school_id)
    tables = [one for one in faults_of_tables(cast.session, school_id) if one.startswith("the term mark")]
    return chain is None and tables == []


@pytest.mark.parametrize("days", [0, 14])
def test_a_term_closes_as_a_lesson_of_its_last_day_does(cast: Cast, days: int) -> None:
    set_window(cast, days)
    last = FIRST_TERM_ENDS + timedelta(days=days)
    assert put(cast, "5", on=last).status is OpStatus.OK
    late = put(cast, "4", on=last + timedelta(days=1))
    assert (late.status, late.shown) == (OpStatus.NEEDS_REASON, "5")


@pytest.mark.parametrize("key", ["year", "exam", "final"])
def test_what_sums_up_the_year_closes_after_the_summer(cast: Cast, key: str) -> None:
    cast.classes["6b"].grade = 9
    cast.session.flush()
    last = date(2027, 8, 31) + timedelta(days=14)
    assert put(cast, "5", key, on=last).status is OpStatus.OK
    assert put(cast, "4", key, on=last + timedelta(days=1)).status is OpStatus.NEEDS_REASON
    assert put(cast, "4", "4", on=LAST_TERM_ENDS + timedelta(days=15)).status is OpStatus.NEEDS_REASON


@pytest.mark.parametrize("value", ["5", "", "н/а"])
def test_without_a_reason_nothing_changes_and_nothing_is_asked(cast: Cast, value: str) -> None:
    result = put(cast, value, base="3", reason="  ")
    assert (result.status, result.value) == (OpStatus.NEEDS_REASON, "3")
    assert late_changes(cast.session, cast.actor("deputy")) == []
    assert put(cast, "3").status is OpStatus.OK  # what stands there already


def test_a_reason_too_long_and_a_mark_that_never_stands_are_refused(cast: Cast) -> None:
    assert put(cast, "5", reason="я" * 401).status is OpStatus.REFUSED
    assert put(cast, "оп", reason=REASON).status is OpStatus.REFUSED
    assert put(cast, "5", base="2", reason=REASON).status is OpStatus.CONFLICT


def test_a_late_term_mark_waits_and_what_stood_stands(cast: Cast) -> None:
    ask(cast)
    assert (shown(cast), shown(cast, term=1), shown(cast, pupil="classmate")) == ("3?", "3?", "")
    [waiting] = late_changes(cast.session, cast.actor("deputy"))
    assert (waiting.before, waiting.after, waiting.reason, waiting.author) == (
        "3",
        "4",
        REASON,
        "И. С. Котова",
    )
    assert (waiting.day, waiting.column, waiting.term_kind) == (None, "1", "quarter")
    assert (waiting.class_title, waiting.subject, waiting.pupil) == ("6 «Б»", "Математика", "Лебедева Анна")
    assert count_late_changes(cast.session, cast.actor("deputy")) == 1
    assert notices(cast, NoticeKind.TERM_MARK) == []
    assert is_whole(cast)


def test_where_nothing_stands_what_waits_is_shown_too(cast: Cast) -> None:
    entry = TermMarkOp("1", cast.id_of("classmate"), "1", "4", reason=REASON)
    outcome = put_term_marks(cast.session, cast.actor("class_teacher"), course_id(cast), [entry], clock.now())
    assert outcome.results[0].shown == "?"
    assert outcome.rows[cast.id_of("classmate")][0].shown == "?"
    assert pupil_topic(cast.id_of("classmate")) not in take(cast.session)
    assert shown(cast, pupil="classmate") == "?"


def test_proposals_set_in_one_act_wait_each(cast: Cast) -> None:
    people = [cast.id_of("pupil"), cast.id_of("classmate")]
    ops = [TermMarkOp(str(one), one, "1", "4", "", reason=REASON, force=True) for one in people]
    teacher = cast.actor("class_teacher")
    bare = [replace(one, reason="") for one in ops]
    refused = put_term_marks(cast.session, teacher, course_id(cast), bare, clock.now())
    assert {one.status for one in refused.results} == {OpStatus.NEEDS_REASON}
    asked = put_term_marks(cast.session, teacher, course_id(cast), ops, clock.now())
    assert {one.status for one in asked.results} == {OpStatus.WAITING}
    assert len(late_changes(cast.session, cast.actor("deputy"))) == 2


def test_a_lesson_s_cells_know_nothing_of_requests_about_terms(cast: Cast) -> None:
    ask(cast)
    put_one(cast, op(cast, "5"))
    assert cell(cast) == "5"


def test_an_approved_mark_is_written_in_the_teacher_s_name_and_told(cast: Cast) -> None:
    request_id = ask(cast)
    decide(cast, request_id, approve=True, note="Согласна")
    assert shown(cast) == "4"
    mark = cast.session.scalars(select(TermMark).execution_options(populate_existing=True)).one()
    assert (mark.value, mark.author_id) == ("4", cast.id_of("class_teacher"))
    written = cast.session.scalars(
        select(AuditEntry)
        .where(col(AuditEntry.action) == "term-mark.put")
        .order_by(col(AuditEntry.number).desc())
    ).first()
    assert written is not None
    assert (written.actor_id, (written.after or {})["reason"]) == (cast.id_of("deputy"), REASON)
    family = notices(cast, NoticeKind.TERM_MARK)
    assert {(one.payload["text"], one.payload["was"]) for one in family} == {("4", "3")}
    [told] = notices(cast, NoticeKind.LATE_CHANGE)
    assert told.recipient_id == cast.id_of("class_teacher")
    assert (told.payload["approved"], told.payload["column"]) == (True, "1")
    assert is_whole(cast)


def test_a_refused_mark_stands_as_it_was_and_no_family_hears_of_it(cast: Cast) -> None:
    decide(cast, ask(cast), approve=False, note="Нет основания")
    assert shown(cast) == "3"
    assert notices(cast, NoticeKind.TERM_MARK) == []
    [told] = notices(cast, NoticeKind.LATE_CHANGE)
    assert (told.payload["approved"], told.payload["note"]) == (False, "Нет основания")
    [one] = decided_changes(cast.session, cast.actor("director"))
    assert (one.status, one.column, one.note) == (ChangeStatus.REFUSED, "1", "Нет основания")
    assert is_whole(cast)


def test_a_newer_request_replaces_the_older_and_one_sent_again_is_asked_once(cast: Cast) -> None:
    first = ask(cast, "4")
    assert ask(cast, "4") == first
    second = ask(cast, "5")
    [waiting] = late_changes(cast.session, cast.actor("deputy"))
    assert (waiting.id, waiting.after) == (second, "5")
    [older] = decided_changes(cast.session, cast.actor("deputy"))
    assert (older.id, older.note, older.may_undo) == (first, REPLACED, False)
    actions = list(cast.session.scalars(select(AuditEntry.action)))
    assert actions.count("late-change.replaced") == 1
    assert is_whole(cast)


def test_a_mark_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    request_id = ask(cast)
    set_window(cast, 365)
    put(cast, "5")
    with pytest.raises(DomainError, match="Meanwhile this cell was changed"):
        decide(cast, request_id, approve=True)
    decide(cast, request_id, approve=False)
    assert shown(cast) == "5"


def test_a_request_is_decided_once_by_another_head(cast: Cast) -> None:
    request_id = ask(cast)
    for who in ("class_teacher", "teacher", "admin", "guardian", "teacher_b"):
        with pytest.raises(NotFound):
            decide(cast, request_id, approve=True, by=who)
    cast.session.get_one(ChangeRequest, request_id).author_id = cast.id_of("deputy")
    cast.session.flush()
    with pytest.raises(DomainError, match="own"):
        decide(cast, request_id, approve=True)
    decide(cast, request_id, approve=True, by="director")
    with pytest.raises(DomainError, match="already"):
        decide(cast, request_id, approve=False, by="director")


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_is_undone_and_the_request_waits_again(cast: Cast, approve: bool) -> None:
    request_id = ask(cast)
    decide(cast, request_id, approve)
    undo(cast, request_id)
    assert shown(cast) == "3?"
    assert notices(cast, NoticeKind.LATE_CHANGE) == []
    row = cast.session.get_one(ChangeRequest, request_id)
    assert (row.status, row.decided_by_id) == (ChangeStatus.WAITING, None)
    assert is_whole(cast)
    decide(cast, request_id, True)
    assert shown(cast) == "4"


def test_nothing_is_undone_after_a_day_or_another_change_or_request(cast: Cast) -> None:
    request_id = ask(cast)
    with pytest.raises(DomainError, match="waits already"):
        undo(cast, request_id)
    decide(cast, request_id, True)
    with pytest.raises(DomainError, match="too long ago"):
        undo(cast, request_id, after=timedelta(days=1, minutes=1))
    ask(cast, "5")
    with pytest.raises(DomainError, match="another change of this cell"):
        undo(cast, request_id)
    set_window(cast, 365)
    decide(cast, late_changes(cast.session, cast.actor("deputy"))[0].id, False)
    put(cast, "5")
    with pytest.raises(DomainError, match="this cell was changed"):
        undo(cast, request_id)
