"""A start reads in what serving takes, and leaves the rest to who asks for it."""

import subprocess
import sys

from ejournal.settings import ROOT

SELDOM = ("ortools", "pandas")
"""For the automatic placement alone; a second of each start, and sixty megabytes of each worker."""


def test_what_is_seldom_used_is_not_read_in_at_the_start() -> None:
    asked = f"import sys, ejournal.ejournal; print([one for one in {SELDOM!r} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
