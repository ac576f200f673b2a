"""`import oneroster` and `export oneroster`: what an archive would do, then does; a school given out."""

import json
from pathlib import Path
from typing import Any

import pytest

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import School
from ejournal.services.calendar.usual_year import make_default_year
from tests.services.oneroster_files import PLACES, packed, school

PLACE = ("e1", "active", "c1", "u1", "student", "false", "", "")
LOST = ("e2", "active", "c1", "nobody", "student", "false", "", "")


@pytest.fixture
def given(sqlite_database: str, tmp_path: Path) -> Path:
    """An archive with a fault, for a school with a year; a second school beside."""
    with session_scope() as session:
        for code in ("new", "other"):
            row = School(code=code, name=f"Школа {code}", short_name=code)
            session.add(row)
            session.flush()
            make_default_year(session, row.id or 0, clock.today(row.time_zone))
    file = tmp_path / "roster.zip"
    file.write_bytes(packed(school(enrollments=(PLACES, PLACE, LOST))))
    return file


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["import", "oneroster", *words, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_dry_run_and_the_import_say_the_same_and_the_second_import_nothing(
    given: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried = told(capsys, str(given), "--school", "new", "--dry-run")
    assert list(tried) == ["made", "changed", "unchanged", "faults"]
    assert (tried["made"]["pupils"], tried["made"]["guardianships"]) == (1, 1)
    assert tried["faults"] == [
        {
            "file": "enrollments.csv",
            "row": 3,
            "column": "userSourcedId",
            "message": "There is no user “nobody” in the archive or in the school",
            "suggestion": "",
        }
    ]
    assert told(capsys, str(given), "--school", "new")["made"] == tried["made"]
    again = told(capsys, str(given), "--school", "new")
    assert set(again["made"].values()) == set(again["changed"].values()) == {0}
    assert again["unchanged"]["pupils"] == 1


def test_a_person_reads_it_in_lines(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "oneroster", str(given), "--school", "new"]) == 0
    first, made, changed, unchanged = capsys.readouterr().out.splitlines()
    assert first == (
        "enrollments.csv:3 userSourcedId: There is no user “nobody” in the archive or in the school: left out"
    )
    assert made.startswith("made: 1 pupils, 1 guardians, 1 staff, 1 classes")
    assert (changed, unchanged) == ("changed: nothing", "as it was: nothing")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_what_one_school_gives_out_another_takes_in(
    given: Path, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    made = told(capsys, str(given), "--school", "new")["made"]
    archive = str(given.with_name("out.zip"))
    assert main(["export", "oneroster", archive, "--school", "new", "--version", version]) == 0
    assert capsys.readouterr().out == f"{archive}: 3 people, 1 classes\n"
    elsewhere = told(capsys, archive, "--school", "other")
    assert (elsewhere["made"], elsewhere["faults"]) == (made, [])
    at_home = told(capsys, archive, "--school", "new")
    assert set(at_home["made"].values()) == set(at_home["changed"].values()) == {0}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--school", "nowhere"], "Name the school with --school"),
        (["--school", "new", "--org", "o9"], "no school “o9” in the archive"),
        (["--school", "new"], "This is no archive"),
    ],
)
def test_what_cannot_be_is_one_line(
    given: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    if len(words) == 2 and words[1] == "new":
        given.write_bytes(b"\x00")
    assert main(["import", "oneroster", str(given), *words]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
