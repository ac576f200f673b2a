"""Services measured without a browser, each module in a process of its own with the database it is given."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

from bench.figures import milliseconds
from ejournal.settings import ROOT

TAKES_AT_MOST_S = 300


def measured_apart(module: str, address: str, times: int) -> dict[str, float]:
    """The figures by name that python -m MODULE TIMES prints as its last line."""
    answer = subprocess.run(
        [sys.executable, "-m", module, str(times)],
        cwd=ROOT,
        env=os.environ | {"EJOURNAL_DATABASE_URL": address},
        check=True,
        capture_output=True,
        text=True,
        timeout=TAKES_AT_MOST_S,
    )
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def act_ms(times: int, act: Callable[[int], object], share: float = 0.5) -> float:
    """The time within which the share of the acts was done, milliseconds; a first act warms up, uncounted."""
    act(0)
    seconds = []
    for at in range(times):
        started = perf_counter()
        act(at)
        seconds.append(perf_counter() - started)
    return milliseconds(seconds, share)
