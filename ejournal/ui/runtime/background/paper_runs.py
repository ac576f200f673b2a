"""Papers of whole schools, made by a process of low priority while this one serves; how far it is, told."""

import asyncio
import logging
import sys

import reflex as rx

from ejournal.database import DatabaseAway, session_scope
from ejournal.services.base.topics import papers_topic
from ejournal.services.papers.whole import making
from ejournal.settings import ROOT
from ejournal.ui.runtime import live

log = logging.getLogger(__name__)

EVERY_S, TOLD_S = 2.0, 1.0
AFTER_FAULT_S = 30.0
END_S = 10.0
"""So long the process may take to end in order when this one does."""
SILENT_S = 60.0
"""So long it may live without its turn: at the beginning it has none yet."""
MODULE = "ejournal.printouts.school.apart"


def attach(app: rx.App) -> None:
    """Let the app have papers made while it serves."""
    app.register_lifespan_task(look_on)


async def look_on() -> None:
    """Look for work that nobody has in hand, again and again, until the server ends."""
    while True:
        pause = EVERY_S
        try:
            if not await make_waiting():
                pause = AFTER_FAULT_S
        except DatabaseAway:
            pause = AFTER_FAULT_S  # told to the log by the pulse
        except Exception:
            log.exception("Papers of a school could not be made; it is tried again")
            pause = AFTER_FAULT_S
        await asyncio.sleep(pause)


async def make_waiting() -> bool:
    """Have a work made that waits; False when the process that makes it has failed."""
    waiting = await asyncio.to_thread(_waiting)
    if waiting is None:
        return True
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", MODULE, str(waiting[0]), cwd=ROOT, stdin=asyncio.subprocess.DEVNULL
    )
    try:
        await _told_until_over(process, waiting)
    finally:
        await _end(process)
    return process.returncode == 0


def _waiting() -> tuple[int, int] | None:
    with session_scope(writing=False) as session:
        return making.any_waiting(session)


async def _told_until_over(process: asyncio.subprocess.Process, waiting: tuple[int, int]) -> None:
    """Open pages look anew each moment; what they show is in the database.

    A process that lives and has let its turn go hangs: its paper is tried anew, or given up.
    """
    over, silent = asyncio.ensure_future(process.wait()), 0
    while not over.done():
        await asyncio.wait([over], timeout=TOLD_S)
        await live.tell([(papers_topic(waiting[1]), {})])
        silent = silent + 1 if await asyncio.to_thread(_waiting) == waiting else 0
        if silent * TOLD_S > SILENT_S:
            log.error("The process that makes the papers of a school hangs and is ended")
            process.kill()
            silent = 0


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_S)
    except TimeoutError:
        process.kill()
