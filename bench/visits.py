"""The evening: whole visits of families, more of them a second until answers come late."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.figures import percentile
from bench.school import Crowd
from bench.wire import LOADED, Tab

SLOWEST_P95_S = 0.3
FIRST_PER_S = 2.0
TRIES = 2  # one pause of the machine is not yet the cliff


@dataclass
class Round:
    """What came of visits that began at one rate: how long each answer took, how many visits ended well."""

    begun: int
    answers: list[float] = field(default_factory=list)
    done: int = 0

    def is_served(self) -> bool:
        """Whether all visits ended, and nineteen answers of twenty came in time."""
        return self.done == self.begun and percentile(self.answers, 0.95) <= SLOWEST_P95_S


async def most_per_s(base: str, families: Sequence[Crowd], seconds: float, step: float) -> float:
    """The visits a second that are served in time; the load grows by `step` up to the cliff."""
    quiet = await _round(base, families, FIRST_PER_S, seconds)  # fills caches, opens connections
    if not quiet.done:
        raise AssertionError("no visit came to its end")
    best, rate = 0.0, FIRST_PER_S
    while await _is_served(base, families, rate, seconds):
        best, rate = rate, rate * step
    return best


async def _is_served(base: str, families: Sequence[Crowd], rate: float, seconds: float) -> bool:
    for _ in range(TRIES):
        found = await _round(base, families, rate, seconds)
        if found.is_served():
            return True
    return False


async def _round(base: str, families: Sequence[Crowd], rate: float, seconds: float) -> Round:
    found, started = Round(max(1, round(rate * seconds))), time.perf_counter()
    visits = (
        _visit(base, families[turn % len(families)], started + turn / rate, found)
        for turn in range(found.begun)
    )
    await asyncio.gather(*visits)
    return found


async def _visit(base: str, family: Crowd, begins: float, found: Round) -> None:
    """Connect and see the home page, look into the diary and at the marks, leave."""
    await asyncio.sleep(max(0.0, begins - time.perf_counter()))
    try:
        since = time.perf_counter()
        async with Tab(base, "/", family.token) as tab:
            await tab.until(LOADED)
            since = _note(found, since)
            for page in ("/diary", "/diary/marks"):
                await tab.go(f"{page}?child={family.pupil_id}")
                since = _note(found, since)
        found.done += 1
    except (TimeoutError, OSError):
        found.answers.append(float("inf"))


def _note(found: Round, since: float) -> float:
    now = time.perf_counter()
    found.answers.append(now - since)
    return now
