"""The bench runs through on any day: small, and nobody judges the times."""

import json
import math
import os
import subprocess
import sys

import pytest

from bench.lines import LINES
from ejournal.settings import PREFIX, ROOT
from tools import moment

WITHIN_S = 400
OTHER_DATABASE = {"journal.open.hundred_schools_ratio"}
DRAWN = os.environ.get(moment.SETTING) or "2027-01-03T02:15"
"""The day of this run; where it has none, a Sunday of the winter holidays: no lesson is given for a week."""


@pytest.mark.live
def test_the_bench_measures_every_line_whatever_day_it_is(built_pages: None) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    run = subprocess.run(
        [sys.executable, "-m", "tools.moment", "-m", "bench", "sqlite"],
        cwd=ROOT,
        env=environment | {"QUICK": "1", moment.SETTING: DRAWN},
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
    )
    assert run.returncode == 0, run.stderr
    found = {one["name"]: one for one in map(json.loads, run.stdout.splitlines())}
    assert set(LINES) - OTHER_DATABASE <= set(found)
    assert all(math.isfinite(one["value"]) and math.isfinite(one["scaled"]) for one in found.values())
    assert found["diary.crowd500.errors"]["value"] == 0
    assert run.stderr.count("moment: ") >= 2, "said first and last"
