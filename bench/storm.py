"""A morning: a crowd signs in while teachers write marks; how much longer does a mark take?"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import httpx
from websockets.exceptions import ConnectionClosed

from bench.figures import milliseconds
from bench.measures import free_cells, save_mark, sheet_of
from bench.school import Teacher
from bench.wire import Tab, sign_in

EVERY_S = 5.0
"""How often each teacher writes a mark."""
SLOWER_AT_MOST = 2.0


@dataclass
class Told:
    """Seconds of each save, before anybody signs in and meanwhile; of each sign-in; what went wrong."""

    quiet: list[float] = field(default_factory=list)
    stormy: list[float] = field(default_factory=list)
    signed_in: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether all were let in, and teachers hardly noticed."""
        slower = milliseconds(self.stormy, 0.95) / milliseconds(self.quiet, 0.95)
        return not self.errors and slower <= SLOWER_AT_MOST


@dataclass
class _Desk:
    """A teacher at an open journal."""

    tab: Tab
    cells: list[tuple[str, str]]
    number: int
    turn: int = 0

    async def can_write(self) -> bool:
        """Whether marks are taken here: not in a class without marks, nor past the edit window."""
        try:
            return bool(self.cells) and bool(await save_mark(self.tab, f"{self.number}", 0, *self.cells[0]))
        except AssertionError:
            return False

    async def writes(self, ends: float, pause: float, told: list[float], errors: list[str]) -> None:
        """A mark after another until the end."""
        lasts = ends - time.perf_counter()
        await asyncio.sleep(random.random() * min(pause, lasts / 2))  # in a short storm too each writes once
        while (began := time.perf_counter()) < ends:
            self.turn += 1
            try:
                cell = self.cells[self.turn % len(self.cells)]
                told.append(await save_mark(self.tab, f"{self.number}-{self.turn}", self.turn, *cell))
            except (TimeoutError, OSError, AssertionError, ConnectionClosed) as error:
                errors.append(repr(error)[:200])
            await asyncio.sleep(max(0.0, pause - (time.perf_counter() - began)))


@asynccontextmanager
async def desks_of(base: str, teachers: Sequence[Teacher]) -> AsyncIterator[list["_Desk"]]:
    """The teachers at their open journals, those who can write there."""
    async with AsyncExitStack() as stack:
        desks = []
        for number, teacher in enumerate(teachers):
            page = f"/journal?course={teacher.course_id}"
            tab = await stack.enter_async_context(Tab(base, page, teacher.token))
            cells = free_cells(sheet_of(await tab.until('"columns":[{"')))
            desk = _Desk(tab, [one for one in cells if one[1] == cells[-1][1]], number)  # of the last lesson
            if await desk.can_write():
                desks.append(desk)
        yield desks


async def write_all(
    desks: Sequence["_Desk"], seconds: float, told: list[float], errors: list[str], pause: float = EVERY_S
) -> None:
    """All of them write marks for so long."""
    ends = time.perf_counter() + seconds
    await asyncio.gather(*(one.writes(ends, pause, told, errors) for one in desks))


async def storm(
    base: str, teachers: Sequence[Teacher], logins: Sequence[str], seconds: float, slower: float = 1
) -> Told:
    """Marks written for a third of the time with nobody at the door, then while all of them sign in.

    slower: how much slower than at the reference hour the machine is; all come as much later.
    """
    told, pause = Told(), EVERY_S * slower
    async with desks_of(base, teachers) as desks:
        for lasts, saves in ((seconds * slower / 3, told.quiet), (seconds * slower, told.stormy)):
            ends = time.perf_counter() + lasts
            crowd = _crowd(base, logins, lasts, told) if saves is told.stormy else []
            await asyncio.gather(*(one.writes(ends, pause, saves, told.errors) for one in desks), *crowd)
    return told


def _crowd(base: str, logins: Sequence[str], lasts: float, told: Told) -> list[object]:
    return [_comes(base, login, random.random() * lasts, told) for login in logins]


async def _comes(base: str, login: str, after: float, told: Told) -> None:
    await asyncio.sleep(after)
    began = time.perf_counter()
    try:
        await sign_in(base, login)
        told.signed_in.append(time.perf_counter() - began)
    except (PermissionError, httpx.HTTPError) as error:
        told.errors.append(repr(error)[:200])
