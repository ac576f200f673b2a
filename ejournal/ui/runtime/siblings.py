"""News between the server's processes, through Redis; what an outage swallows is read anew."""

import asyncio
import contextlib
import json
import logging
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from ejournal.news import ANSWERS_WITHIN_S, CHANNEL, News, packed
from ejournal.settings import settings

log = logging.getLogger(__name__)
ASKED_EVERY_S = 5.0
SILENT_AT_MOST_S = 12.0
"""A subscription that has not even answered our questions for so long is dead, whatever TCP believes."""
TRIES_AGAIN_S = 1.0

Hear = Callable[[Sequence[News], str], None]
ReadAnew = Callable[[frozenset[str] | None], None]

_myself = uuid.uuid4().hex
_unsent: deque[tuple[list[News], str]] = deque()
_owed: set[str] = set()
"""Topics whose news could not be published: later only their names go out, for the news is old then."""
_at_work: set[asyncio.Task[None]] = set()
_troubles: set[str] = set()
_connections: dict[asyncio.AbstractEventLoop, Redis] = {}
_hear: list[Hear] = []
_read_anew: list[ReadAnew] = []


def attach(hear: Hear, read_anew: ReadAnew) -> None:
    """Give the ears: news with the tab that it comes from; topics (None: all) that must be read anew."""
    _hear[:], _read_anew[:] = [hear], [read_anew]


def tell(news: list[News], origin: str) -> None:
    """Pass news to the tabs of all processes; nobody waits for Redis."""
    if _owed or (redis := _redis()) is None:
        _keep_here(news, origin)
        return
    _unsent.append((news, origin))
    if not _at_work:
        _at_work.add(asyncio.get_running_loop().create_task(_send(redis)))


async def listen() -> None:
    """Hear the siblings until the server ends; a subscription made anew reads anew what was missed."""
    while (redis := _redis()) is not None:
        try:
            async with redis.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                await _listen(channel)
        except (OSError, RedisError) as error:
            _note("subscription", error)
            await asyncio.sleep(TRIES_AGAIN_S)


def _redis() -> Redis | None:
    address = settings().redis_url
    if not address:
        return None
    loop = asyncio.get_running_loop()
    if loop not in _connections:
        _connections[loop] = Redis.from_url(
            address,
            retry=Retry(NoBackoff(), 1),
            socket_connect_timeout=ANSWERS_WITHIN_S,
            socket_keepalive=True,
        )
    return _connections[loop]


async def _send(redis: Redis) -> None:
    """Publish what waits in its order; after a failure, the names of what the others have missed."""
    try:
        while _unsent or _owed:
            if not _owed:
                news, origin = _unsent.popleft()
                if not await _published(redis, packed(news, origin)):
                    # What was saved is saved: at least the tabs of this process are told now.
                    _keep_here(news, origin)
            elif not await _paid(redis):
                await asyncio.sleep(TRIES_AGAIN_S)
    finally:
        _at_work.clear()


async def _paid(redis: Redis) -> bool:
    while _unsent:
        _keep_here(*_unsent.popleft())
    owed = sorted(_owed)
    if not await _published(redis, json.dumps({"anew": owed, "by": _myself})):
        return False
    _owed.difference_update(owed)
    return True


def _keep_here(news: list[News], origin: str) -> None:
    _hear[0](news, origin)
    if settings().redis_url:
        _owed.update(topic for topic, _ in news)


async def _published(redis: Redis, message: str) -> bool:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            await redis.publish(CHANNEL, message)
    except (OSError, RedisError) as error:  # of a silent Redis, a TimeoutError
        _note("publishing", error)
        return False
    _note("publishing", None)
    return True


async def _listen(channel: PubSub) -> None:
    asking = asyncio.get_running_loop().create_task(_ask(channel))
    try:
        async with asyncio.timeout(SILENT_AT_MOST_S) as patience:
            async for message in channel.listen():
                patience.reschedule(asyncio.get_running_loop().time() + SILENT_AT_MOST_S)
                _take(message)
    finally:
        asking.cancel()


async def _ask(channel: PubSub) -> None:
    with contextlib.suppress(OSError, RedisError):  # the listener notices too
        while True:
            await asyncio.sleep(ASKED_EVERY_S)
            await channel.ping()


def _take(message: dict[str, Any]) -> None:
    if message["type"] == "subscribe":
        # Also when the client has quietly connected again: nobody kept for us what was told meanwhile.
        _note("subscription", None)
        _read_anew[0](None)
    elif message["type"] == "message":
        heard = json.loads(message["data"])
        if "anew" not in heard:
            _hear[0]([(topic, payload) for topic, payload in heard["news"]], heard["origin"])
        elif heard["by"] != _myself:
            _read_anew[0](frozenset(heard["anew"]))


def _note(what: str, error: Exception | None) -> None:
    """Say the beginning and the end of an outage once, however many notice it."""
    before = bool(_troubles)
    if error is None:
        _troubles.discard(what)
    else:
        _troubles.add(what)
    if before and not _troubles:
        log.warning("Redis is back: open pages have been read anew")
    elif _troubles and not before:
        log.warning("Redis is away, open pages of the other processes are told later: %s", _reason(error))


def _reason(error: Exception | None) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
