"""Papers laid into the archive: what failed is added alone, and no draft goes there."""

import pytest
from sqlalchemy import select

from ejournal.database import session_scope
from ejournal.models import PaperArchive, PaperRunState, Term
from ejournal.models.base import table
from ejournal.printouts.school.making import make_run
from ejournal.services.papers.whole import runs
from ejournal.services.papers.whole.plans import STILL_OPEN
from ejournal.services.papers.whole.runs import Wish
from tests.cast import DAY, Cast
from tests.printouts.school.test_making import act, begun, fails_at, issued, left, shown

ARCHIVE = Wish(term_number=1, archives=True)


def archived() -> list[str]:
    """The classes in the archive, in the order in which they came there."""
    rows = table(PaperArchive).c
    with session_scope(writing=False) as session:
        return list(session.scalars(select(rows.title).order_by(rows.id)))


def test_going_on_lays_in_what_is_missing_and_nothing_twice(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school, ARCHIVE)
    with monkeypatch.context() as patch:
        fails_at(patch, "6 «Б»", ZeroDivisionError())
        make_run(run_id)
        assert (shown(school).state, archived()) == (PaperRunState.DONE, ["2 «А»", "6 «В»"])
        act(school, runs.go_on)
        make_run(run_id)
        assert (archived(), drawn, issued()) == (["2 «А»", "6 «В»"], ["2 «А»", "6 «В»"], 2)
    act(school, runs.go_on)
    make_run(run_id)
    assert (archived(), drawn, issued()) == (["2 «А»", "6 «В»", "6 «Б»"], ["2 «А»", "6 «В»", "6 «Б»"], 3)
    assert (shown(school).faults, left(school)) == ((), [])


def test_a_term_whose_end_is_moved_meanwhile_goes_nowhere_as_a_draft(school: Cast) -> None:
    run_id = begun(school, ARCHIVE)
    with session_scope() as session:
        ids = table(Term).c
        for term_id in session.scalars(select(ids.id).where(ids.number == 1)).all():
            session.get_one(Term, term_id).ends = DAY
    make_run(run_id)
    found = shown(school)
    assert (found.state, archived(), issued()) == (PaperRunState.FAILED, [], 0)
    assert {one.problem["message"] for one in found.faults} == {STILL_OPEN}
