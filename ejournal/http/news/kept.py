"""Answers to strangers kept for some seconds: however often a page is asked for, it is drawn seldom."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

KEPT_S = 10.0
"""So long what was withdrawn may still be seen by who asks again."""
MOST = 256
"""Pages kept at once, a few dozen kilobytes each; the oldest give way."""


class Kept:
    """Texts by their name, each as it was drawn at most `KEPT_S` ago."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[object, ...], tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def text(self, key: tuple[object, ...], draw: Callable[[], str]) -> str:
        """The text kept under the key, or as it is drawn now; what draw raises is kept by nobody."""
        with self._lock:
            at, text = self._texts.get(key, (0.0, ""))
        if text and time.monotonic() - at < KEPT_S:
            return text
        text = draw()
        with self._lock:
            self._texts[key] = (time.monotonic(), text)
            self._texts.move_to_end(key)
            while len(self._texts) > MOST:
                self._texts.popitem(last=False)
        return text

    def empty(self) -> None:
        """Keep nothing, as after a start."""
        with self._lock:
            self._texts.clear()


kept = Kept()
