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
def journal(address: str, folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The journal on the database: its web address and the pid above its processes."""
    port = free_port()
    environment = os.environ | {
        "EJOURNAL_DATABASE_URL": address,
        "EJOURNAL_DATA_FOLDER": str(folder / "data"),
        "REFLEX_FRONTEND_PORT": str(port),
        **settings,
    }
    command = [sys.executable, "-m", "ejournal", "serve"]
    with _running(
        command, ROOT, environment, folder / "journal.log", f"http://127.0.0.1:{port}/health"
    ) as pid:
        yield f"http://127.0.0.1:{port}", pid


@contextmanager
def bare(folder: Path) -> Iterator[tuple[str, int]]:
    """The yardstick app's web address and pid."""
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
    with _running(command, place, environment, folder / "bare.log", f"http://127.0.0.1:{port}/ping") as pid:
        yield f"http://127.0.0.1:{port}", pid


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
    """The memory that the process and all its descendants hold for themselves, in kilobytes.

    Pages of the database file are not counted: they are the system's cache and given back on demand.
    """
    return sum(_own_memory_kb(one) for one in _family(pid))


def worker_mb(pid: int) -> float:
    """The largest memory of a process below the server's own, shared libraries and all, in megabytes."""
    return max(map(process_mb, _family(pid) - {pid}))


def process_mb(pid: int) -> float:
    """The memory of one process, shared libraries and all, in megabytes."""
    return _told_kb(pid, "VmRSS:") / 1024


def work_s(pid: int) -> float:
    """The processor time that the process and all its living descendants have spent, in seconds."""
    return sum(_own_work_s(one) for one in _family(pid))


def _family(pid: int) -> set[int]:
    listing = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listing.splitlines()[1:]]
    family, grown = {pid}, True
    while grown:
        children = {child for child, parent in rows if parent in family} - family
        family |= children
        grown = bool(children)
    return family


def _own_work_s(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0  # it has ended meanwhile
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _own_memory_kb(pid: int) -> int:
    return _told_kb(pid, "RssAnon:")


def _told_kb(pid: int, name: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0  # it has ended meanwhile
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))
