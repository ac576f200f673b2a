"""`import marks`: what files of another journal would do, then do, as lines or as one JSON object."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import School
from ejournal.services.marks_import import alone
from tests.cast import make_cast
from tests.infra.databases import forget
from tests.services.marks_files import grid, marks_list

ANNA = "Лебедева Анна Олеговна"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, for keys and anchors."""
    monkeypatch.setenv("EJOURNAL_DATA_FOLDER", str(tmp_path / "data"))
    forget()
    return tmp_path / "data"


@pytest.fixture
def given(data: Path, sqlite_database: str, tmp_path: Path) -> list[str]:
    """Two files for school A of the cast on its day: a grid with a fault, and a list."""
    with session_scope() as session:
        make_cast(session)
    table, rows = tmp_path / "table.xlsx", tmp_path / "list.csv"
    table.write_bytes(grid(["16.11", "15.11"], {ANNA: [5, 4]}, sums=()))
    rows.write_bytes(marks_list(("6Б", "Зайцев И.", "Математика", "16.11.2026", "н")))
    return [str(table), str(rows), "--school", "a"]


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["import", "marks", *words, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_dry_run_and_the_import_say_the_same_and_the_second_import_nothing(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    tried = told(capsys, *given, "--dry-run")
    assert tried["made"] == {"marks": 1, "absences": 1, "term_marks": 0}
    assert tried["faults"] == [
        {
            "file": "table.xlsx#Лист1",
            "row": 6,
            "column": "D",
            "message": "There is no lesson of “Математика” in 6 «Б» on 15.11.2026",
            "suggestion": "12.11, 13.11, 16.11",
        }
    ]
    assert told(capsys, *given)["made"] == tried["made"]
    again = told(capsys, *given)
    assert set(again["made"].values()) == set(again["changed"].values()) == {0}
    assert again["unchanged"] == tried["made"]
    assert main(["check"]) == 0


def test_a_person_reads_it_in_lines(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "marks", *given]) == 0
    out = capsys.readouterr().out
    assert "table.xlsx: Лист1, D6: There is no lesson" in out
    assert "made: 1 absences" in out


def test_what_is_no_spreadsheet_is_said_in_one_line(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert main(["import", "marks", str(broken), "--school", "a"]) == 1
    assert capsys.readouterr().err == (
        "This is not a spreadsheet (.xlsx, .xls, .ods, .csv), or it is damaged\n"
    )


def test_two_imports_at_once_are_told_apart(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with session_scope() as session:
        school = session.exec(select(School).where(School.code == "a")).one()
        school_id = school.id or 0
    with alone.Alone(session_scope, school_id):
        assert main(["import", "marks", *given]) == 1
    assert "are being taken in or back just now" in capsys.readouterr().err


def test_an_import_that_has_lost_its_turn_says_so(
    given: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = iter([True])
    monkeypatch.setattr(alone, "take_turn", lambda *_: next(turns, False))
    assert main(["import", "marks", *given]) == 1
    assert "has stood still for too long" in capsys.readouterr().err
