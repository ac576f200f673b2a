"""Lists of people on the disk with the tables that were read of them beside, so that each is read once."""

from functools import lru_cache
from pathlib import Path

from ejournal.disk import write_whole
from ejournal.integrations.apart import PEOPLE, read_apart, restored_tables
from ejournal.integrations.people.tables import Table
from ejournal.services.people_import.drafts import read_of

KEPT = 4


def read_anew(file: Path) -> None:
    """Read the file, in a process of its own, and keep its tables beside it; DomainError in words."""
    write_whole(read_of(file), read_apart(file, kind=PEOPLE))


def tables_of(file: Path) -> list[Table]:
    """The tables of a file that was read before."""
    kept = read_of(file)
    return _tables(kept, kept.stat().st_mtime_ns)


@lru_cache(maxsize=KEPT)
def _tables(kept: Path, _changed: int) -> list[Table]:
    return restored_tables(kept.read_bytes())
