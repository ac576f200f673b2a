"""The threads in which handlers meet the database: few, for they share one interpreter.

SQLite lets one connection write at a time and makes others ask again and again: its writers stand in one
queue instead, in the order in which they came.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, TypeVar

from ejournal.settings import settings

SQLITE_READERS = 3
POSTGRES_THREADS = 8
"""They mostly wait for the server's answer."""

Answer = TypeVar("Answer")


async def in_thread(
    function: Callable[..., Answer], *given: Any, writing: bool, quick: bool = False
) -> Answer:
    """What the function, called with `writing` too, gives in a thread for those who write or only read.

    A quick reader of SQLite is not sent to a thread: passing the interpreter from thread to thread at each
    statement takes longer than the statements, and a crowd of such readers is served half as fast. A database
    server may be silent for long, whoever asks it: that wait is never the event loop's.
    """
    if quick and not writing and _is_sqlite():
        return function(*given, writing=writing)
    context = contextvars.copy_context()
    call = partial(context.run, function, *given, writing=writing)
    return await asyncio.get_running_loop().run_in_executor(_threads(writing=writing), call)


def _threads(*, writing: bool) -> ThreadPoolExecutor:
    if not _is_sqlite():
        return _pool("database", POSTGRES_THREADS)
    return _pool("writer", 1) if writing else _pool("reader", SQLITE_READERS)


def _is_sqlite() -> bool:
    return settings().database_address.startswith("sqlite")


@lru_cache
def _pool(name: str, threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, name)
