"""An event loop in a thread of its own, for tests that do many things in one loop."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

Run = Callable[[Coroutine[Any, Any, Any]], Any]
"""Runs a coroutine to its end."""


@contextmanager
def own_loop() -> Iterator[Run]:
    """A function that runs a coroutine to its end, always in the same loop."""
    context = copy_context()  # Reflex keeps its registry there
    with ThreadPoolExecutor(1) as thread:
        runner = thread.submit(context.run, asyncio.Runner).result()
        try:
            yield lambda coroutine: thread.submit(context.run, runner.run, coroutine).result()
        finally:
            thread.submit(runner.close).result()
