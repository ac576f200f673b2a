"""`print journal|summary|report-card|letters`: a file, what is told of it, and what is wrong in a line."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import Guardianship, IssuedPaper, School
from ejournal.models.base import table
from ejournal.printouts.school import folder
from ejournal.services.issued.checking import checked
from ejournal.services.mail.turns import take_turn
from ejournal.services.papers.whole.making import turn_of
from ejournal.services.papers.whole.runs import Wish, begin
from ejournal.settings import settings
from tests.cast import Cast, make_cast
from tests.infra.databases import forget
from tests.infra.paper import text_of
from tests.test_disk import room_for

SCHOOL = ("--school", "a", "--class", "6б")


@pytest.fixture
def school(sqlite_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cast:
    monkeypatch.chdir(tmp_path)
    with session_scope() as session:
        cast = make_cast(session)
        cast.people["guardian"].phone, cast.people["guardian"].email = "+79161234567", "m@example.test"
        of_pupil = table(Guardianship).c.pupil_id == cast.id_of("pupil")
        session.execute(update(table(Guardianship)).where(of_pupil).values(contacts_hidden=True))
    return cast


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["print", *words])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("paper", ["journal", "summary", "report-card", "letters"])
def test_each_paper_is_written_and_its_fingerprint_told(
    paper: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "paper.pdf"
    code, said, _ = told(capsys, paper, *SCHOOL, "--term", "1", "--out", str(out), "--json")
    found = json.loads(said)
    assert (code, found["file"], found["bytes"]) == (0, str(out), out.stat().st_size)
    assert len(found["sha256"]) == 64
    assert "6 «Б»" in text_of(out.read_bytes())


@pytest.mark.usefixtures("school")
def test_the_journal_of_a_subject_holds_its_groups_and_a_name_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = told(capsys, "journal", *SCHOOL, "--subject", "английский язык", "--term", "1")
    assert (code, said.startswith("journal-6б-1.pdf: ")) == (0, True)
    text = text_of((tmp_path / "journal-6б-1.pdf").read_bytes())
    assert "Английский язык, Английский, 1, Английский, 2" in text
    assert "математика" not in text


@pytest.mark.usefixtures("school")
def test_hidden_contacts_are_not_in_a_journal_of_which_nobody_knows_the_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, warned = told(capsys, "journal", *SCHOOL, "--out", "whole.pdf")
    text = text_of((tmp_path / "whole.pdf").read_bytes())
    assert "Лебедева Мария Петровна" in text
    assert "m@example.test" not in text
    assert "people's data" in warned


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("summary", "--school", "a", "--class", "6Ю"), "There is no such class this year; there are: 2 «А»"),
        (("journal", *SCHOOL, "--subject", "Химия"), "The class has no such subject; it has: Математика"),
        (("letters", *SCHOOL, "--term", "9"), "There is no such term in the year of this class"),
        (("summary", *SCHOOL, "--term", "9"), "There is no such term in the year of this class"),
    ],
)
def test_what_is_not_there_is_a_line_and_no_file(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, wrong = told(capsys, *words)
    assert (code, said in wrong) == (1, True)
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.usefixtures("school")
def test_a_journal_is_laid_out_for_folding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = told(capsys, "journal", *SCHOOL, "--term", "1", "--booklet", "--out", "booklet.pdf")
    first = PdfReader(tmp_path / "booklet.pdf").pages[0].mediabox
    assert (code, first.width > first.height, round(float(first.width) / 72 * 25.4)) == (0, True, 420)


@pytest.mark.usefixtures("school")
def test_the_whole_school_goes_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers = ("--paper", "journal", "--paper", "summary")
    code, said, warned = told(
        capsys, "school", "--school", "a", "--term", "1", "--out", "out", *papers, "--json"
    )
    found = json.loads(said)
    assert (code, found["faults"], found["left_out"]) == (0, [], [])
    names = [Path(one["file"]).name for one in found["files"]]
    assert names == [
        "2 А Классный журнал.pdf", "2 А Сводная ведомость.pdf", "6 Б Классный журнал.pdf",
        "6 Б Сводная ведомость.pdf", "6 В Классный журнал.pdf", "6 В Сводная ведомость.pdf", "Вся школа.pdf",
    ]  # fmt: skip
    for one in found["files"]:
        data = (tmp_path / one["file"]).read_bytes()
        assert (len(data), len(PdfReader(tmp_path / one["file"]).pages)) == (one["size"], one["pages"])
        assert one["sha256"] == hashlib.sha256(data).hexdigest()
    assert "people's data" in warned


@pytest.mark.usefixtures("school")
def test_what_is_in_hand_is_told_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, warned = told(capsys, "school", "--school", "a", "--year", "--out", "out", "--booklet")
    assert (code, len(said.splitlines())) == (0, 4)
    assert "2 of 3: 6 «Б»" in warned


@pytest.mark.usefixtures("school")
def test_a_class_that_fails_is_named_and_the_others_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = folder.drawn

    def drawing(school_id: int, piece: Any, *rest: Any, **more: Any) -> Any:
        return None if piece.title == "6 «Б»" and 1 / 0 else draw(school_id, piece, *rest, **more)

    monkeypatch.setattr(folder, "drawn", drawing)
    code, said, warned = told(capsys, "school", "--school", "a", "--term", "1", "--out", "out")
    assert (code, len(said.splitlines())) == (1, 3)
    assert "6 «Б», journal: Something went wrong" in warned


@pytest.mark.usefixtures("school")
def test_a_full_disk_leaves_what_is_whole_and_nothing_half_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = folder.write_whole

    def full(path: Path, data: bytes) -> None:
        with room_for(len(data) - path.name.startswith("6 В")):
            write(path, data)

    monkeypatch.setattr(folder, "write_whole", full)
    code, _, warned = told(capsys, "school", "--school", "a", "--term", "1", "--out", "out")
    names = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert (code, names) == (1, ["2 А Классный журнал.pdf", "6 Б Классный журнал.pdf"])
    assert "no room left on the server's disk" in warned
    with session_scope(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(IssuedPaper)) == len(names)


@pytest.mark.usefixtures("school")
def test_what_is_only_looked_at_has_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("school", "--school", "a", "--term", "1", "--out", "out", "--json")
    _, said, _ = told(capsys, *words, "--look")
    assert {one.get("number") for one in json.loads(said)["files"]} == {"", None}
    _, said, _ = told(capsys, *words)
    *papers, merged = json.loads(said)["files"]
    assert all(one["number"] for one in papers)
    assert "number" not in merged
    assert checked((tmp_path / papers[0]["file"]).read_bytes()).fault is None


@pytest.mark.usefixtures("school")
def test_while_another_makes_them_the_command_waits_for_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with session_scope() as session:
        school_id = session.scalars(select(table(School).c.id).where(table(School).c.code == "a")).one()
        take_turn(session, turn_of(school_id), "another")
    code, _, warned = told(capsys, "school", "--school", "a", "--term", "1", "--out", "out")
    assert (code, (tmp_path / "out").exists()) == (1, False)
    assert "Another command is making the papers of the whole school just now" in warned


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    ("code", "term", "said"),
    [
        ("a", "9", "There is no such term in this year"),
        ("empty", "1", "There are no classes this year yet"),
    ],
)
def test_of_a_school_without_them_nothing_is_printed(
    code: str, term: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with session_scope() as session:
        session.add(School(code="empty", name="Школа № 8", short_name="Школа № 8"))
    ended, _, wrong = told(capsys, "school", "--school", code, "--term", term, "--out", "out")
    assert (ended, said in wrong, (tmp_path / "out").exists()) == (1, True, False)


def test_while_a_deputy_has_them_made_the_command_says_who(
    school: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with session_scope() as session:
        begin(session, school.actor("deputy"), Wish(1), "ru", clock.now())
        take_turn(session, turn_of(school.schools["a"].id or 0), "another")
    _, _, warned = told(capsys, "school", "--school", "a", "--term", "1", "--out", "out")
    assert "Громова Елена" in warned
    assert "is having the papers of the whole school made just now: wait until it is over" in warned


@pytest.mark.usefixtures("school")
def test_a_paper_is_issued_with_a_number_and_checked_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "data_folder", tmp_path / "data")
    out = tmp_path / "paper.pdf"
    code, said, wrong = told(capsys, "summary", *SCHOOL, "--term", "1", "--out", str(out))
    assert (code, "issued as " in said, "EJOURNAL_PUBLIC_URL is not set" in wrong) == (0, True, True)
    number = said.rpartition("issued as ")[2].strip()
    assert number in text_of(out.read_bytes())
    # Another machine: neither the database nor the folder of the school is there.
    monkeypatch.setenv("EJOURNAL_DATABASE_URL", "postgresql://127.0.0.1:9/none")
    forget()
    assert main(["check", str(out)]) == 0
    said = capsys.readouterr().out
    assert (number in said, "compare its fingerprint" in said) == (True, True)
    assert main(["check", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["number"], found["certificate"]["self_made"]) == ("whole", number, True)
    assert main(["check", str(out), "--certificate", found["certificate"]["sha256"]]) == 0
    assert main(["check", str(out), "--certificate", "0" * 64]) == 1
    out.write_bytes(out.read_bytes() + b"\n")
    assert main(["check", str(out)]) == 1
    assert "something was added" in capsys.readouterr().out


@pytest.mark.usefixtures("school")
def test_a_draft_and_a_look_have_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("--term", "2"), ("--term", "1", "--look")):
        _, said, _ = told(capsys, "summary", *SCHOOL, *words, "--out", "a.pdf", "--json")
        assert json.loads(said)["number"] == ""
        assert main(["check", "a.pdf"]) == 2
        assert "not signed" in capsys.readouterr().out


@pytest.mark.usefixtures("school")
def test_what_cannot_be_signed_is_a_line_and_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "signing_file", str(tmp_path / "absent.p12"))
    code, _, wrong = told(capsys, "summary", *SCHOOL, "--term", "1", "--out", "a.pdf")
    assert (code, "absent.p12, cannot be read" in wrong) == (1, True)
    assert list(tmp_path.glob("*.pdf")) == []


def test_what_is_no_paper_is_not_called_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("не бумага")
    assert main(["check", str(text)]) == 2
    assert main(["check", str(tmp_path / "absent.pdf"), "--json"]) == 2
    assert main(["check", str(tmp_path)]) == 2
    assert main(["check", "--json"]) == 2
    assert "for a paper" in capsys.readouterr().err
