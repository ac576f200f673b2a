"""Long work that a handler begins and does not wait for: a thread, and news of how far it is.

A handler holds its tab while it runs: nothing else on the page would answer.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from ejournal.ui.runtime import live
from ejournal.ui.runtime.work import Job

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Jobs of one process that run side by side; others wait their turn."""
_under_way: set[asyncio.Task[None]] = set()
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


def begin(jobs: Iterable[Job]) -> None:
    """Let the jobs run; called within the event loop."""
    for job in jobs:
        task = asyncio.get_running_loop().create_task(_run(job))
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)


async def settle() -> None:
    """Wait until every job that was begun in this loop is over."""
    loop = asyncio.get_running_loop()
    while mine := [task for task in _under_way if task.get_loop() is loop]:
        await asyncio.wait(mine)


async def _run(job: Job) -> None:
    loop = asyncio.get_running_loop()

    def tell(topic: str, payload: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(live.tell([(topic, payload)]), loop)

    async with _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE)):
        try:
            await asyncio.to_thread(job, tell)
        except Exception:
            log.exception("A job has failed")
