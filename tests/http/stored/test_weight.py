"""What a large file weighs in the server that takes it and gives it back: a real process, measured."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ejournal.access.actor import COOKIE
from ejournal.settings import ROOT
from tests.cast import Cast
from tests.infra.servers import free_port, wait_until

MEGABYTE = 1024 * 1024
MEGABYTES, MOST_MB = 120, 20


@pytest.fixture
def served(cast: Cast, sqlite_database: str, tmp_path: Path) -> Iterator[tuple[httpx.Client, int]]:
    """A client of a server of the HTTP side as the teacher, and the server's process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tests.infra.http_alone:app", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"EJOURNAL_DATABASE_URL": sqlite_database, "EJOURNAL_STORAGE_FOLDER": str(tmp_path)},
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(
            base_url=url, headers={"Origin": url}, cookies={COOKIE: cast.token("teacher")}, timeout=60
        ) as client:
            wait_until(lambda: _answers(client), 60)
            yield client, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def memory_mb(pid: int) -> float:
    """The most that the process has held so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def send(client: httpx.Client, megabytes: int, at_once: int) -> str:
    """The address of a file sent in parts."""
    size = megabytes * MEGABYTE
    key = client.post(f"/files/upload?id=browser{megabytes}&size={size}").json()["key"]
    piece = os.urandom(at_once)
    for offset in range(0, size, at_once):
        part = client.post(f"/files/upload/{key}/part?offset={offset}", content=piece)
        assert part.json() == {"offset": offset + at_once}
    return str(client.post(f"/files/upload/{key}/finish").json()["file"]["href"])


def test_a_large_file_weighs_as_little_as_a_small_one(served: tuple[httpx.Client, int]) -> None:
    client, pid = served
    small = send(client, 8, 4 * MEGABYTE)
    assert len(client.get(small).content) == 8 * MEGABYTE
    before = memory_mb(pid)
    large = send(client, MEGABYTES, 4 * MEGABYTE)
    sent = memory_mb(pid)
    with client.stream("GET", large) as answer:
        assert sum(len(piece) for piece in answer.iter_raw()) == MEGABYTES * MEGABYTE
    given = memory_mb(pid)
    assert sent - before < MOST_MB
    assert given - before < MOST_MB
