"""Strangers' files on the disk with what was read of them beside, so that each is read once."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from ejournal.disk import write_whole
from ejournal.integrations.apart import TABLES, read_apart, restored_tables
from ejournal.integrations.workbook.tables import Table
from ejournal.services.base.uploads import read_of

T = TypeVar("T")
RECENT = 4
"""Files of one kind that are held in memory as well."""


class Kept(Generic[T]):
    """What was read of files of one kind; anew reads one that has nothing beside it yet."""

    def __init__(self, restored: Callable[[bytes], T], anew: Callable[[Path], None]) -> None:
        self.anew = anew
        self._recent = lru_cache(maxsize=RECENT)(lambda kept, _changed: restored(kept.read_bytes()))

    def of(self, file: Path) -> T:
        """What the file says, as it was read last."""
        kept = read_of(file)
        if not kept.exists():
            self.anew(file)
        return self._recent(kept, kept.stat().st_mtime_ns)


def read_tables_anew(file: Path) -> None:
    """Read a file's tables, in a process of its own, and keep them beside it; DomainError in words."""
    write_whole(read_of(file), read_apart(file, kind=TABLES))


tables: Kept[list[Table]] = Kept(restored_tables, read_tables_anew)
"""The tables of spreadsheets, whatever they are about."""
