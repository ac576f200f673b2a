"""What may be entered into the journal's cells, and what becomes of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Attendance,
    AuditEntry,
    ChangeRequest,
    Exemption,
    KindOfWork,
    LessonStatus,
    Mark,
    OutboxNotice,
)
from ejournal.services import audit
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.history import cell_details
from ejournal.services.journal.ops import OpStatus
from tests.cast import DAY, SUBSTITUTED_DAY, Cast
from tests.services.journal_helpers import (
    MONDAY,
    NEXT_MONDAY,
    QueryCount,
    cell,
    enrol_many,
    op,
    put,
    put_one,
)


def count(cast: Cast, table: type) -> int:
    return len(cast.session.scalars(select(table)).all())


def notices(cast: Cast, recipient: str) -> list[OutboxNotice]:
    found = cast.session.scalars(
        select(OutboxNotice)
        .where(col(OutboxNotice.recipient_id) == cast.id_of(recipient))
        .execution_options(populate_existing=True)
    )
    return list(found)


def test_a_mark_stands_with_author_kind_and_time(cast: Cast) -> None:
    result = put_one(cast, op(cast, "5", base=""))
    assert (result.status, result.cell) == (OpStatus.OK, "5")
    mark = cast.session.scalars(select(Mark)).one()
    assert (mark.value, mark.slot, mark.day) == ("5", 1, DAY)
    assert mark.author_id == cast.id_of("class_teacher")
    assert mark.kind_id == cast.kinds["answer"].id


def test_the_lesson_s_kind_of_work_is_the_default(cast: Cast) -> None:
    cast.lessons["maths"].kind_id = cast.kinds["test"].id
    cast.session.flush()
    put_one(cast, op(cast, "5"))
    assert cast.session.scalars(select(Mark.kind_id)).one() == cast.kinds["test"].id


@pytest.mark.parametrize("text", ["5/4", "н", "б", "у/п", "н/п", "оп", "оп 10", "осв", "5 оп 10", "н/4"])
def test_what_is_typed_is_shown(cast: Cast, text: str) -> None:
    assert put_one(cast, op(cast, text)).cell == text
    assert cell(cast) == text


@pytest.mark.parametrize("first", ["", "5", "5/4", "н", "5 оп 10", "н/4", "осв"])
@pytest.mark.parametrize("then", ["", "4", "4/5", "5/5", "б", "оп", "осв"])
def test_any_entry_replaces_any_other(cast: Cast, first: str, then: str) -> None:
    put_one(cast, op(cast, first))
    assert put_one(cast, op(cast, then, base=first)).cell == then
    assert cell(cast) == then


def test_minutes_may_come_apart_from_the_text(cast: Cast) -> None:
    assert put_one(cast, op(cast, "о", minutes=7)).cell == "оп 7"


def test_a_corrected_mark_keeps_its_kind_and_comment(cast: Cast) -> None:
    put_one(cast, op(cast, "5", kind_id=cast.kinds["test"].id, comment="верно"))
    put_one(cast, op(cast, "4", base="5"))
    mark = cast.session.scalars(select(Mark)).one()
    assert (mark.value, mark.kind_id, mark.comment) == ("4", cast.kinds["test"].id, "верно")


def test_kind_and_comment_of_one_of_two_marks_leave_the_other_alone(cast: Cast) -> None:
    put_one(cast, op(cast, "5/4"))
    put_one(cast, replace(op(cast, "5/4", kind_id=cast.kinds["test"].id, comment="за контрольную"), slot=2))
    first, second = cast.session.scalars(select(Mark).order_by(col(Mark.slot))).all()
    assert (first.value, first.kind_id, first.comment) == ("5", cast.kinds["answer"].id, "")
    assert (second.value, second.kind_id, second.comment) == ("4", cast.kinds["test"].id, "за контрольную")


def test_a_mark_goes_back_to_the_lesson_s_own_kind(cast: Cast) -> None:
    put_one(cast, op(cast, "5", kind_id=cast.kinds["test"].id))
    put_one(cast, op(cast, "5", kind_id=0))
    assert cast.session.scalars(select(Mark.kind_id)).one() == cast.kinds["answer"].id


def test_of_two_marks_the_one_that_stays_keeps_its_kind(cast: Cast) -> None:
    put_one(cast, op(cast, "5"))
    put_one(cast, op(cast, "5/3", kind_id=cast.kinds["test"].id))
    kinds = cast.session.execute(select(Mark.value, Mark.kind_id).order_by(col(Mark.slot))).all()
    assert kinds == [("5", cast.kinds["answer"].id), ("3", cast.kinds["test"].id)]
    put_one(cast, op(cast, "3"))
    assert cast.session.execute(select(Mark.value, Mark.kind_id)).all() == [("3", cast.kinds["test"].id)]


def test_the_answer_brings_row_and_foot(cast: Cast) -> None:
    outcome = put(cast, op(cast, "5"), op(cast, "3", pupil="classmate"), op(cast, "н", pupil="arrived"))
    assert {(row.pupil_id, str(row.average)) for row in outcome.rows} == {
        (cast.id_of("pupil"), "5.00"),
        (cast.id_of("classmate"), "3.00"),
        (cast.id_of("arrived"), "None"),
    }
    (foot,) = outcome.feet
    assert (str(foot.average), foot.absent) == ("4.00", 1)


def test_the_proposal_comes_with_enough_marks(cast: Cast) -> None:
    cast.courses["maths"].weekly_hours = Decimal(1)
    cast.session.flush()
    days = (date(2026, 11, 9), date(2026, 11, 12), MONDAY)
    outcome = put(cast, *(op(cast, "5", day=day) for day in days))
    assert [row.proposal for row in outcome.rows] == ["5"]  # one hour a week asks for three marks


@pytest.mark.parametrize("text", ["6", "1", "зач", "мяу", "5/5/5", "\x00", "5\u202e"])
def test_what_the_scale_does_not_know_is_refused_with_the_reason(cast: Cast, text: str) -> None:
    result = put_one(cast, op(cast, text))
    assert result.status is OpStatus.REFUSED
    assert result.message
    assert count(cast, Mark) == 0


def test_a_refused_entry_does_not_hold_up_the_others(cast: Cast) -> None:
    outcome = put(cast, op(cast, "9"), op(cast, "4", pupil="classmate"))
    assert [result.status for result in outcome.results] == [OpStatus.REFUSED, OpStatus.OK]
    assert cell(cast, "classmate") == "4"


def test_no_mark_is_set_for_a_lesson_to_come_but_an_absence_is(cast: Cast) -> None:
    assert put_one(cast, op(cast, "5", day=NEXT_MONDAY)).status is OpStatus.REFUSED
    assert put_one(cast, op(cast, "оп", day=NEXT_MONDAY)).status is OpStatus.REFUSED
    assert put_one(cast, op(cast, "у/п", day=NEXT_MONDAY)).status is OpStatus.OK


def test_nothing_is_entered_into_a_cancelled_lesson(cast: Cast) -> None:
    cast.lessons["maths"].status = LessonStatus.CANCELLED
    cast.session.flush()
    assert put_one(cast, op(cast, "5")).message == "This lesson was cancelled"


def test_a_pupil_not_yet_in_the_class_gets_no_mark(cast: Cast) -> None:
    result = put_one(cast, op(cast, "5", pupil="arrived", day=date(2026, 11, 12)))
    assert (result.status, result.cell) == (OpStatus.REFUSED, "#")
    assert result.params == {"pupil": "Петров Глеб"}


def test_an_exempt_pupil_gets_no_mark_but_may_be_absent(cast: Cast) -> None:
    course = cast.courses["maths"]
    cast.session.add(
        Exemption(
            school_id=course.school_id,
            course_id=course.id or 0,
            pupil_id=cast.id_of("pupil"),
            starts=MONDAY,
        )
    )
    cast.session.flush()
    assert put_one(cast, op(cast, "5")).status is OpStatus.REFUSED
    assert put_one(cast, op(cast, "н")).status is OpStatus.OK


def test_a_comment_needs_a_mark_and_has_its_length(cast: Cast) -> None:
    assert put_one(cast, op(cast, "н", comment="болел")).status is OpStatus.REFUSED
    assert put_one(cast, op(cast, "5", comment="я" * 501)).status is OpStatus.REFUSED
    assert put_one(cast, op(cast, "5", comment="\x00 хорошо ")).cell == "5*"
    assert cast.session.scalars(select(Mark.comment)).one() == "хорошо"


def test_a_foreign_kind_of_work_is_refused(cast: Cast) -> None:
    assert put_one(cast, op(cast, "5", kind_id=cast.kinds_b["test"].id)).status is OpStatus.REFUSED
    assert put_one(cast, op(cast, "5", kind_id=10**6)).status is OpStatus.REFUSED


def test_without_kinds_of_work_a_mark_is_refused_in_words(cast: Cast) -> None:
    for kind in cast.session.scalars(select(KindOfWork)):
        kind.active = False
    cast.session.flush()
    assert "kinds of work" in put_one(cast, op(cast, "5")).message


@pytest.mark.parametrize(
    "who", ["admin", "director", "deputy", "teacher", "pupil", "guardian", "teacher_b", "teacher_parent"]
)
def test_the_lesson_does_not_exist_for_whoever_does_not_give_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        put(cast, op(cast, "5"), by=who)
    assert count(cast, Mark) == 0


def test_a_foreign_pupil_is_not_found_in_the_lesson(cast: Cast) -> None:
    for who in ("other_pupil", "pupil_b", "director"):
        assert put_one(cast, op(cast, "5", pupil=who)).message == "Not found"
    assert put_one(cast, replace(op(cast, "5"), pupil_id=10**9)).message == "Not found"
    assert count(cast, Mark) == 0


def test_a_foreign_lesson_among_own_ones_is_refused_alone(cast: Cast) -> None:
    outcome = put(cast, op(cast, "5"), op(cast, "5", course="russian"))
    assert [result.status for result in outcome.results] == [OpStatus.OK, OpStatus.REFUSED]


def test_a_substitute_writes_in_the_substituted_lesson_only(cast: Cast) -> None:
    substituted = op(cast, "5", day=SUBSTITUTED_DAY)
    outcome = put(cast, substituted, by="substitute")
    assert outcome.results[0].status is OpStatus.OK
    assert outcome.rows == ()  # the average would tell of marks that the substitute may not see
    with pytest.raises(NotFound):
        put(cast, op(cast, "5"), by="substitute")


def test_the_course_s_teacher_writes_in_a_substituted_lesson_too(cast: Cast) -> None:
    assert put_one(cast, op(cast, "5", day=SUBSTITUTED_DAY)).status is OpStatus.OK


def test_an_entry_sent_again_is_written_once(cast: Cast) -> None:
    entry = op(cast, "5", base="")
    first, again = put_one(cast, entry), put_one(cast, entry)
    assert (again.status, again.cell) == (first.status, first.cell) == (OpStatus.OK, "5")
    assert count(cast, AuditEntry) == 1


def test_one_cell_typed_twice_in_a_batch_keeps_both_in_the_history(cast: Cast) -> None:
    answer = cast.kinds["answer"].id

    def told(mark: str) -> dict[str, object]:
        return {"text": mark, "kinds": ["Ответ"], "cell": [[mark, answer, ""], None, None]}

    outcome = put(cast, op(cast, "5", base=""), op(cast, "4", base="5"))
    assert [result.status for result in outcome.results] == [OpStatus.OK, OpStatus.OK]
    assert [(entry.before, entry.after) for entry in cast.session.scalars(select(AuditEntry))] == [
        (None, told("5")),
        (told("5"), told("4")),
    ]


def test_whoever_did_not_see_the_other_s_change_is_told_of_it(cast: Cast) -> None:
    put_one(cast, op(cast, "5", day=SUBSTITUTED_DAY, base=""), by="substitute")
    result = put_one(cast, op(cast, "3", day=SUBSTITUTED_DAY, base=""))
    assert (result.status, result.cell) == (OpStatus.CONFLICT, "5")
    assert result.theirs == "О. Л. Миронова"
    assert result.theirs_at is not None
    assert cell(cast, day=SUBSTITUTED_DAY) == "5"


def test_writing_over_a_conflict_keeps_both_in_the_history(cast: Cast) -> None:
    put_one(cast, op(cast, "5", day=SUBSTITUTED_DAY, base=""), by="substitute")
    put_one(cast, op(cast, "3", day=SUBSTITUTED_DAY, base="", force=True))
    details = cell_details(
        cast.session,
        cast.actor("class_teacher"),
        cast.lesson("maths", SUBSTITUTED_DAY).id or 0,
        cast.id_of("pupil"),
    )
    assert [(row.author, row.before, row.after) for row in details.history] == [
        ("И. С. Котова", "5", "3"),
        ("О. Л. Миронова", "", "5"),
    ]


def test_a_cleared_cell_leaves_its_trace(cast: Cast) -> None:
    put_one(cast, op(cast, "5/4 оп 3"))
    put_one(cast, op(cast, "", base="5/4 оп 3"))
    assert (count(cast, Mark), count(cast, Attendance)) == (0, 0)
    last = cast.session.scalars(select(AuditEntry).order_by(col(AuditEntry.number).desc())).first()
    assert last is not None
    assert (last.before or {})["text"] == "5/4 оп 3"
    assert last.after is None


def test_the_chain_of_the_audit_holds_after_many_entries(cast: Cast) -> None:
    for text in ("5", "4", "н", "", "5/4"):
        put(cast, op(cast, text), op(cast, text, pupil="classmate"))
    assert audit.first_fault(cast.session, cast.schools["a"].id or 0) is None
    assert count(cast, AuditEntry) == 10


def test_pupil_and_guardians_are_told(cast: Cast) -> None:
    put_one(cast, op(cast, "5", comment="молодец"))
    for recipient in ("pupil", "guardian"):
        (notice,) = notices(cast, recipient)
        assert (notice.kind, notice.pupil_id) == ("mark", cast.id_of("pupil"))
        assert (notice.payload["text"], notice.payload["comment"]) == ("5", "молодец")
    assert notices(cast, "other_guardian") == []


def test_a_correction_is_the_same_notice_unread_again(cast: Cast) -> None:
    put_one(cast, op(cast, "2"))
    (notice,) = notices(cast, "guardian")
    notice.read_at = clock.now()
    cast.session.flush()
    put_one(cast, op(cast, "5"))
    (again,) = notices(cast, "guardian")
    assert (again.payload["text"], again.payload["was"], again.read_at) == ("5", "2", None)


def test_a_slip_of_the_hand_taken_back_is_not_told(cast: Cast) -> None:
    put_one(cast, op(cast, "2"))
    put_one(cast, op(cast, ""))
    assert notices(cast, "guardian") == []


def test_a_mark_taken_back_is_told_to_whoever_has_read_of_it(cast: Cast) -> None:
    put_one(cast, op(cast, "2"))
    (notice,) = notices(cast, "guardian")
    notice.read_at = clock.now()
    cast.session.flush()
    put_one(cast, op(cast, ""))
    (again,) = notices(cast, "guardian")
    assert (again.payload["text"], again.read_at) == ("", None)
    assert notices(cast, "pupil") == []


def test_a_column_takes_the_same_queries_as_a_cell(cast: Cast) -> None:
    pupils = enrol_many(cast, 40)
    cast.session.commit()
    actor, entry = cast.actor("class_teacher"), op(cast, "5")
    put_cells(cast.session, actor, [entry], clock.now())
    with QueryCount(cast.session) as few:
        put_cells(cast.session, actor, [replace(entry, text="4", pupil_id=pupils[0])], clock.now())
    column = [replace(entry, text="4", pupil_id=pupil_id) for pupil_id in pupils[1:]]
    with QueryCount(cast.session) as many:
        put_cells(cast.session, actor, column, clock.now())
    assert len(few) == len(many) <= 14


def test_a_batch_has_its_limit(cast: Cast) -> None:
    with pytest.raises(DomainError):
        put(cast, *([op(cast, "5")] * 501))
    assert put(cast).results == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30), comment=st.none() | st.text(max_size=30), reason=st.text(max_size=30))
def test_no_text_breaks_the_journal(cast: Cast, text: str, comment: str | None, reason: str) -> None:
    before = count(cast, ChangeRequest)
    result = put_one(cast, op(cast, text, comment=comment, reason=reason, force=True))
    assert result.status in (OpStatus.OK, OpStatus.REFUSED)
    assert cell(cast).rstrip("*") == result.cell.rstrip("*")
    assert count(cast, ChangeRequest) == before


def test_a_cell_s_details_are_for_whoever_may_see_it(cast: Cast) -> None:
    put_one(cast, op(cast, "5 оп 7", comment="у доски"))
    lesson_id, pupil_id = cast.lessons["maths"].id or 0, cast.id_of("pupil")
    details = cell_details(cast.session, cast.actor("deputy"), lesson_id, pupil_id)
    (mark,) = details.marks
    assert (mark.value, mark.kind, mark.weight, mark.comment) == ("5", "Ответ", 1, "у доски")
    assert mark.author == "И. С. Котова"
    assert details.attendance is not None
    assert (details.attendance.code, details.attendance.minutes) == ("оп", 7)
    assert not details.writable
    for who in ("substitute", "teacher", "guardian", "admin", "teacher_b"):
        with pytest.raises(NotFound):
            cell_details(cast.session, cast.actor(who), lesson_id, pupil_id)
    with pytest.raises(NotFound):
        cell_details(cast.session, cast.actor("class_teacher"), lesson_id, cast.id_of("other_pupil"))
