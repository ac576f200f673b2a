"""What the program writes: private, whole or not at all, and in words when the disk is full."""

import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ejournal.database import engine, make_engine, session_scope
from ejournal.disk import DiskFull, private_folder, tighten, write_whole
from ejournal.models import School
from ejournal.settings import ROOT
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Inside, the system lets no file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.fixture
def cast(sqlite_database: str, databases: Databases) -> Cast:
    with session_scope() as session:
        return databases.planted("sqlite", make_cast).taken_into(session)


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    write_whole(file, b"as it was")
    with room_for(100), pytest.raises(DiskFull):
        write_whole(file, b"x" * 101)
    assert file.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_without_room_says_so(cast: Cast) -> None:
    size = Path(engine().url.database or "").stat().st_size
    with room_for(size), pytest.raises(DiskFull), session_scope() as session:
        session.add_all(School(code=f"s{n}", name="Школа " * 300, short_name="Школа") for n in range(2_000))
    with session_scope() as session:
        session.add(School(code="after", name="Школа", short_name="Школа"))


@pytest.fixture
def careless() -> Iterator[None]:
    """The umask of most machines: everybody may read what is made."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.usefixtures("careless")
def test_a_command_makes_nothing_that_others_can_read(tmp_path: Path) -> None:
    data = tmp_path / "srv" / "data"
    ended = subprocess.run(
        [sys.executable, "-m", "ejournal", "demo", "--pupils", "10"],
        cwd=ROOT,
        env=os.environ
        | {"EJOURNAL_DATA_FOLDER": str(data), "EJOURNAL_DATABASE_URL": "", "EJOURNAL_SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    made = [data.parent, data, *data.rglob("*")]
    assert data / "ejournal.db" in made
    assert {mode(one) for one in made if one.is_dir()} == {"0o700"}
    assert {mode(one) for one in made if one.is_file()} == {"0o600"}


@pytest.mark.usefixtures("careless")
def test_a_database_and_what_lies_beside_it_are_private_whoever_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "school" / "school.db"
    opened = make_engine(f"sqlite:///{file}")
    with opened.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")
        assert {one.name: mode(one) for one in file.parent.iterdir()} == dict.fromkeys(
            ("school.db", "school.db-wal", "school.db-shm"), "0o600"
        )
    opened.dispose()
    assert mode(file.parent) == "0o700"


@pytest.mark.usefixtures("careless")
def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "data")
    folder.chmod(0o755)
    file = folder / "school.db"
    sqlite3.connect(file).close()
    file.write_bytes(b"")
    assert mode(file) == "0o644"
    tighten(folder, file, folder / "missing")
    assert (mode(folder), mode(file)) == ("0o700", "0o600")
