"""Files of marks in many short transactions: others write meanwhile, and a crash leaves nothing half-done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.integrations.marks.reading import read_marks
from ejournal.models import AuditEntry, Mark, MarksImport, MarksImportPart, TermMark
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.mail.turns import TURN_LIVES
from ejournal.services.marks_import import alone, judging
from ejournal.services.marks_import.alone import BUSY, Alone
from ejournal.services.marks_import.importing import Planned, Report, plan, take_in
from ejournal.services.marks_import.undoing import last_import, take_back, unfinished
from ejournal.ui.runtime.background import marks_imports
from tests.cast import DAY, YEAR_STARTS, Cast
from tests.services.journal_helpers import op, put
from tests.services.marks_files import grid

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ANNA, ILYA = "Лебедева Анна Олеговна", "Зайцев Илья Андреевич"
FILE = grid(["16.11", "19.11"], {ANNA: [5, "4/н", "", 5], ILYA: ["н", 4, "", 4]})


class Died(BaseException):
    """The process is gone: nothing after it is done."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lesson is a transaction."""
    monkeypatch.setattr(judging, "LEAST", 1)
    monkeypatch.setattr(judging, "MOST", 1)
    monkeypatch.setattr(alone, "LONGEST_BREATH_S", 0)


def planned(cast: Cast) -> Planned:
    with session_scope(writing=False) as session:
        return plan(session, cast.schools["a"].id or 0, DAY, read_marks(FILE, YEAR_STARTS))


def count(model: type[SQLModel]) -> int:
    with session_scope(writing=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def stands() -> list[tuple[Any, ...]]:
    """All marks and term marks."""
    with session_scope(writing=False) as session:
        mark, term = table(Mark).c, table(TermMark).c
        marks = session.execute(select(mark.pupil_id, mark.day, mark.slot, mark.value).order_by(mark.id))
        terms = session.execute(select(term.pupil_id, term.value).order_by(term.id))
        return [*map(tuple, marks), *map(tuple, terms)]


def holds(cast: Cast) -> list[str]:
    with session_scope(writing=False) as session:
        school = cast.schools["a"].id or 0
        return [*filter(None, [audit.first_fault(session, school)]), *faults_of_tables(session, school)]


def taken(cast: Cast, scope: Any = session_scope) -> Report:
    return take_in(scope, planned(cast), cast.id_of("admin"), DAY, NOW, "marks.xlsx")


class Scopes:
    """Transactions, counted; from the given one on the process is dead, or somebody writes between."""

    def __init__(self, dies_at: int = 0, between: Any = None) -> None:
        self.number, self.dies_at, self.between = 0, dies_at, between

    @contextmanager
    def __call__(self) -> Iterator[Session]:
        self.number += 1
        if self.dies_at and self.number >= self.dies_at:
            raise Died
        with session_scope() as session:
            yield session
        if self.between:
            self.between(self.number)


def test_a_file_is_taken_in_by_short_transactions_and_stands_as_one(committed: Cast) -> None:
    scopes = Scopes()
    report = taken(committed, scopes)
    assert dict(report.made) == {"marks": 3, "absences": 2, "term_marks": 2}
    assert scopes.number > count(MarksImportPart) >= 3
    with session_scope(writing=False) as session:
        last = last_import(session, committed.schools["a"].id or 0)
        assert (last and last.id, unfinished(session)) == (report.import_id, ())
    assert holds(committed) == []


def test_a_teacher_writes_between_two_of_them(committed: Cast) -> None:
    wrote: list[int] = []

    def write(number: int) -> None:
        if number == 4:
            with session_scope() as session:
                put(committed.taken_into(session), op(committed, "2", day=DAY, pupil="pupil"))
            wrote.append(number)

    report = taken(committed, Scopes(between=write))
    assert (wrote, [one for one in report.faults if one.stops]) == ([4], [])
    assert sum(value == "2" for *_, value in stands()) == 1
    assert holds(committed) == []


def test_whenever_the_process_dies_nothing_is_left_half_done(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, at = stands(), clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    whole = Scopes()
    report = taken(committed, whole)
    with session_scope(writing=False) as session:
        [entries] = session.execute(select(func.count()).select_from(AuditEntry)).one()
    take_back(session_scope, committed.schools["a"].id or 0, None, report.import_id or 0, DAY, NOW)
    assert stands() == before
    for step in range(2, whole.number):
        with pytest.raises(Died):
            taken(committed, Scopes(dies_at=step))
        assert count(MarksImport) > 0
        marks_imports.finish_all()  # its turn lives still: it is left alone
        at += TURN_LIVES
        marks_imports.finish_all()
        assert stands() == before, step
        assert count(MarksImportPart) == 0
        with session_scope(writing=False) as session:
            assert unfinished(session) == ()
            assert last_import(session, committed.schools["a"].id or 0) is None
    assert entries > 0
    assert holds(committed) == []


def test_an_undo_that_died_is_brought_to_its_end(committed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at, school = clock.now(), committed.schools["a"].id or 0
    monkeypatch.setattr(clock, "now", lambda: at)
    before = stands()
    whole = Scopes()
    take_back(whole, school, None, taken(committed).import_id or 0, DAY, NOW)
    for step in range(3, whole.number):
        report = taken(committed)
        with pytest.raises(Died):
            take_back(Scopes(dies_at=step), school, None, report.import_id or 0, DAY, NOW)
        at += TURN_LIVES
        marks_imports.finish_all()
        assert (stands(), count(MarksImportPart)) == (before, 0)
    assert holds(committed) == []


def test_what_is_touched_while_it_is_taken_back_stays_and_is_named(committed: Cast) -> None:
    report = taken(committed)

    def write(number: int) -> None:
        if number == 2:
            with session_scope() as session:
                last = session.scalars(select(Mark).order_by(table(Mark).c.id)).first()
                assert last is not None
                change = op(committed, "3", day=last.day, pupil="pupil", base=last.value)
                put(committed.taken_into(session), change)

    school = committed.schools["a"].id or 0
    found = take_back(Scopes(between=write), school, None, report.import_id or 0, DAY, NOW)
    assert found.left == ANNA
    assert [value for *_, value in stands()] == ["3"]
    assert holds(committed) == []


def test_what_goes_wrong_in_the_middle_takes_all_of_it_back_at_once(committed: Cast) -> None:
    class Broken(Scopes):
        @contextmanager
        def __call__(self) -> Iterator[Session]:
            self.number += 1
            with session_scope() as session:
                yield session
                if self.number == 5:
                    raise OSError("the disk")

    with pytest.raises(OSError, match="disk"):
        taken(committed, Broken())
    assert (stands(), count(MarksImportPart)) == ([], 0)
    with session_scope(writing=False) as session:
        assert unfinished(session) == ()
    assert dict(taken(committed).made) == {"marks": 3, "absences": 2, "term_marks": 2}


def test_two_at_once_are_told_apart(committed: Cast) -> None:
    with Alone(session_scope, committed.schools["a"].id or 0), pytest.raises(DomainError) as refused:
        taken(committed)
    assert refused.value.message == BUSY
    assert count(MarksImport) == 0
