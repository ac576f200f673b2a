"""Files that nothing shows swept while the server works: a day after they came, by one process of all."""

import asyncio
import logging
import secrets

import reflex as rx

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.storage.store import store
from ejournal.services.files import keeping, uploads
from ejournal.services.mail.turns import end_turn, take_turn
from ejournal.settings import settings

log = logging.getLogger(__name__)

TURN = "files"
EVERY_S = 600.0
AT_ONCE = 200
COMING = (".part", ".drawn", ".preview")


def attach(app: rx.App) -> None:
    """Let the app sweep while it serves."""
    app.register_lifespan_task(sweep_on)


async def sweep_on() -> None:
    """Sweep again and again, until the server ends."""
    holder = secrets.token_hex(8)
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await asyncio.to_thread(sweep, holder)
        except Exception:
            log.exception("Files that nothing shows could not be swept; it is tried again in a while")


def sweep(holder: str) -> None:
    """Delete what nothing has shown for a day and what stopped on its way in, unless another process does."""
    now = clock.now()
    with session_scope() as session:
        if not take_turn(session, TURN, holder):
            return
        uploads.forget_former(session, now)
    with session_scope(writing=False) as session:
        due = keeping.unused_since(session, now - uploads.KEPT, AT_ONCE)
    for school_id, file_id in due:
        with session_scope() as session:
            # The bytes go first: what the database has forgotten nobody would find again.
            for blob in keeping.forget_unused(session, school_id, file_id):
                store().remove(blob)
    _sweep_coming()
    with session_scope() as session:
        end_turn(session, TURN, holder)


def _sweep_coming() -> None:
    """Delete the bytes of what nobody came back to, and let the room be used by others."""
    before = (clock.now() - uploads.KEPT).timestamp()
    folder = settings().files / "incoming"
    for file in sorted(folder.iterdir()) if folder.exists() else ():
        if file.suffix in COMING and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
            with session_scope() as session:
                uploads.forget(session, file.stem)
