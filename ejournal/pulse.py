"""Whether the database server answers: asked each second, so that nobody waits long for one that does not.

Told to the log once when it goes and once when it is back, however many had to do with it.
"""

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any

from ejournal.database import DatabaseAway, engine, turn_away
from ejournal.lazily import Lazily
from ejournal.settings import settings

if TYPE_CHECKING:
    import psycopg

    from ejournal import server_database
else:
    psycopg, server_database = Lazily("psycopg"), Lazily("ejournal.server_database")

log = logging.getLogger(__name__)
EVERY_S = 1.0
ANSWERS_WITHIN_S = 1.0
ASKED_TWICE = 2
"""A pause of our own event loop is no silence of the server: the second wait begins after it."""

FULL = "too many clients"


class Pulse:
    """The state of one server, as its questioner knows it."""

    def __init__(self) -> None:
        self.beats = False
        self.away = False
        self._answered_at = self._lost_at = 0.0
        self._wanted = asyncio.Event()
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def beat(self) -> None:
        """Ask again and again until the server ends; of SQLite there is nothing to ask."""
        if settings().database_address.startswith("sqlite"):
            return
        self.beats = True
        try:
            while True:
                try:
                    await self._ask_in_time()
                except Exception:
                    log.exception("The database could not be asked")
                self._wanted.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wanted.wait(), EVERY_S)
        finally:
            self.beats = False
            self._turn(False)

    async def answers(self) -> bool:
        """Whether the server answers at this moment; known within a second or so."""
        asked = time.monotonic()
        self._wanted.set()
        while time.monotonic() < asked + ANSWERS_WITHIN_S and not self.away:
            if self._answered_at > asked:
                return True
            await asyncio.sleep(0.02)
        return False

    async def _ask_in_time(self) -> None:
        asking = asyncio.create_task(self._ask())
        for _ in range(ASKED_TWICE):
            if (await asyncio.wait({asking}, timeout=ANSWERS_WITHIN_S))[0]:
                break
        else:
            self._lose("no answer")
        with contextlib.suppress(psycopg.Error, OSError):
            await asking

    async def _ask(self) -> None:
        try:
            if self._connection is None:
                given, named = engine().dialect.create_connect_args(engine().url)
                self._connection = await psycopg.AsyncConnection.connect(
                    *given, **{**named, "connect_timeout": 2, "autocommit": True}
                )
            await self._connection.execute("SELECT 1")
        except (psycopg.Error, OSError) as error:
            await self._close()
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            if FULL in reason:
                self._answered_at = time.monotonic()  # it answers, though it has no place for one more
            else:
                self._lose(reason)
        else:
            self._answered_at = time.monotonic()
            self._find()

    async def _close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    def _lose(self, reason: str) -> None:
        if not self.away:
            self._lost_at = time.monotonic()
            log.error("The database does not answer: %s", reason)
        self._turn(True)
        if self._connection is not None and not self._connection.closed:
            with contextlib.suppress(OSError, psycopg.Error):
                server_database.cut(self._connection.fileno())
        server_database.let_go()

    def _find(self) -> None:
        if self.away:
            log.warning("The database answers again, after %.0f s", time.monotonic() - self._lost_at)
        self._turn(False)

    def _turn(self, away: bool) -> None:
        self.away = away
        turn_away(DatabaseAway() if away else None)


pulse = Pulse()
"""That of this process."""
