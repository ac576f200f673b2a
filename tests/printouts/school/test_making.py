"""A school's papers made one after the other: in a zip and in one file, gone on with whatever ends it."""

import hashlib
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlmodel import Session

from ejournal import clock, database
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import IssuedPaper, PaperLayout, PaperRunState
from ejournal.models.base import table
from ejournal.printouts.school import apart
from ejournal.printouts.school import making as maker
from ejournal.printouts.school.folder import fill_folder
from ejournal.printouts.school.making import make_run
from ejournal.services.issued.checking import checked
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.whole import keeping, making, runs
from ejournal.services.papers.whole.plans import plan_of
from ejournal.services.papers.whole.runs import SchoolRun, Wish
from ejournal.settings import ROOT
from tests.cast import DAY, Cast
from tests.infra.paper import text_of
from tests.test_disk import room_for

JOURNALS = Wish(term_number=1)
TITLES = ["2 «А»", "6 «Б»", "6 «В»"]


class Died(BaseException):
    """The process is gone: nothing after it is done."""


def begun(cast: Cast, wish: Wish = JOURNALS, by: str = "deputy") -> int:
    with session_scope() as session:
        return runs.begin(session, cast.actor(by), wish, "ru", clock.now())


def shown(cast: Cast) -> SchoolRun:
    with session_scope(writing=False) as session:
        found = runs.run_of(session, cast.actor("deputy"))
    assert found is not None
    return found


def act(cast: Cast, verb: Any) -> None:
    with session_scope() as session:
        verb(session, cast.actor("deputy"))


def waiting() -> tuple[int, int] | None:
    with session_scope(writing=False) as session:
        return making.any_waiting(session)


def folder_of(cast: Cast) -> Path:
    return keeping.folder_of(cast.schools["a"].id or 0, shown(cast).folder)


def left(cast: Cast) -> list[str]:
    return sorted(one.name for one in folder_of(cast).iterdir())


def issued() -> int:
    """How many papers have a number."""
    with session_scope(writing=False) as session:
        return session.scalar(select(func.count()).select_from(IssuedPaper)) or 0


def fails_at(monkeypatch: pytest.MonkeyPatch, title: str, error: BaseException) -> None:
    """Let drawing the class end so."""
    draw = maker.drawn

    def drawing(school_id: int, piece: Any, *rest: Any) -> bytes:
        if piece.title == title:
            raise error
        return draw(school_id, piece, *rest)

    monkeypatch.setattr(maker, "drawn", drawing)


def test_all_classes_are_in_the_zip_and_in_the_one_file(school: Cast) -> None:
    make_run(begun(school, Wish(1, (PaperKind.JOURNAL, PaperKind.SUMMARY, PaperKind.CARDS))))
    found = shown(school)
    assert (found.state, found.done, found.total, found.faults) == (PaperRunState.DONE, 9, 9, ())
    school_id = school.schools["a"].id or 0
    assert left(school) == ["all.pdf", "all.zip"]
    with zipfile.ZipFile(keeping.result_file(school_id, found.folder, keeping.ZIP)) as zipped:
        names = zipped.namelist()
        assert names[:4] == [
            "2 А Классный журнал.pdf", "2 А Сводная ведомость.pdf", "2 А Табели успеваемости.pdf",
            "6 Б Классный журнал.pdf",
        ]  # fmt: skip
        pages = [len(PdfReader(BytesIO(zipped.read(name))).pages) for name in names]
        assert "6 «Б»" in text_of(zipped.read("6 Б Классный журнал.pdf"))
        assert [checked(zipped.read(name)).fault for name in names] == [None] * len(names)
    assert sum(pages) == found.pages
    merged = keeping.result_file(school_id, found.folder, keeping.MERGED).read_bytes()
    read = PdfReader(BytesIO(merged))
    marks: list[Any] = list(read.outline)
    starts = {str(one["/Title"]): read.get_destination_page_number(one) for one in marks}
    assert list(starts) == [name.removesuffix(".pdf") for name in names]
    assert all(number is not None and number % 2 == 0 for number in starts.values())
    assert "6 «Б»" in (read.pages[starts["6 Б Классный журнал"] or 0].extract_text())
    assert found.files["pdf"]["pages"] == len(read.pages)
    assert not any("/Annots" in page for page in read.pages)
    with session_scope(writing=False) as session:
        issued = session.execute(select(table(IssuedPaper).c.kind, table(IssuedPaper).c.issuer_id)).all()
    assert Counter(kind for kind, _ in issued) == {"journal": 3, "summary": 3, "report-cards": 3}
    assert {issuer for _, issuer in issued} == {school.id_of("deputy")}
    assert found.files["pdf"]["sha256"] == hashlib.sha256(merged).hexdigest()


