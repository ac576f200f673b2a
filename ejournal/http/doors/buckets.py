"""Token buckets: so much at once, so much a second afterwards."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Rate:
    """How many may come at once, and how many a second in the long run."""

    at_once: float
    a_second: float


class Bucket:
    """What is left of a rate; whoever takes more than there is waits, or is refused."""

    __slots__ = ("_left", "_rate", "_seen_at")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left = rate.at_once
        self._seen_at = time.monotonic()

    def takes(self, cost: float = 1) -> bool:
        """Whether there is as much, which is then taken."""
        self._fill()
        if self._left < cost:
            return False
        self._left -= cost
        return True

    def wait_for(self, cost: float = 1) -> float:
        """Take as much, if need be ahead of time: the seconds until it has come."""
        self._fill()
        self._left -= cost
        return max(0.0, -self._left / self._rate.a_second)

    def give_back(self, cost: float = 1) -> None:
        """What was taken has turned out to be none of it."""
        self._left += cost

    @property
    def is_full(self) -> bool:
        """Whether nothing was taken for so long that nothing needs to be remembered."""
        self._fill()
        return self._left >= self._rate.at_once

    def _fill(self) -> None:
        now = time.monotonic()
        self._left = min(self._rate.at_once, self._left + (now - self._seen_at) * self._rate.a_second)
        self._seen_at = now


class Remembered(Generic[Kept]):
    """What is kept of each of many, made when first asked for; of too many, the oldest is forgotten."""

    def __init__(self, make: Callable[[], Kept], most: int, is_idle: Callable[[Kept], bool]) -> None:
        self._make, self._most, self._is_idle = make, most, is_idle
        self._kept: OrderedDict[object, Kept] = OrderedDict()

    def __getitem__(self, key: object) -> Kept:
        """What is kept of the key."""
        found = self._kept.get(key)
        if found is None:
            self._make_room()
            found = self._kept[key] = self._make()
        else:
            self._kept.move_to_end(key)
        return found

    def get(self, key: object) -> Kept | None:
        """What is kept of the key, if anything."""
        return self._kept.get(key)

    def __len__(self) -> int:
        """Of how many something is kept."""
        return len(self._kept)

    def clear(self) -> None:
        """Keep nothing of anybody, as after a start."""
        self._kept.clear()

    def _make_room(self) -> None:
        # A few at a time: a crowd of new addresses must not make each other wait for a walk over all.
        for key in [one for one, _ in zip(self._kept, range(3), strict=False)]:
            if len(self._kept) >= self._most or self._is_idle(self._kept[key]):
                del self._kept[key]
