"""Every run has a day and an hour of its own, and nothing depends on which."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import core, given, settings
from hypothesis import strategies as st

from ejournal.settings import ROOT
from tests.infra.moments import pytest_configure
from tools.moment import KINDS, SETTING, draw, environment, is_set, wanted

OURS = ("ejournal", "tests", "bench", "tools", "alembic")
ASKERS = {ROOT / "ejournal" / "clock.py", ROOT / "tools" / "moment.py"}
"""They may ask the machine: the one for everybody, the other to move it."""
ASKING = {
    "date.today",
    *(f"datetime.{name}" for name in ("now", "utcnow", "today")),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime")),
}


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_only_the_clock_asks_the_machine_what_time_it_is() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.func)}"
        for path, tree in sources(*OURS)
        if path not in ASKERS
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ".".join(ast.unparse(call.func).split(".")[-2:]) in ASKING
    ]
    assert found == [], "ask ejournal.clock, or time.monotonic for durations"


def climbs(node: ast.expr) -> int | None:
    """How many folders up from its own file an expression of a path leads; None for other expressions."""
    steps = 0
    while ast.unparse(node) not in ("Path(__file__)", "pathlib.Path(__file__)"):
        match node:
            case ast.Subscript(ast.Attribute(below, "parents"), ast.Constant(int(up))):
                steps += up + 1
            case ast.Attribute(value=below, attr="parent"):
                steps += 1
            case ast.Call(func=ast.Attribute(value=below, attr="resolve" | "absolute")):
                pass
            case _:
                return None
        node = below
    return steps


def leads_outside(path: Path, node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="ROOT"), attr="parent" | "parents"):
            return True
        case ast.expr():
            return (climbs(node) or 0) > len(path.relative_to(ROOT).parts)
    return False


def test_nothing_beside_the_project_is_read() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path, tree in sources("tests", "bench", "tools")
        for node in ast.walk(tree)
        if leads_outside(path, node) and isinstance(node, ast.expr)
    ]
    assert found == [], "tests make their own files; a clone has nothing beside it"


@pytest.mark.parametrize(
    "source", ["Path(__file__).parents[3]", "Path(__file__).resolve().parent.parent.parent.parent"]
)
def test_a_path_that_leads_out_of_the_project_is_found(source: str) -> None:
    here = Path(__file__)
    assert any(leads_outside(here, node) for node in ast.walk(ast.parse(source)))
    assert not any(leads_outside(here, node) for node in ast.walk(ast.parse("Path(__file__).parents[2]")))


def test_the_same_seed_draws_the_same_moment_and_other_seeds_all_kinds() -> None:
    drawn = [draw(f"commit {number}") for number in range(200)]
    assert drawn == [draw(f"commit {number}") for number in range(200)]
    assert {one.kind for one in drawn} == set(KINDS)
    assert all(KINDS[one.kind](one.at.date()) for one in drawn)
    assert len({one.at.time() for one in drawn}) > 20


def test_a_moment_may_be_named() -> None:
    named = wanted("2028-02-29T02:15")
    assert named is not None
    assert (str(named), named.kind) == ("2028-02-29T02:15", "weekday, 29 February")
    assert wanted("real") is None
    assert wanted("commit 1") == draw("commit 1")


def test_processes_of_a_moment_live_at_that_moment_and_durations_stay() -> None:
    named = wanted("2024-09-01T23:55")
    assert named is not None
    assert is_set(named)
    asked = "import time; began = time.monotonic(); time.sleep(0.01); print(time.monotonic() - began < 10)"
    answer = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | environment(named), capture_output=True, check=True
    )
    assert answer.stdout == b"True\n"


@pytest.mark.parametrize("hour", ["00:00", "02:15", "20:59", "21:30", "23:55"])
def test_at_every_hour_of_the_machine_the_pretended_day_is_today(
    hour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = wanted(f"2028-02-29T{hour}")
    assert named is not None
    asked = "from ejournal import clock; print(clock.today('Europe/Moscow'))"
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=os.environ | environment(named) | {"EJOURNAL_TODAY": "2026-11-20"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert answer.stdout.strip() == "2026-11-20"


def test_examples_are_drawn_by_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    for word in ("2028-02-29T02:15", "2028-02-29T02:15", "2027-03-10T10:15"):
        monkeypatch.setenv(SETTING, word)
        monkeypatch.setattr(core, "global_force_seed", None)
        told: Any = SimpleNamespace(getoption=lambda _name: None)
        pytest_configure(told)
        drawn.append(some_numbers())
    assert drawn[0] == drawn[1] != drawn[2]


def some_numbers() -> list[int]:
    """What a test with drawn examples is given."""
    found: list[int] = []

    @settings(max_examples=5, database=None)
    @given(st.integers())
    def tried(number: int) -> None:
        found.append(number)

    tried()
    return found
