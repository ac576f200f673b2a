"""One reading of the database for all tabs that show the same news."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from ejournal.database import session_scope
from ejournal.ui.runtime.threads import in_thread

Read = Callable[[Session], Any]


@dataclass
class _Reading:
    """What is being read, or was: begun after so many news of its topic."""

    turn: int
    task: asyncio.Task[Any]


_turns: dict[str, int] = {}
_readings: dict[str, _Reading] = {}


def note(topic: str) -> None:
    """There are news of the topic: what was read of it before is old."""
    _turns[topic] = _turns.get(topic, 0) + 1


def forget(topic: str) -> None:
    """Nobody here shows the topic any more."""
    _turns.pop(topic, None)
    _readings.pop(topic, None)


async def shared(topic: str, read: Read) -> Any:
    """What `read` gives of the topic's latest news: whoever asks first reads, the others wait for it."""
    turn, known = _turns.get(topic, 0), _readings.get(topic)
    if known is None or known.turn < turn or _has_failed(known.task):
        known = _Reading(turn, asyncio.get_running_loop().create_task(in_thread(_read, read, writing=False)))
        _readings[topic] = known
    return await asyncio.shield(known.task)


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _read(read: Read, *, writing: bool) -> Any:
    with session_scope(writing=writing) as session:
        return read(session)
