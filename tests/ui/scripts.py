"""The scripts of the components as text: which names stand in them, and what Bun makes of them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ejournal.settings import ROOT

UI = ROOT / "ejournal" / "ui"
COMPONENTS = UI / "components"
_LINE = re.compile(r"(?<![:\"'`\\/])//[^\n]*")
_BLOCK = re.compile(r"/\*.*?\*/", re.DOTALL)


def scripts(*folders: Path) -> list[Path]:
    """The scripts that lie in the folders, at whatever depth."""
    return sorted(
        path for folder in folders for path in folder.rglob("*.js*") if path.suffix in (".js", ".jsx")
    )


def code(path: Path) -> str:
    """A script without its comments."""
    return _LINE.sub("", _BLOCK.sub("", path.read_text(encoding="utf-8")))


def names(folder: Path) -> set[str]:
    """Every name in the scripts of a folder: of variables, fields, words in strings."""
    return {name for path in scripts(folder) for name in re.findall(r"[A-Za-z_]\w*", code(path))}


def program() -> str:
    """The Bun that came with the wheel, else one of the machine."""
    found = shutil.which("bun", path=str(Path(sys.executable).parent)) or shutil.which("bun")
    assert found is not None
    return found


def bun(script: Path, given_in: dict[str, Any]) -> Any:
    """What a script of the browser's code writes of what it is given, run by Bun."""
    done = subprocess.run(
        [program(), "run", str(script)],
        input=json.dumps(given_in),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
