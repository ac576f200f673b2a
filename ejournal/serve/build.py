"""The production build of the pages, made again only when a source has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ejournal.serve.checks import CannotStart
from ejournal.settings import ROOT

WEB = ROOT / ".web"
STAMP = WEB / "ejournal-sources"
PAGES = WEB / "build" / "client" / "index.html"
SOURCES = ("ejournal", "assets", "rxconfig.py", "requirements.txt")
IGNORED = {"__pycache__", "external", "serve", "demo"}
LINES_SHOWN = 30


def is_stale() -> bool:
    """True when there is no build of exactly these sources."""
    return not PAGES.exists() or not STAMP.exists() or STAMP.read_text() != sources_hash()


def build() -> None:
    """Compile and bundle the pages; CannotStart with the end of the builder's words when it fails."""
    before = sources_hash()
    forget()
    result = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode or not PAGES.exists():
        said = "\n".join(result.stdout.splitlines()[-LINES_SHOWN:])
        raise CannotStart(f"the pages could not be built; the builder's last lines:\n{said}")
    STAMP.write_text(before)


def forget() -> None:
    """Let the next start build again: what lies in .web now is not a production build."""
    STAMP.unlink(missing_ok=True)


def environment() -> dict[str, str]:
    """The environment of Reflex's own processes: production, Bun from the wheel, no word to outside."""
    # Not resolved: .venv/bin/python is a link, and Bun lies beside the link.
    binaries = str(Path(sys.executable).parent)
    if shutil.which("bun", path=binaries) is None:
        raise CannotStart(f"bun is not in {binaries}; install requirements.txt")
    return os.environ | {
        "PATH": os.pathsep.join([binaries, os.environ.get("PATH", "")]),
        "REFLEX_USE_SYSTEM_BUN": "true",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "PYTHONUTF8": "1",
    }


def sources_hash() -> str:
    """One hash of all that the pages are made of, names and contents."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for name in SOURCES:
        top = ROOT / name
        if top.is_file():
            yield top
            continue
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(set(folders) - IGNORED)
            yield from (Path(folder, file) for file in sorted(files) if not file.endswith((".pyc", ".mo")))
