"""An installation with a mail server, at noon of the cast's day; families with confirmed e-mails."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ejournal import clock
from ejournal.settings import settings
from tests.cast import Cast
from tests.services.delivery.helpers import confirm

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Twelve o'clock where the cast's school stands, on its day."""


@pytest.fixture(autouse=True)
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is set."""
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.test")
    monkeypatch.setattr(settings(), "public_url", "https://journal.example.test")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """Sets the clock so long after noon."""

    def move(by: timedelta) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: NOON + by)
        return NOON + by

    move(timedelta())
    return move


@pytest.fixture
def family(cast: Cast, at: Callable[[timedelta], datetime]) -> Cast:
    """The cast, where Анна, her mother and Вера's father get letters."""
    for name in ("pupil", "guardian", "other_guardian"):
        confirm(cast, name)
    return cast
