"""`make bench`: measure on SQLite and PostgreSQL, print a JSON line a figure, write docs/performance.md."""

import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import (
    databases,
    flood,
    journals,
    measures,
    news,
    papers,
    people,
    phone,
    processes,
    reports,
    school,
    school_papers,
    storm,
    surveys,
    talk,
    timetable,
    visits,
)
from bench.counting import queries_of_open
from bench.databases import Fresh
from bench.figures import REPORT, Figures, milliseconds
from bench.lines import BARE_EVENT
from bench.measures import EVERY_S, Visit
from bench.sizes import FULL, QUICK, Size
from bench.weight import first_load_kb
from ejournal.serve import build
from tools import moment

TEN, HUNDRED = "journal.open.ten_schools_ratio", "journal.open.hundred_schools_ratio"
RATIOS = {"sqlite": TEN, "postgresql": HUNDRED}


@dataclass(frozen=True)
class Run:
    """What the parts of a run share: where the figures go, the yardstick app, the size."""

    figures: Figures
    bare: str
    size: Size

    def gauge(self) -> float:
        """How long a bare event takes at this minute; what is measured next is scaled by it."""
        taken = milliseconds(asyncio.run(measures.bare_event(self.bare, self.size.times)), 0.5)
        self.figures.gauge(taken)
        return taken


def main(kinds: list[str]) -> int:
    """Measure everything on these kinds of database; 1 when a target of the full size was missed."""
    quick = bool(os.environ.get("QUICK"))
    size = QUICK if quick else FULL
    figures = Figures()
    if build.is_stale():
        with moment.machine_clock():
            build.build()
    with (
        tempfile.TemporaryDirectory(prefix="ejournal-bench-") as folder,
        processes.bare(Path(folder)) as (base, pid),
    ):
        run = Run(figures, base, size)
        figures.add(BARE_EVENT, "none", run.gauge())
        tab_kb = asyncio.run(measures.memory_of_tabs(base, pid, [Visit("/")] * size.tabs))
        figures.add("bare.session_kb", "none", tab_kb)
        told = [_on(run, kind, Path(folder)) for kind in kinds]
    if not quick and len(told) == len(databases.KINDS):
        figures.write(REPORT, told[-1])
    print(moment.told(), file=sys.stderr)
    return 0 if quick or all(one.ok is not False for one in figures.found) else 1


def _on(run: Run, kind: str, folder: Path) -> str:
    """Measure on one kind of database; what was measured on, in words."""
    place = folder / kind
    place.mkdir()
    with databases.running(kind, place) as fresh:
        address, size = fresh("school"), run.size
        school.make(address, size.pupils, 1, full_year=size.full_year)
        course = school.busiest_course(address)
        families = school.crowd(address, size.crowd)
        floor = measures.commit_seconds(fresh("floor"), size.times)
        run.figures.gauge_commit(kind, milliseconds(floor, 0.5))
        _journal(run, kind, fresh, place, address, course)
        _journals(run, kind, fresh, place, address, course)
        _flood(run, kind, fresh, place, address, course)
        _storm(run, kind, fresh, place, address, course)
        _school_papers(run, kind, fresh, place, address)
        guardians = surveys.PEOPLE if size.full_year else surveys.FEW
        for name, value in surveys.measured(address, place, fresh.settings, guardians).items():
            run.figures.add(name, kind, value)
        for name, value in talk.figures(talk.measured(address, place, fresh.settings, size.room)).items():
            run.figures.add(name, kind, value)
        with processes.journal(address, place, fresh.settings) as (base, pid):
            _diary(run, kind, base, school.weeks(address), families)
            _evening(run, kind, base, families)
            tabs = [measures.diary_of(one) for one in families[: size.tabs]]
            run.figures.add("session.memory_kb", kind, asyncio.run(measures.memory_of_tabs(base, pid, tabs)))
            run.figures.add("diary.first_load_kb", kind, first_load_kb(base, families[0]))
            for name, value in phone.figures(base, families[0].token, families[0].pupil_id):
                run.figures.add(name, kind, value)
        few, many = queries_of_open(address, course, 5), queries_of_open(address, course, 40)
        run.figures.add("journal.open.queries", kind, many, ok=few == many)
        run.gauge()
        for part in (people, papers, news, reports, timetable):
            for name, value in part.figures(address, size.times).items():
                run.figures.add(name, kind, value)
        run.figures.add(RATIOS[kind], kind, _ratio(run, kind, fresh, place))
        marks = school.count(address, "mark")
    return f"school of {size.pupils} pupils with {marks} marks, a crowd of {size.crowd} guardians"


def _journal(run: Run, kind: str, fresh: Fresh, place: Path, address: str, course: int) -> None:
    bare_ms = run.gauge()
    opened, saved = _opened_and_saved(run, fresh, place, address, course)
    save_ms = milliseconds(saved, 0.5)
    run.figures.add("mark.save.p50_ms", kind, save_ms)
    run.figures.add("mark.save.p95_ms", kind, milliseconds(saved, 0.95))
    run.figures.add("mark.save.over_floor", kind, save_ms / (bare_ms + run.figures.commit_ms[kind]))
    run.figures.add("journal.open.p50_ms", kind, milliseconds(opened, 0.5))
    run.figures.add("journal.open.over_bare", kind, milliseconds(opened, 0.5) / bare_ms)


