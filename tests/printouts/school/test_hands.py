"""A school's papers in the hands of one process after another: who has lost the turn writes nothing more."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import PaperLayout, PaperRunState
from ejournal.printouts.school import folder
from ejournal.printouts.school import making as maker
from ejournal.printouts.school.making import make_run
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.whole import keeping, making, runs
from ejournal.services.papers.whole.plans import Piece
from tests.cast import Cast
from tests.printouts.school.test_making import Died, act, begun, folder_of, issued, left, shown, waiting


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """silent(): time goes on until whoever has the turn counts as dead."""
    moved = [timedelta()]
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + moved[0])

    def go_on() -> None:
        moved[0] += making.LIVES + timedelta(seconds=1)

    return go_on


def once(do: Callable[[], None]) -> Callable[[], None]:
    """The same, the first time alone."""
    left = [do]
    return lambda: left.pop()() if left else None


def assert_whole(cast: Cast) -> None:
    """What is told of the files is so, and nothing lies beside them."""
    found = shown(cast)
    assert (found.state, left(cast)) == (PaperRunState.DONE, ["all.pdf", "all.zip"])
    for what, told in found.files.items():
        file = keeping.result_file(cast.schools["a"].id or 0, found.folder, what)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == told["sha256"]


def test_a_paper_that_takes_longer_than_the_turn_does_not_count_beside_another_s(
    school: Cast, monkeypatch: pytest.MonkeyPatch, silent: Callable[[], None]
) -> None:
    run_id, draw = begun(school), maker.drawn

    def another_makes_all() -> None:
        silent()
        make_run(run_id)

    another = once(another_makes_all)

    def slow(*given: Any) -> Any:
        paper = draw(*given)
        another()
        return paper

    monkeypatch.setattr(maker, "drawn", slow)
    make_run(run_id)
    assert issued() == 3
    assert_whole(school)


def test_who_was_silent_and_was_not_followed_by_another_goes_on(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch, silent: Callable[[], None]
) -> None:
    run_id, write = begun(school), maker.write_whole
    pause = once(silent)

    def slow(path: Path, data: bytes) -> None:
        write(path, data)
        pause()

    monkeypatch.setattr(maker, "write_whole", slow)
    make_run(run_id)
    assert (len(drawn), issued()) == (3, 3)
    assert_whole(school)


@pytest.mark.parametrize("where", ["write_zip", "write_merged", "about"])
def test_who_has_lost_the_turn_while_all_are_put_together_leaves_the_other_s_files(
    school: Cast, monkeypatch: pytest.MonkeyPatch, silent: Callable[[], None], where: str
) -> None:
    run_id, do = begun(school), getattr(maker, where)

    def another_makes_all() -> None:
        silent()
        make_run(run_id)

    another = once(another_makes_all)

    def slow(*given: Any) -> Any:
        another()
        return do(*given)

    monkeypatch.setattr(maker, where, slow)
    make_run(run_id)
    assert issued() == 3
    assert_whole(school)


def test_a_part_whose_file_was_changed_is_made_again(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, finish = begun(school), maker._finish

    def changing(*given: Any) -> bool:
        if len(drawn) == 3:
            next(folder_of(school).glob("*.part.pdf")).write_bytes(b"%PDF-1.7 of another")
        return finish(*given)

    monkeypatch.setattr(maker, "_finish", changing)
    make_run(run_id)
    assert len(drawn) == 4
    assert_whole(school)


def test_what_nobody_has_foreseen_at_the_end_halts_it_with_words(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)
    with monkeypatch.context() as patch:
        patch.setattr(maker, "write_zip", lambda *_: 1 / 0)
        make_run(run_id)
    found = shown(school)
    assert (found.state, waiting(), found.problem["message"]) == (PaperRunState.FAILED, None, maker.BROKEN)
    assert len(found.problem["params"]["code"]) == 8
    act(school, runs.go_on)
    make_run(run_id)
    assert len(drawn) == 3
    assert_whole(school)


def test_a_folder_that_cannot_be_made_halts_it_too(
    school: Cast, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    run_id = begun(school)
    files.mkdir(exist_ok=True)
    (files / "papers").write_bytes(b"a file, where a folder is to be")
    make_run(run_id)
    assert (shown(school).state, waiting()) == (PaperRunState.FAILED, None)


def test_an_end_that_ends_the_program_again_and_again_is_given_up(
    school: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)

    def die(*_: Any) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(maker, "write_zip", die)
        for _ in range(making.MOST_TRIES):
            with pytest.raises(Died):
                make_run(run_id)
        make_run(run_id)
    found = shown(school)
    assert (found.state, waiting()) == (PaperRunState.FAILED, None)
    assert gettext("ru", found.problem["message"], **found.problem["params"]) == (
        "Сборка бумаг обрывала программу 3 раза. Сообщите администратору"
    )
    act(school, runs.go_on)
    make_run(run_id)
    assert_whole(school)


def test_a_command_that_has_lost_its_turn_ends_with_words(
    school: Cast, monkeypatch: pytest.MonkeyPatch, silent: Callable[[], None], tmp_path: Path
) -> None:
    draw, school_id = folder.drawn, school.schools["a"].id or 0
    pieces = [Piece(school.classes["6b"].id or 0, "6 «Б»", PaperKind.SUMMARY, 1)]

    def slow(*given: Any, **more: Any) -> Any:
        paper = draw(*given, **more)
        silent()
        with session_scope() as session:
            assert making.take_turn(session, making.turn_of(school_id), "another", making.LIVES)
        return paper

    monkeypatch.setattr(folder, "drawn", slow)
    with pytest.raises(DomainError) as refused:
        folder.fill_folder(school_id, pieces, tmp_path / "out", PaperLayout.A4)
    assert refused.value.message == making.BUSY_APART
    assert (issued(), list((tmp_path / "out").iterdir())) == (0, [])
