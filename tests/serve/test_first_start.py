"""A real school's start: the setup address is printed, once; commands print it anew and make schools."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ejournal.__main__ import main
from tests.infra.databases import app_uses, forget
from tests.infra.servers import running, wait_until

ADDRESS = re.compile(r"http://\S+/setup/begin#(\S+)")
PASSWORD_ADDRESS = re.compile(r"^http://\S+/password#\S+$", re.MULTILINE)
Said = pytest.CaptureFixture[str]


@pytest.fixture
def real_school(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of a school that is no demo."""
    monkeypatch.setenv("EJOURNAL_DEMO", "false")
    monkeypatch.delenv("EJOURNAL_TODAY")


def test_a_start_without_a_school_ends_with_one_setup_address(
    real_school: None, built_pages: None, valkey: str, tmp_path: Path
) -> None:
    database = tmp_path / "school.db"
    with running(tmp_path, f"sqlite:///{database}", workers="2", redis_url=valkey) as server:
        wait_until(lambda: "Ctrl+C" in server.log.read_text(), 20, server.log.read_text)
        printed = ADDRESS.findall(server.log.read_text())
        assert len(printed) == 1
        assert f"{server.url}/setup/begin#" in server.log.read_text()
        with closing(sqlite3.connect(database)) as kept:
            live = kept.execute("SELECT token_hash FROM one_time_link WHERE replaced_at IS NULL").fetchall()
        assert len(live) == 1
        assert printed[0] not in str(live)


def test_the_command_prints_the_address_anew(
    real_school: None, sqlite_database: str, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EJOURNAL_PUBLIC_URL", "https://journal.school.ru")
    forget()
    found = set()
    for _ in range(2):
        assert main(["setup-link"]) == 0
        said = capsys.readouterr().out.strip()
        assert said.startswith("https://journal.school.ru/setup/begin#")
        found.add(said)
    assert len(found) == 2


def test_a_school_is_made_by_command(
    tmp_path: Path, real_school: None, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app_uses(f"sqlite:///{tmp_path}/new/journal.db", monkeypatch):
        made = ["school", "create", "--name", "Школа № 12", "--admin", "orlov"]
        assert main(made) == 0
        assert len(PASSWORD_ADDRESS.findall(capsys.readouterr().out)) == 1
        assert main(made) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "login" in line
        assert main([*made[:-1], "second", "--code", "school"]) == 1
        assert "--code: There is a school with the code school already" in capsys.readouterr().err
        assert main(["setup-link"]) == 1
        assert "set up already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--inn", "7707083894"], "INN"),
        (["--time-zone", "Moscow"], "time zone"),
        (["--code", "ш" * 41], "40"),
    ],
)
def test_a_school_that_cannot_be_is_one_clear_line(
    tmp_path: Path, real_school: None, capsys: Said, monkeypatch: pytest.MonkeyPatch,
    words: list[str], named: str,
) -> None:  # fmt: skip
    with app_uses(f"sqlite:///{tmp_path}/journal.db", monkeypatch):
        assert main(["school", "create", "--name", "Школа", "--admin", "orlov", *words]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert named in line
