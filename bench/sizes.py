"""How large a school is measured; one made for a measurement by itself."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import databases, school


@dataclass(frozen=True)
class Size:
    """How large a school is measured, and how often; storm: teachers, sign-ins, seconds; room: tabs."""

    pupils: int
    full_year: bool
    crowd: int
    crowd_s: float
    tabs: int
    times: int
    evening_s: float
    evening_step: float
    storm: tuple[int, int, float]
    room: int
    small_school: int
    many_schools: dict[str, int]


MANY = {"sqlite": 10, "postgresql": 100}
FULL = Size(1000, True, 500, 20, 250, 300, 5, 1.1, (200, 300, 60), 200, 300, MANY)
QUICK = Size(60, False, 20, 3, 10, 10, 1, 2, (5, 5, 3), 40, 30, {"sqlite": 2, "postgresql": 3})


@dataclass(frozen=True)
class Alone:
    """A school of its size: the database's address, a folder that goes, how the journal runs on it."""

    size: Size
    address: str
    place: Path
    settings: dict[str, str]


@contextmanager
def school_alone(kind: str, *, full_year: bool = True) -> Iterator[Alone]:
    """A school on a database of that kind; of QUICK=1 a small one, which has no full year anyway."""
    size = QUICK if os.environ.get("QUICK") else FULL
    with tempfile.TemporaryDirectory(prefix="ejournal-bench-") as folder:
        place = Path(folder)
        with databases.running(kind, place) as fresh:
            address = fresh("school")
            school.make(address, size.pupils, 1, full_year=size.full_year and full_year)
            yield Alone(size, address, place, fresh.settings)
