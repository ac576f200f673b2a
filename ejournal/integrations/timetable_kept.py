"""Timetable files on the disk with what was read of them beside, so that each is read once."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ejournal.disk import write_whole
from ejournal.integrations.apart import read_apart, restored
from ejournal.services.exchange.file import TimetableFile
from ejournal.services.exchange.uploads import read_of

KEPT = 4
_recent: dict[tuple[bytes, tuple[tuple[str, str], ...]], bytes] = {}


def read_anew(file: Path, layout: Mapping[str, str] | None = None) -> None:
    """Read the file, in a process of its own, and keep what it says beside it; DomainError in words."""
    written = _read_or_remembered(file, layout)
    write_whole(read_of(file), written)


def read_kept(file: Path) -> TimetableFile:
    """What the file says, as it was read last."""
    kept = read_of(file)
    if not kept.exists():
        read_anew(file)
    return _read(kept, kept.stat().st_mtime_ns)


def _read_or_remembered(file: Path, layout: Mapping[str, str] | None) -> bytes:
    """A file that is sent once more, as people do who are not sure, is not read once more."""
    key = (sha256(file.read_bytes()).digest(), tuple(sorted((layout or {}).items())))
    written = _recent.get(key)
    if written is None:
        written = _recent[key] = read_apart(file, layout)
        while len(_recent) > KEPT:
            _recent.pop(next(iter(_recent)), None)
    return written


@lru_cache(maxsize=KEPT)
def _read(kept: Path, _changed: int) -> TimetableFile:
    return restored(kept.read_bytes())
