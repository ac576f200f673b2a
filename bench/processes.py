"""The servers under measurement: the journal as `make run` serves it, the bare app, PostgreSQL."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ejournal.settings import ROOT

STARTS_WITHIN_S = 300
STOPS_WITHIN_S = 20


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def journal(address: str, folder: Path) -> Iterator[tuple[str, int]]:
    """The journal on the database: its web address and the pid of its process group."""
    port = free_port()
    environment = os.environ | {
        "EJOURNAL_DATABASE_URL": address,
        "EJOURNAL_DATA_FOLDER": str(folder / "data"),
        "REFLEX_FRONTEND_PORT": str(port),
    }
    command = [sys.executable, "-m", "ejournal", "serve"]
    with _running(
        command, ROOT, environment, folder / "journal.log", f"http://127.0.0.1:{port}/health"
    ) as pid:
        yield f"http://127.0.0.1:{port}", pid


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """The yardstick app's web address."""
    place = folder / "bare"
    shutil.copytree(ROOT / "bench" / "bare", place)
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "reflex",
        "run",
        "--env",
        "prod",
        "--backend-only",
        "--backend-port",
        str(port),
    ]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with _running(command, place, environment, folder / "bare.log", f"http://127.0.0.1:{port}/ping"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(
    command: list[str], place: Path, environment: dict[str, str], log: Path, url: str
) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=place, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        _wait_for(url, process, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer:\n{log.read_text(errors='replace')[-3000:]}")


def memory_kb(pid: int) -> int:
    """The resident memory of the process and all its descendants, in kilobytes."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listing.splitlines()[1:]]
    family, grown = {pid}, True
    while grown:
        children = {child for child, parent, _ in rows if parent in family} - family
        family |= children
        grown = bool(children)
    return sum(rss for one, _, rss in rows if one in family)
