"""The figures: measured and as at the reference hour; the JSON lines and docs/performance.md."""

import json
import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.lines import BARE_COMMIT, BARE_EVENT, LINES, REFERENCE, Line, Scaling
from ejournal import clock
from ejournal.settings import ROOT
from tools import moment

REPORT = ROOT / "docs" / "performance.md"
ABOUT = """
Server, database and the load generator share the machine. Times are what a client sees on its websocket,
from sending the event to the whole delta. A machine's speed moves by two between hours, so targets are asked
of the scaled value: the measured one brought to the reference hour by the run's own yardsticks, a bare event
(a Reflex counter) for the processor's work, a bare durable commit for what waits for one.
""".strip()


@dataclass(frozen=True)
class Figure:
    """One measured value, and what it would be at the reference hour; ok is None where there is no target."""

    name: str
    db: str
    value: float
    scaled: float
    target: float | None
    ok: bool | None


@dataclass
class Figures:
    """All that was measured in a run, printed as it comes; `bare_ms` is the newest look at the bare event."""

    found: list[Figure] = field(default_factory=list)
    bare_ms: float = REFERENCE[BARE_EVENT, "none"]
    commit_ms: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, db: str, value: float, *, ok: bool | None = None) -> None:
        """Note and print a value; a target is asked of what it is at the reference hour."""
        line = LINES.get(name, Line())
        scaled = self.scaled(line.scaling, db, value)
        met = line.is_met(scaled)
        figure = Figure(name, db, round(value, 3), round(scaled, 3), line.target, ok if met is None else met)
        self.found.append(figure)
        print(json.dumps(vars(figure)), flush=True)

    def gauge(self, bare_ms: float) -> None:
        """Note what a bare event takes now: what is measured next is scaled by it."""
        self.bare_ms = bare_ms

    def gauge_commit(self, db: str, commit_ms: float) -> None:
        """The same of a bare durable commit."""
        self.commit_ms[db] = commit_ms
        self.add(BARE_COMMIT, db, commit_ms)

    @property
    def slower(self) -> float:
        """How many times as long as at the reference hour the processor takes now."""
        return self.bare_ms / REFERENCE[BARE_EVENT, "none"]

    def scaled(self, scaling: Scaling, db: str, value: float) -> float:
        """The value as it would be at the reference hour."""
        slower = self.slower
        match scaling:
            case Scaling.PROCESSOR:
                return value / slower
            case Scaling.RATE:
                return value * slower
            case Scaling.DURABLE:
                commit = min(value, self.commit_ms[db])
                return (value - commit) / slower + REFERENCE[BARE_COMMIT, db]
        return value

    def write(self, report: Path, school: str) -> None:
        """Write the table; what people have written under it stays."""
        yardsticks = ", ".join(f"`{name}` {value:g} ({db})" for (name, db), value in REFERENCE.items())
        lines = [
            "# Performance",
            "",
            f"`make bench` on {clock.now():%Y-%m-%d} ({moment.told()}): {machine()};",
            f"{school}.",
            f"{ABOUT}\nAt the reference hour: {yardsticks}.",
            "",
            "| figure | database | measured | scaled | target | met |",
            "|---|---|---:|---:|---|---|",
        ]
        lines += [_row(one) for one in self.found]
        kept = _notes(report)
        report.write_text("\n".join(lines) + "\n" + kept, encoding="utf-8")


def _row(one: Figure) -> str:
    sign = "≥" if LINES.get(one.name, Line()).at_least else "≤"
    target = "" if one.target is None else f"{sign} {one.target:g}"
    met = {None: "", True: "yes", False: "**no**"}[one.ok]
    return f"| `{one.name}` | {one.db} | {one.value:g} | {one.scaled:g} | {target} | {met} |"


def _notes(path: Path) -> str:
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
