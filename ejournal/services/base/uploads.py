"""Files of strangers on their way in: one a person, kept in a private folder until taken in or thrown away.

A draft is a file, what was read of it, and what was decided about it so far; it outlives closed pages and
restarts. A `Shelf` keeps the drafts of one kind of file.
"""

import fcntl
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any, Generic, TextIO, TypeVar

from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.disk import private_folder, write_whole
from ejournal.errors import DomainError, NotFound
from ejournal.models import Person
from ejournal.settings import settings

KEPT = timedelta(days=14)
LOOKS, LOOK = 10, 0.02
log = logging.getLogger(__name__)


@dataclass
class Upload:
    """What is noted of a file: its name, whose it is, when it came; problem is what went wrong with it last.

    format is counted up by the subclass when its notes change their meaning: those of before are forgotten.
    """

    name: str
    owner: str
    uploaded_at: str
    done: dict[str, Any] = field(default_factory=dict)
    problem: dict[str, Any] = field(default_factory=dict)
    format: int = 1

    @property
    def uploaded(self) -> datetime:
        """When the file came."""
        return datetime.fromisoformat(self.uploaded_at)


D = TypeVar("D", bound=Upload)


class Shelf(Generic[D]):
    """The drafts of one kind of file: one a person; only for those with the permission."""

    def __init__(self, folder: str, permission: Permission, kind: type[D]) -> None:
        self.folder, self.permission, self.kind = folder, permission, kind

    def keep_file(self, session: Session, actor: Actor, file: Path, name: str) -> D:
        """Make the file, which was read already, the actor's draft in place of the one before."""
        guard.require(actor, self.permission)
        person = session.get_one(Person, actor.person_id)
        draft = self.kind(name or "file", person.full_name, clock.now().isoformat())
        where = self.file_of(actor)
        _sweep(private_folder(where.parent))
        self.save_draft(actor, draft)  # first: for this there may be no room, to move the file needs none
        file.replace(where)
        read_of(file).replace(read_of(where))
        return draft

    def file_of(self, actor: Actor) -> Path:
        """Where the actor's file is kept."""
        return settings().files / self.folder / f"{actor.school_id}-{actor.person_id}.file"

    def draft_of(self, actor: Actor) -> D | None:
        """The actor's draft; None when there is none, or one of another version of the program."""
        guard.require(actor, self.permission)
        return self._read(_notes_of(self.file_of(actor)))

    def _read(self, notes: Path) -> D | None:
        try:
            written = json.loads(notes.read_text(encoding="utf-8"))
            draft = self.kind(**written)
            if written["format"] != self.kind.format:
                return None
            datetime.fromisoformat(draft.uploaded_at)
        except FileNotFoundError:
            return None
        except (KeyError, TypeError, ValueError):
            log.warning("The notes of a file on its way in cannot be read and are passed over: %s", notes)
            return None
        return draft

    def need_draft(self, actor: Actor) -> D:
        """The actor's draft with its file; NotFound when it is gone."""
        draft = self.draft_of(actor)
        if draft is None or not self.file_of(actor).exists():
            raise NotFound
        return draft

    def save_draft(self, actor: Actor, draft: D) -> None:
        """Keep what was decided; whole or not at all."""
        where = _notes_of(self.file_of(actor))
        private_folder(where.parent)
        write_whole(where, json.dumps(asdict(draft), ensure_ascii=False).encode())

    def throw_away(self, actor: Actor) -> None:
        """Delete the actor's file and all that was decided about it; what was taken in stays."""
        guard.require(actor, self.permission)
        self.drop_file(actor)
        _notes_of(self.file_of(actor)).unlink(missing_ok=True)

    def drop_file(self, actor: Actor) -> None:
        """Delete the file and what was read of it; what was decided and done stays."""
        file = self.file_of(actor)
        file.unlink(missing_ok=True)
        read_of(file).unlink(missing_ok=True)

    def others_drafts(self, actor: Actor) -> list[D]:
        """Files that others of the school are taking in just now."""
        guard.require(actor, self.permission)
        own = self.file_of(actor)
        files = sorted(own.parent.glob(f"{actor.school_id}-*.file"))
        found = (self._read(_notes_of(file)) for file in files if file != own)
        return [draft for draft in found if draft is not None]

    def claim_work(self, actor: Actor) -> TextIO:
        """The actor's turn for long work on the file, theirs until closed; DomainError while one goes on."""
        guard.require(actor, self.permission)
        where = self.file_of(actor).with_suffix(".lock")
        private_folder(where.parent)
        turn = where.open("a", encoding="utf-8")
        if not _locked(turn, fcntl.LOCK_EX):
            turn.close()
            raise DomainError("Your file is still being looked at. Wait until it is done")
        return turn

    @contextmanager
    def only_import(self, actor: Actor, name: str, busy: Callable[[str], DomainError]) -> Iterator[None]:
        """Keep others of the school from importing meanwhile; `busy` says it to them, given who does."""
        with self._lock_file(actor) as lock:
            # A page that looks whether somebody imports holds the lock for an instant: that is no import.
            for _ in range(LOOKS):
                if _locked(lock, fcntl.LOCK_EX):
                    break
                sleep(LOOK)
            else:
                raise busy(_holder(lock))
            lock.truncate(0)
            lock.write(name)
            lock.flush()
            yield

    def importing_now(self, actor: Actor) -> str:
        """The name of who imports into the school at this moment; empty when nobody does."""
        with self._lock_file(actor) as lock:
            return "" if _locked(lock, fcntl.LOCK_SH) else _holder(lock)

    def _lock_file(self, actor: Actor) -> TextIO:
        where = self.file_of(actor).parent / f"{actor.school_id}.lock"
        private_folder(where.parent)
        return where.open("a+", encoding="utf-8")


def read_of(file: Path) -> Path:
    """Where what was read of a file is kept: beside it."""
    return file.with_suffix(".read")


def _notes_of(file: Path) -> Path:
    return file.with_suffix(".json")


def _locked(lock: TextIO, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read() or "–"


def _sweep(folder: Path) -> None:
    """Delete what nobody came back to."""
    before = (clock.now() - KEPT).timestamp()
    for file in folder.iterdir():
        if file.suffix in (".file", ".json", ".read", ".tmp") and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
