"""PostgreSQL as we talk to it: every wait has an end, on the server and on our side.

A server that is stopped or cut off keeps no limit of its own: whoever waits for its answer is let go by us.
"""

import contextlib
import math
import os
import socket
import threading
import time
import weakref
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError, OperationalError

CONNECTS_WITHIN_S = 5
STATEMENT_WITHIN_S = 15
LOCK_WITHIN_S = 10
ANSWERS_WITHIN_S = 20.0
POOL_WITHIN_S = 5
RESTS_S = 5.0
"""After so long without use a connection to a database server is asked whether it lives."""
ZONE = "SET TimeZone = 'UTC'"
"""Days of moments are counted as SQLite counts them, wherever the server stands."""
PLANS = ("SET plan_cache_mode = force_generic_plan", "SET jit = off")
"""A statement is planned once for a connection, not for each family anew: that took longer than reading."""
PREPARED_AFTER, MOST_PREPARED = 1, 200
"""Uses of a statement by a connection after which the server keeps its plan, and how many plans it keeps."""
LIMITS = (
    f"SET statement_timeout = '{STATEMENT_WITHIN_S}s'",
    f"SET lock_timeout = '{LOCK_WITHIN_S}s'",
    "SET idle_in_transaction_session_timeout = '60s'",
)
ON_THE_WIRE = {
    "connect_timeout": CONNECTS_WITHIN_S,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
AWAY_STATES = ("08", "57P")
"""SQLSTATEs of a server that goes, has gone or is not yet there; without any, it could not be reached."""
_USED_AT = "used at"

Answer = TypeVar("Answer")
_opening = threading.Lock()
_open: weakref.WeakSet["Connection"] = weakref.WeakSet()


class Connection(psycopg.Connection[Any]):
    """A connection that gives up, and of which others know whether it waits."""

    waits = False

    def wait(self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None) -> Answer:
        """The answer; OperationalError when none comes in time, and the connection is closed."""
        self.waits = True
        try:
            return super().wait(gen, interval, ANSWERS_WITHIN_S if timeout is None else timeout)
        except _WaitTimeout:
            if timeout is not None:
                raise
            self.close()
            raise psycopg.OperationalError(f"no answer within {ANSWERS_WITHIN_S:.0f} s") from None
        finally:
            self.waits = False


def server_engine(url: URL) -> Engine:
    """An engine for a database server, in which no wait is without end and no parameter comes into a log."""
    limits = {name: value for name, value in ON_THE_WIRE.items() if name not in url.query}
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        pool_timeout=POOL_WITHIN_S,
        pool_use_lifo=True,  # the fewer connections are used, the sooner they know all statements
        connect_args=limits,
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ask_after_rest)
    return engine


def let_go() -> None:
    """End every wait for an answer: those who wait get an error now."""
    with _opening:
        known = tuple(_open)
    for connection in known:
        with contextlib.suppress(OSError, psycopg.Error):  # it has ended by itself meanwhile
            if connection.waits and not connection.closed:
                cut(connection.fileno())


def cut(descriptor: int) -> None:
    """End a connection's socket under whoever waits at it; its owner closes it."""
    with socket.socket(fileno=os.dup(descriptor)) as ours:
        ours.shutdown(socket.SHUT_RDWR)


def is_away(error: OperationalError) -> bool:
    """Whether the error says that the server could not be reached, goes or has gone."""
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or str(state).startswith(AWAY_STATES)


def _connect(_dialect: Any, _record: Any, given: Any, named: Any) -> Connection:
    connection = Connection.connect(*given, **named)
    with _opening:
        _open.add(connection)
    return connection


def _prepare(connection: Any, _record: Any) -> None:
    connection.prepare_threshold, connection.prepared_max = PREPARED_AFTER, MOST_PREPARED
    # Not by the start-up options: poolers such as PgBouncer refuse those.
    for setting in (ZONE, *LIMITS, *PLANS):
        connection.execute(setting)
    connection.commit()


def _note_use(_connection: Any, record: Any) -> None:
    record.info[_USED_AT] = time.monotonic()


def _ask_after_rest(connection: Any, record: Any, _proxy: Any) -> None:
    # A connection may have died while it rested. One that was in use a moment ago is not asked: the
    # question costs every event a round trip.
    if time.monotonic() - record.info.get(_USED_AT, math.inf) > RESTS_S:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error
