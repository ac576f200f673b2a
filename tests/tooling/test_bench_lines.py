"""What the bench judges: a slow hour of the machine is no slow program."""

import json
from pathlib import Path

import pytest

from bench.figures import Figures
from bench.lines import BARE_COMMIT, BARE_EVENT, LINES, REFERENCE, Line, Scaling
from bench.sizes import FULL
from ejournal.commands.demo import MOST_PUPILS, MOST_SCHOOLS

OF_THE_SERVER = {
    "journal.open.over_bare": 18,
    "journal.four.per_s": 50,
    "wire.opening_kb": 6,
    "worker.memory_mb": 160,
    "workers.two_over_one_work": 1.8,
    "mark.save.over_floor": 3.5,
    "evening.visits_per_s": 40,
}
BARE, COMMIT = REFERENCE[BARE_EVENT, "none"], REFERENCE[BARE_COMMIT, "sqlite"]


@pytest.fixture
def slow() -> Figures:
    """An hour at half the speed of the processor and a third of that of the disk."""
    figures = Figures()
    figures.gauge(2 * BARE)
    figures.gauge_commit("sqlite", 3 * COMMIT)
    return figures


@pytest.mark.parametrize(
    ("scaling", "measured", "scaled"),
    [
        (Scaling.PROCESSOR, 30, 15),
        (Scaling.RATE, 30, 60),
        (Scaling.NONE, 30, 30),
        (Scaling.DURABLE, 8 + 3 * COMMIT, 4 + COMMIT),
        (Scaling.DURABLE, COMMIT, COMMIT),
    ],
)
def test_a_value_is_brought_to_the_reference_hour(
    slow: Figures, scaling: Scaling, measured: float, scaled: float
) -> None:
    assert slow.scaled(scaling, "sqlite", measured) == pytest.approx(scaled)


def test_the_target_is_asked_of_the_scaled_value_and_both_are_printed(
    slow: Figures, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    slow.add("journal.open.p50_ms", "sqlite", 40)
    slow.add("evening.visits_per_s", "sqlite", 25)
    slow.add("mark.save.over_floor", "sqlite", 3.6)
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["value"], one["scaled"], one["ok"]) for one in printed] == [
        (40, 20, True),
        (25, 50, True),
        (3.6, 3.6, False),
    ]


def test_the_report_holds_both_values_and_what_people_wrote(slow: Figures, tmp_path: Path) -> None:
    report = tmp_path / "performance.md"
    report.write_text("# old\n\n| old |\n\n## Notes\n\nkept\n", encoding="utf-8")
    slow.add("evening.visits_per_s", "sqlite", 15)
    slow.write(report, "a school")
    text = report.read_text(encoding="utf-8")
    assert "| `evening.visits_per_s` | sqlite | 15 | 30 | ≥ 40 | **no** |" in text
    assert f"`{BARE_EVENT}` {BARE:g}" in text
    assert text.endswith("## Notes\n\nkept\n")
    assert "old" not in text.partition("## Notes")[0]


def test_lines_of_the_server_have_the_targets_that_were_set() -> None:
    assert {name: LINES[name].target for name in OF_THE_SERVER} == OF_THE_SERVER
    assert LINES["journal.four.per_s"].is_met(51)
    assert not LINES["journal.four.per_s"].is_met(49)
    assert LINES["wire.opening_kb"].is_met(5.9)


def test_a_line_without_a_target_judges_nothing() -> None:
    assert Line().is_met(1e9) is None
    assert LINES["evening.visits_per_s"].is_met(40)
    assert LINES["mark.save.over_floor"].is_met(3.5)


def test_the_demo_makes_as_many_schools_as_the_bench_asks_for() -> None:
    assert max(FULL.many_schools.values()) <= MOST_SCHOOLS
    assert max(FULL.pupils, FULL.small_school) <= MOST_PUPILS
