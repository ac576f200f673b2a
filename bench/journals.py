"""Journals opened by several at once, by one worker or two; what an opening weighs on the wire."""

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import processes
from bench.measures import JOURNAL
from bench.school import Teacher
from bench.wire import LOADED, Tab

SHEET = '"columns":[{"'
FOUR = 4
CORES_WANTED = 4
"""Two for the workers, two for the database and the clients."""


@dataclass(frozen=True)
class Opened:
    """How many journals were opened in so many seconds, and the processor time of the workers for them."""

    times: int
    seconds: float
    work_s: float

    @property
    def per_s(self) -> float:
        """Journals a second."""
        return self.times / self.seconds


async def at_once(base: str, pid: int, desks: Sequence[Teacher], times: int) -> Opened:
    """Journals opened again and again by all the desks together, each `times` times."""
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(_at(base, desk)) for desk in desks]
        for tab in tabs:
            await tab.until(SHEET)
            await _open(tab, 1)  # caches are filled, connections are open
        started, worked = time.perf_counter(), processes.work_s(pid)
        await asyncio.gather(*(_open(tab, times) for tab in tabs))
        seconds, work = time.perf_counter() - started, processes.work_s(pid) - worked
    return Opened(len(tabs) * times, seconds, work)


def _at(base: str, desk: Teacher) -> Tab:
    return Tab(base, f"/journal?course={desk.course_id}", desk.token)


async def _open(tab: Tab, times: int) -> None:
    for _ in range(times):
        await tab.send(f"{JOURNAL}.load")
        await tab.until(SHEET)


async def opening_kb(base: str, desk: Teacher) -> float:
    """Kilobytes that come over the wire for one journal opened in a tab that was at another page."""
    async with Tab(base, "/", desk.token, deflates=True) as tab:
        await tab.until(LOADED)
        before = tab.bytes_on_wire
        await tab.go(f"/journal?course={desk.course_id}")
        return (tab.bytes_on_wire - before) / 1024


def of_workers(
    address: str, place: Path, settings: dict[str, str], desks: Sequence[Teacher], times: int
) -> dict[int, Opened]:
    """The same desks served by one worker and by two."""
    found = {}
    for workers in (1, 2):
        asked = settings | {"EJOURNAL_WORKERS": str(workers)}
        with processes.journal(address, place, asked) as (base, pid):
            found[workers] = asyncio.run(at_once(base, pid, desks, times))
    return found


def has_cores() -> bool:
    """Whether two workers can have a core each beside the database and the clients."""
    return (os.cpu_count() or 1) >= CORES_WANTED
