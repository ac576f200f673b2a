"""An event loop for tests that do many things in one."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

Run = Callable[[Coroutine[Any, Any, Any]], Any]
"""Runs a coroutine to its end."""


@contextmanager
def own_loop() -> Iterator[Run]:
    """A function that runs a coroutine to its end, always in the same loop and context."""
    with asyncio.Runner() as runner:
        yield runner.run
