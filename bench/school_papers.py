"""The journals of a whole school, numbered and signed, made while teachers write marks: how long, who waits.

`python -m bench.school_papers alone [KIND]` measures it on a database of that kind (QUICK=1: of a small
school) and prints the figures. `begin|state` is a process of its own on the database under measurement.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from bench import processes, school
from bench.figures import milliseconds
from bench.processes import process_mb
from bench.school import Teacher
from bench.sizes import school_alone
from bench.storm import SLOWER_AT_MOST, desks_of, write_all
from bench.timetable import the_head
from ejournal import clock
from ejournal.database import engine
from ejournal.models import IssuedPaper, PaperRunState
from ejournal.models.base import table
from ejournal.serve import build
from ejournal.services.papers.whole import runs
from ejournal.settings import ROOT

JUDGED = "paper.school.save.p95_ms"
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
    def figures(self) -> dict[str, float]:
        """The figures by name."""
        return {
            "paper.school_s": self.seconds,
            "paper.school.memory_mb": self.most_mb,
            "paper.school.grown": self.late_mb / max(self.early_mb, 1),
            "paper.school.save_quiet.p95_ms": milliseconds(self.quiet, 0.95),
            JUDGED: milliseconds(self.meanwhile, 0.95),
        }

    @property
    def slower(self) -> float:
        """How much longer a mark takes meanwhile."""
        return milliseconds(self.meanwhile, 0.95) / milliseconds(self.quiet, 0.95)

    @property
    def holds(self) -> bool:
        """Whether all was made and signed, and teachers hardly noticed."""
        made = self.outcome.get("total", 0) > 0 and self.outcome["signed"] == self.outcome["total"]
        done = self.outcome.get("state") == PaperRunState.DONE and made
        refused = len(self.errors) * REFUSED_AT_MOST > len(self.meanwhile)  # of a pupil who is exempt there
        return done and not refused and self.slower <= SLOWER_AT_MOST


def told(address: str, place: Path, settings: dict[str, str], teachers: int, quiet_s: float) -> Told:
    """Measured on the day after the year: its journals are no drafts, its lessons may be written in."""
    day = school.day_after_the_year(address)
    settings = settings | {"EJOURNAL_TODAY": day}
    own = settings | {"EJOURNAL_DATABASE_URL": address, "EJOURNAL_DATA_FOLDER": str(place / "data")}
    desks = school.teachers(address, teachers, day)
    with processes.journal(address, place, settings) as (base, _):
        return asyncio.run(measure(base, own, desks, quiet_s))


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
        signed = (
            session.scalar(select(func.count()).where(table(IssuedPaper).c.issued_at >= found.begun_at)) or 0
        )
        return {"state": found.state, "done": found.done, "total": found.total, "signed": signed}


def alone(kind: str) -> int:
    """Measure and print; 1 where it does not hold."""
    if build.is_stale():
        build.build()
    with school_alone(kind) as one:
        teachers, _, seconds = one.size.storm
        found = told(one.address, one.place, one.settings, teachers, seconds / 3)
    print(*found.errors[:5], sep="\n", file=sys.stderr)
    print(json.dumps(found.figures | {"slower": found.slower, **found.outcome, "holds": found.holds}))
    return 0 if found.holds else 1


if __name__ == "__main__":
    if sys.argv[1] == "alone":
        sys.exit(alone(*sys.argv[2:] or ["sqlite"]))
    print(json.dumps(main(sys.argv[1])))
