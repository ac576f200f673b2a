"""`python -m ejournal check` says what it checked, and never calls nothing whole."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from ejournal.__main__ import main
from ejournal.commands import check
from ejournal.database import engine, session_scope
from tests.infra.databases import Databases, app_uses, forget
from tests.services.trail_helpers import make_trailed_school


@dataclass
class Checked:
    """What the command said, and how it ended."""

    code: int
    said: str


Check = Callable[[], Checked]


@pytest.fixture
def run_check(capsys: pytest.CaptureFixture[str]) -> Check:
    """check() runs the command in this process."""

    def run() -> Checked:
        capsys.readouterr()
        code = main(["check"])
        return Checked(code, "".join(capsys.readouterr()).strip())

    return run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, for keys and anchors."""
    monkeypatch.setenv("EJOURNAL_DATA_FOLDER", str(tmp_path / "data"))
    forget()
    return tmp_path / "data"


@pytest.fixture
def school(data: Path, database: str) -> None:
    """A school with a trail in the app's database."""
    with session_scope() as session:
        make_trailed_school(session)


def do(*statements: str) -> None:
    """Write into the database past the program."""
    with engine().connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


CUT = (
    "DELETE FROM audit_entry WHERE number > 10",
    ("UPDATE audit_head SET number = 10, hash = (SELECT hash FROM audit_entry WHERE number = 10)"),
)


def test_what_was_checked_is_told_with_its_number(school: None, run_check: Check) -> None:
    found = run_check()
    assert found.code == check.HELD, found.said
    a, b = found.said.splitlines()[:2]
    assert a.startswith("a: entries 18, marks 4, absences 2, term marks 1, remarks 1, lessons 48, ")
    assert "kinds of work 4, late changes 0: the audit trail holds" in a
    assert b.startswith("b: entries 0, marks 0, absences 0, term marks 0, remarks 0, lessons 6, ")
    assert "kinds of work 4, late changes 0: nothing to check" in b
    assert found.said.endswith("Schools checked: 2, not whole: 0")


def test_an_older_copy_is_called_so_and_what_to_do_is_said(
    school: None, data: Path, run_check: Check
) -> None:
    do(*CUT)
    found = run_check()
    assert found.code == check.BROKEN
    file = data / "anchors" / "1.log"
    anchored_on = file.read_text().splitlines()[-1][: len("2026-11-20")]
    assert f"ends at entry 10, but entry 18 was anchored at {anchored_on}" in found.said
    assert (
        "the last 8 were cut, or the database is an older copy; if you have restored a backup" in found.said
    )
    assert str(file) in found.said
    file.rename(data / "restored-today.log")
    assert "no anchor in" in run_check().said


def test_a_school_that_is_gone_is_missed(data: Path, sqlite_database: str, run_check: Check) -> None:
    (data / "anchors").mkdir(parents=True)
    (data / "anchors" / "7.log").write_text("2026-11-20T08:00:00.000000+00:00 1 " + "a" * 64 + "\n")
    found = run_check()
    assert found.code == check.BROKEN
    assert "school 7: is not in the database, but was anchored" in found.said


def test_more_faults_than_a_screen_holds_are_counted(school: None, run_check: Check) -> None:
    do("UPDATE lesson SET topic = 'Вычитание'")
    found = run_check()
    assert found.code == check.BROKEN
    assert "… and 28 more" in found.said


def assert_not_checked(found: Checked, named: str) -> None:
    assert found.code == check.NOT_CHECKED
    assert named in found.said
    assert len(found.said.splitlines()) == 1, found.said
    assert "Traceback" not in found.said


def test_a_database_without_schools(data: Path, database: str, run_check: Check) -> None:
    found = run_check()
    assert found.code == check.NOT_CHECKED
    assert found.said == "Schools checked: 0, not whole: 0\nNot checked: there was nothing to check"


def test_a_database_without_tables(
    data: Path, database_kind: str, databases: Databases, monkeypatch: pytest.MonkeyPatch, run_check: Check
) -> None:
    with databases.copy(database_kind) as address, app_uses(address, monkeypatch):
        if database_kind == "sqlite":
            Path(engine().url.database or "").write_bytes(b"")
        else:
            do("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        assert_not_checked(run_check(), "no tables of the journal")


def test_a_database_with_a_table_missing(school: None, run_check: Check) -> None:
    do("DROP TABLE remark")
    found = run_check()
    assert found.code == check.NOT_CHECKED
    assert "Not checked: " in found.said
    assert "remark" in found.said
    assert "Traceback" not in found.said


def test_tables_of_an_older_version(data: Path, database: str, run_check: Check) -> None:
    do("UPDATE alembic_version SET version_num = '0001'")
    assert_not_checked(run_check(), "the tables are of another version (0001")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("postgresql://ejournal:s3cret-word@127.0.0.1:1/ejournal", "127.0.0.1:1"),
        ("sqlite:////nowhere/school.db", "there is no database file /nowhere/school.db"),
        ("mysql://somewhere", "EJOURNAL_DATABASE_URL"),
    ],
)
def test_a_database_out_of_reach(
    data: Path, address: str, named: str, monkeypatch: pytest.MonkeyPatch, run_check: Check
) -> None:
    monkeypatch.setenv("EJOURNAL_DATABASE_URL", address)
    forget()
    found = run_check()
    assert_not_checked(found, named)
    assert "s3cret-word" not in found.said


def test_a_file_that_is_no_database(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_check: Check
) -> None:
    (tmp_path / "school.db").write_text("not a database " * 100)
    monkeypatch.setenv("EJOURNAL_DATABASE_URL", f"sqlite:///{tmp_path / 'school.db'}")
    forget()
    assert_not_checked(run_check(), "not a database")
