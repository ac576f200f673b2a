"""The engine, the session scope and what SQLite must be told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from ejournal.disk import NO_ROOM, no_room, private_file, private_folder
from ejournal.errors import DomainError
from ejournal.lazily import Lazily
from ejournal.settings import settings

if TYPE_CHECKING:
    from ejournal import server_database
else:
    server_database = Lazily("ejournal.server_database")  # its driver is of no use to SQLite

BUSY_S = 15
"""So long a writer waits for its turn."""
PRAGMAS: tuple[str, ...] = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_S * 1000}",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)
DISK_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "53100")
_READS_ONLY = "reads only"
_WRITING = "writing"


class DatabaseAway(OperationalError):
    """The database does not answer now; what was asked may be asked again."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(None, None, Exception(reason or "the database does not answer"))


def make_engine(address: str) -> Engine:
    """An engine for the address, with SQLite's foreign keys, WAL and durable commits on."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return server_database.server_engine(url)
    if url.database and url.database != ":memory:":
        # What SQLite lays beside the file gets the file's own rights.
        private_file(private_folder(Path(url.database).parent) / Path(url.database).name)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
        pool_size=10,
        max_overflow=20,
        hide_parameters=True,
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
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@lru_cache
def engine() -> Engine:
    """The one engine of this process."""
    return make_engine(settings().database_address)


_turned_away: list[DatabaseAway] = []


def turn_away(reason: DatabaseAway | None) -> None:
    """Refuse every new session at once, instead of letting it wait; None ends that."""
    _turned_away[:] = [reason] if reason else []


_after_commit: list[Callable[[Session], None]] = []


def after_commit(do: Callable[[Session], None]) -> None:
    """Let it be done after each commit of a session_scope, with its session."""
    _after_commit.append(do)


def _commit(session: Session) -> None:
    session.commit()
    for do in _after_commit:
        do(session)


@contextmanager
def session_scope(*, writing: bool = True) -> Iterator[Session]:
    """A session that commits at the end and rolls back on any error but one that keeps its work.

    One that is not writing refuses to: RuntimeError. DatabaseAway when the database server does not answer.
    """
    if _turned_away:
        raise DatabaseAway
    with (
        _told_in_short(),
        _turn(writing=writing),
        Session(engine(), expire_on_commit=False, autoflush=False) as session,
    ):
        session.info[_READS_ONLY] = not writing
        if options := _options(session, writing=writing):
            session.connection(execution_options=options)
        try:
            yield session
            _commit(session)
        except BaseException as error:
            if isinstance(error, DomainError) and error.keeps_work:
                _commit(session)
            else:
                session.rollback()
            raise


_one_writes = threading.Lock()


@contextmanager
def _turn(*, writing: bool) -> Iterator[None]:
    """One writer of SQLite after another: it would let them ask again and again, with growing pauses."""
    if not writing or engine().dialect.name != "sqlite":
        yield
        return
    is_ours = _one_writes.acquire(timeout=BUSY_S)  # after that SQLite itself says that it is busy
    try:
        yield
    finally:
        if is_ours:
            _one_writes.release()


def only_reads(session: Session) -> bool:
    """Whether the session refuses to write."""
    return bool(session.info.get(_READS_ONLY))


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session that only reads, and sees everything as it was at one moment, however long it reads."""
    with _told_in_short(), Session(engine(), expire_on_commit=False, autoflush=False) as session:
        session.info[_READS_ONLY] = True
        if session.get_bind().dialect.name != "sqlite":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
        session.rollback()


@contextmanager
def _told_in_short() -> Iterator[None]:
    """A lost server as DatabaseAway, a full disk as DiskFull: a line, where their errors show statements."""
    try:
        yield
    except NoConnectionInTime:
        raise DatabaseAway("all connections are in use") from None
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise no_room(error) from None
    except OperationalError as error:
        if _has_no_room(error):
            raise no_room(error.orig) from None
        if (
            isinstance(error, DatabaseAway)
            or engine().dialect.name == "sqlite"
            or not server_database.is_away(error)
        ):
            raise
        raise DatabaseAway(next(iter(str(error.orig).splitlines()), "")) from None


def _has_no_room(error: OperationalError) -> bool:
    named = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return named in DISK_FULL


def _options(session: Session, *, writing: bool) -> dict[str, Any]:
    if writing:
        return {_WRITING: True}
    if session.get_bind().dialect.name == "sqlite":
        return {}
    # Each statement sees what was committed before it, as in a transaction too; beginning and ending one
    # would be two more questions to the server.
    return {"isolation_level": "AUTOCOMMIT"}


@event.listens_for(Session, "before_flush")
def _keep_from_flushing(session: Session, _context: Any, _instances: Any) -> None:
    if session.info.get(_READS_ONLY) and (session.new or session.dirty or session.deleted):
        raise RuntimeError("written in a transaction that only reads")


@event.listens_for(Session, "do_orm_execute")
def _keep_from_changing(asked: ORMExecuteState) -> None:
    if asked.session.info.get(_READS_ONLY) and (asked.is_insert or asked.is_update or asked.is_delete):
        raise RuntimeError("written in a transaction that only reads")
