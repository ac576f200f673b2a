"""What a command does shows in the open pages of the running server: it tells every worker through Redis."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.settings import ROOT
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop
from tests.live.school import Facts, OnEach
from tests.live.tabs import OpenTab, at_once
from tests.services.timetable_files import asc

MONDAY = "2026-11-23"


@pytest.fixture(scope="module")
def school(databases: Databases, start_server: Callable[..., LiveServer], valkey: str) -> Iterator[Facts]:
    with databases.copy("postgresql", make_cast) as address:
        server = start_server(address, workers="2", redis_url=valkey)
        yield Facts.of(server, 2)
        stop(server.process)


def test_a_timetable_taken_in_by_a_command_shows_in_open_schedules_of_every_worker(
    school: Facts, valkey: str, tmp_path: Path
) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    command = [sys.executable, "-m", "ejournal", "import", "timetable", str(given)]
    command += ["--school", "a", "--from", MONDAY]
    environment = os.environ | {
        "EJOURNAL_DATABASE_URL": school.server.database,
        "EJOURNAL_REDIS_URL": valkey,
    }

    def take_in() -> None:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    at_once(_shows(school, take_in))


async def _shows(school: Facts, take_in: Callable[[], None]) -> None:
    async with AsyncExitStack() as stack:
        address = f"/schedule?by=own&day={MONDAY}"
        pages = await OnEach(school, stack).open(address, "teacher", ScheduleState)
        for page in pages:
            await page.until_told(lambda page=page: lessons(page) > 0, "the teacher's week")
        await asyncio.to_thread(take_in)
        for page in pages:
            await page.until_told(lambda page=page: lessons(page) == 0, "a week without lessons")


def lessons(page: OpenTab) -> int:
    """How many lessons the page shows that it was told last."""
    days = next(iter(page.values("days")[-1:]), [])
    return sum(len(slot["lessons"]) for day in days for slot in day["slots"])
