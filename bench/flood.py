"""Strangers who send all they can while a teacher saves: python -m bench.flood BASE.

Three times in a row: forty sockets without a sign-in, five hundred writing events on each, closed at once.
"""

import asyncio
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

from bench import rawsocket
from bench.figures import milliseconds
from bench.measures import JOURNAL, free_cells, save_mark, sheet_of
from bench.processes import memory_kb, work_s
from bench.wire import Tab, sign_in
from ejournal.settings import ROOT

SOCKETS = 40
EVENTS = 500
TIMES = 3
QUIET_SAVES = 150
CALMS_WITHIN_S = 2.0
AFTERWARDS_S = 3.0
SLOWER_AT_MOST = 2.0
LOOKS_EVERY_S = 0.1


@dataclass
class Told:
    """Seconds of each save before, during and after; kilobytes that the server took more.

    `work_s` is the processor time of the server by the same three parts: it does not depend on who else is at
    work on the machine.
    """

    quiet: list[float] = field(default_factory=list)
    flooded: list[float] = field(default_factory=list)
    afterwards: list[float] = field(default_factory=list)
    grown_kb: int = 0
    work_s: list[float] = field(default_factory=list)

    @property
    def of_save_s(self) -> float:
        """Processor time of a quiet save."""
        return self.work_s[0] / len(self.quiet)

    @property
    def of_flood_in_saves(self) -> float:
        """How many quiet saves the strangers' events cost the server."""
        return self.work_s[1] / self.of_save_s - len(self.flooded)

    @property
    def of_save_afterwards(self) -> float:
        """What a save costs afterwards, in quiet ones."""
        return self.work_s[2] / len(self.afterwards) / self.of_save_s

    @property
    def holds(self) -> bool:
        """Whether the teacher was hardly held up, and soon not at all."""
        quiet, flooded, afterwards = (
            milliseconds(one, 0.95) for one in (self.quiet, self.flooded, self.afterwards)
        )
        return flooded <= SLOWER_AT_MOST * quiet and afterwards <= SLOWER_AT_MOST * quiet


def flood(base: str) -> int:
    """Send it all and close; how many sockets were let in."""
    event = rawsocket.event(f"{JOURNAL}.put", ops=[])
    sockets = []
    for _ in range(SOCKETS):
        with suppress(OSError):
            sockets.append(rawsocket.connect(base))
    for one in sockets:
        with suppress(OSError):
            one.sendall(rawsocket.begin() + event * EVENTS)
    for one in sockets:
        one.close()
    return len(sockets)


async def saves(base: str, course_id: int, pid: int) -> Told:
    """Save marks as a teacher before, during and after the flood."""
    cookie = await sign_in(base, "teacher")
    told = Told()
    async with Tab(base, f"/journal?course={course_id}", cookie) as tab:
        cells = free_cells(sheet_of(await tab.until('"columns":[{"')))
        turn = 0

        async def save() -> float:
            nonlocal turn
            turn += 1
            return await save_mark(tab, str(turn), turn, *cells[turn % len(cells)])

        spent = [work_s(pid)]
        told.quiet += [await save() for _ in range(QUIET_SAVES)]
        spent.append(work_s(pid))
        before = memory_kb(pid)
        command = [sys.executable, "-m", "bench.flood", base]
        flooding = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        looked_at = began = time.perf_counter()
        ended = 0.0
        while not ended or time.perf_counter() < ended + CALMS_WITHIN_S + AFTERWARDS_S:
            if not ended and flooding.poll() is not None:
                ended = time.perf_counter()
            calm = ended and time.perf_counter() > ended + CALMS_WITHIN_S
            if calm and not told.afterwards:
                spent.append(work_s(pid))
            (told.afterwards if calm else told.flooded).append(await save())
            if time.perf_counter() > looked_at + LOOKS_EVERY_S:
                looked_at = time.perf_counter()
                told.grown_kb = max(told.grown_kb, memory_kb(pid) - before)
        assert ended > began
        spent.append(work_s(pid))
        told.work_s += [later - earlier for earlier, later in pairwise(spent)]
    return told


def measure(base: str, course_id: int, pid: int) -> Told:
    """The same, for who has no loop."""
    return asyncio.run(saves(base, course_id, pid))


if __name__ == "__main__":
    print(sum(flood(sys.argv[1]) for _ in range(TIMES)))