def test_what_still_goes_on_is_a_draft_without_a_number(school: Cast) -> None:
    make_run(begun(school, Wish(2, (PaperKind.SUMMARY,))))
    found = shown(school)
    merged = keeping.result_file(school.schools["a"].id or 0, found.folder, keeping.MERGED).read_bytes()
    assert "ЧЕРНОВИК" in text_of(merged)
    assert issued() == 0


def test_what_is_killed_is_gone_on_with_and_nothing_is_made_twice(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)
    with pytest.MonkeyPatch.context() as patch:
        fails_at(patch, "6 «Б»", Died())
        patch.setattr(maker, "end_turn", lambda *_: None)  # whoever is killed gives nothing back
        with pytest.raises(Died):
            make_run(run_id)
    assert (shown(school).state, shown(school).done, drawn) == (PaperRunState.RUNNING, 1, ["2 «А»"])
    assert shown(school).now == "6 «Б»"
    assert waiting() is None
    make_run(run_id)  # it may live yet
    assert drawn == ["2 «А»"]
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at + making.LIVES + timedelta(seconds=1))
    assert waiting() == (run_id, school.schools["a"].id)
    make_run(run_id)
    assert drawn == TITLES
    assert (shown(school).state, left(school)) == (PaperRunState.DONE, ["all.pdf", "all.zip"])


