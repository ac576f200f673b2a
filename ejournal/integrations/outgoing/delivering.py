"""The work of delivery: plans what is newly told, sends what is due, notes what became of it.

In the app by default, in `python -m ejournal worker` beside it, in several at once: what one has in hand is
leased in the database.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ejournal.database import DatabaseAway, session_scope
from ejournal.integrations.outgoing import listening
from ejournal.integrations.outgoing.carriers import Carrier, carrier_of, most_a_minute
from ejournal.integrations.outgoing.refused import Refused
from ejournal.models import Channel
from ejournal.services.delivery import planning, sending, spending
from ejournal.services.delivery.bounces import note_bounced
from ejournal.services.delivery.preparing import Handed, Ready, all_of, prepared
from ejournal.settings import settings

log = logging.getLogger(__name__)

EVERY_S = 3.0
TIDIED_EVERY = 1200
"""One of so many looks throws away what is kept too long: once an hour."""
SLOW_S = sending.LEASE.total_seconds() / 2
"""A portion that has taken so long is handed on: its lease must not end under a letter."""


async def deliver_on() -> None:
    """Deliver what is due, again and again, until told to stop; nothing where no channel is set.

    Each channel works for itself: one that hangs holds up no other.
    """
    holder, looks = secrets.token_hex(8), 0
    at_work: dict[Channel, asyncio.Task[None]] = {}
    async with asyncio.TaskGroup() as group:
        if settings().has_max:
            group.create_task(listening.listen_on(holder))
        while settings().sends_notices:
            with _logged():
                for channel in await asyncio.to_thread(_look, holder):
                    if channel not in at_work or at_work[channel].done():
                        at_work[channel] = group.create_task(_deliver_safely(channel, holder))
                if looks % TIDIED_EVERY == 0:
                    await asyncio.to_thread(_tidy)
            looks += 1
            await asyncio.sleep(EVERY_S)


@contextmanager
def _logged() -> Iterator[None]:
    """What goes wrong is told to the log, and tried again."""
    try:
        yield
    except DatabaseAway:
        log.debug("Notices wait for the database")  # told to the log by the pulse
    except Exception:
        log.exception("Notices could not be delivered; it is tried again in a moment")


async def deliver_due(holder: str) -> None:
    """Take in what a bot was told, plan and send all that is due; a server that does not work ends it."""
    if settings().has_max:
        await listening.look_once(holder)
    found = await asyncio.to_thread(_look, holder)
    await asyncio.gather(*(_deliver_by(channel, holder) for channel in found))


async def _deliver_safely(channel: Channel, holder: str) -> None:
    with _logged():
        await _deliver_by(channel, holder)


async def _deliver_by(channel: Channel, holder: str) -> None:
    carrier = carrier_of(channel)
    if carrier is None:
        return
    async with carrier:
        while ids := await asyncio.to_thread(_claim, channel, holder):
            ready = await asyncio.to_thread(_prepared, ids, channel, holder)
            works = not ready or await _send_portion(ready, holder, carrier)
            await asyncio.to_thread(_tell_authors, ids)
            if not works:
                return


async def _send_portion(ready: Sequence[Handed], holder: str, carrier: Carrier) -> bool:
    """Send them, as many at once as the channel takes; False when its server does not work now."""
    started = time.monotonic()
    for place in range(0, len(ready), carrier.at_once):
        if time.monotonic() - started > SLOW_S:
            await asyncio.to_thread(_release, ready[place:], holder)
            return True
        together = ready[place : place + carrier.at_once]
        works = await asyncio.gather(*(_send(one, holder, carrier) for one in together))
        if not all(works):
            await asyncio.to_thread(_release, ready[place + len(together) :], holder)
            return False
    return True


async def _send(one: Handed, holder: str, carrier: Carrier) -> bool:
    """Hand it over and note what became of it; False when the channel's server does not work now."""
    try:
        await carrier.hand_over(one)
    except Refused as refused:
        await asyncio.to_thread(_note_refused, one, holder, refused)
        # Neither the address nor the server's words, which may repeat it.
        log.warning("Delivery %d was not taken", one.id)
        return not refused.of_server
    await asyncio.to_thread(_note_sent, one, holder)
    return True


def _look(holder: str) -> list[Channel]:
    """Plan what is newly told; the channels by which something is due."""
    _plan(holder)
    with session_scope(writing=False) as session:
        return sending.due_channels(session)


def _plan(holder: str) -> None:
    with session_scope(writing=False) as session:
        due = planning.any_due(session)
    while due:
        with session_scope() as session:
            due = planning.plan_due(session, holder) == planning.PORTION


def _claim(channel: Channel, holder: str) -> list[int]:
    with session_scope() as session:
        most = sending.room_left(session, channel, most_a_minute(channel))
        return sending.claim(session, holder, most, channel) if most else []


def _prepared(ids: list[int], channel: Channel, holder: str) -> Sequence[Handed]:
    with session_scope(writing=False) as session:
        portion = prepared(session, ids, channel)
    if portion.dropped or portion.waits:
        with session_scope() as session:
            sending.settle(session, portion, holder)
    if channel is not Channel.SMS or not portion.ready:
        return portion.ready
    with session_scope() as session:
        go, beyond = spending.allowed(session, portion.ready)
        for one in beyond:
            sending.note_refused(session, one.id, holder, spending.USED_UP, for_ever=True)
    return go


def _tell_authors(ids: list[int]) -> None:
    with session_scope() as session:
        sending.tell_authors(session, ids)


def _release(rest: Sequence[Handed], holder: str) -> None:
    with session_scope() as session:
        sending.release(session, [number for one in rest for number in all_of(one)], holder)


def _note_sent(one: Handed, holder: str) -> None:
    with session_scope() as session:
        for number in all_of(one):
            if not sending.note_sent(session, number, holder):
                log.warning("Delivery %d was taken over by another while it was sent", number)


def _note_refused(one: Handed, holder: str, refused: Refused) -> None:
    with session_scope() as session:
        for number in all_of(one):
            sending.note_refused(
                session, number, holder, str(refused),
                for_ever=refused.for_ever, of_recipient=refused.of_recipient,
            )  # fmt: skip
        if refused.for_ever and refused.of_recipient and isinstance(one, Ready):
            note_bounced(session, one.account_id, one.to_address)


def _tidy() -> None:
    with session_scope() as session:
        sending.throw_away_old(session)
