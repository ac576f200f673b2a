"""A clock for the buckets that is moved by hand."""

import pytest

from ejournal.http.doors import buckets


class Hand:
    """Seconds that pass only when they are added."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """The buckets' clock; it stands still."""
    moved = Hand()
    monkeypatch.setattr(buckets, "time", moved)
    return moved
