"""The check looks at the weights of kinds of work, at who wrote a mark, at what became of late changes."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from ejournal import clock
from ejournal.models import AttendanceCode, ChangeRequest
from ejournal.services.absences.missed import explain_absence
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.audit.seal import vouch
from ejournal.services.grading.kinds import (
    KindFields,
    add_kind,
    change_kind,
    move_kind,
    remove_kind,
    switch_kind,
)
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.lessons import set_lesson
from ejournal.services.journal.term_marks import TermMarkOp, put_term_marks
from ejournal.services.late_changes.changes import decide_late_change
from ejournal.services.late_changes.decisions import undo_decision
from tests.cast import Cast
from tests.services.courses.test_second_teachers import assist
from tests.services.journal_helpers import MONDAY, op, put_one, set_window

SECOND = "teacher_parent"


def found(cast: Cast) -> list[str]:
    cast.session.flush()
    return list(faults_of_tables(cast.session, cast.schools["a"].id or 0))


def do(cast: Cast, statement: str, **values: object) -> None:
    cast.session.flush()
    done = cast.session.connection().execute(text(statement), values)
    assert done.rowcount
    cast.session.expire_all()


def kinds_lived(cast: Cast) -> int:
    """Kinds of work added, weighed anew, moved, switched, removed; the number of one that stays."""
    session, admin = cast.session, cast.actor("admin")
    kept = add_kind(session, admin, KindFields("Диктант", "дикт", 2, is_test=True)).id
    change_kind(session, admin, kept, KindFields("Диктант", "дикт", 3, is_test=True))
    move_kind(session, admin, kept, -1)
    switch_kind(session, admin, kept, False)
    switch_kind(session, admin, kept, True)
    remove_kind(session, admin, add_kind(session, admin, KindFields("Сочинение", "соч")).id)
    return kept


def test_kinds_of_work_that_lived_hold(cast: Cast) -> None:
    kinds_lived(cast)
    assert found(cast) == []


@pytest.mark.parametrize("change", ["weight = 9", "name = 'Ответ у доски'", "is_test = false"])
def test_a_kind_weighed_or_named_anew_past_the_program_is_found(cast: Cast, change: str) -> None:
    kept = kinds_lived(cast)
    do(cast, f"UPDATE kind_of_work SET {change} WHERE id = :id", id=kept)
    (fault,) = found(cast)
    assert fault.startswith(f"kind of work {kept}: the table says")


def test_a_kind_vouched_for_is_found_too(cast: Cast) -> None:
    vouch(cast.session, cast.schools["a"].id or 0)
    assert found(cast) == []
    do(cast, "UPDATE kind_of_work SET weight = 9 WHERE id = :id", id=cast.kinds["test"].id)
    (fault,) = found(cast)
    assert "work kinds of numbers" in fault


def test_kinds_older_than_the_book_are_not_suspected(cast: Cast) -> None:
    assert found(cast) == []


def cells_lived(cast: Cast) -> None:
    """One cell by two hands, one whose reason another gave, a lesson that took its marks along."""
    assist(cast)
    put_one(cast, op(cast, "5"))
    put_one(cast, op(cast, "5/4"), by=SECOND)
    put_one(cast, op(cast, "3/4"))
    put_one(cast, op(cast, "4"), by=SECOND)
    put_one(cast, op(cast, "4 оп 5"))
    put_one(cast, op(cast, "н", pupil="classmate", day=MONDAY), by=SECOND)
    put_one(cast, op(cast, "2", pupil="arrived", day=MONDAY), by=SECOND)
    teacher = cast.actor("class_teacher")
    ill = AttendanceCode.ILL
    explain_absence(cast.session, teacher, cast.id_of("classmate"), MONDAY, MONDAY, ill, "")
    lesson = cast.lesson("maths", MONDAY).id or 0
    set_lesson(cast.session, teacher, lesson, clock.now(), kind_id=cast.kinds["quiz"].id)
    for value in ("4", "5"):
        entry = TermMarkOp(value, cast.id_of("pupil"), "2", value)
        put_term_marks(cast.session, teacher, cast.courses["maths"].id or 0, [entry], clock.now())


def test_whatever_two_teachers_wrote_is_each_ones(cast: Cast) -> None:
    cells_lived(cast)
    assert found(cast) == []


def test_entries_of_one_cell_in_one_batch_are_nobodys_fault(cast: Cast) -> None:
    assist(cast)
    put_one(cast, op(cast, "5/4"))
    put_cells(cast.session, cast.actor(SECOND), [op(cast, one) for one in ("", "5/3", "4")], clock.now())
    put_cells(cast.session, cast.actor("class_teacher"), [op(cast, one) for one in ("3", "4")], clock.now())
    assert found(cast) == []


@pytest.mark.parametrize("row", ["mark", "attendance", "term_mark"])
def test_another_author_past_the_program_is_found(cast: Cast, row: str) -> None:
    cells_lived(cast)
    do(cast, f"UPDATE {row} SET author_id = :who", who=cast.id_of("teacher"))
    lines = found(cast)
    assert lines
    assert all("the table says written by person" in line for line in lines)


def requests_lived(cast: Cast) -> dict[str, int]:
    """Late changes approved, refused, undone, asked anew, waiting; by the text that was asked for."""
    session, deputy, now = cast.session, cast.actor("deputy"), clock.now()
    set_window(cast, 1)
    for text_, pupil in (
        ("5", "pupil"),
        ("4", "classmate"),
        ("3", "arrived"),
        ("2", "arrived"),
        ("н", "pupil"),
    ):
        day = MONDAY if text_ != "н" else MONDAY - timedelta(days=7)
        put_one(cast, op(cast, text_, pupil=pupil, day=day, reason="Нашлась работа"))
    rows = session.scalars(select(ChangeRequest).order_by(col(ChangeRequest.id)))
    asked = {row.after: row.id or 0 for row in rows}
    for text_, approve in (("5", True), ("4", False), ("2", True)):
        decide_late_change(session, deputy, asked[text_], approve, "", now)
    undo_decision(session, deputy, asked["2"], now)
    session.flush()
    return asked


@pytest.mark.parametrize("vouched", [False, True])
def test_requests_that_lived_hold(cast: Cast, vouched: bool) -> None:
    school_id = cast.schools["a"].id or 0
    if vouched:
        vouch(cast.session, school_id)
    requests_lived(cast)
    assert found(cast) == []


def test_requests_that_waited_when_the_trail_began_hold_after_their_decision(cast: Cast) -> None:
    asked = requests_lived(cast)
    do(cast, "DELETE FROM audit_entry")
    vouch(cast.session, cast.schools["a"].id or 0)
    assert found(cast) == []
    decide_late_change(cast.session, cast.actor("deputy"), asked["2"], False, "Поздно", clock.now())
    assert found(cast) == []
    do(cast, "UPDATE change_request SET status = 'waiting' WHERE id = :id", id=asked["4"])
    (fault,) = found(cast)
    assert "late changes of numbers" in fault


@pytest.mark.parametrize(
    ("asked", "change", "said"),
    [
        ("5", "status = 'refused'", 'the table says "refused", the trail "approved"'),
        ("4", "status = 'waiting'", 'the table says nothing, the trail "refused"'),
        ("2", "status = 'approved'", 'the table says "approved", the trail nothing'),
        ("3", "status = 'approved'", 'the table says "approved", the trail "refused"'),
        ("5", "after = '2'", 'the table says "2", the trail "5"'),
        ("4", "decided_by_id = author_id", "decision: the table says written by person"),
    ],
)
def test_a_late_change_decided_past_the_program_is_found(
    cast: Cast, asked: str, change: str, said: str
) -> None:
    request = requests_lived(cast)[asked]
    do(cast, f"UPDATE change_request SET {change} WHERE id = :id", id=request)
    lines = found(cast)
    assert any(line.startswith(f"late change {request}") and said in line for line in lines)


def test_a_decided_request_deleted_is_found(cast: Cast) -> None:
    request = requests_lived(cast)["4"]
    do(cast, "DELETE FROM change_request WHERE id = :id", id=request)
    assert any(line.startswith(f"late change {request}") for line in found(cast))
