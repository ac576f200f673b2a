"""What a command or a form without a page does shows in the open pages of every worker of the server."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from sqlmodel import Session

from ejournal.access.actor import COOKIE
from ejournal.pages.consents_register.state import RegisterState
from ejournal.pages.people.state import PeopleState
from ejournal.pages.schedule.state.week import ScheduleState
from ejournal.settings import ROOT
from tests.cast import DAY, make_cast
from tests.consent_texts import publish_samples
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop
from tests.live.school import Facts, OnEach
from tests.live.tabs import OpenTab, at_once
from tests.services.people_files import pupils
from tests.services.timetable_files import asc

MONDAY = "2026-11-23"


def _plant(session: Session) -> None:
    """The cast, whose school asks for consents."""
    publish_samples(session, make_cast(session).schools["a"].id or 0)


@pytest.fixture(scope="module")
def school(databases: Databases, start_server: Callable[..., LiveServer], valkey: str) -> Iterator[Facts]:
    with databases.copy("postgresql", _plant) as address:
        server = start_server(address, workers="2", redis_url=valkey)
        yield Facts.of(server, 2)
        stop(server.process)


def test_a_timetable_taken_in_by_a_command_shows_in_open_schedules_of_every_worker(
    school: Facts, valkey: str, tmp_path: Path
) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    at_once(_shows(school, partial(import_file, school, valkey, "timetable", given, "--from", MONDAY)))


def import_file(school: Facts, valkey: str, what: str, given: Path, *more: str) -> None:
    """Take the file in by a command, in a process of its own."""
    command = [sys.executable, "-m", "ejournal", "import", what, str(given), "--school", "a", *more]
    environment = os.environ | {
        "EJOURNAL_DATABASE_URL": school.server.database,
        "EJOURNAL_REDIS_URL": valkey,
        "EJOURNAL_TODAY": DAY.isoformat(),
    }
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


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


def test_people_taken_in_by_a_command_show_in_open_lists_of_people(
    school: Facts, valkey: str, tmp_path: Path
) -> None:
    given = tmp_path / "given.csv"
    given.write_bytes(pupils(("Ягодкин Ян Ильич", "01.02.2014", "6В", "", "")))
    at_once(_people_show(school, partial(import_file, school, valkey, "people", given)))


async def _people_show(school: Facts, take_in: Callable[[], None]) -> None:
    async with AsyncExitStack() as stack:
        address = f"/people?{urlencode({'q': 'Ягодкин'})}"
        pages = await OnEach(school, stack).open(address, "deputy", PeopleState)
        await asyncio.to_thread(take_in)
        for page in pages:
            await page.until_told(lambda page=page: any(page.values("people")[-1:]), "the new pupil")


def test_a_consent_given_at_the_door_shows_in_open_registers(school: Facts) -> None:
    at_once(_consent_shows(school))


async def _consent_shows(school: Facts) -> None:
    async with AsyncExitStack() as stack:
        pages = await OnEach(school, stack).open("/consents/register", "deputy", RegisterState)
        for page in pages:
            await page.until_told(lambda page=page: bool(of_guardian(page)), "the questions")
        asked = of_guardian(pages[0])[0]
        async with httpx.AsyncClient(base_url=school.server.url, cookies={COOKIE: "cast-guardian"}) as client:
            form = {f"consent-{asked['key']}": "given"}
            answer = await client.post(
                "/consents/answer/save", data=form, headers={"Origin": school.server.url}
            )
            assert answer.status_code == 303
        for page in pages:
            await page.until_told(lambda page=page: is_answered(page, asked), "the answer")


def of_guardian(page: OpenTab) -> list[dict[str, str]]:
    """The lines of the guardian that the page shows, as told last."""
    lines = next(iter(page.values("lines")[-1:]), [])
    return [one for one in lines if one["title"].startswith("Лебедева Мария")]


def is_answered(page: OpenTab, asked: dict[str, str]) -> bool:
    """Whether the page shows another state of the question than before."""
    return any(one["key"] == asked["key"] and one["state"] != asked["state"] for one in of_guardian(page))
