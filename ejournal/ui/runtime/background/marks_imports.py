"""Files of marks that stopped in the middle, by a crash or a lost database: taken back to their end."""

import asyncio
import logging

import reflex as rx

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import DomainError, NotFound
from ejournal.services.marks_import.undoing import take_back, unfinished

log = logging.getLogger(__name__)

EVERY_S = 60.0


def attach(app: rx.App) -> None:
    """Let the app look after files of marks while it serves."""
    app.register_lifespan_task(look_on)


async def look_on() -> None:
    """Look at the start and each minute after, until the server ends."""
    while True:
        try:
            await asyncio.to_thread(finish_all)
        except Exception:
            log.exception(
                "A file of marks that stopped in the middle could not be taken back; it is tried again"
            )
        await asyncio.sleep(EVERY_S)


def finish_all() -> None:
    """Take back what nobody works on; what somebody does is theirs. Nothing is locked where nothing is."""
    with session_scope(writing=False) as session:
        stopped = unfinished(session)
    for school_id, import_id, time_zone in stopped:
        try:
            today = clock.today(time_zone)
            found = take_back(session_scope, school_id, None, import_id, today, clock.now())
        except (DomainError, NotFound):  # its turn is somebody's who lives, or it is done meanwhile
            continue
        log.warning("A file of marks had stopped in the middle: %s entries of it were taken back", found.rows)
