"""What looks right in Python and is not, kept out of the program."""

import re
from pathlib import Path

import pytest

from ejournal.settings import ROOT

PITFALLS = {
    "str.isdigit() takes «²», which int() refuses: ask isdecimal()": re.compile(r"\.isdigit\(|\.isnumeric\("),
}


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_the_program_steps_into_no_known_pitfall(pitfall: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(Path(ROOT, "ejournal").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PITFALLS[pitfall].search(line)
    ]
    assert not found, pitfall
