"""The figures: measured values, their targets, the JSON lines and the table in docs/performance.md."""

import json
import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ejournal import clock
from ejournal.settings import ROOT

REPORT = ROOT / "docs" / "performance.md"
TARGETS: dict[str, float] = {
    "mark.save.p50_ms": 10,
    "mark.save.over_bare": 5,
    "journal.open.p50_ms": 25,
    "journal.open.ten_schools_ratio": 1.3,
    "diary.open.p50_ms": 20,
    "diary.crowd500.p95_ms": 300,
    "diary.crowd500.errors": 0,
    "session.memory_kb": 150,
    "diary.first_load_kb": 450,
    "schedule.import.s": 10,
    "schedule.week.p50_ms": 20,
    "schedule.regenerate.s": 20,
    "schedule.conflicts.p50_ms": 50,
}


@dataclass(frozen=True)
class Figure:
    """One measured value; ok is None where there is no target."""

    name: str
    db: str
    value: float
    target: float | None
    ok: bool | None


@dataclass
class Figures:
    """All that was measured in a run, printed as it comes."""

    found: list[Figure] = field(default_factory=list)

    def add(self, name: str, db: str, value: float, *, ok: bool | None = None) -> None:
        """Note and print a value; where there is a target, less or equal is well."""
        target = TARGETS.get(name)
        if target is not None:
            ok = value <= target
        figure = Figure(name, db, round(value, 3), target, ok)
        self.found.append(figure)
        print(json.dumps(vars(figure)), flush=True)

    def write(self, school: str) -> None:
        """Write the table."""
        lines = [
            "# Performance",
            "",
            f"`make bench` on {clock.now():%Y-%m-%d}: {machine()}; {school}.",
            "Server, database and the load generator share the machine. Times are what a client sees on",
            "its websocket: from sending the event to the whole delta. `bare.event` is a Reflex counter,",
            "measured in the same run: divide by it to compare machines.",
            "",
            "| figure | database | value | target | met |",
            "|---|---|---:|---:|---|",
        ]
        for one in self.found:
            target = "" if one.target is None else f"≤ {one.target:g}"
            met = {None: "", True: "yes", False: "**no**"}[one.ok]
            lines.append(f"| `{one.name}` | {one.db} | {one.value:g} | {target} | {met} |")
        kept = _notes(REPORT)
        REPORT.write_text("\n".join(lines) + "\n" + kept, encoding="utf-8")


def _notes(path: Path) -> str:
    """What people have written under the table: it stays."""
    if not path.exists():
        return ""
    _, mark, notes = path.read_text(encoding="utf-8").partition("\n## ")
    return mark + notes


def machine() -> str:
    """Processor, cores and memory of this machine."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = next(
        (line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), ""
    )
    memory = Path("/proc/meminfo").read_text(encoding="utf-8") if Path("/proc/meminfo").exists() else "0 0"
    gigabytes = int(memory.split()[1]) // 2**20
    cores = info.count("processor\t")
    return f"{model or platform.machine()}, {cores} cores, {gigabytes} GB, Python {platform.python_version()}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that the share (0 to 1) of the values does not exceed, by nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def milliseconds(seconds: Sequence[float], share: float) -> float:
    """That percentile of durations in seconds, in milliseconds."""
    return percentile(seconds, share) * 1000
