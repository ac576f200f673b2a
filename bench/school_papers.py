"""The papers of a whole school made by the server while teachers write marks: how long, how large, who waits.

`python -m bench.school_papers begin|state` is a process of its own on the database under measurement.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bench.figures import milliseconds
from bench.processes import process_mb
from bench.school import Teacher
from bench.storm import SLOWER_AT_MOST, desks_of, write_all
from bench.timetable import the_head
from ejournal import clock
from ejournal.database import engine
from ejournal.models import PaperRunState
from ejournal.services.papers.whole import runs
from ejournal.settings import ROOT

MODULE = "ejournal.printouts.school.apart"
LOOK_S = 1.0
REFUSED_AT_MOST = 100
"""One save in so many may be refused."""
TAKES_AT_MOST_S = 1800.0


@dataclass
class Told:
    """Seconds of the work, of each save before and meanwhile; the maker's memory: in the first and the last
    quarter of the classes, and at its most, which is when they are joined.
    """

    seconds: float = 0.0
    early_mb: float = 0.0
    late_mb: float = 0.0
    most_mb: float = 0.0
    quiet: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    outcome: dict[str, Any] = field(default_factory=dict)

    @property
    def slower(self) -> float:
        """How much longer a mark takes meanwhile."""
        return milliseconds(self.meanwhile, 0.95) / milliseconds(self.quiet, 0.95)

    @property
    def holds(self) -> bool:
        """Whether all was made, and teachers hardly noticed."""
        done = self.outcome.get("state") == PaperRunState.DONE and not self.outcome.get("faults")
        refused = len(self.errors) * REFUSED_AT_MOST > len(self.meanwhile)  # of a pupil who is exempt there
        return done and not refused and self.slower <= SLOWER_AT_MOST


async def measure(base: str, settings: dict[str, str], teachers: Sequence[Teacher], quiet_s: float) -> Told:
    """Marks are written with nothing else to do, then while the journals of the year are made.

    settings: those of the server, its database and data folder among them.
    """
    told = Told()
    async with desks_of(base, teachers) as desks:
        await write_all(desks, quiet_s, told.quiet, told.errors)
        _asked(settings, "begin")
        began = time.perf_counter()
        made = asyncio.create_task(_until_made(settings, told, began))
        while not made.done():
            await write_all(desks, 10.0, told.meanwhile, told.errors)
        await made
    return told


async def _until_made(settings: dict[str, str], told: Told, began: float) -> None:
    while time.perf_counter() - began < TAKES_AT_MOST_S:
        await asyncio.sleep(LOOK_S)
        told.outcome = await asyncio.to_thread(_asked, settings, "state")
        told.seconds = time.perf_counter() - began
        megabytes = _maker_mb()
        told.most_mb = max(told.most_mb, megabytes)
        done, total = told.outcome["done"], told.outcome["total"]
        if done * 4 <= total:
            told.early_mb = max(told.early_mb, megabytes)
        elif total * 3 <= done * 4 < total * 4:
            told.late_mb = max(told.late_mb, megabytes)
        if told.outcome["state"] != PaperRunState.RUNNING:
            return


def _maker_mb() -> float:
    listing = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    makers = [int(line.split()[0]) for line in listing.splitlines() if MODULE in line]
    return max(map(process_mb, makers), default=0.0)


def _asked(settings: dict[str, str], what: str) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "bench.school_papers", what],
        cwd=ROOT, env=os.environ | settings, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def main(what: str) -> dict[str, Any]:
    """Begin the work as the head of the school, or say how far it is."""
    with Session(engine()) as session:
        head = the_head(session)
        if what == "begin":
            runs.begin(session, head, runs.Wish(None), "ru", clock.now())
            session.commit()
        found = runs.run_of(session, head)
        assert found is not None
        return {"state": found.state, "done": found.done, "total": found.total, "faults": len(found.faults)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