def test_a_process_of_its_own_makes_them(school: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = begun(school)
    ended = subprocess.run(
        [sys.executable, "-m", apart.__name__, str(run_id)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert shown(school).state is PaperRunState.DONE


def test_stopped_work_halts_before_the_next_class_and_is_gone_on_with(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)
    note = making.note_made

    def stopping(session: Session, part_id: int, made: Any) -> None:
        note(session, part_id, made)
        runs.stop(session, school.actor("deputy"))

    with monkeypatch.context() as patch:
        patch.setattr(making, "note_made", stopping)
        make_run(run_id)
    assert (shown(school).state, drawn, waiting()) == (PaperRunState.STOPPED, ["2 «А»"], None)
    act(school, runs.go_on)
    make_run(run_id)
    assert (shown(school).state, drawn) == (PaperRunState.DONE, TITLES)


def test_of_two_at_once_the_second_is_told_who_runs_the_first(school: Cast) -> None:
    begun(school)
    with pytest.raises(DomainError) as refused:
        begun(school, by="director")
    assert "Громова Елена" in gettext("ru", refused.value.message, **refused.value.params)


def test_two_processes_do_not_make_the_same(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run_id, note = begun(school), making.note_made
    told: list[str] = []

    def another_comes(session: Session, part_id: int, made: Any) -> None:
        note(session, part_id, made)
        session.commit()
        make_run(run_id)
        plan = plan_of(session, school.schools["a"].id or 0, DAY)
        pieces, _ = plan.pieces(1, [PaperKind.JOURNAL])
        session.commit()
        with pytest.raises(DomainError) as refused:
            fill_folder(school.schools["a"].id or 0, pieces, tmp_path / "out", PaperLayout.A4)
        told.append(gettext("ru", refused.value.message, **refused.value.params))

    with monkeypatch.context() as patch:
        patch.setattr(making, "note_made", another_comes)
        patch.setattr(database, "BUSY_S", 0.001)  # the other process does not wait for this one's turn
        make_run(run_id)
    assert drawn == TITLES
    assert "Громова Елена" in told[0]
    assert not (tmp_path / "out").exists()


def test_a_full_disk_in_the_midst_keeps_what_is_made_and_leaves_nothing_half_made(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, write = begun(school), maker.write_whole

    def full(path: Path, data: bytes) -> None:
        with room_for(len(data) - 1 if len(drawn) == 2 else len(data)):
            write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(maker, "write_whole", full)
        make_run(run_id)
    found = shown(school)
    assert (found.state, found.done, waiting()) == (PaperRunState.FAILED, 1, None)
    assert gettext("ru", found.problem["message"]) == (
        "На диске сервера нет места. Что уже сделано, хранится: продолжите, когда место будет"
    )
    assert [one.endswith(".part.pdf") for one in left(school)] == [True]
    act(school, runs.go_on)
    make_run(run_id)
    assert (shown(school).state, drawn) == (PaperRunState.DONE, ["2 «А»", "6 «Б»", "6 «Б»", "6 «В»"])


def test_a_full_disk_while_the_one_file_is_written_leaves_nothing_half_made(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, bind = begun(school), maker.write_merged

    def full(file: Any, named: Any, title: str, _beat: Any) -> int:
        with room_for(1000):
            return bind(file, named, title, lambda: None)

    with monkeypatch.context() as patch:
        patch.setattr(maker, "write_merged", full)
        make_run(run_id)
    assert shown(school).state is PaperRunState.FAILED
    assert [one for one in left(school) if not one.endswith(".part.pdf")] == []
    act(school, runs.go_on)
    make_run(run_id)
    assert (shown(school).state, drawn) == (PaperRunState.DONE, TITLES)


def test_a_class_that_fails_is_named_and_the_others_are_made(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)
    with monkeypatch.context() as patch:
        fails_at(patch, "6 «Б»", ZeroDivisionError())
        make_run(run_id)
    found = shown(school)
    assert (found.state, [one.title for one in found.faults]) == (PaperRunState.DONE, ["6 «Б»"])
    assert "code" in found.faults[0].problem["params"]
    act(school, runs.go_on)
    make_run(run_id)
    assert (shown(school).faults, shown(school).files["pdf"]["pages"] > found.files["pdf"]["pages"]) == (
        (),
        True,
    )
    assert (drawn, issued(), left(school)) == (["2 «А»", "6 «В»", "6 «Б»"], 3, ["all.pdf", "all.zip"])


def test_what_fails_again_makes_nothing_else_again(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)
    fails_at(monkeypatch, "6 «Б»", ZeroDivisionError())
    for _ in range(2):
        make_run(run_id)
        act(school, runs.go_on)
    make_run(run_id)
    assert (shown(school).state, drawn, issued()) == (PaperRunState.DONE, ["2 «А»", "6 «В»"], 2)


def test_where_no_class_can_be_made_nothing_is_bound(school: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = begun(school)
    monkeypatch.setattr(maker, "drawn", lambda *_: 1 / 0)
    make_run(run_id)
    found = shown(school)
    assert (found.state, found.files) == (PaperRunState.FAILED, {})
    assert gettext("ru", found.problem["message"]) == "Ни одной бумаги сделать не удалось"


def test_a_class_that_ends_the_program_again_and_again_is_given_up(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(school)
    with monkeypatch.context() as patch:
        fails_at(patch, "6 «Б»", Died())
        for _ in range(making.MOST_TRIES):
            with pytest.raises(Died):
                make_run(run_id)
    make_run(run_id)
    found = shown(school)
    assert (found.state, [one.title for one in found.faults]) == (PaperRunState.DONE, ["6 «Б»"])
    problem = found.faults[0].problem
    assert gettext("ru", problem["message"], **problem["params"]).startswith(
        "Работа над ней обрывала программу 3"
    )


def test_a_part_whose_file_is_gone_is_made_again(
    school: Cast, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, bound = begun(school), maker._finish
    lost: list[Path] = []

    def losing(*given: Any) -> bool:
        if not lost:
            lost.append(next(folder_of(school).glob("*.part.pdf")))
            lost[0].unlink()
        return bound(*given)

    monkeypatch.setattr(maker, "_finish", losing)
    make_run(run_id)
    assert (shown(school).state, len(drawn)) == (PaperRunState.DONE, 4)


def test_a_new_work_takes_the_place_of_the_last_one_and_old_ones_go(
    school: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ejournal.ui.runtime.background import days

    make_run(begun(school))
    first = folder_of(school)
    make_run(begun(school, Wish(2, (PaperKind.SUMMARY,))))
    second = folder_of(school)
    days.tidy()
    assert (first.exists(), second.exists()) == (False, True)
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at + keeping.KEPT + timedelta(minutes=1))
    days.tidy()
    with session_scope(writing=False) as session:
        assert runs.run_of(session, school.actor("deputy")) is None
    assert not second.exists()


def test_thrown_away_work_leaves_no_file(school: Cast) -> None:
    run_id = begun(school)
    with pytest.raises(DomainError):
        act(school, runs.throw_away)
    make_run(run_id)
    folder = folder_of(school)
    act(school, runs.throw_away)
    assert not folder.exists()
