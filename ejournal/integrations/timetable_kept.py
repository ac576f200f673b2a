"""Timetable files on the disk with what was read of them beside."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from ejournal.disk import write_whole
from ejournal.integrations.apart import read_apart, restored
from ejournal.integrations.kept import RECENT, Kept
from ejournal.services.base.uploads import read_of
from ejournal.services.exchange.file import TimetableFile

_recent: dict[tuple[bytes, tuple[tuple[str, str], ...]], bytes] = {}


def read_anew(file: Path, layout: Mapping[str, str] | None = None) -> None:
    """Read the file, in a process of its own, and keep what it says beside it; DomainError in words."""
    written = _read_or_remembered(file, layout)
    write_whole(read_of(file), written)


timetables: Kept[TimetableFile] = Kept(restored, read_anew)


def _read_or_remembered(file: Path, layout: Mapping[str, str] | None) -> bytes:
    """A file that is sent once more, as people do who are not sure, is not read once more."""
    key = (sha256(file.read_bytes()).digest(), tuple(sorted((layout or {}).items())))
    written = _recent.get(key)
    if written is None:
        written = _recent[key] = read_apart(file, layout)
        while len(_recent) > RECENT:
            _recent.pop(next(iter(_recent)), None)
    return written
