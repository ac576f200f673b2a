"""What is measured on a running server: a bare event, a mark saved, journals and diaries opened, a crowd."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, text

from bench.processes import memory_kb
from bench.school import Crowd
from bench.wire import LOADED, Tab, sign_in
from ejournal.database import make_engine
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.rows import BETWEEN_CELLS
from ejournal.pages.journal.state import JournalState

COUNTER = "reflex___state____state.bare___bare____counter.add"
JOURNAL = JournalState.get_full_name()
DIARY = DiaryState.get_full_name()
EVERY_S = 2.0
"""At the reference hour; on a slower one the crowd leafs as much slower: it stands at a cliff."""


async def bare_event(base: str, times: int) -> list[float]:
    """Seconds of one counter event, click to delta."""
    async with Tab(base, "/") as tab:
        await tab.until(LOADED)
        return [await timed(tab, COUNTER, f'"number_rx_state_":{turn}') for turn in range(1, times + 1)]


async def timed(tab: Tab, event: str, word: str, **payload: Any) -> float:
    """Seconds from sending the event until the word comes."""
    started = time.perf_counter()
    await tab.send(event, **payload)
    await tab.until(word)
    return time.perf_counter() - started


class NothingToMark(Exception):
    """No lesson in which the teacher may set a mark today: holidays, summer, the first of September."""


async def journal(base: str, course_id: int, times: int) -> tuple[list[float], list[float]]:
    """Seconds of opening a journal, and of saving one mark durably until its echo."""
    cookie = await sign_in(base, "teacher")
    async with Tab(base, f"/journal?course={course_id}", cookie) as tab:
        sheet = sheet_of(await tab.until('"columns":[{"'))
        cells = free_cells(sheet)
        if not cells:
            raise NothingToMark
        opened = [await timed(tab, f"{JOURNAL}.load", '"columns":[{"') for _ in range(times)]
        saved = [await save_mark(tab, str(turn), turn, *cells[turn % len(cells)]) for turn in range(times)]
    return opened, saved


def sheet_of(frame: str) -> dict[str, Any]:
    """The journal's sheet in the update that brings it."""
    delta = json.loads(frame[frame.index("[") :])[1]["delta"]
    sheet: dict[str, Any] = delta[JOURNAL]["sheet_rx_state_"]
    return sheet


def free_cells(sheet: dict[str, Any]) -> list[tuple[str, str]]:
    """Cells of the lessons just before the one the sheet opens at: pupil and column."""
    columns = sheet["columns"]
    current = next((place for place, one in enumerate(columns) if one["id"] == sheet["column"]), 0)
    recent = [place for place in range(max(0, current - 5), current) if columns[place]["open"]]
    return [
        (row["id"], columns[place]["id"])
        for place in recent
        for row in sheet["rows"]
        if not row["cells"].split(BETWEEN_CELLS)[place].endswith("#")
    ]


async def save_mark(tab: Tab, name: str, turn: int, pupil: str, column: str) -> float:
    """Seconds until a mark stands; AssertionError when it is refused. No two of a run have one name."""
    op_id = f"bench-{name}"
    op = {"id": op_id, "p": pupil, "c": column, "v": str(3 + turn % 3), "force": True}
    started = time.perf_counter()
    await tab.send(f"{JOURNAL}.put", ops=[op])
    answer = await tab.until(op_id)
    seconds = time.perf_counter() - started
    if '"ok":true' not in answer:
        raise AssertionError(f"a mark was refused: {answer[answer.index(op_id) :][:200]}")
    return seconds


async def diary(base: str, guardian: Crowd, weeks: Sequence[str], times: int) -> list[float]:
    """Seconds of opening a week of a diary."""
    async with _diary_open(base, guardian, weeks[0]) as tab:
        return [await _open_week(tab, guardian, weeks[turn % len(weeks)]) for turn in range(1, times + 1)]


@asynccontextmanager
async def _diary_open(base: str, guardian: Crowd, week: str) -> AsyncIterator[Tab]:
    """A diary at this week, whatever today is: a week that is shown already is not sent again."""
    async with Tab(base, f"/diary?child={guardian.pupil_id}&day={week}", guardian.token) as tab:
        await tab.until(LOADED)
        yield tab


async def _open_week(tab: Tab, guardian: Crowd, week: str) -> float:
    return await timed(tab, f"{DIARY}.open", DIARY, child=str(guardian.pupil_id), day=week)


async def crowd(
    base: str, guardians: Sequence[Crowd], weeks: Sequence[str], seconds: float, pause: float
) -> tuple[list[float], int]:
    """Seconds of each week opened by a crowd, each opening one every `pause`, and how many failed."""
    async with AsyncExitStack() as stack:
        tabs = [
            await stack.enter_async_context(_diary_open(base, guardian, weeks[0])) for guardian in guardians
        ]
        ends = time.perf_counter() + seconds
        outcomes = await asyncio.gather(
            *(_leaf(tab, guardian, weeks, ends, pause) for tab, guardian in zip(tabs, guardians, strict=True))
        )
    return [one for times, _ in outcomes for one in times], sum(errors for _, errors in outcomes)


async def _leaf(
    tab: Tab, guardian: Crowd, weeks: Sequence[str], ends: float, pause: float
) -> tuple[list[float], int]:
    times: list[float] = []
    errors = 0
    await asyncio.sleep(random.random() * pause)
    turn = 1
    while (started := time.perf_counter()) < ends:
        try:
            times.append(await _open_week(tab, guardian, weeks[turn % len(weeks)]))
        except (TimeoutError, OSError):
            errors += 1
        turn += 1
        await asyncio.sleep(max(0.0, pause - (time.perf_counter() - started)))
    return times, errors


@dataclass(frozen=True)
class Visit:
    """A page opened: its address and the session cookie."""

    path: str
    cookie: str = ""


def diary_of(guardian: Crowd) -> Visit:
    """The guardian's own look into the child's diary."""
    return Visit(f"/diary?child={guardian.pupil_id}", guardian.token)


async def memory_of_tabs(base: str, pid: int, visits: Sequence[Visit]) -> float:
    """Kilobytes of server memory that one open tab takes.

    The first tabs are not counted: with them the server begins its threads, opens its connections and fills
    its caches, once for all.
    """
    warming, before = len(visits) // 5, 0
    async with AsyncExitStack() as stack:
        for place, visit in enumerate(visits):
            if place == warming:
                before = memory_kb(pid)
            tab = await stack.enter_async_context(Tab(base, visit.path, visit.cookie))
            await tab.until(LOADED)
        return (memory_kb(pid) - before) / (len(visits) - warming)


def commit_seconds(address: str, times: int) -> list[float]:
    """Below which nothing durable goes: seconds of one bare row put in and committed, on the driver alone."""
    sqlite = address.startswith("sqlite")
    engine = (
        make_engine(address)
        if sqlite
        else create_engine(address.replace("postgresql://", "postgresql+psycopg://", 1))
    )
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE floor (id INTEGER PRIMARY KEY, word VARCHAR(40))"))
        connection.commit()
        found = [_commit(connection, turn) for turn in range(times)]
    engine.dispose()
    return found


def _commit(connection: object, turn: int) -> float:
    started = time.perf_counter()
    connection.execute(text("INSERT INTO floor VALUES (:id, :word)"), {"id": turn, "word": "5"})  # type: ignore[attr-defined]
    connection.commit()  # type: ignore[attr-defined]
    return time.perf_counter() - started
