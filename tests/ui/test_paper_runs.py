"""The server has a school's papers made by a process, tells how far it is, and ends one that hangs."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import PaperRunState
from ejournal.services.base.topics import papers_topic
from ejournal.services.papers.whole import runs
from ejournal.services.papers.whole.runs import Wish
from ejournal.ui.runtime import live
from ejournal.ui.runtime.background import paper_runs
from tests.cast import Cast
from tests.infra import hanging


@pytest.fixture
def cast(committed: Cast, files: Path) -> Cast:
    return committed


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []

    async def tell(news: list[tuple[str, dict[str, Any]]], origin: str = "") -> None:
        heard.extend(topic for topic, _ in news)

    monkeypatch.setattr(live, "tell", tell)
    monkeypatch.setattr(paper_runs, "TOLD_S", 0.05)
    return heard


def begun(cast: Cast) -> None:
    with session_scope() as session:
        runs.begin(session, cast.actor("deputy"), Wish(1), "ru", clock.now())


def state(cast: Cast) -> PaperRunState:
    with session_scope(writing=False) as session:
        found = runs.run_of(session, cast.actor("deputy"))
    assert found is not None
    return found.state


def test_what_waits_is_made_and_told(cast: Cast, told: list[str]) -> None:
    assert asyncio.run(paper_runs.make_waiting())
    assert told == []
    begun(cast)
    assert asyncio.run(paper_runs.make_waiting())
    assert state(cast) is PaperRunState.DONE
    assert set(told) == {papers_topic(cast.schools["a"].id or 0)}


def test_a_process_that_hangs_is_ended_and_the_work_waits(
    cast: Cast, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_runs, "MODULE", hanging.__name__)
    monkeypatch.setattr(paper_runs, "SILENT_S", 0.2)
    begun(cast)
    assert not asyncio.run(paper_runs.make_waiting())
    assert state(cast) is PaperRunState.RUNNING


def test_when_the_server_ends_the_process_does(
    cast: Cast, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_runs, "MODULE", hanging.__name__)
    begun(cast)

    async def ended() -> None:
        work = asyncio.create_task(paper_runs.make_waiting())
        while not told:
            await asyncio.sleep(0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(ended())
    assert state(cast) is PaperRunState.RUNNING
