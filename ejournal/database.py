"""The engine, the session scope and what SQLite must be told."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.settings import settings

PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=15000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)


def make_engine(address: str) -> Engine:
    """An engine for the address, with SQLite's foreign keys, WAL and durable commits on."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": 15, "check_same_thread": False}, pool_size=10, max_overflow=20
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that a writer may lock at once
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that will write takes the lock at its start: a reader that turns writer
    # would otherwise fail at once, whatever the busy timeout.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@lru_cache
def engine() -> Engine:
    """The one engine of this process."""
    return make_engine(settings().database_address)


@contextmanager
def session_scope(*, writing: bool = True) -> Iterator[Session]:
    """A session that commits at the end and rolls back on any error but one that keeps its work."""
    with Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.connection(execution_options={"writing": writing})
        try:
            yield session
            session.commit()
        except BaseException as error:
            if isinstance(error, DomainError) and error.keeps_work:
                session.commit()
            else:
                session.rollback()
            raise
