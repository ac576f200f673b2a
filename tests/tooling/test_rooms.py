"""The house stays one that a newcomer finds the way in: rooms by noun, none too full."""

import ast
import re
from pathlib import Path

import pytest

from ejournal.settings import ROOT

PROGRAM = ROOT / "ejournal"
MOST_FILES = 20
ROOMS = sorted(path.parent for room in ("services", "ui") for path in (PROGRAM / room).glob("*/__init__.py"))
# A path of the program as documents name it: services/grading/kinds.py, pages/journal/, ejournal/clock.py.
PATH = re.compile(r"`((?:ejournal/)?[a-z_0-9]+/[a-z_0-9/]*(?:\.(?:py|js|jsx))?)`")
TOPS = {path.name for path in PROGRAM.iterdir()} | {"docs", "tests", "tools", "assets", "deploy", "bench"}


def test_no_folder_of_the_program_holds_more_than_one_looks_through() -> None:
    full = {
        str(folder.relative_to(ROOT)): count
        for folder in (PROGRAM, *PROGRAM.rglob("*/"))
        if (count := len(list(folder.glob("*.py")))) > MOST_FILES
    }
    assert full == {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: str(path.relative_to(PROGRAM)))
def test_a_room_says_what_it_is_for(room: Path) -> None:
    words = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert words.endswith(".")
    assert len(words.split()) > 4


def test_the_tests_of_services_stand_in_the_same_rooms() -> None:
    rooms = {path.name for path in (PROGRAM / "services").iterdir() if path.is_dir()}
    tested = {path.parent.name for path in (ROOT / "tests" / "services").glob("*/test_*.py")}
    assert tested <= rooms


STATE = re.compile(r"^class (\w+State)\(", re.MULTILINE)
PAGES = {
    state: path.relative_to(PROGRAM / "pages").parts[0]
    for path in (PROGRAM / "pages").rglob("*.py")
    for state in STATE.findall(path.read_text(encoding="utf-8"))
}
"""The slice of each State of a page."""
SLICES = {path.parent.name for path in (PROGRAM / "pages").glob("*/page.py")}


def test_each_style_sheet_of_a_page_has_the_page_s_name() -> None:
    named = {path.stem.removeprefix("50-") for path in (ROOT / "assets" / "styles").glob("[5-9]*.css")}
    assert named - SLICES == set()
    assert named


def test_the_calls_of_each_page_stand_in_a_file_of_the_page_s_name() -> None:
    found = {
        f"{path.name}: {state}"
        for path in (ROOT / "tests" / "access" / "calls").glob("*.py")
        for state in re.findall(r"^CALLS\[f?\"(\w+)\.", path.read_text(encoding="utf-8"), re.MULTILINE)
        if PAGES.get(state, "frame") != path.stem
    }
    assert found == set()
    named = {path.stem for path in (ROOT / "tests" / "access" / "calls").glob("*.py")}
    assert named - {"__init__", "asking", "frame", "routes"} == set(PAGES.values())


@pytest.mark.parametrize("document", ["docs/architecture.md", "docs/errands.md", "CONTRIBUTING.md"])
def test_what_the_documents_name_is_there(document: str) -> None:
    named = set(PATH.findall((ROOT / document).read_text(encoding="utf-8")))
    mine = {name for name in named if name.removeprefix("ejournal/").split("/")[0] in TOPS}
    missing = [name for name in sorted(mine) if not ((PROGRAM / name).exists() or (ROOT / name).exists())]
    assert missing == []
    assert len(mine) > 10
