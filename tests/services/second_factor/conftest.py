"""An installation that sends mail, and a clock that a test moves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ejournal import clock
from ejournal.settings import settings

Later = Callable[[timedelta], None]


@pytest.fixture(autouse=True)
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are sent."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """later(hours) moves the clock on, and holds it there."""

    def move(by: timedelta) -> None:
        at = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: at)
        monkeypatch.setattr(clock, "unpretended", lambda: at)

    move(timedelta())
    return move
