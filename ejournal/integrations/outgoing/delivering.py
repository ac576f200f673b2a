"""The work of delivery: plans what is newly told, sends what is due, notes what became of it.

In the app by default, in `python -m ejournal worker` beside it, in several at once: what one has in hand is
leased in the database.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Sequence

from ejournal.database import DatabaseAway, session_scope
from ejournal.integrations import smtp
from ejournal.models import Channel
from ejournal.services.delivery import planning, sending
from ejournal.services.delivery.bounces import note_bounced
from ejournal.services.mail.outbox import are_sent
from ejournal.settings import settings

log = logging.getLogger(__name__)

EVERY_S = 3.0
TIDIED_EVERY = 1200
"""One of so many looks throws away what is kept too long: once an hour."""
SLOW_S = sending.LEASE.total_seconds() / 2
"""A portion that has taken so long is handed on: its lease must not end under a letter."""


async def deliver_on() -> None:
    """Deliver what is due, again and again, until told to stop; nothing where no channel is set."""
    holder, looks = secrets.token_hex(8), 0
    while are_sent():
        try:
            await deliver_due(holder)
            if looks % TIDIED_EVERY == 0:
                await asyncio.to_thread(_tidy)
        except DatabaseAway:
            log.debug("Notices wait for the database")  # told to the log by the pulse
        except Exception:
            log.exception("Notices could not be delivered; it is tried again in a moment")
        looks += 1
        await asyncio.sleep(EVERY_S)


async def deliver_due(holder: str) -> None:
    """Plan and send all that is due; a server that does not work ends it for now."""
    await asyncio.to_thread(_plan, holder)
    if not await asyncio.to_thread(_any_due):
        return
    async with smtp.Line() as line:
        while ids := await asyncio.to_thread(_claim, holder):
            ready = await asyncio.to_thread(_prepared, ids, holder)
            if ready and not await _send_portion(ready, holder, line):
                return


async def _send_portion(ready: Sequence[sending.Ready], holder: str, line: smtp.Line) -> bool:
    """Send them one after another; False when the mail server does not work now."""
    started = time.monotonic()
    for place, one in enumerate(ready):
        if time.monotonic() - started > SLOW_S:
            await asyncio.to_thread(_release, ready[place:], holder)
            return True
        try:
            letter = one.letter
            await smtp.send(one.to_address, letter.subject, letter.body, line=line, stop=one.stop)
        except smtp.MailRefused as refused:
            await asyncio.to_thread(_note_refused, one, holder, refused)
            # Neither the address nor the server's words, which may repeat it.
            log.warning("Delivery %d was not taken", one.id)
            if refused.of_server:
                await asyncio.to_thread(_release, ready[place + 1 :], holder)
                return False
        else:
            await asyncio.to_thread(_note_sent, one, holder)
    return True


def _plan(holder: str) -> None:
    with session_scope(writing=False) as session:
        due = planning.any_due(session)
    while due:
        with session_scope() as session:
            due = planning.plan_due(session, holder) == planning.PORTION


def _any_due() -> bool:
    with session_scope(writing=False) as session:
        return sending.any_due(session)


def _claim(holder: str) -> list[int]:
    with session_scope() as session:
        most = sending.room_left(session, Channel.MAIL, settings().smtp_per_minute)
        return sending.claim(session, holder, most) if most else []


def _prepared(ids: list[int], holder: str) -> Sequence[sending.Ready]:
    with session_scope(writing=False) as session:
        portion = sending.prepared(session, ids)
    if portion.dropped or portion.waits:
        with session_scope() as session:
            sending.settle(session, portion, holder)
    return portion.ready


def _release(rest: Sequence[sending.Ready], holder: str) -> None:
    with session_scope() as session:
        sending.release(session, [one.id for one in rest], holder)


def _note_sent(one: sending.Ready, holder: str) -> None:
    with session_scope() as session:
        if not sending.note_sent(session, one.id, holder):
            log.warning("Delivery %d was taken over by another while it was sent", one.id)


def _note_refused(one: sending.Ready, holder: str, refused: smtp.MailRefused) -> None:
    with session_scope() as session:
        sending.note_refused(
            session, one.id, holder, str(refused),
            for_ever=refused.for_ever, of_recipient=refused.of_recipient,
        )  # fmt: skip
        if refused.for_ever and refused.of_recipient:
            note_bounced(session, one.account_id, one.to_address)


def _tidy() -> None:
    with session_scope() as session:
        sending.throw_away_old(session)
