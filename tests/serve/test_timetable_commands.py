"""The timetable's commands say in one line what is wrong, and with what database."""

import os
import sqlite3
from pathlib import Path

import pytest

from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import School
from tests.infra.databases import app_uses
from tests.services.timetable_files import asc


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


def test_tables_of_another_version_are_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given, database = tmp_path / "given.xml", tmp_path / "journal.db"
    given.write_bytes(asc())
    with sqlite3.connect(database) as old:
        old.execute("create table school (id integer primary key)")
    with app_uses(f"sqlite:///{database}", monkeypatch):
        assert main(["import", "timetable", str(given)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "brings the tables up to date" in line


def test_which_school_is_asked_where_there_are_several(
    sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    with session_scope() as session:
        session.add_all(School(code=code, name=code, short_name=code) for code in ("first", "second"))
    out = ["export", "timetable", "--format", "asc", os.devnull]
    for words in (["import", "timetable", str(given)], out):
        assert main(words) == 1
        assert capsys.readouterr().err == "Name the school with --school: first, second\n"
