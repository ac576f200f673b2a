"""`import people`: what a file would do, then does, as lines or as one JSON object."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import AcademicYear, School, SchoolClass, TermKind, TermScheme
from ejournal.services.calendar.usual_year import make_default_year
from tests.services.people_files import pupils

GOOD = ("Семёнов Илья Петрович", "01.02.2014", "6Б", "Семёнова Анна Ивановна", "89161234567")
BAD = ("Котова Ирина", "01.02.2014", "6Z", "", "")


@pytest.fixture
def given(sqlite_database: str, tmp_path: Path) -> Path:
    """A list of two pupils, one of them with a fault, for a school with a year."""
    with session_scope() as session:
        school = School(code="new", name="Школа", short_name="Школа")
        session.add(school)
        session.flush()
        make_default_year(session, school.id or 0, clock.today(school.time_zone))
    file = tmp_path / "list.csv"
    file.write_bytes(pupils(GOOD, BAD))
    return file


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, dict[str, int]]:
    assert main(["import", "people", *words, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, dict[str, int]] = json.loads(line)
    return found


def test_a_dry_run_and_the_import_say_the_same_and_the_second_import_nothing(
    given: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried = told(capsys, str(given), "--school", "new", "--dry-run")
    assert sorted(tried) == ["changed", "faults", "made", "unchanged"]
    assert (tried["made"]["pupils"], tried["made"]["guardians"]) == (1, 1)
    assert tried["faults"] == [
        {
            "file": "list.csv",
            "row": 3,
            "column": "D",
            "message": "There is no class “6Z”: a grade from 1 to 11 and a Russian letter",
            "suggestion": "",
        }
    ]
    assert told(capsys, str(given))["made"] == tried["made"]
    again = told(capsys, str(given))
    assert set(again["made"].values()) == set(again["changed"].values()) == {0}
    assert again["unchanged"]["pupils"] == 1


def test_a_person_reads_it_in_lines(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "people", str(given)]) == 0
    first, *_, made, changed, unchanged = capsys.readouterr().out.splitlines()
    assert first.startswith("file, D3: There is no class “6Z”")
    assert first.endswith("the line is left out")
    assert made.startswith("made: 1 pupils, 1 guardians, 1 classes")
    assert (changed, unchanged) == ("changed: nothing", "as it was: nothing")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--school", "other"], "Name the school with --school: new"), ([], "not a spreadsheet")],
)
def test_what_cannot_be_is_one_line(
    given: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    if not words:
        given.write_bytes(b"\x00")
    assert main(["import", "people", str(given), *words]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_a_refusal_is_one_json_object_too(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "people", str(given), "--school", "other", "--json"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    (fault,) = json.loads(line)["faults"]
    assert (fault["file"], fault["row"]) == ("list.csv", None)
    assert "Name the school with --school: new" in fault["message"]


@pytest.fixture
def new_school(sqlite_database: str, tmp_path: Path) -> Path:
    """A list of pupils up to the last grade, for a school with nothing in it."""
    with session_scope() as session:
        session.add(School(code="new", name="Школа", short_name="Школа"))
    file = tmp_path / "list.csv"
    file.write_bytes(pupils(GOOD, ("Котова Ирина", "01.02.2009", "11А", "", "")))
    return file


def test_a_school_without_a_year_is_given_the_usual_one_and_told_so(
    new_school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", "people", str(new_school), "--json"]
    for tried in (True, True, False):
        assert main([*words, "--dry-run"] if tried else words) == 0
        said = capsys.readouterr()
        assert "The school had no academic year" in said.err
        found = json.loads(said.out)
        assert (found["made"]["pupils"], found["made"]["classes"], found["faults"]) == (2, 2, [])
        with session_scope() as session:
            assert (session.exec(select(AcademicYear)).first() is None) is tried
    with session_scope() as session:
        rows = session.execute(select(SchoolClass.grade, TermScheme.kind).join(TermScheme))
        assert sorted(rows) == [(6, TermKind.QUARTER), (11, TermKind.HALF_YEAR)]
    assert main(words) == 0
    assert capsys.readouterr().err == ""


def test_an_installation_without_a_school_says_how_one_is_made(
    sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(pupils(GOOD))
    assert main(["import", "people", str(file)]) == 1
    assert "python -m ejournal school create" in capsys.readouterr().err
