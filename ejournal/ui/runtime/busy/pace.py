"""How often a topic is told to those who follow it: of a busy one all that came in a rest is told at once."""

import asyncio
from collections.abc import Callable

from ejournal.news import News
from ejournal.services.base.topics import CHAT_ROOM, CHAT_TYPING

RESTS_S, LONGEST_S = 0.001, 0.15
"""So long a topic rests for each tab that was told, and at most: telling costs the server about half of it.
Nobody sees a repaint held back so long; else a room of hundreds who write would cost one of each for each."""

Tell = Callable[[News, str], int]
"""Tells the followers but the tab of origin; gives how many there are."""

_resting: dict[str, tuple[News, str] | None] = {}
"""Topics that rest, each with what is told when it has rested, and from which tab that comes."""


def tell(news: News, origin: str, now: Tell) -> None:
    """Tell at once, or when the topic has rested: then only the last news of it, which stands for all."""
    topic = news[0]
    if not _stands_for_earlier(news):
        now(news, origin)
    elif topic not in _resting:
        _tell(news, origin, now)
    else:
        before = _resting[topic]
        _resting[topic] = news, origin if before is None or before[1] == origin else ""


def _tell(news: News, origin: str, now: Tell) -> None:
    rest = min(now(news, origin) * RESTS_S, LONGEST_S)
    if rest:
        _resting[news[0]] = None
        asyncio.get_running_loop().call_later(rest, _has_rested, news[0], now)


def _has_rested(topic: str, now: Tell) -> None:
    waiting = _resting.pop(topic)
    if waiting is not None:
        _tell(*waiting, now)


def _stands_for_earlier(news: News) -> bool:
    """Whether who hears it needs none of its kind before: new messages are read up to the last."""
    topic, payload = news
    return topic.startswith(CHAT_TYPING) or (topic.startswith(CHAT_ROOM) and payload == {"new": True})
