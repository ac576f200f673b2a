"""What people do with the bot in a messenger: taken in by one process at a time, each update once.

The marker moves in the transaction in which the updates before it are taken in: who dies has done neither.
"""

import asyncio
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from sqlmodel import Session

from ejournal.database import DatabaseAway, session_scope
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.integrations.outgoing.max_bot import MaxBot
from ejournal.integrations.outgoing.messengers import Bot, Heard, Started, Stopped, Update, Wrote
from ejournal.integrations.outgoing.refused import Refused
from ejournal.models import Channel
from ejournal.services.mail.turns import end_turn, hold_turn, take_turn
from ejournal.services.messenger import bots, chats
from ejournal.settings import settings

log = logging.getLogger(__name__)

TURN, TURN_LIVES = "messenger-max", timedelta(seconds=90)
"""Longer than a request may take: who is silent for so long has died."""
WAIT_S = 25
"""So long a request waits for updates."""
EVERY_S = 1.0
"""Requests follow each other no faster."""
LOOKS_S = 10.0
"""How often a process asks whether the turn is free."""
LONGEST_PAUSE_S = 60.0
MOST_STRANGERS = 1000
ANSWERED_S = 3600.0
"""A stranger has one answer in so long."""
ANSWERS_A_MINUTE = 60
CODE = re.compile(r"^(?:/start\s+)?([A-Za-z0-9_-]{43})$")
Reply = tuple[int, str]


async def listen_on(holder: str) -> None:
    """Take in what happens, again and again; nothing where no bot is set."""
    try:
        async with MaxBot() as bot:
            await _listen(bot, holder)
    except Exception:
        log.exception("No updates of MAX are taken in by this process any more")
    finally:
        await asyncio.to_thread(_end, holder)


async def _listen(bot: Bot, holder: str) -> None:
    pause, strangers = EVERY_S, Strangers()
    while settings().has_max:
        started = time.monotonic()
        is_one, fault = await _safely(bot, holder, strangers, WAIT_S)
        pause = min(pause * 2, LONGEST_PAUSE_S) if fault else EVERY_S
        rest = pause if is_one else LOOKS_S
        await asyncio.sleep(max(0.0, rest - (0 if fault else time.monotonic() - started)))


async def look_once(holder: str) -> None:
    """Take in what has happened up to now, and let others listen."""
    async with MaxBot() as bot:
        await _safely(bot, holder, Strangers(), 0)
    await asyncio.to_thread(_end, holder)


async def _safely(bot: Bot, holder: str, strangers: "Strangers", wait_s: int) -> tuple[bool, bool]:
    """Whether this process is the one that listens, and whether something went wrong."""
    try:
        return await listen_once(bot, holder, strangers, wait_s), False
    except DatabaseAway:
        log.debug("The messenger's updates wait for the database")  # told to the log by the pulse
    except Refused as refused:
        log.warning("MAX gives no updates: %s", refused)
        await asyncio.to_thread(_note_error, bot.channel, str(refused))
    except Exception:
        log.exception("The messenger's updates could not be taken in; it is tried again in a moment")
    return True, True


async def listen_once(bot: Bot, holder: str, strangers: "Strangers", wait_s: int) -> bool:
    """Take in what has happened since the last time; False where another process listens."""
    if not await asyncio.to_thread(_may_listen, holder):
        return False
    known = await asyncio.to_thread(_known, bot.channel)
    if known is None or not known.username:
        await asyncio.to_thread(_begin, bot.channel, await bot.username())
    marker = known.marker if known is not None else None
    heard = await bot.updates(marker, wait_s)
    if known is not None and known.error:
        await asyncio.to_thread(_note_error, bot.channel, "")
    for user_id, words in await asyncio.to_thread(_take_in, bot.channel, holder, marker, heard, strangers):
        try:
            await bot.send(user_id, words)
        except Refused as refused:
            log.info("An answer of the bot was not taken: %s", refused)
    return True


