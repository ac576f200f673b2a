"""A connection that died while it rested is replaced before anybody notices."""

import pytest
from sqlalchemy import text

from ejournal import server_database as module
from ejournal.database import make_engine
from tests.infra.databases import Databases


def test_a_connection_lost_while_at_rest_is_replaced(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESTS_S", -1.0)
    with databases.copy("postgresql") as address:
        engine, other = make_engine(address), make_engine(address)
        with engine.connect() as connection:
            first = connection.scalar(text("SELECT pg_backend_pid()"))
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first})
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT pg_backend_pid()")) != first
        engine.dispose()
        other.dispose()
