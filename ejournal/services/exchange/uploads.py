"""Timetable files on their way in: one a person, kept until taken in or thrown away.

A draft is a file and what was decided about it so far; it outlives closed pages and restarts.
"""

import fcntl
import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any, TextIO

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.disk import private_folder, write_whole
from ejournal.errors import DomainError, NotFound
from ejournal.models import Person, School, TimetableVersion, VersionStatus
from ejournal.models.base import table
from ejournal.services.exchange.names import Choices
from ejournal.settings import settings

KEPT = timedelta(days=14)
LOOKS, LOOK = 10, 0.02
FORMAT = 1
"""Counted up when a draft's notes change their meaning: drafts of before are forgotten."""

log = logging.getLogger(__name__)


@dataclass
class Draft:
    """A file with the choices made for it; `checked` and `done` are what the page shows of both."""

    name: str
    owner: str
    uploaded_at: str
    choices: list[tuple[str, str, int]] = field(default_factory=list)
    layout: dict[str, str] = field(default_factory=dict)
    """Where class, weekday and lesson number stand in a spreadsheet, if somebody has pointed at it."""
    starts: str = ""
    publish: bool = True
    mark: str = ""
    """The school's timetables as they were when the file was checked."""
    checked: dict[str, Any] = field(default_factory=dict)
    done: dict[str, Any] = field(default_factory=dict)
    problem: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def chosen(self) -> Choices:
        """The choices as the import takes them."""
        return {(kind, name): row_id for kind, name, row_id in self.choices}

    def choose(self, kind: str, name: str, row_id: int) -> None:
        """Let a name of the file stand for a row, 0 for a new one; the check is to be made again."""
        self.choices = [one for one in self.choices if tuple(one[:2]) != (kind, name)]
        self.choices.append((kind, name, row_id))
        self.checked, self.mark = {}, ""


_AXES = ("class", "day", "number")
_PLACE = re.compile(r"title|row:[1-9][0-9]{0,2}|column:[A-Z]{1,2}")


def pointed(layout: Mapping[str, str], axis: str, place: str) -> dict[str, str]:
    """The layout with a place for class, day or number, empty: found by itself; DomainError for no place."""
    if axis not in _AXES or (place and not _PLACE.fullmatch(place)):
        raise DomainError("Choose from the list where it stands")
    rest = {name: one for name, one in layout.items() if name != axis}
    return {**rest, axis: place} if place else rest


def keep_file(session: Session, actor: Actor, file: Path, name: str) -> Draft:
    """Make the file, which was read already, the actor's draft in place of the one before."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    person = session.get_one(Person, actor.person_id)
    draft = Draft(name or "file", person.full_name, clock.now().isoformat())
    where = file_of(actor)
    _sweep(private_folder(where.parent))
    save_draft(actor, draft)  # first: for this there may be no room, to move the file needs none
    file.replace(where)
    read_of(file).replace(read_of(where))
    return draft


def file_of(actor: Actor) -> Path:
    """Where the actor's file is kept."""
    return settings().files / "imports" / f"{actor.school_id}-{actor.person_id}.file"


def read_of(file: Path) -> Path:
    """Where what was read of a file is kept: beside it."""
    return file.with_suffix(".read")


def draft_of(actor: Actor) -> Draft | None:
    """The actor's draft, None when there is none."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    return _read(_notes_of(actor))


def _read(notes: Path) -> Draft | None:
    """What was noted of a draft; None when there are no notes, or those of another version of the program."""
    try:
        written = json.loads(notes.read_text(encoding="utf-8"))
        if written["format"] != FORMAT:
            return None
        draft = Draft(**written)
        datetime.fromisoformat(draft.uploaded_at)
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, ValueError):
        log.warning("The notes of a timetable's import cannot be read and are passed over: %s", notes)
        return None
    return draft


def need_draft(actor: Actor) -> Draft:
    """The actor's draft with its file; NotFound when it is gone."""
    draft = draft_of(actor)
    if draft is None or not file_of(actor).exists():
        raise NotFound
    return draft


def save_draft(actor: Actor, draft: Draft) -> None:
    """Keep what was decided; whole or not at all."""
    where = _notes_of(actor)
    private_folder(where.parent)
    write_whole(where, json.dumps(asdict(draft), ensure_ascii=False).encode())


def throw_away(actor: Actor) -> None:
    """Delete the actor's file and all that was decided about it."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    drop_file(actor)
    _notes_of(actor).unlink(missing_ok=True)


def drop_file(actor: Actor) -> None:
    """Delete the file and what was read of it; what was decided and done stays."""
    file_of(actor).unlink(missing_ok=True)
    read_of(file_of(actor)).unlink(missing_ok=True)


def others_drafts(actor: Actor) -> list[Draft]:
    """Files that others of the school are importing just now."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    found = []
    for file in sorted(file_of(actor).parent.glob(f"{actor.school_id}-*.file")):
        draft = _read(file.with_suffix(".json")) if file != file_of(actor) else None
        if draft is not None:
            found.append(draft)
    return found


def claim_work(actor: Actor) -> TextIO:
    """The actor's turn for a check or an import, theirs until it is closed; DomainError while one goes on."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    where = file_of(actor).with_suffix(".lock")
    private_folder(where.parent)
    turn = where.open("a", encoding="utf-8")
    if not _locked(turn, fcntl.LOCK_EX):
        turn.close()
        raise DomainError("Your file is still being looked at. Wait until it is done")
    return turn


@contextmanager
def only_import(actor: Actor, name: str) -> Iterator[None]:
    """Keep others of the school from importing meanwhile; DomainError tells who imports already."""
    with _lock_file(actor) as lock:
        # A page that looks whether somebody imports holds the lock for an instant: that is nobody's import.
        for _ in range(LOOKS):
            if _locked(lock, fcntl.LOCK_EX):
                break
            sleep(LOOK)
        else:
            raise DomainError(
                "{name} is importing a timetable just now. Wait until it is done, then check your file again",
                name=_holder(lock),
            )
        lock.truncate(0)
        lock.write(name)
        lock.flush()
        yield


def importing_now(actor: Actor) -> str:
    """The name of who imports into the school at this moment; empty when nobody does."""
    with _lock_file(actor) as lock:
        return "" if _locked(lock, fcntl.LOCK_SH) else _holder(lock)


def _lock_file(actor: Actor) -> TextIO:
    where = file_of(actor).parent / f"{actor.school_id}.lock"
    private_folder(where.parent)
    return where.open("a+", encoding="utf-8")


def _locked(lock: TextIO, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read() or "–"


def timetables_mark(session: Session, school_id: int) -> str:
    """Another text whenever a timetable of the school was added, deleted or published; locks the school."""
    session.execute(
        select(table(School).c.id).where(table(School).c.id == school_id).with_for_update()
    )  # on PostgreSQL two imports wait for each other here; SQLite has one writer anyway
    version = table(TimetableVersion)
    published = version.c.status == VersionStatus.PUBLISHED
    row = session.execute(
        select(func.count(), func.max(version.c.id), func.count().filter(published)).where(
            version.c.school_id == school_id
        )
    ).one()
    return "-".join(str(value or 0) for value in row)


def _notes_of(actor: Actor) -> Path:
    return file_of(actor).with_suffix(".json")


def _sweep(folder: Path) -> None:
    """Delete what nobody came back to."""
    before = (clock.now() - KEPT).timestamp()
    for file in folder.iterdir():
        if file.suffix in (".file", ".json", ".read", ".tmp") and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)


def uploaded(draft: Draft) -> datetime:
    """When the file came."""
    return datetime.fromisoformat(draft.uploaded_at)
