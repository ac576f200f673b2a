"""Long work on a timetable: one at a time whatever process it is in, stopped, forgotten when dead."""

from datetime import UTC, datetime, timedelta

import pytest

from ejournal import clock
from ejournal.errors import DomainError, NotFound
from ejournal.models import TimetableVersion
from ejournal.services.timetable.runs import RunInfo, ask_to_stop, beat, begin_run, end_run, running
from ejournal.services.timetable.versions import create_version, delete_draft
from tests.cast import DAY, Cast

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def draft(cast: Cast) -> int:
    return create_version(cast.session, cast.actor("deputy"), cast.years["a"].id or 0, "Черновик", DAY)


def begin(cast: Cast, version: int, key: str = "one", now: datetime = NOW) -> None:
    begin_run(cast.session, cast.actor("deputy"), version, "fill", "Громова", key, now, MINUTE)


def state(cast: Cast, version: int, now: datetime = NOW) -> RunInfo | None:
    return running(cast.session, cast.actor("deputy"), version, now)


def test_one_at_a_time_and_the_next_when_it_is_over(cast: Cast, draft: int) -> None:
    begin(cast, draft)
    assert state(cast, draft) == RunInfo("fill", "Громова", 0, 0)
    with pytest.raises(DomainError, match="under way"):
        begin(cast, draft, "two")
    assert beat(cast.session, draft, "one", 7, 90, NOW, MINUTE)
    assert state(cast, draft) == RunInfo("fill", "Громова", 7, 90)
    end_run(cast.session, draft, "one")
    assert state(cast, draft) is None
    begin(cast, draft, "two")


def test_it_is_stopped_by_a_word_in_the_database(cast: Cast, draft: int) -> None:
    begin(cast, draft)
    ask_to_stop(cast.session, cast.actor("director"), draft)
    assert not beat(cast.session, draft, "one", 7, 90, NOW, MINUTE)


def test_what_does_not_beat_is_dead_and_another_takes_its_place(cast: Cast, draft: int) -> None:
    begin(cast, draft)
    beat(cast.session, draft, "one", 7, 90, NOW + MINUTE / 2, MINUTE)
    with pytest.raises(DomainError):
        begin(cast, draft, "two", NOW + MINUTE)
    later = NOW + 2 * MINUTE
    assert state(cast, draft, later) is None
    begin(cast, draft, "two", later)
    assert not beat(cast.session, draft, "one", 9, 90, later, MINUTE), "who was thought dead is told to end"
    end_run(cast.session, draft, "one")
    assert state(cast, draft, later) is not None, "and takes nothing away from who came after"


def test_a_draft_is_not_deleted_under_work(cast: Cast, draft: int) -> None:
    begin(cast, draft, now=clock.now())
    with pytest.raises(DomainError, match="under way"):
        delete_draft(cast.session, cast.actor("deputy"), draft)
    end_run(cast.session, draft, "one")
    begin(cast, draft, now=NOW - timedelta(days=900))
    delete_draft(cast.session, cast.actor("deputy"), draft)
    assert cast.session.get(TimetableVersion, draft) is None


def test_others_neither_begin_nor_stop_nor_see(cast: Cast, draft: int) -> None:
    for member in ("teacher", "pupil", "teacher_b"):
        with pytest.raises(NotFound):
            begin_run(cast.session, cast.actor(member), draft, "fill", "x", "k", NOW, MINUTE)
        with pytest.raises(NotFound):
            ask_to_stop(cast.session, cast.actor(member), draft)
    begin(cast, draft)
    assert running(cast.session, cast.actor("teacher_b"), draft, NOW) is None
