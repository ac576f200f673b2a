"""A server killed while it saves: what it has confirmed is kept, and it starts again."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text
from sqlmodel import Session

from ejournal.pages.journal.rows import BETWEEN_CELLS
from ejournal.pages.journal.state import JournalState
from ejournal.settings import ROOT
from tests.cast import DAY, FIRST_MONDAY, make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, running, wait_until
from tests.live.tabs import OpenTab, at_once, workers_of

SAVES = 200
KILLED_AFTER = 70
AHEAD = 20
"""Saves that a writer sends ahead of the answers: else a busy machine may do all before the kill."""
WRITERS = ("class_teacher", "teacher", "teacher_parent", "substitute")


@dataclass
class Cell:
    """One cell: what was sent for it, in order, and how far it was confirmed."""

    pupil: int
    lesson: int
    sent: list[str] = field(default_factory=list)
    confirmed: int = 0
    answers: int = 0

    def allowed(self) -> set[str]:
        """What may stand there now: the last confirmed value, or one sent after it."""
        before = self.sent[self.confirmed - 1] if self.confirmed else ""
        return {before, *self.sent[self.confirmed :]}


@pytest.fixture
def school(database_kind: str, databases: Databases) -> Iterator[str]:
    with databases.copy(database_kind, make_cast) as address:
        yield address


def cells_of(address: str) -> dict[str, tuple[int, list[Cell]]]:
    """By writer: the course and its cells of the days up to DAY."""
    engine = create_engine(address)
    with Session(engine) as session:
        rows = session.connection().execute
        found = {}
        for writer in WRITERS:
            lessons = rows(
                text(
                    "SELECT l.course_id, l.id, p.id FROM lesson l"
                    " JOIN account a ON a.person_id = l.teacher_id"
                    " JOIN course c ON c.id = l.course_id"
                    " JOIN enrolment e ON e.class_id = c.class_id AND e.ends IS NULL AND e.starts <= l.day"
                    " JOIN person p ON p.id = e.pupil_id"
                    " LEFT JOIN group_member g ON g.group_id = c.group_id AND g.pupil_id = p.id"
                    " WHERE a.login = :login AND l.day BETWEEN :first AND :last AND l.substitute_id IS NULL"
                    " AND (c.group_id IS NULL OR g.id IS NOT NULL) ORDER BY l.course_id, l.id, p.id"
                ),
                {"login": writer, "first": FIRST_MONDAY, "last": DAY},
            ).all()
            course = lessons[0][0]
            found[writer] = (course, [Cell(pupil, lesson) for one, lesson, pupil in lessons if one == course])
    engine.dispose()
    return found


async def save_until_killed(server: LiveServer, plan: dict[str, tuple[int, list[Cell]]]) -> None:
    """Send the saves of all writers at once, kill in the middle, and note what was confirmed."""
    async with AsyncExitStack() as stack:
        tabs = {}
        for writer, (course, _) in plan.items():
            tab = OpenTab(server.url, f"/journal?course={course}", f"cast-{writer}", JournalState)
            tabs[writer] = await stack.enter_async_context(tab)
        sending = asyncio.gather(
            *(send(tabs[writer], cells, SAVES // len(plan)) for writer, (_, cells) in plan.items())
        )
        async with asyncio.timeout(60):
            while sum(len(tab.results()) for tab in tabs.values()) < KILLED_AFTER:
                await asyncio.sleep(0.001)
        kill(server)
        sending.cancel()
        await asyncio.gather(sending, *(tab.until_closed() for tab in tabs.values()), return_exceptions=True)
        for writer, (_, cells) in plan.items():
            note_confirmed(tabs[writer], cells)


async def send(tab: OpenTab, cells: list[Cell], times: int) -> None:
    for turn in range(times):
        while turn - len(tab.results()) >= AHEAD:
            await asyncio.sleep(0.001)
        cell = cells[turn % len(cells)]
        cell.sent.append(str(2 + turn // len(cells) % 4))
        place = {"p": f"P{cell.pupil}", "c": f"L{cell.lesson}"}
        await tab.do("put", ops=[{"id": f"{turn}", **place, "v": cell.sent[-1], "force": True}])


def note_confirmed(tab: OpenTab, cells: list[Cell]) -> None:
    for op_id, answer in tab.results().items():
        assert answer["ok"], answer
        cell, turn = cells[int(op_id) % len(cells)], int(op_id) // len(cells)
        cell.confirmed = max(cell.confirmed, turn + 1)
        cell.answers += 1


def kill(server: LiveServer) -> None:
    """kill -9 of all the server's processes, the workers first."""
    for process in (*reversed(workers_of(server)), psutil.Process(server.process.pid)):
        process.kill()
    server.process.wait()


def standing(address: str) -> dict[tuple[int, int], str]:
    engine = create_engine(address)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT pupil_id, lesson_id, value FROM mark")).all()
    engine.dispose()
    return {(pupil, lesson): value for pupil, lesson, value in rows}


def traces(address: str) -> int:
    """How many entries into cells the audit trail holds."""
    engine = create_engine(address)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM audit_entry WHERE lesson_id IS NOT NULL"))
    engine.dispose()
    return int(found or 0)


def verified(address: str, data: Path) -> subprocess.CompletedProcess[str]:
    """`python -m ejournal check` on the database, with the keys and anchors of its data folder."""
    return subprocess.run(
        [sys.executable, "-m", "ejournal", "check"],
        cwd=ROOT,
        env=os.environ | {"EJOURNAL_DATABASE_URL": address, "EJOURNAL_DATA_FOLDER": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_confirmed_mark_outlives_a_kill(school: str, built_pages: None, tmp_path: Path) -> None:
    plan = cells_of(school)
    data = tmp_path / "data"
    with running(tmp_path, school, data_folder=str(data)) as server:
        family = [process.pid for process in workers_of(server)]
        at_once(save_until_killed(server, plan))
        confirmed = sum(cell.answers for _, cells in plan.values() for cell in cells)
        assert KILLED_AFTER <= confirmed < SAVES
        wait_until(lambda: not any(map(psutil.pid_exists, family)), 10, "the killed server's processes")
    now = standing(school)
    for _, cells in plan.values():
        for cell in cells:
            assert now.get((cell.pupil, cell.lesson), "") in cell.allowed()
    assert traces(school) >= confirmed
    check = verified(school, data)
    assert check.returncode == 0, check.stdout + check.stderr
    with running(tmp_path, school) as server:
        at_once(opens_with_its_marks(server, plan, now))


async def opens_with_its_marks(
    server: LiveServer, plan: dict[str, tuple[int, list[Cell]]], now: dict[tuple[int, int], str]
) -> None:
    course, cells = plan["teacher"]
    async with OpenTab(server.url, f"/journal?course={course}", "cast-teacher", JournalState) as tab:
        await tab.until_told(lambda: bool(tab.values("sheet")), "the sheet")
        sheet = tab.values("sheet")[-1]
        place = {column["id"]: number for number, column in enumerate(sheet["columns"])}
        rows = {row["id"]: row["cells"].split(BETWEEN_CELLS) for row in sheet["rows"]}
        for cell in cells:
            shown = rows[f"P{cell.pupil}"][place[f"L{cell.lesson}"]].rstrip("*?")
            assert shown == now.get((cell.pupil, cell.lesson), "")
