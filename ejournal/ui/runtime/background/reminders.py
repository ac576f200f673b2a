"""Reminders to register, written while the server works: by one process of all, a few people at a time."""

import asyncio
import logging
import secrets

import reflex as rx

from ejournal.database import session_scope
from ejournal.services.mail.turns import end_turn, take_turn
from ejournal.services.registration import reminding
from ejournal.services.registration.channels import Channel, open_channels

log = logging.getLogger(__name__)

TURN = "reminders"
EVERY_S = 300.0
MOST_PORTIONS = 10
"""Of a school at one look: a large one is written to in the course of hours."""


def attach(app: rx.App) -> None:
    """Let the app remind while it serves."""
    app.register_lifespan_task(remind_on)


async def remind_on() -> None:
    """Look who is to be reminded, again and again, until the server ends; nothing without a channel."""
    holder = secrets.token_hex(8)
    while open_channels():
        try:
            await asyncio.to_thread(remind_due, holder)
        except Exception:
            log.exception("Reminders could not be written; it is tried again in a while")
        await asyncio.sleep(EVERY_S)


def remind_due(holder: str) -> None:
    """Write to who is to be reminded now, unless another process does; nothing is locked where nobody is."""
    found = False
    for channel in open_channels():
        with session_scope(writing=False) as session:
            schools = reminding.schools_due(session, channel)
        for school_id in schools:
            found = True
            if not _remind_school(holder, school_id, channel):
                return
    if found:
        with session_scope() as session:
            end_turn(session, TURN, holder)


def _remind_school(holder: str, school_id: int, channel: Channel) -> bool:
    """Write to a few portions of the school; False where another process has its turn."""
    after = 0
    for _ in range(MOST_PORTIONS):
        with session_scope() as session:
            if not take_turn(session, TURN, holder):
                return False
            last = reminding.remind_portion(session, school_id, channel, after)
        if last is None:
            break
        after = last
    return True
