"""Lists of people on their way in: one a person, kept in a private folder until taken in or thrown away."""

import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.disk import private_folder, write_whole
from ejournal.errors import DomainError, NotFound
from ejournal.models import Person
from ejournal.services.people_import.file import Meaning
from ejournal.services.people_import.plan import Choices
from ejournal.settings import settings

KEPT = timedelta(days=14)
FORMAT = 1
"""Counted up when a draft's notes change their meaning: drafts of before are forgotten."""
log = logging.getLogger(__name__)


@dataclass
class Draft:
    """A list with what was decided about it: meanings of columns, cells written anew, who is who."""

    name: str
    owner: str
    uploaded_at: str
    told: dict[str, dict[str, str]] = field(default_factory=dict)
    fixed: dict[str, dict[str, str]] = field(default_factory=dict)
    people: list[tuple[str, int, int]] = field(default_factory=list)
    done: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def choices(self) -> Choices:
        """Who each line is of which a person has decided it."""
        return {(sheet, row): person_id for sheet, row, person_id in self.people}

    @property
    def uploaded(self) -> datetime:
        """When the file came."""
        return datetime.fromisoformat(self.uploaded_at)

    def tell(self, sheet: str, letter: str, meaning: str) -> None:
        """Let a column mean something; DomainError for what nothing means."""
        if meaning not in set(Meaning):
            raise DomainError("Choose from the list what the column says")
        self.told.setdefault(sheet, {})[letter] = meaning

    def fix(self, sheet: str, place: str, value: str) -> None:
        """Let a cell say something else."""
        if len(value) > limits.LIST_CELL:
            raise DomainError("Too long: at most {limit} characters", limit=limits.LIST_CELL)
        self.fixed.setdefault(sheet, {})[place] = value

    def settle(self, sheet: str, row: int, person_id: int) -> None:
        """Let a line be a person of the school, or NEW."""
        self.people = [one for one in self.people if tuple(one[:2]) != (sheet, row)]
        self.people.append((sheet, row, person_id))


def keep_file(session: Session, actor: Actor, file: Path, name: str) -> Draft:
    """Make the file, which was read already, the actor's draft in place of the one before."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    person = session.get_one(Person, actor.person_id)
    draft = Draft(name or "file", person.full_name, clock.now().isoformat())
    where = file_of(actor)
    _sweep(private_folder(where.parent))
    save_draft(actor, draft)
    file.replace(where)
    read_of(file).replace(read_of(where))
    return draft


def file_of(actor: Actor) -> Path:
    """Where the actor's list is kept."""
    return settings().files / "people" / f"{actor.school_id}-{actor.person_id}.file"


def read_of(file: Path) -> Path:
    """Where the tables that were read of a file are kept: beside it."""
    return file.with_suffix(".read")


def draft_of(actor: Actor) -> Draft | None:
    """The actor's draft; None when there is none, or one of another version of the program."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    notes = _notes_of(actor)
    try:
        written = json.loads(notes.read_text(encoding="utf-8"))
        return Draft(**written) if written["format"] == FORMAT else None
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, ValueError):
        log.warning("The notes of a list of people cannot be read and are passed over: %s", notes)
        return None


def need_draft(actor: Actor) -> Draft:
    """The actor's draft with its file; NotFound when it is gone."""
    draft = draft_of(actor)
    if draft is None or not read_of(file_of(actor)).exists():
        raise NotFound
    return draft


def save_draft(actor: Actor, draft: Draft) -> None:
    """Keep what was decided; whole or not at all."""
    where = _notes_of(actor)
    private_folder(where.parent)
    write_whole(where, json.dumps(asdict(draft), ensure_ascii=False).encode())


def throw_away(actor: Actor) -> None:
    """Delete the actor's list and all that was decided about it; what was taken in stays."""
    guard.require(actor, Permission.PEOPLE_MANAGE)
    drop_file(actor)
    _notes_of(actor).unlink(missing_ok=True)


def drop_file(actor: Actor) -> None:
    """Delete the list and what was read of it: it holds the data of many people."""
    file_of(actor).unlink(missing_ok=True)
    read_of(file_of(actor)).unlink(missing_ok=True)


def _notes_of(actor: Actor) -> Path:
    return file_of(actor).with_suffix(".json")


def _sweep(folder: Path) -> None:
    """Delete what nobody came back to."""
    before = (clock.now() - KEPT).timestamp()
    for file in folder.iterdir():
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
