"""What is exported is read back as the same timetable, by the operator's commands too."""

import os
from pathlib import Path

import pytest

from ejournal.__main__ import main
from tests.infra.databases import app_uses
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


@pytest.mark.parametrize(
    "words",
    [
        ["import", "timetable", "{file}"],
        ["import", "timetable", "{file}", "--dry-run"],
        ["export", "timetable", "--format", "asc", "{file}.out"],
    ],
)
@pytest.mark.parametrize("empty", [True, False], ids=["an empty file", "no file"])
def test_a_folder_without_tables_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str],
    empty: bool,
) -> None:  # fmt: skip
    given, database = tmp_path / "given.xml", tmp_path / "new" / "journal.db"
    given.write_bytes(asc())
    if empty:
        database.parent.mkdir()
        database.touch()
    with app_uses(f"sqlite:///{database}", monkeypatch):
        assert main([word.replace("{file}", str(given)) for word in words]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "no tables" in line
    assert "python -m ejournal serve" in line
    assert database.exists() is empty
    assert not Path(f"{given}.out").exists()


def test_who_may_be_two_people_is_asked_in_one_line(
    sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    assert main(["import", "timetable", str(given), "--school", "new"]) == 0
    old = 'name="Белов Пётр" short="Бе" firstname="Пётр" lastname="Белов"'
    given.write_bytes(asc(**{old: 'name="Белов П." short="Б" firstname="П." lastname="Белов"'}))
    again = ["import", "timetable", str(given), "--dry-run"]
    capsys.readouterr()
    assert main(again) == 1
    assert "“Белов П.” may be Белов Пётр, Белов Пётр" in capsys.readouterr().err
    assert main([*again, "--who", "Белов П.=Никто"]) == 1
    assert "Белов Пётр (" in capsys.readouterr().err
    assert main([*again, "--who", "Белов П.=new", "--who", "Белов Пётр=new"]) == 0
    assert "new teacher: Белов П." in capsys.readouterr().out
