"""A worker that dies, hangs or gives way to a new program: the other serves on, and there are two again."""

import asyncio
import contextlib
import os
import signal
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from threading import Event, Lock

import pytest
from sqlalchemy import create_engine

from ejournal.pages.chat.state import ChatState
from ejournal.pages.journal.state import JournalState
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop, wait_until
from tests.live.school import Facts, OnEach
from tests.live.tabs import at_once, workers_of
from tests.live.talk import Neighbour, OpenRoom, open_room, staff_room

ANSWERS_WITHIN_S = 10
REPLACED_WITHIN_S = 120


@pytest.fixture(scope="module")
def school(databases: Databases, start_server: Callable[..., LiveServer], valkey: str) -> Iterator[Facts]:
    with databases.copy("postgresql", make_cast) as address:
        server = start_server(address, workers="2", redis_url=valkey)
        yield Facts.of(server, 2)
        stop(server.process)


BETWEEN_S = 0.05
"""More often is more than one address may ask."""


@contextlib.contextmanager
def always_answered(server: LiveServer) -> Iterator[Lock]:
    """Inside, somebody opens a page again and again; each time it comes. While its lock is held, nobody."""
    over, asks, answers = Event(), Lock(), 0

    def ask() -> None:
        nonlocal answers
        while not over.wait(BETWEEN_S):
            with asks, urllib.request.urlopen(server.url, timeout=ANSWERS_WITHIN_S) as page:
                assert page.status == 200
                answers += 1

    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(ask)
        try:
            yield asks
        finally:
            over.set()
        asking.result()
    assert answers > 1


def pids(school: Facts) -> set[int]:
    """The workers: what a worker has started is no worker."""
    return {one.pid for one in workers_of(school.server) if one.ppid() == school.server.process.pid}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_only_the_lost_worker_is_replaced(school: Facts, number: signal.Signals) -> None:
    at_once(both_serve(school))  # one that has not served yet ends the start
    before = pids(school)
    assert len(before) == 2
    lost = min(before)
    with always_answered(school.server) as asks:
        with asks:  # an answer that the lost one had begun is lost with it
            os.kill(lost, number)
        wait_until(lambda: lost not in pids(school), REPLACED_WITHIN_S, "it is still there")
        wait_until(lambda: len(pids(school)) == 2, REPLACED_WITHIN_S, "nobody has taken its place")
        assert before - {lost} < pids(school), "the other was replaced too"
        at_once(both_serve(school))
    said = school.server.log.read_text(errors="replace")
    assert said.count(f"Process {lost} ") == 1
    assert "Traceback" not in said


async def both_serve(school: Facts) -> None:
    async with asyncio.timeout(REPLACED_WITHIN_S):
        while True:
            with contextlib.suppress(AssertionError):  # the new one is still reading in the program
                async with AsyncExitStack() as stack:  # no account holds any number of tabs
                    await OnEach(school, stack).open(school.journal, "teacher", JournalState)
                return


def test_a_new_program_is_taken_up_while_one_worker_serves(school: Facts) -> None:
    before = pids(school)
    with always_answered(school.server):
        school.server.process.send_signal(signal.SIGHUP)
        wait_until(
            lambda: "The new program serves" in school.server.log.read_text(errors="replace"),
            REPLACED_WITHIN_S,
            lambda: school.server.log.read_text(errors="replace"),
        )
    assert len(pids(school)) == 2
    assert not before & pids(school)
    at_once(both_serve(school))


MESSAGES, AT_ONCE = 2000, 8


def test_a_room_of_the_chat_loses_no_message_and_keeps_their_order_while_tabs_and_workers_come_and_go(
    school: Facts, valkey: str
) -> None:
    at_once(_everybody_has_all(school, valkey))


async def _everybody_has_all(school: Facts, valkey: str) -> None:
    engine = create_engine(school.server.database)
    async with AsyncExitStack() as stack:
        first = await OnEach(school, stack).open("/chat", "teacher", ChatState)
        await first[0].do("make_rooms")
        await first[0].until_told(lambda: bool(first[0].values("sections")[-1:]), "the rooms")
        room = staff_room(engine)
        rooms = [OpenRoom(tab) for tab in await OnEach(school, stack).open(
            f"/chat?room={room}", "class_teacher", ChatState)]  # fmt: skip
        neighbour = Neighbour(engine, room, valkey)
        lost = rooms[0].tab.worker(school.server)
        half = MESSAGES // 2
        while neighbour.last < half:
            await asyncio.to_thread(neighbour.write, AT_ONCE)
            if neighbour.last % 200 == 0:  # somebody's network comes and goes
                async with AsyncExitStack() as short:
                    await open_room(short, school.server.url, room, "class_teacher")
        os.kill(lost, signal.SIGKILL)
        while neighbour.last < MESSAGES:
            await asyncio.to_thread(neighbour.write, AT_ONCE)
        survivor = rooms[1]
        await survivor.until(neighbour.last)
        again = await open_room(stack, school.server.url, room, "deputy")
        for one in (survivor, again):
            assert await one.back_to_the_first() == list(range(1, neighbour.last + 1))
    engine.dispose()
