"""The server's process: started, waited for, and never left behind."""

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
    """Granian with the app behind it, as one group of processes that ends with this one."""

    def __init__(self, address: Address, settings: Settings, *, dev: bool) -> None:
        self.address = address
        self.patience = ANSWERS_WITHIN_S
        self._command = _dev_command(address) if dev else _command(address, settings.workers)
        self._environment = environment() | _reflex_settings(address, settings)
        if not dev:
            self._environment |= PRODUCTION
        self._stopped = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # one group, which we end whole; Ctrl+C reaches it through us
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads here; a killed parent frees the port
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._signal_group(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPS_WITHIN_S)
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def wait_until_it_answers(self) -> bool:
        """True once the first page is served, False when told to stop; CannotStart when it never is."""
        deadline = time.monotonic() + self.patience
        while not self._stopped:
            if self._process.poll() is not None:
                raise CannotStart(f"the server ended with code {self._process.returncode}; see above")
            if _answers(self.address.url):
                return True
            if time.monotonic() > deadline:
                raise CannotStart(f"no answer from {self.address.url} within {self.patience} s")
            time.sleep(POLL_S)
        return False

    def wait(self) -> int:
        """Wait for the end: 0 after a signal to stop, else 1."""
        while not self._stopped and self._process.poll() is None:
            try:
                self._process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
        if self._stopped:
            return 0
        raise CannotStart(f"the server ended by itself with code {self._process.returncode}")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True

    def _signal_group(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return


def _command(address: Address, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--host", address.host, "--port", str(address.port), "--workers", str(workers)),
        *("--workers-kill-timeout", "5", "--log-level", "warning"),
        "ejournal.ejournal:app",
    ]


def _dev_command(address: Address) -> list[str]:
    return [
        *(sys.executable, "-m", "reflex", "run", "--env", "preview"),
        *("--frontend-port", str(address.port), "--backend-port", str(address.port)),
        *("--backend-host", address.host),
    ]


def _reflex_settings(address: Address, settings: Settings) -> dict[str, str]:
    return {
        "REFLEX_FRONTEND_PORT": str(address.port),
        "REFLEX_BACKEND_PORT": str(address.port),
        "REFLEX_REDIS_URL": settings.redis_url,
        # Without Redis what open pages hold stays in memory: no pupils' data in pickles on the disk, and no
        # time spent on writing them. Neither outlives the server; a page that comes back is loaded anew.
        "REFLEX_STATE_MANAGER_MODE": "redis" if settings.redis_url else "memory",
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
