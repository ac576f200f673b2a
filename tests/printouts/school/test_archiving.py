"""Papers laid into the archive: what failed or has changed is added alone, and no draft goes there."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from ejournal.database import session_scope
from ejournal.models import PaperArchive, PaperRunState, Person, Term
from ejournal.models.base import table
from ejournal.printouts.school import making as maker
from ejournal.printouts.school.making import make_run
from ejournal.services.papers.whole import archives, making, runs
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


def faults(cast: Cast) -> list[str]:
    """What the check finds in the archive."""
    with session_scope(writing=False) as session:
        return archives.faults_of_archive(session, cast.schools["a"].id or 0)


def refusing(code: int) -> Callable[..., None]:
    """A file system that gives no file a second name."""

    def refuse(*_: Any) -> None:
        raise OSError(code, "no links here")

    return refuse


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


@pytest.mark.parametrize("refusal", [errno.EXDEV, errno.EPERM])
def test_where_a_file_has_one_name_only_it_is_copied_into_the_archive(
    school: Cast, monkeypatch: pytest.MonkeyPatch, files: Path, refusal: int
) -> None:
    run_id = begun(school, ARCHIVE)
    monkeypatch.setattr(Path, "hardlink_to", refusing(refusal))
    make_run(run_id)
    assert (shown(school).state, archived()) == (PaperRunState.DONE, ["2 «А»", "6 «Б»", "6 «В»"])
    assert (faults(school), left(school)) == ([], [])
    assert {path.stat().st_mode & 0o777 for path in files.glob("archive/*/*")} == {0o400}


def test_an_archive_that_takes_no_file_halts_the_work_and_has_none(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    run_id = begun(school, ARCHIVE)
    link = Path.hardlink_to

    def second_fails(target: Path, source: Path) -> None:
        if list(files.glob("archive/*/*.pdf")):
            raise OSError(errno.EACCES, "no")
        link(target, source)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "hardlink_to", second_fails)
        make_run(run_id)
    found = shown(school)
    assert (found.state, found.problem["message"]) == (PaperRunState.FAILED, maker.BROKEN)
    assert (archived(), list(files.glob("archive/*/*.pdf"))) == ([], [])
    act(school, runs.go_on)
    make_run(run_id)
    assert (len(archived()), len(drawn), faults(school)) == (3, 3, [])


def test_a_file_that_a_row_names_stays_though_nobody_was_told_of_the_commit(
    school: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, note = begun(school, ARCHIVE), making.note_done

    def committed(session: Session, *rest: Any) -> None:
        note(session, *rest)
        session.commit()
        raise OSError(errno.EIO, "the answer is lost")

    monkeypatch.setattr(making, "note_done", committed)
    make_run(run_id)
    assert (len(archived()), faults(school)) == (3, [])


def test_what_has_not_changed_is_not_laid_in_again(school: Cast, drawn: list[str], files: Path) -> None:
    make_run(begun(school, ARCHIVE))
    for _ in range(2):
        make_run(begun(school, ARCHIVE))
        found = shown(school)
        assert (found.state, found.faults, left(school)) == (PaperRunState.DONE, (), [])
        assert found.files == {archives.LAID_IN: 0, archives.AS_BEFORE: 3}
        assert (len(archived()), issued()) == (3, 3)
    with session_scope() as session:
        one = session.get_one(Person, school.id_of("pupil"))
        one.last_name = "Другая"
        session.add(one)
    make_run(begun(school, ARCHIVE))
    assert shown(school).files == {archives.LAID_IN: 1, archives.AS_BEFORE: 2}
    assert (archived()[3:], issued(), faults(school)) == (["6 «Б»"], 4, [])
    assert len(list(files.glob("archive/*/*.pdf"))) == 4


def test_a_file_that_is_lost_is_laid_in_anew(school: Cast, files: Path) -> None:
    make_run(begun(school, ARCHIVE))
    next(files.glob("archive/*/*.pdf")).unlink()
    make_run(begun(school, ARCHIVE))
    assert shown(school).files == {archives.LAID_IN: 1, archives.AS_BEFORE: 2}
    assert (len(archived()), len(list(files.glob("archive/*/*.pdf")))) == (4, 3)
