"""Two teachers in one cell at the same moment: real threads on real databases."""

import threading
from dataclasses import replace

import pytest
from sqlmodel import col, select

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.models import AuditEntry, Lesson, Mark
from ejournal.services import audit
from ejournal.services.journal.entries import put_cells
from ejournal.services.journal.ops import CellOp, CellResult, OpStatus
from tests.cast import SUBSTITUTED_DAY, Cast
from tests.services.journal_helpers import op

ENTRIES = select(AuditEntry).order_by(col(AuditEntry.number))


@pytest.fixture
def two(committed: Cast) -> tuple[Actor, Actor, CellOp]:
    """The course's teacher, the substitute, and an entry into a cell of the substituted lesson."""
    entry = op(committed, "5", day=SUBSTITUTED_DAY, base="")
    actors = committed.actor("class_teacher"), committed.actor("substitute")
    committed.session.close()
    return *actors, entry


def at_once(*writes: tuple[Actor, CellOp]) -> list[CellResult]:
    barrier = threading.Barrier(len(writes))
    results: list[CellResult] = []

    def write(actor: Actor, entry: CellOp) -> None:
        barrier.wait()
        with session_scope() as session:
            results.extend(put_cells(session, actor, [entry], clock.now()).results)

    threads = [threading.Thread(target=write, args=one) for one in writes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_later_of_two_writers_is_told_and_nothing_is_written_over(
    two: tuple[Actor, Actor, CellOp],
) -> None:
    teacher, substitute, entry = two
    results = at_once((teacher, entry), (substitute, replace(entry, text="3")))
    assert sorted(result.status for result in results) == [OpStatus.CONFLICT, OpStatus.OK]
    assert len({result.cell for result in results}) == 1


def test_two_writers_who_insist_are_both_in_the_history(two: tuple[Actor, Actor, CellOp]) -> None:
    teacher, substitute, entry = two
    results = at_once(
        (teacher, replace(entry, force=True)), (substitute, replace(entry, text="3", force=True))
    )
    assert [result.status for result in results] == [OpStatus.OK, OpStatus.OK]
    with session_scope(writing=False) as session:
        texts = [(entry.after or {})["text"] for entry in session.scalars(ENTRIES)]
        assert sorted(texts) == ["3", "5"]
        assert session.scalars(select(Mark.value)).all() == [texts[-1]]
        assert audit.first_fault(session, teacher.school_id) is None


def test_many_writers_of_one_cell_keep_one_chain(two: tuple[Actor, Actor, CellOp]) -> None:
    teacher, substitute, entry = two
    texts = ("2", "3", "4", "5", "2/2", "3/3", "4/4", "5/5")
    writes = [
        ((teacher, substitute)[number % 2], replace(entry, text=text, force=True))
        for number, text in enumerate(texts)
    ]
    assert len(at_once(*writes)) == 8
    with session_scope(writing=False) as session:
        assert audit.first_fault(session, teacher.school_id) is None
        assert len(session.scalars(ENTRIES).all()) == 8


def test_the_first_two_entries_of_a_school_may_come_at_once(two: tuple[Actor, Actor, CellOp]) -> None:
    teacher, substitute, entry = two
    with session_scope(writing=False) as session:
        lesson = session.get_one(Lesson, entry.lesson_id)
        other = session.scalars(
            select(Lesson.id).where(col(Lesson.course_id) == lesson.course_id, col(Lesson.day) < lesson.day)
        ).first()
    assert other is not None
    results = at_once((teacher, replace(entry, lesson_id=other)), (substitute, entry))
    assert [result.status for result in results] == [OpStatus.OK, OpStatus.OK]
    with session_scope(writing=False) as session:
        assert audit.first_fault(session, teacher.school_id) is None
        assert len(session.scalars(ENTRIES).all()) == 2
