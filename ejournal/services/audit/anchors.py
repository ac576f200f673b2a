"""Anchors: the head of a school's audit chain, kept where whoever holds the database does not reach.

An anchor is written after the commit of what it speaks of. A process that is killed in between leaves it
behind the database, never ahead of it.
"""

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from ejournal.settings import settings

FOLDER = "anchors"
_PENDING = "anchors to keep"
# Whatever a power cut left of the line before may stand glued to the beginning of a line.
_LINE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]+\+00:00) (\d+) ([0-9a-f]{64})$")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Anchor:
    """How long a school's chain was at a moment, and the hash of its last entry."""

    school_id: int
    number: int
    hash: str
    at: datetime

    @property
    def line(self) -> str:
        """The anchor as it is written down: moment, number of entries, hash."""
        return f"{self.at.astimezone(UTC).isoformat(timespec='microseconds')} {self.number} {self.hash}"


class AnchorPlace(Protocol):
    """A place outside the database that keeps anchors: a file; paper and mail carry the same lines."""

    def keep(self, anchor: Anchor) -> None:
        """Keep the anchor; OSError when that cannot be."""


@dataclass(frozen=True, slots=True)
class AnchorFiles:
    """A file a school that only grows: a line an anchor."""

    folder: Path

    def path(self, school_id: int) -> Path:
        """The file of the school."""
        return self.folder / f"{school_id}.log"

    def keep(self, anchor: Anchor) -> None:
        """Add the anchor's line in one write, so that two processes never mix theirs."""
        line = f"{anchor.line}\n".encode()
        try:
            self._append(anchor.school_id, line)
        except FileNotFoundError:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._append(anchor.school_id, line)

    def _append(self, school_id: int, line: bytes) -> None:
        file = os.open(self.path(school_id), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line)
        finally:
            os.close(file)

    def sizes(self) -> dict[int, int]:
        """By school, how much is written down at this moment, in bytes."""
        found = {int(path.stem): path for path in self.folder.glob("*.log") if path.stem.isdecimal()}
        return {school_id: path.stat().st_size for school_id, path in sorted(found.items())}

    def read(self, school_id: int, size: int) -> Iterator[Anchor]:
        """The anchors in the first so many bytes of the school's file; a torn line is no anchor."""
        with self.path(school_id).open("rb") as file:
            while file.tell() < size and (line := file.readline()):
                if found := _LINE.search(line.decode(errors="replace").rstrip("\n")):
                    at, number, digest = found.groups()
                    yield Anchor(school_id, int(number), digest, datetime.fromisoformat(at))


def anchor_files() -> AnchorFiles:
    """The files in the data folder."""
    return AnchorFiles(settings().data_folder / FOLDER)


def places() -> tuple[AnchorPlace, ...]:
    """Where anchors are kept."""
    return (anchor_files(),)


def anchor_after_commit(session: Session, anchor: Anchor) -> None:
    """Keep the anchor once the transaction has committed; the school's last one in it stands for all."""
    session.info.setdefault(_PENDING, {})[anchor.school_id] = anchor


@event.listens_for(Session, "after_commit")
def _keep_pending(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for anchor in session.info.pop(_PENDING, {}).values():
        for place in places():
            try:
                place.keep(anchor)
            except OSError as error:
                # What was committed stays; the next anchor vouches for these entries too.
                _log.warning("the anchor of school %d was not kept: %s", anchor.school_id, error)


@event.listens_for(Session, "after_soft_rollback")
def _forget_pending(session: Session, _previous: SessionTransaction) -> None:
    # Also for a savepoint alone: an anchor may be behind, but never tell of an entry that was taken back.
    session.info.pop(_PENDING, None)
