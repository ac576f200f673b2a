"""`print journal|summary|report-card|letters`: a file, what is told of it, and what is wrong in a line."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import Guardianship
from ejournal.models.base import table
from tests.cast import make_cast
from tests.infra.paper import text_of

SCHOOL = ("--school", "a", "--class", "6б")


@pytest.fixture
def school(sqlite_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with session_scope() as session:
        cast = make_cast(session)
        cast.people["guardian"].phone, cast.people["guardian"].email = "+79161234567", "m@example.test"
        of_pupil = table(Guardianship).c.pupil_id == cast.id_of("pupil")
        session.execute(update(table(Guardianship)).where(of_pupil).values(contacts_hidden=True))


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
