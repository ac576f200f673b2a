"""Fixtures of every test, and the count that lets no layer be skipped."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ejournal.database import make_engine, session_scope
from ejournal.settings import settings
from tests.cast import Cast, make_cast
from tests.infra import layers, moments
from tests.infra.databases import KINDS, Databases, Engines, Plant, app_uses, undone

IN_MEMORY, ROOM = Path("/dev/shm"), 4 << 30
# What tests write is gone with them: where memory serves as a disk and has room, no disk is asked. Chromium's
# pictures go there too, and a copy of a database on a server takes a tenth of the time.
if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(IN_MEMORY)
    tempfile.tempdir = None
# Before anything of the journal asks for its settings: no test reads or writes a real school.
DATA = tempfile.mkdtemp(prefix="ejournal-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ.update(
    EJOURNAL_DATA_FOLDER=DATA,
    EJOURNAL_SECRET_KEY="a key of the tests, known to everybody",
    EJOURNAL_DATABASE_URL="sqlite:///nowhere/a-test-asked-for-no-database.db",
    EJOURNAL_TODAY="2026-11-20",  # tests.cast.DAY, a Friday in the second quarter
    EJOURNAL_DEMO="true",
    EJOURNAL_REDIS_URL="",
    EJOURNAL_WORKERS="1",
)
# Not in the folder of all runs: by its moved clock another takes this one for long over, and clears it away.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", DATA)

pytest_plugins = [
    "tests.infra.memory",
    "tests.infra.messages",
    "tests.infra.servers",
    "tests.infra.browser",
    "tests.infra.providers",
]
pytest_addoption = layers.pytest_addoption
pytest_collection_modifyitems = layers.pytest_collection_modifyitems
pytest_sessionfinish = layers.pytest_sessionfinish
pytest_terminal_summary = layers.pytest_terminal_summary
pytest_configure = moments.pytest_configure
pytest_report_header = moments.pytest_report_header
pytest_unconfigure = moments.pytest_unconfigure


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Templates and copies of real databases."""
    # Not in pytest's own folder: another run may clear that away under a living server.
    with tempfile.TemporaryDirectory(prefix="ejournal-", ignore_cleanup_errors=True) as folder:
        databases = Databases(Path(folder))
        yield databases
        databases.stop()


@pytest.fixture(scope="module")
def own_databases() -> Iterator[Databases]:
    """Databases on a PostgreSQL server of one's own, which may be stopped and restarted."""
    with tempfile.TemporaryDirectory(prefix="ejournal-", ignore_cleanup_errors=True) as folder:
        databases = Databases(Path(folder))
        yield databases
        databases.stop()


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn: a test that asks for it runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def _engines(databases: Databases) -> Iterator[Engines]:
    with ExitStack() as stack:

        @cache
        def engine_of(kind: str, plant: Plant | None) -> Engine:
            engine = make_engine(stack.enter_context(databases.copy(kind, plant)))
            stack.callback(engine.dispose)
            return engine

        yield engine_of


@pytest.fixture
def plant(request: pytest.FixtureRequest) -> Plant | None:
    """What stands in the test's database: the cast where the test asks for it, nothing where it does not."""
    return make_cast if {"cast", "committed"} & {*request.fixturenames} else None


@pytest.fixture
def session(database_kind: str, plant: Plant | None, _engines: Engines) -> Iterator[Session]:
    """A session on a database of each kind, empty but for the cast; what it commits is undone at the end."""
    with undone(_engines(database_kind, plant)) as session:
        yield session


@pytest.fixture
def cast(session: Session, database_kind: str, databases: Databases) -> Cast:
    """Both schools (tests/cast.py) in the test's session."""
    return databases.planted(database_kind, make_cast).taken_into(session)


@pytest.fixture
def database(
    database_kind: str, plant: Plant | None, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of a throw-away database of each kind, which the app itself uses too; `plant` is in it."""
    with databases.copy(database_kind, plant) as address, app_uses(address, monkeypatch):
        yield address


@pytest.fixture
def committed(database: str, database_kind: str, databases: Databases) -> Cast:
    """Both schools in `database`, where many transactions see them."""
    with session_scope() as session:
        return databases.planted(database_kind, make_cast).taken_into(session)


@pytest.fixture
def sqlite_database(
    plant: Plant | None, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Like `database`, SQLite only: for tests in which the database does not matter."""
    with databases.copy("sqlite", plant) as address, app_uses(address, monkeypatch):
        yield address


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the app uses for uploaded files."""
    monkeypatch.setenv("EJOURNAL_STORAGE_FOLDER", str(tmp_path))
    settings.cache_clear()  # whatever fixture has read them before this one
    return tmp_path