class Strangers:
    """To whom of those whom the bot does not know it answers: once in an hour, and to few in a minute."""

    def __init__(self) -> None:
        self._answered: OrderedDict[int, float] = OrderedDict()
        self._minute, self._answers = 0.0, 0

    def may_have_answer(self, user_id: int) -> bool:
        """Whether the user gets an answer now; it is counted."""
        now = time.monotonic()
        if now - self._answered.get(user_id, -ANSWERED_S) < ANSWERED_S:
            return False
        if now - self._minute >= 60:
            self._minute, self._answers = now, 0
        if self._answers >= ANSWERS_A_MINUTE:
            return False
        self._answers += 1
        self._answered[user_id] = now
        self._answered.move_to_end(user_id)
        while len(self._answered) > MOST_STRANGERS:
            self._answered.popitem(last=False)
        return True


def _take_in(
    channel: Channel, holder: str, marker: int | None, heard: Heard, strangers: Strangers
) -> Sequence[Reply]:
    """What is to be answered; nothing where another has taken them in meanwhile."""
    if not heard.updates and heard.marker in (None, marker):
        return ()
    with session_scope() as session:
        if not hold_turn(session, TURN, holder, TURN_LIVES):
            return ()
        if not bots.advance(session, channel, marker, heard.marker):
            return ()
        found = [_done(session, channel, one, strangers) for one in heard.updates]
    return [one for one in found if one is not None]


def _done(session: Session, channel: Channel, one: Update, strangers: Strangers) -> Reply | None:
    """Do what the update asks for; one that cannot be done keeps nothing from the others."""
    try:
        with session.begin_nested():
            return _answer(session, channel, one, strangers)
    except DatabaseAway:
        raise
    except Exception:
        log.exception("An update of the messenger was left out")
        return None


def _answer(session: Session, channel: Channel, one: Update, strangers: Strangers) -> Reply | None:
    if isinstance(one, Stopped):
        chats.forget_user(session, channel, one.user_id)
        return None
    code = _code_of(one)
    if code:
        try:
            locale = chats.bind(session, channel, code, one.user_id, one.title)
        except DomainError:
            pass
        else:
            return one.user_id, connected_words(locale)
    if not strangers.may_have_answer(one.user_id):
        return None
    return one.user_id, refused_words(one.locale) if code else stranger_words(one.locale)


def _code_of(one: Started | Wrote) -> str:
    """The code that came with the start, or was sent as a message where no start follows any more."""
    if isinstance(one, Started):
        return one.code
    found = CODE.match(one.text.strip())
    return found[1] if found else ""


def connected_words(locale: str) -> str:
    """What the bot says to whoever has connected an account."""
    return gettext(
        locale,
        "Connected. News of the school journal comes here, without names and marks: they stand in the "
        "journal. To stop it, stop this bot or press “Disconnect” there: {address}",
        address=_choices(),
    )


def refused_words(locale: str) -> str:
    """What it says to a code that works no more, or never did."""
    return gettext(
        locale,
        "This code does not work: it works once, for fifteen minutes. Make a new one in the journal: "
        "{address}",
        address=_choices(),
    )


def stranger_words(locale: str) -> str:
    """What it says to anybody."""
    return gettext(
        locale,
        "This bot only tells of news in a school journal, and answers nothing. To connect it, open the "
        "journal: {address}",
        address=_choices(),
    )


def _choices() -> str:
    return f"{settings().public_url}/notices/choices"


def _may_listen(holder: str) -> bool:
    with session_scope() as session:
        return take_turn(session, TURN, holder, TURN_LIVES)


def _known(channel: Channel) -> bots.Bot | None:
    with session_scope(writing=False) as session:
        return bots.bot_of(session, channel)


def _begin(channel: Channel, username: str) -> None:
    with session_scope() as session:
        bots.begin(session, channel, username)


def _note_error(channel: Channel, error: str) -> None:
    with session_scope() as session:
        bots.note_error(session, channel, error)


def _end(holder: str) -> None:
    with suppress(DatabaseAway), session_scope() as session:
        end_turn(session, TURN, holder)
