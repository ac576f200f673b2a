"""What the components' scripts do by themselves: `js/`, run by the Bun that builds the pages."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from ejournal.services.grading.scales import grammar
from tests.ui.scripts import program
from tests.ui.test_sheet_entries import SCALES
from tests.ui.test_sheet_hand import WORDS

FOLDER = Path(__file__).with_name("js")
FILES = sorted(FOLDER.rglob("*.test.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_rules_of_the_scripts_hold(file: Path) -> None:
    told = {
        "SHEET_GRAMMARS": json.dumps({name: grammar(scale) for name, scale in SCALES.items()}),
        "SHEET_WORDS": json.dumps(WORDS),
    }
    done = subprocess.run(
        [program(), "test", str(file)],
        cwd=FOLDER,
        env=os.environ | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
