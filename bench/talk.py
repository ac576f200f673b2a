"""A lively room of the chat: how long until a message stands in everybody else's tab.

`python -m bench.talk alone [KIND]` measures it on a database of that kind (QUICK=1: a small school, fewer
people) and prints the figures. `make` prepares the rooms of the database under measurement, prints the room's
number.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from bench import processes, school
from bench.figures import milliseconds
from bench.sizes import school_alone
from bench.timetable import the_head
from bench.wire import LOADED, Tab
from ejournal.database import engine
from ejournal.models import ChatKind
from ejournal.pages.chat.state import ChatState
from ejournal.serve import build
from ejournal.services.base import tables as db
from ejournal.services.chat.rooms import make_missing
from ejournal.settings import ROOT

SEND = f"{ChatState.get_full_name()}.send"
WRITERS, PER_SECOND, LASTS_S = 50, 20.0, 25.0
SETTLES_S = 10.0
WORDS = re.compile(r"слово-(\d+)-")


@dataclass
class Told:
    """When each message left, seconds until each tab had it, how many tabs never had it."""

    left: dict[int, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    seen: list[set[int]] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many times a message did not reach a tab."""
        return sum(len(self.left) - len(one & set(self.left)) for one in self.seen)


async def lively(base: str, tokens: list[str], room: int) -> Told:
    """Everybody has the room open; some of them write in turn."""
    told = Told(seen=[set() for _ in tokens])
    async with AsyncExitStack() as stack:
        tabs = []
        for token in tokens:
            tab = await stack.enter_async_context(Tab(base, f"/chat?room={room}", token))
            await tab.until(LOADED)
            tabs.append(tab)
        readers = [asyncio.create_task(_reads(tab, told, place)) for place, tab in enumerate(tabs)]
        began = time.perf_counter()
        for turn in range(round(PER_SECOND * LASTS_S)):
            await asyncio.sleep(max(0.0, began + turn / PER_SECOND - time.perf_counter()))
            told.left[turn] = time.perf_counter()
            await tabs[turn % min(WRITERS, len(tabs))].send(
                SEND, room_id=room, client_id=f"bench-message-{turn}", words=f"слово-{turn}-", answered=0,
                announcement=False,
            )  # fmt: skip
        settled = time.perf_counter() + SETTLES_S
        while told.lost and time.perf_counter() < settled:
            await asyncio.sleep(0.1)
        for one in readers:
            one.cancel()
    return told


async def _reads(tab: Tab, told: Told, place: int) -> None:
    while True:
        text = await tab.next()
        now = time.perf_counter()
        for number in {int(one) for one in WORDS.findall(text)} - told.seen[place]:
            told.seen[place].add(number)
            if number % WRITERS != place and number in told.left:
                told.took.append(now - told.left[number])


def figures(told: Told) -> dict[str, float]:
    """The figures by name."""
    return {
        "talk.message.p50_ms": milliseconds(told.took, 0.5),
        "talk.message.p95_ms": milliseconds(told.took, 0.95),
        "talk.message.lost": told.lost,
    }


def main() -> int:
    """Make the rooms of the first school; the number of the one in which all who work there are."""
    with Session(engine()) as session:
        head = the_head(session)
        make_missing(session, head.school_id, head.today)
        room = db.chat_room.c
        asked = select(room.id).where(room.school_id == head.school_id, room.kind == ChatKind.STAFF)
        found = session.scalar(asked)
        session.commit()
        return found or 0


def alone(kind: str) -> int:
    """Measure and print."""
    if build.is_stale():
        build.build()
    with school_alone(kind) as one:
        told = measured(one.address, one.place, one.settings, one.size.room)
    print(json.dumps(figures(told)))
    return 0


def measured(address: str, place: Path, settings: dict[str, str], people: int) -> Told:
    """The same on a server of its own, with so many tabs."""
    tokens = school.staff(address, people)
    settings = settings | {"EJOURNAL_DATABASE_URL": address, "EJOURNAL_DATA_FOLDER": str(place / "data")}
    answer: Any = subprocess.run(
        [sys.executable, "-m", "bench.talk", "make"],
        cwd=ROOT, env=os.environ | settings, check=True, capture_output=True, text=True,
    )  # fmt: skip
    room = int(answer.stdout.splitlines()[-1])
    with processes.journal(address, place, settings) as (base, _):
        return asyncio.run(lively(base, tokens, room))


if __name__ == "__main__":
    if sys.argv[1] == "alone":
        sys.exit(alone(*sys.argv[2:] or ["sqlite"]))
    print(main())
