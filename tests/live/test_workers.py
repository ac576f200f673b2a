"""What one tab saves the others show: in one process, and in two workers over Valkey."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest

from ejournal.access.actor import COOKIE
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.home.state import HomeState
from ejournal.pages.journal.state import JournalState
from ejournal.pages.notices.state import NoticesState
from ejournal.ui.runtime.session import SessionState
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop
from tests.live.school import Facts, OnEach, shows
from tests.live.tabs import OpenTab, at_once

SECOND = 1.0
VALUES = [str(2 + turn % 4) for turn in range(12)]


@pytest.fixture(scope="module", params=[1, 2], ids=["one worker", "two workers"])
def school(
    databases: Databases, start_server: Callable[..., LiveServer], request: pytest.FixtureRequest
) -> Iterator[Facts]:
    workers: int = request.param
    with databases.copy("postgresql" if workers > 1 else "sqlite", make_cast) as address:
        redis_url = request.getfixturevalue("valkey") if workers > 1 else ""
        server = start_server(address, workers=str(workers), redis_url=redis_url)
        yield Facts.of(server, workers)
        stop(server.process)


def test_a_mark_shows_in_every_open_diary_within_a_second(school: Facts) -> None:
    at_once(_a_mark_shows(school))


async def _a_mark_shows(school: Facts) -> None:
    async with AsyncExitStack() as stack:
        each = OnEach(school, stack)
        writers = await each.open(school.journal, "teacher", JournalState)
        diaries = await each.open(school.diary, "guardian", DiaryState)
        took = []
        for turn, value in enumerate(VALUES):
            started = time.monotonic()
            await writers[turn % len(writers)].do("put", ops=[school.op(f"mark-{turn}", value)])
            await asyncio.gather(*(diary.until_told(shows(diary, value), value) for diary in diaries))
            took.append(time.monotonic() - started)
        assert sorted(took)[len(took) // 2] < SECOND, took


def test_changes_come_in_their_order(school: Facts) -> None:
    at_once(_changes_come_in_order(school))


async def _changes_come_in_order(school: Facts) -> None:
    async with AsyncExitStack() as stack:
        each = OnEach(school, stack)
        writer = (await each.open(school.journal, "teacher", JournalState))[0]
        readers = await each.open(school.journal, "deputy", JournalState)
        diaries = await each.open(school.diary, "pupil", DiaryState)
        values = [*VALUES, *VALUES, "2"]
        for turn, value in enumerate(values):
            await writer.do("put", ops=[school.op(f"order-{turn}", value)])
        for reader in readers:
            await reader.until_told(lambda reader=reader: len(reader.cells()) == len(values), "all changes")
            assert [value for _, _, value in reader.cells()] == values
            numbers = [patch["seq"] for patch in reader.values("patch") if patch]
            assert numbers == list(range(numbers[0], numbers[0] + len(values)))
        for diary in diaries:
            await diary.until_told(shows(diary, values[-1]), "the last mark")


def test_the_bell_rings_on_every_page_of_its_reader_on_every_worker(school: Facts) -> None:
    at_once(_the_bell_rings(school))


async def _the_bell_rings(school: Facts) -> None:
    async with AsyncExitStack() as stack:
        each = OnEach(school, stack)
        writer = (await each.open(school.journal, "teacher", JournalState))[0]
        pages = [
            *await each.open("/notices", "guardian", NoticesState),
            *await each.open("/", "guardian", HomeState),
        ]
        await pages[0].do("mark_all")
        for page in pages:
            await page.until_told(lambda page=page: _bell(page)[-1:] in ([], [0]), "nothing is unread")
        for value in ("3", "4"):
            await writer.do("put", ops=[school.op(f"bell-{value}", value)])
        await writer.until_told(lambda: "bell-4" in writer.results(), "both marks saved")
        for page in pages:
            await page.until_told(lambda page=page: _bell(page)[-1:] == [1], "the bell")
        await pages[0].do("mark_all")
        for page in pages:
            await page.until_told(lambda page=page: _bell(page)[-1:] == [0], "read elsewhere")


def _bell(page: OpenTab) -> list[int]:
    return [int(value) for value in page.values("unread", SessionState.get_full_name())]


def test_a_sign_out_ends_its_open_tabs(school: Facts) -> None:
    at_once(_a_sign_out_ends_tabs(school))


async def _a_sign_out_ends_tabs(school: Facts) -> None:
    async with AsyncExitStack() as stack:
        each = OnEach(school, stack)
        tabs = await each.open(school.journal, "class_teacher", JournalState)
        others = await each.open(school.journal, "deputy", JournalState)
        async with httpx.AsyncClient(
            base_url=school.server.url, cookies={COOKIE: "cast-class_teacher"}
        ) as client:
            answer = await client.post("/auth/logout", headers={"Origin": school.server.url})
            assert answer.status_code == 303
        session = SessionState.get_full_name()
        for tab in tabs:
            await tab.until_told(lambda tab=tab: True in tab.values("ended", session), "the end")
            await tab.until_told(lambda tab=tab: tab.values("sheet")[-1:] == [{}], "an empty page")
            assert tab.values("signed_in", session)[-1] is False
        for tab in others:
            assert True not in tab.values("ended", session)
        for tab in tabs:
            await tab.do("put", ops=[school.op("after", "2")])
            await tab.until_told(
                lambda tab=tab: any("/login" in one for one in tab.events), "a way to sign in"
            )
            assert "after" not in tab.results()
