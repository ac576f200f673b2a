"""What the journal asks of a messenger's bot, whichever messenger it is; the carrier of its messages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from ejournal.database import session_scope
from ejournal.integrations.outgoing.refused import Refused
from ejournal.models import Channel
from ejournal.services.delivery.preparing import ReadyMessage
from ejournal.services.messenger import chats


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody has started the bot; code: what the address had in it that led there, if any."""

    user_id: int
    title: str
    locale: str
    code: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody has written to the bot, to it alone."""

    user_id: int
    title: str
    locale: str
    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody has stopped the bot, or taken away the talk with it."""

    user_id: int


Update = Started | Wrote | Stopped


@dataclass(frozen=True, slots=True)
class Heard:
    """Updates in their order, and the marker with which those after them are asked for."""

    updates: Sequence[Update]
    marker: int | None


class Bot(Protocol):
    """The bot of a messenger. Whatever it is asked raises Refused where that does not work.

    of_recipient: nothing reaches that user any more. of_server: the messenger itself does not work now.
    """

    channel: Channel

    async def __aenter__(self) -> Self:
        """Begin: one connection is kept."""

    async def __aexit__(self, *_error: object) -> None:
        """End."""

    async def username(self) -> str:
        """How people find it."""

    async def updates(self, marker: int | None, wait_s: int) -> Heard:
        """What has happened since the marker; waited for where that is nothing yet."""

    async def send(self, user_id: int, text: str) -> None:
        """Write to the user."""


class MessengerCarrier:
    """Hands messages to a messenger, so many a second: all of one account's news are one message."""

    at_once = 4

    def __init__(self, bot: Bot, a_second: int) -> None:
        self._bot, self._pause, self._next = bot, 1 / a_second, 0.0

    async def __aenter__(self) -> MessengerCarrier:
        await self._bot.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._bot.__aexit__(*error)

    async def hand_over(self, one: ReadyMessage) -> None:
        """Write it; whom nothing reaches any more is forgotten."""
        await self._take_time()
        try:
            await self._bot.send(one.user_id, one.text)
        except Refused as refused:
            if refused.of_recipient:
                await asyncio.to_thread(_forget, self._bot.channel, one.user_id)
            raise
        await asyncio.to_thread(_note_told, self._bot.channel, one.account_id)

    async def _take_time(self) -> None:
        now = time.monotonic()
        own = max(now, self._next)
        self._next = own + self._pause
        if own > now:
            await asyncio.sleep(own - now)


def _forget(channel: Channel, user_id: int) -> None:
    with session_scope() as session:
        chats.forget_user(session, channel, user_id)


def _note_told(channel: Channel, account_id: int) -> None:
    with session_scope() as session:
        chats.note_told(session, channel, account_id)
