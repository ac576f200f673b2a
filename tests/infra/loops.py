"""An event loop for tests that do many things in one."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

Run = Callable[[Coroutine[Any, Any, Any]], Any]
"""Runs a coroutine to its end."""


@contextmanager
def own_loop() -> Iterator[Run]:
    """A function that runs a coroutine to its end, always in the same loop and context."""
    with asyncio.Runner() as runner:
        loop, context = runner.get_loop(), contextvars.copy_context()

        def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
            # Not the runner's own `run`: to hear Ctrl+C it sets a signal's handler around each coroutine.
            return loop.run_until_complete(loop.create_task(coroutine, context=context))

        yield run
