"""A large file sent while teachers write marks: by how much the server grows, how much longer a mark takes.

`python -m bench.upload alone [KIND] [MEGABYTES]` sends so many (500 unless said otherwise) to a school on a
database of that kind and prints the figures.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from bench import processes, school
from bench.figures import milliseconds
from bench.school import Teacher
from bench.sizes import school_alone
from bench.storm import desks_of, write_all
from bench.wire import COOKIE
from ejournal.serve import build

MEGABYTES, MEGABYTE = 500, 1024 * 1024
HEAD = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41"
"""Of a film, which is kept as it is."""
LOOK_S = 0.2
PAUSE_S = 1.0
SLOWER_AT_MOST, GROWN_AT_MOST_MB = 1.5, 20.0
TEACHERS = 50


@dataclass
class Told:
    """Seconds of the upload and of each save; the server's memory in megabytes before it and at its most."""

    seconds: float = 0.0
    before_mb: float = 0.0
    most_mb: float = 0.0
    quiet: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, float]:
        """The figures by name."""
        quiet, meanwhile = milliseconds(self.quiet, 0.95), milliseconds(self.meanwhile, 0.95)
        return {
            "upload_s": self.seconds,
            "upload.grown_mb": self.most_mb - self.before_mb,
            "upload.save_quiet.p95_ms": quiet,
            "upload.save.p95_ms": meanwhile,
            "upload.save.slower": meanwhile / quiet,
        }


async def measure(base: str, pid: int, teachers: Sequence[Teacher], megabytes: int, quiet_s: float) -> Told:
    """Marks are written with nothing else to do, then while the first teacher sends the file."""
    told = Told()
    async with desks_of(base, teachers) as desks:
        await write_all(desks, quiet_s, told.quiet, told.errors, PAUSE_S)
        told.before_mb = processes.memory_kb(pid) / 1024
        sent = asyncio.create_task(_send(base, teachers[0].token, megabytes, told))
        looked = asyncio.create_task(_look(pid, sent, told))
        while not sent.done():
            await write_all(desks, 2.0, told.meanwhile, told.errors, PAUSE_S)
        await asyncio.gather(sent, looked)
    return told


async def _look(pid: int, sent: "asyncio.Task[None]", told: Told) -> None:
    while not sent.done():
        told.most_mb = max(told.most_mb, await asyncio.to_thread(processes.memory_kb, pid) / 1024)
        await asyncio.sleep(LOOK_S)


async def _send(base: str, token: str, megabytes: int, told: Told) -> None:
    began, size = time.perf_counter(), megabytes * MEGABYTE
    headers = {"Cookie": f"{COOKIE}={token}", "Origin": base}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=300) as browser:
        answer = await browser.post(
            f"/files/upload?id=bench{os.getpid()}&size={size}", headers={"X-File-Name": "film.mp4"}
        )
        answer.raise_for_status()
        key, part = answer.json()["key"], answer.json()["part"]
        for offset in range(0, size, part):
            piece = os.urandom(min(part, size - offset))
            piece = HEAD + piece[len(HEAD) :] if not offset else piece
            answer = await browser.post(f"/files/upload/{key}/part?offset={offset}", content=piece)
            answer.raise_for_status()
        (await browser.post(f"/files/upload/{key}/finish")).raise_for_status()
    told.seconds = time.perf_counter() - began


def alone(kind: str, megabytes: int) -> int:
    """Measure and print; 1 where it does not hold."""
    if build.is_stale():
        build.build()
    with school_alone(kind) as one:
        day = school.day_after_the_year(one.address)
        teachers = school.teachers(one.address, TEACHERS, day)
        with processes.journal(one.address, one.place, one.settings | {"EJOURNAL_TODAY": day}) as (base, pid):
            told = asyncio.run(measure(base, pid, teachers, megabytes, one.size.storm[2] / 3))
    print(*told.errors[:5], sep="\n", file=sys.stderr)
    print(json.dumps(told.figures))
    figures = told.figures
    holds = figures["upload.grown_mb"] <= GROWN_AT_MOST_MB and figures["upload.save.slower"] <= SLOWER_AT_MOST
    return 0 if holds else 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["alone", *given]:
            chosen, much = [*given, *("sqlite", str(MEGABYTES))[len(given) :]]
            sys.exit(alone(chosen, int(much)))
        case _:
            raise SystemExit(__doc__)
