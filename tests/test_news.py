"""Whatever commits a change, its services say it and this process tells it: once, and only when it holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlmodel import Session

from ejournal import news
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.models import School
from ejournal.news import News
from ejournal.services.base.changed import note
from ejournal.services.base.topics import bell_topic, load_topic, schedule_topic
from ejournal.services.notices.told import note_rung
from tests.infra.databases import forget
from tests.services.timetable_files import asc

RELOAD = {"reload": True}


@pytest.fixture
def told(sqlite_database: str) -> Iterator[list[News]]:
    """What this process tells."""
    heard: list[News] = []
    news.tell_by(heard.extend)
    yield heard
    news.tell_by(lambda _news: None)


def test_what_was_committed_is_told(told: list[News]) -> None:
    with session_scope() as session:
        note(session, "lesson")
        note_rung(session, [7])
        assert told == []
    assert told == [("lesson", RELOAD), (bell_topic(7), {})]


def test_what_was_undone_is_not_told(told: list[News]) -> None:
    def fail(session: Session) -> None:
        note(session, "lesson")
        raise DomainError("no")

    with pytest.raises(DomainError), session_scope() as session:
        fail(session)
    assert told == []


def test_who_takes_the_news_tells_it_and_nobody_else(told: list[News]) -> None:
    with session_scope() as session:
        note(session, "lesson")
        assert news.take(session) == [("lesson", RELOAD)]
    assert told == []


def test_what_is_committed_stays_so_though_nobody_could_be_told(told: list[News]) -> None:
    def fail(_news: list[News]) -> None:
        raise OSError("away")

    news.tell_by(fail)
    with session_scope() as session:
        session.add(School(code="a", name="A", short_name="A"))
        note(session, "school")
    with session_scope(writing=False) as session:
        assert session.get(School, 1) is not None


def test_an_import_by_command_says_what_it_changes_and_a_dry_run_says_nothing(
    told: list[News], tmp_path: Path
) -> None:
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    assert main(["import", "timetable", str(given), "--school", "new"]) == 0
    assert {topic for topic, _ in told} >= {schedule_topic(1), load_topic(1)}
    told.clear()
    assert main(["import", "timetable", str(given), "--dry-run"]) == 0
    assert told == []


def test_a_command_tells_the_running_server_through_redis(
    sqlite_database: str, valkey: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EJOURNAL_REDIS_URL", valkey)
    forget()
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    with Redis.from_url(valkey) as redis, redis.pubsub() as channel:
        channel.subscribe(news.CHANNEL)
        assert channel.get_message(timeout=5)["type"] == "subscribe"
        assert main(["import", "timetable", str(given), "--school", "new"]) == 0
        heard = channel.get_message(timeout=5)
    assert schedule_topic(1) in str(heard["data"])
    news.tell_by(lambda _news: None)


def test_a_command_does_its_work_though_redis_is_away(
    sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("EJOURNAL_REDIS_URL", "redis://127.0.0.1:1/0")
    forget()
    given = tmp_path / "given.xml"
    given.write_bytes(asc())
    assert main(["import", "timetable", str(given), "--school", "new"]) == 0
    assert "Redis is away" in caplog.text
    news.tell_by(lambda _news: None)