def _journals(run: Run, kind: str, fresh: Fresh, place: Path, address: str, course: int) -> None:
    """One process: what it weighs and how many journals it opens; on PostgreSQL, one worker beside two."""
    run.gauge()
    day = school.day_with_marks(address, course)
    settings = fresh.settings | {"EJOURNAL_TODAY": day, "EJOURNAL_WORKERS": "1"}
    desks = school.teachers(address, journals.FOUR, day)
    with processes.journal(address, place, settings) as (base, pid):
        run.figures.add("worker.memory_mb", kind, processes.worker_mb(pid))
        run.figures.add("wire.opening_kb", kind, asyncio.run(journals.opening_kb(base, desks[0])))
        opened = asyncio.run(journals.at_once(base, pid, desks, run.size.times))
        if kind == "sqlite":
            run.figures.add("journal.four.per_s", kind, opened.per_s)
    if kind == "postgresql":
        many = school.teachers(address, 2 * journals.FOUR, day)
        found = journals.of_workers(address, place, settings, many, run.size.times)
        ratio = found[2].per_s / found[1].per_s
        run.figures.add(
            "workers.two_over_one", kind, ratio, ok=ratio >= 1.8 if journals.has_cores() else None
        )
        work = 2 * found[1].work_s / found[2].work_s
        run.figures.add("workers.two_over_one_work", kind, work)


def _flood(run: Run, kind: str, fresh: Fresh, place: Path, address: str, course: int) -> None:
    run.gauge()
    pretended = {"EJOURNAL_TODAY": school.day_with_marks(address, course)}
    with processes.journal(address, place, fresh.settings | pretended) as (base, pid):
        told = flood.measure(base, course, pid)
    run.figures.add("flood.save.p95_ms", kind, milliseconds(told.flooded, 0.95), ok=told.holds)
    run.figures.add("flood.memory_mb", kind, told.grown_kb / 1024)


def _storm(run: Run, kind: str, fresh: Fresh, place: Path, address: str, course: int) -> None:
    run.gauge()
    teachers, comers, seconds = run.size.storm
    day = school.day_with_marks(address, course)
    pretended = {"EJOURNAL_TODAY": day}
    desks, logins = school.teachers(address, teachers, day), school.logins(address, comers)
    with processes.journal(address, place, fresh.settings | pretended) as (base, _):
        told = asyncio.run(storm.storm(base, desks, logins, seconds, run.figures.slower))
    print(*told.errors[:5], sep="\n", file=sys.stderr)
    run.figures.add("storm.save_quiet.p95_ms", kind, milliseconds(told.quiet, 0.95))
    run.figures.add("storm.save.p95_ms", kind, milliseconds(told.stormy, 0.95), ok=told.holds)
    run.figures.add("storm.sign_in.p95_ms", kind, milliseconds(told.signed_in, 0.95))
    run.figures.add("storm.errors", kind, len(told.errors))


def _school_papers(run: Run, kind: str, fresh: Fresh, place: Path, address: str) -> None:
    run.gauge()
    teachers, _, seconds = run.size.storm
    told = school_papers.told(address, place, fresh.settings, teachers, seconds / 3)
    print(*told.errors[:5], sep="\n", file=sys.stderr)
    for name, value in told.figures.items():
        run.figures.add(name, kind, value, ok=told.holds if name == school_papers.JUDGED else None)


def _opened_and_saved(
    run: Run, fresh: Fresh, place: Path, address: str, course: int
) -> tuple[list[float], list[float]]:
    """Journals opened and marks saved today, or on the nearest day on which there is something to mark."""
    pretended = {"EJOURNAL_TODAY": school.day_with_marks(address, course)}
    for day in ({}, pretended):
        with processes.journal(address, place, fresh.settings | day) as (base, _):
            try:
                return asyncio.run(measures.journal(base, course, run.size.times))
            except measures.NothingToMark:
                continue
    raise AssertionError(f"nothing to mark on {pretended}")


def _diary(run: Run, kind: str, base: str, weeks: list[str], families: list[school.Crowd]) -> None:
    run.gauge()
    opened = asyncio.run(measures.diary(base, families[0], weeks, run.size.times))
    run.figures.add("diary.open.p50_ms", kind, milliseconds(opened, 0.5))
    pause = EVERY_S * run.figures.slower
    times, errors = asyncio.run(
        measures.crowd(base, families, weeks, run.size.crowd_s * run.figures.slower, pause)
    )
    run.figures.add("diary.crowd500.p50_ms", kind, milliseconds(times, 0.5))
    run.figures.add("diary.crowd500.p95_ms", kind, milliseconds(times, 0.95))
    run.figures.add("diary.crowd500.opened", kind, len(times))
    run.figures.add("diary.crowd500.errors", kind, errors)


def _evening(run: Run, kind: str, base: str, families: list[school.Crowd]) -> None:
    bare_ms = run.gauge()
    served = asyncio.run(visits.most_per_s(base, families, run.size.evening_s, run.size.evening_step))
    run.figures.add("evening.visits_per_s", kind, served)
    run.figures.add("evening.visits_over_bare", kind, served * bare_ms / 1000)


def _ratio(run: Run, kind: str, fresh: Fresh, place: Path) -> float:
    """The time to open a journal among many schools, over the time with one school."""
    found = []
    for schools in (1, run.size.many_schools[kind]):
        address = fresh(f"schools{schools}")
        school.make(address, run.size.small_school, schools, full_year=False)
        bare_ms = run.gauge()
        opened, _ = _opened_and_saved(run, fresh, place, address, school.busiest_course(address))
        found.append(milliseconds(opened, 0.5) / bare_ms)
    return found[1] / found[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(databases.KINDS)))
