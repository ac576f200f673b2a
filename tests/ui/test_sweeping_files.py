"""Files that nothing shows are swept with their bytes, and what stopped on its way in."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import NotFound
from ejournal.http.stored import parts
from ejournal.models import FileUser
from ejournal.services.files import keeping, uploads
from ejournal.ui.runtime.background import files as sweeping
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases
from tests.infra.laid_files import laid


@pytest.fixture
def cast(sqlite_database: str, databases: Databases) -> Cast:
    with session_scope() as session:
        return databases.planted("sqlite", make_cast).taken_into(session)


def lie_there(files: Path) -> int:
    return len([one for one in (files / "store").rglob("*") if one.is_file()])


def test_what_nothing_shows_goes_with_its_bytes(
    cast: Cast, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = cast.actor("teacher")
    with session_scope() as session:
        shown, unused = laid(session, teacher, "shown"), laid(session, teacher, "unused")
        keeping.attach(session, teacher, FileUser.CHAT_MESSAGE, 1, [shown], clock.now())
    sweeping.sweep("one")
    assert lie_there(files) == 4  # each with its preview
    later = clock.now() + uploads.KEPT + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    sweeping.sweep("one")
    assert lie_there(files) == 2
    with session_scope(writing=False) as session:
        assert keeping.own_unused(session, teacher, unused) is None


def test_what_stopped_on_its_way_leaves_its_room_to_others(cast: Cast, files: Path) -> None:
    teacher = cast.actor("teacher")
    with session_scope() as session:
        stopped = uploads.begin(session, teacher, "browser01", "a", 10, clock.now()).key
        going = uploads.begin(session, teacher, "browser02", "a", 10, clock.now()).key
    for key in (stopped, going):
        with parts.held(key) as file:
            file.write(b"12345")
    old = (clock.now() - uploads.KEPT - timedelta(minutes=1)).timestamp()
    os.utime(parts.part_file(stopped), (old, old))
    os.utime(parts.part_file(going), (clock.now().timestamp(),) * 2)
    sweeping.sweep("one")
    assert [parts.come_so_far(stopped), parts.come_so_far(going)] == [0, 5]
    with session_scope(writing=False) as session:
        assert uploads.coming(session, teacher, going).size == 10
        with pytest.raises(NotFound):
            uploads.coming(session, teacher, stopped)


def test_one_process_of_all_sweeps(cast: Cast, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_scope() as session:
        laid(session, cast.actor("teacher"), "unused")
        sweeping.take_turn(session, sweeping.TURN, "another")
    later = clock.now() + uploads.KEPT + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(sweeping, "take_turn", lambda *_: False)
    sweeping.sweep("one")
    assert lie_there(files) == 2
