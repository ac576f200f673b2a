"""How often a topic is told to those who follow it: of a busy one all that came in a rest is told at once."""

import asyncio
from collections.abc import Callable
from weakref import WeakKeyDictionary

from ejournal.news import News
from ejournal.services.base.topics import CHAT_ROOM, CHAT_TYPING

RESTS_S, LONGEST_S = 0.001, 0.15
"""So long a topic rests for each tab that was told, and at most: telling costs the server about half of it.
Nobody sees a repaint held back so long; else a room of hundreds who write would cost one of each for each."""

Tell = Callable[[News, str], int]
"""Tells the followers but the tab of origin; gives how many there are."""

Resting = dict[str, tuple[News, str] | None]
"""Topics that rest, each with what is told when it has rested, and from which tab that comes."""
_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Resting] = WeakKeyDictionary()
"""A rest ends in the loop in which it began, and with it."""


def tell(news: News, origin: str, now: Tell) -> None:
    """Tell at once, or when the topic has rested: then only the last news of it, which stands for all."""
    if not _stands_for_earlier(news):
        now(news, origin)
        return
    topic, resting = news[0], topics_at_rest()
    if topic not in resting:
        _tell(news, origin, now)
    else:
        before = resting[topic]
        resting[topic] = news, origin if before is None or before[1] == origin else ""


def topics_at_rest() -> Resting:
    """Those of the loop in which this is asked."""
    return _of_loops.setdefault(asyncio.get_running_loop(), {})


def _tell(news: News, origin: str, now: Tell) -> None:
    rest = min(now(news, origin) * RESTS_S, LONGEST_S)
    if rest:
        topics_at_rest()[news[0]] = None
        asyncio.get_running_loop().call_later(rest, _has_rested, news[0], now)


def _has_rested(topic: str, now: Tell) -> None:
    waiting = topics_at_rest().pop(topic)
    if waiting is not None:
        _tell(*waiting, now)


def _stands_for_earlier(news: News) -> bool:
    """Whether who hears it needs none of its kind before: new messages are read up to the last."""
    topic, payload = news
    return topic.startswith(CHAT_TYPING) or (topic.startswith(CHAT_ROOM) and payload == {"new": True})
