"""`import people`: what a file would do, then does, as lines or as one JSON object."""

import json
from pathlib import Path

import pytest

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import School
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
