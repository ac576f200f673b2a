"""Tabs on the states of the pages: the cast in the app's own database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import ejournal.ejournal  # noqa: F401 - all states, so that a tab holds what a real one does
from ejournal.database import session_scope
from ejournal.ui.runtime import live
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.loops import own_loop
from tests.infra.tabs import Tab

OpenTab = Callable[..., Tab]
News = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def cast(sqlite_database: str, databases: Databases) -> Cast:
    with session_scope() as session:
        return databases.planted("sqlite", make_cast).taken_into(session)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> News:
    """What handlers tell to other tabs: topics, each with its news."""
    heard: News = []

    async def tell(news: News, origin: str = "") -> None:
        heard.extend(news)

    monkeypatch.setattr(live, "tell", tell)
    return heard


@pytest.fixture
def open_tab(cast: Cast) -> Iterator[OpenTab]:
    """open_tab("teacher", "/journal?course=1"): a new tab of a member of the cast."""
    with own_loop() as run:
        yield lambda name, address="/": Tab(run, cast.token(name), address)
