"""PostgreSQL stands still or restarts: no worker freezes, pages say what is so, and all go on."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest

from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.state import JournalState
from ejournal.ui.frame.outage import OutageState
from ejournal.ui.runtime.session import SessionState
from tests.cast import DAY, make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop, wait_until
from tests.live.school import Facts, OnEach, shows
from tests.live.tabs import PATIENCE_S, OpenTab, at_once

MOMENT_S = 5.0
"""No page and no answer about health takes longer, on a slow machine, though the database takes for ever."""
LOST, FOUND = "The database does not answer", "The database answers again"
HANDFUL = 10
SESSION = SessionState.get_full_name()


@pytest.fixture(scope="module")
def school(own_databases: Databases, start_server: Callable[..., LiveServer], valkey: str) -> Iterator[Facts]:
    with own_databases.copy("postgresql", make_cast) as address:
        server = start_server(address, workers="2", redis_url=valkey)
        yield Facts.of(server, 2)
        stop(server.process)


def said(school: Facts) -> str:
    return school.server.log.read_text(errors="replace")


def test_a_database_that_stands_still_stops_nobody(school: Facts, own_databases: Databases) -> None:
    before = len(said(school))
    at_once(_stands_still(school, own_databases))
    new = said(school)[before:]
    assert (new.count(LOST), new.count(FOUND)) == (2, 2), new
    assert len(new.splitlines()) <= HANDFUL, new
    assert "Traceback" not in new
    assert "parameters" not in new


async def _stands_still(school: Facts, databases: Databases) -> None:
    async with AsyncExitStack() as stack:
        each = OnEach(school, stack)
        diaries = await each.open(school.diary, "guardian", DiaryState)
        journals = await each.open(school.journal, "teacher", JournalState)
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=school.server.url))
        with databases.postgres_stopped():
            for tab in diaries:
                await tab.do("open", child=str(school.pupil), day=DAY.isoformat())
            for number, tab in enumerate(journals):
                await tab.do("put", ops=[school.op(f"still-{number}", "2")])
            for _ in range(6):
                assert await _at_a_moment(client, "/login") == 200
                health = await _at_a_moment(client, "/health")
            assert health == 503
            for tab in (*diaries, *journals):
                await tab.until_told(lambda tab=tab: waits(tab) is True, "that the database does not answer")
            answer = await client.post(
                "/auth/login",
                data={"login": "teacher", "password": "x", "next": "/journal"},
                headers={"Origin": school.server.url},
            )
            assert answer.headers["location"] == "/login?error=away&next=%2Fjournal"
            answer = await client.get("/calendar/nothing.ics")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
            assert "База данных не отвечает" in answer.text
        await asyncio.to_thread(wait_until, lambda: said(school).count(FOUND) >= 2, 60, "not found again")
        assert await _at_a_moment(client, "/health") == 200
        for tab in (*diaries, *journals):
            await tab.send(f"{OutageState.get_full_name()}.retry")
            await tab.until_told(lambda tab=tab: waits(tab) is False, "the page anew")
        await _a_mark_shows(school, journals[0], diaries, "still")


def waits(tab: OpenTab) -> bool | None:
    return (tab.values("waits", SESSION) or [None])[-1]


async def _at_a_moment(client: httpx.AsyncClient, path: str) -> int:
    began = time.monotonic()
    answer = await client.get(path, timeout=MOMENT_S)
    assert time.monotonic() - began < MOMENT_S
    return answer.status_code


async def _a_mark_shows(school: Facts, journal: OpenTab, diaries: list[OpenTab], name: str) -> None:
    for value in "34":  # one of them is another than stands there
        await journal.do("put", ops=[school.op(f"{name}-{value}", value)])
    for diary in diaries:
        await diary.until_told(shows(diary, "4"), "the mark")


def test_a_restart_of_the_database_is_a_handful_of_lines(school: Facts, own_databases: Databases) -> None:
    before = len(said(school))
    at_once(_restarts(school, own_databases))
    new = said(school)[before:]
    assert new.count(LOST) <= 2
    assert len(new.splitlines()) <= HANDFUL, new
    for told in ("Traceback", "parameters", "SELECT", "INSERT"):
        assert told not in new, new


async def _restarts(school: Facts, databases: Databases) -> None:
    async with AsyncExitStack() as stack:
        each = OnEach(school, stack)
        journals = await each.open(school.journal, "teacher", JournalState)
        diaries = await each.open(school.diary, "guardian", DiaryState)
        over = asyncio.Event()

        async def go_on(tab: OpenTab, name: str) -> None:
            turn = 0
            while not over.is_set():
                turn += 1
                await tab.do("put", ops=[school.op(f"{name}-{turn}", str(2 + turn % 4))])
                await asyncio.sleep(0.01)

        saving = [asyncio.create_task(go_on(tab, f"on-{n}")) for n, tab in enumerate(journals)]
        await asyncio.to_thread(databases.restart_postgres)
        over.set()
        await asyncio.gather(*saving)
        await asyncio.to_thread(
            wait_until, lambda: said(school).count(FOUND) == said(school).count(LOST), 60, "not found again"
        )
        async with asyncio.timeout(PATIENCE_S):
            while True:  # pages ask each second until they are answered: a worker may find it gone only now
                for tab in (*diaries, *journals):
                    await tab.send(f"{OutageState.get_full_name()}.retry")
                for value in "34":  # one of them is another than stands there
                    await journals[0].do("put", ops=[school.op(f"restarted-{value}", value)])
                await asyncio.sleep(1)
                if all(shows(diary, "4")() for diary in diaries):
                    break
