"""The server's processes: started, waited for, and never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType, TracebackType
from typing import Self

from ejournal.serve.build import environment
from ejournal.serve.checks import Address, CannotStart
from ejournal.settings import ROOT, Settings

ANSWERS_WITHIN_S = 180
STOPS_WITHIN_S = 10
POLL_S = 0.1
WATCHES_EVERY_S = 0.5
PR_SET_PDEATHSIG = 1
PRODUCTION = {
    "REFLEX_ENV_MODE": "prod",
    # What `reflex run` itself hands to its workers: serve the finished build beside the events.
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    # A heap a thread would keep for itself what the others need.
    "MALLOC_ARENA_MAX": "2",
}


class Server:
    """The processes with the app in them, which end with this one."""

    def __init__(self, address: Address, settings: Settings, *, dev: bool) -> None:
        self.address = address
        self.patience = ANSWERS_WITHIN_S
        self._commands = [_dev_command(address)] if dev else _commands(address, settings.workers)
        self._environment = environment() | _reflex_settings(address)
        if not dev:
            self._environment |= PRODUCTION
        self._processes: list[subprocess.Popen[bytes]] = []
        self._stopped = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._processes = [self._start(command) for command in self._commands]
        return self

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # a group, which we end whole; Ctrl+C reaches it through us
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads here; a killed parent frees the port
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._signal_groups(signal.SIGTERM)
        deadline = time.monotonic() + STOPS_WITHIN_S
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        self._signal_groups(signal.SIGKILL)
        for process in self._processes:
            process.wait()

    def wait_until_it_answers(self) -> bool:
        """True once the first page is served, False when told to stop; CannotStart when it never is."""
        deadline = time.monotonic() + self.patience
        while not self._stopped:
            if (code := self._ended()) is not None:
                raise CannotStart(f"the server ended with code {code}; see above")
            if _answers(self.address.url):
                return True
            if time.monotonic() > deadline:
                raise CannotStart(f"no answer from {self.address.url} within {self.patience} s")
            time.sleep(POLL_S)
        return False

    def wait(self) -> int:
        """Wait for the end: 0 after a signal to stop; CannotStart when a process has ended by itself."""
        while not self._stopped:
            if (code := self._ended()) is not None:
                raise CannotStart(f"the server ended by itself with code {code}")
            time.sleep(WATCHES_EVERY_S)
        return 0

    def _ended(self) -> int | None:
        """The exit code of a process that has ended, None while all run."""
        return next((code for one in self._processes if (code := one.poll()) is not None), None)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True

    def _signal_groups(self, number: signal.Signals) -> None:
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)


def _commands(address: Address, workers: int) -> list[list[str]]:
    worker = [sys.executable, "-m", "ejournal.serve.worker", address.host, str(address.port)]
    return [[*worker, "shared"] for _ in range(workers)] if workers > 1 else [worker]


def _dev_command(address: Address) -> list[str]:
    return [
        *(sys.executable, "-m", "reflex", "run", "--env", "preview"),
        *("--frontend-port", str(address.port), "--backend-port", str(address.port)),
        *("--backend-host", address.host),
    ]


def _reflex_settings(address: Address) -> dict[str, str]:
    return {
        "REFLEX_FRONTEND_PORT": str(address.port),
        "REFLEX_BACKEND_PORT": str(address.port),
        # What open pages hold stays in the memory of the process they are connected to: no pupils' data in
        # pickles on the disk or in Redis, and no time spent on writing them at every event. A page that comes
        # back, after a restart or to another process, is loaded anew.
        "REFLEX_REDIS_URL": "",
        "REFLEX_STATE_MANAGER_MODE": "memory",
    }


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - always our own http address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
