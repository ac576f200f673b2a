"""No wait for PostgreSQL is without end, and no error shows what was written."""

import time
from collections.abc import Iterator

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from ejournal import server_database
from ejournal.database import DatabaseAway, engine, make_engine, session_scope, turn_away
from ejournal.models import School
from tests.infra.databases import Databases, app_uses

SOON_S = 30
SECRET = "4276 1300 0000 1234"


@pytest.fixture
def impatient(own_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The app on a PostgreSQL of its own, with limits of a second."""
    monkeypatch.setattr(server_database, "ANSWERS_WITHIN_S", 3.0)
    limits = ("SET statement_timeout = '1s'", "SET lock_timeout = '500ms'")
    monkeypatch.setattr(server_database, "LIMITS", limits)
    with own_databases.copy("postgresql") as address, app_uses(address, monkeypatch):
        yield address


def ask_one_that_stands_still() -> None:
    with session_scope(writing=False) as session:
        backend = psutil.Process(session.scalar(text("SELECT pg_backend_pid()")))
        backend.suspend()
        try:
            session.execute(text("SELECT 1"))
        finally:
            backend.resume()


def test_a_backend_that_stands_still_is_left(impatient: str) -> None:
    began = time.monotonic()
    with pytest.raises(DatabaseAway, match="no answer within 3 s"):
        ask_one_that_stands_still()
    assert time.monotonic() - began < SOON_S
    with session_scope(writing=False) as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_server_that_stands_still_connects_nobody_for_long(
    impatient: str, own_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server_database.ON_THE_WIRE, "connect_timeout", 2)  # the least that libpq knows
    fresh = make_engine(impatient)
    began = time.monotonic()
    with own_databases.postgres_stopped(), pytest.raises(OperationalError), fresh.connect():
        pass
    assert time.monotonic() - began < SOON_S


@pytest.mark.parametrize("statement", ["SELECT pg_sleep(60)", "LOCK TABLE school"])
def test_the_server_ends_what_takes_too_long(impatient: str, statement: str) -> None:
    with make_engine(impatient).connect() as other:
        other.execute(text("LOCK TABLE school"))
        with pytest.raises(OperationalError) as told, session_scope() as session:
            session.execute(text(statement))
        assert not isinstance(told.value, DatabaseAway), "the server is there: only this took too long"
        other.rollback()


def test_a_statement_is_planned_once_whatever_it_asks_for(impatient: str) -> None:
    asked = text("SELECT name FROM school WHERE id = :id")
    kept = text("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE :like")
    with session_scope(writing=False) as session:
        for school_id in range(1, 8):
            session.execute(asked, {"id": school_id})
        assert session.execute(kept, {"like": "SELECT name FROM school%"}).all() == [(6, 0)]


def test_nobody_waits_for_a_free_connection_for_long(impatient: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine().pool, "_timeout", 0.2)
    held = [engine().connect() for _ in range(30)]
    with pytest.raises(DatabaseAway, match="all connections are in use"), session_scope() as session:
        session.execute(text("SELECT 1"))
    for connection in held:
        connection.close()


@pytest.mark.usefixtures("database")
def test_no_error_shows_what_was_to_be_written() -> None:
    with session_scope() as session:
        session.add(School(code="one", name=SECRET, short_name="№ 1"))
    with pytest.raises(IntegrityError) as told, session_scope() as session:
        session.add(School(code="one", name=SECRET, short_name="№ 2"))
    assert "[SQL parameters hidden" in str(told.value)
    assert SECRET not in str(told.value)


@pytest.mark.usefixtures("database")
def test_who_comes_while_the_server_is_away_is_turned_away_at_once() -> None:
    turn_away(DatabaseAway())
    try:
        with pytest.raises(DatabaseAway), session_scope(writing=False):
            pass
    finally:
        turn_away(None)
    with session_scope(writing=False) as session:
        assert session.scalar(text("SELECT 1")) == 1
