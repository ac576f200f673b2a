"""What is exported is read back as the same timetable, by the operator's commands too."""

import os
from pathlib import Path

import pytest

from ejournal.__main__ import main
from tests.services.timetable_files import asc, sheet


@pytest.mark.parametrize("kind", ["asc", "xlsx"])
def test_an_exported_timetable_comes_back_without_a_difference(
    sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    given, written = tmp_path / "given", tmp_path / "written"
    given.write_bytes(asc() if kind == "asc" else sheet())
    assert main(["import", "timetable", str(given), "--school", "new"]) == 0
    assert main(["export", "timetable", "--format", kind, str(written)]) == 0
    capsys.readouterr()
    assert main(["import", "timetable", str(written), "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "→" not in told
    assert "0 courses made" in told


def test_a_broken_file_leaves_nothing(
    sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(asc()[:-20])
    assert main(["import", "timetable", str(given)]) == 1
    assert "Line" in capsys.readouterr().err
    assert main(["export", "timetable", "--format", "asc", os.devnull]) == 1
