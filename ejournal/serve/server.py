"""The server: its workers are watched, each that dies or hangs is replaced while the others go on serving.

Our own, since what there is would not do: Uvicorn's supervisor asks a thread, which answers while the event
loop hangs, and it (like Gunicorn) ends the old workers at a restart before the new ones serve.
"""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self

from ejournal.serve.build import environment
from ejournal.serve.checks import Address, CannotStart
from ejournal.serve.process import Worker, worker_command
from ejournal.serve.worker import WAITING_CONNECTIONS
from ejournal.settings import ROOT, Settings

ANSWERS_WITHIN_S = 180
STOPS_WITHIN_S = 10
WATCHES_EVERY_S = 0.1
LONGEST_PAUSE_S = 30.0
GIVES_UP_AFTER = 5
"""Workers in a row that ended before they served, while no other does."""
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
        self._dev = dev
        self._environment = environment() | _reflex_settings(address) | ({} if dev else PRODUCTION)
        self._wanted = 1 if dev else settings.workers
        self._socket: socket.socket | None = None
        self._began = False
        self._stopped = False
        self._workers: list[Worker] = []
        self._others: list[Worker | subprocess.Popen[bytes]] = []
        self._renewal: Iterator[None] | None = None
        self._failed, self._not_before = 0, 0.0
        self._looked_at = time.monotonic()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        # A terminal that is closed ends us; without one the signal is the operator's: take up what is new.
        signal.signal(signal.SIGHUP, self._stop if sys.stdin and sys.stdin.isatty() else self._renew)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        everybody = [*self._workers, *(one for one in self._others if isinstance(one, Worker))]
        for one in everybody:
            one.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOPS_WITHIN_S
        while any(one.process.poll() is None for one in everybody) and time.monotonic() < deadline:
            time.sleep(WATCHES_EVERY_S)
        for one in everybody:
            one.bury()
        for preparing in self._others:
            if isinstance(preparing, subprocess.Popen):
                preparing.kill()
                preparing.wait()
        if self._socket is not None:
            self._socket.close()

    def read_in(self) -> None:
        """Let the workers read in the program: the longest part of a start, beside which others may go on."""
        if not self._workers:
            self._workers = [self._start() for _ in range(self._wanted)]

    def begin(self) -> None:
        """Listen, and let the workers serve; CannotStart when another program has taken the port."""
        self.read_in()
        self._began = True
        if self._socket is not None:
            try:
                self._socket.listen(WAITING_CONNECTIONS)
            except OSError as error:
                raise CannotStart(f"port {self.address.port}: {error.strerror}") from None
        for worker in self._workers:
            worker.begin()
            worker.forgive()

    def wait_until_it_answers(self) -> bool:
        """True once the first page is served, False when told to stop; CannotStart when it never is."""
        deadline = time.monotonic() + self.patience
        while not self._stopped:
            for worker in self._workers:
                worker.listen()
                if fault := worker.fault():
                    raise CannotStart(f"the server {fault}; see above")
            if (self._dev or all(one.serves for one in self._workers)) and _answers(self.address.url):
                return True
            if time.monotonic() > deadline:
                raise CannotStart(f"no answer from {self.address.url} within {self.patience} s")
            time.sleep(WATCHES_EVERY_S)
        return False

    def wait(self) -> int:
        """Watch the workers until a signal to stop: 0; CannotStart when none of them can be kept alive."""
        while not self._stopped:
            self._watch()
            time.sleep(WATCHES_EVERY_S)
        return 0

    def _start(self) -> Worker:
        if self._dev:
            return Worker(_dev_command(self.address), self._environment)
        if self._socket is None:
            self._socket = _bound(self.address)
        worker = Worker(worker_command(), self._environment, shared=[self._socket.fileno()])
        if self._began:
            worker.begin()
        return worker

    def _watch(self) -> None:
        """Replace who has died or hangs; go on with a renewal."""
        late = time.monotonic() - self._looked_at > STOPS_WITHIN_S / 2  # we were stopped ourselves
        self._looked_at = time.monotonic()
        for worker in self._workers:
            worker.listen()
            if late:
                worker.forgive()
        for place, worker in enumerate(self._workers):
            if fault := worker.fault():
                self._replace(place, fault)
        if self._renewal is not None and next(self._renewal, self) is self:
            self._renewal = None

    def _replace(self, place: int, fault: str) -> None:
        lost = self._workers[place]
        if self._not_before > time.monotonic():
            return
        self._failed = 0 if lost.serves else self._failed + 1
        if self._dev or (self._failed >= GIVES_UP_AFTER and not any(one.serves for one in self._workers)):
            raise CannotStart(f"the server {fault}")
        if self._failed:
            self._not_before = time.monotonic() + min(LONGEST_PAUSE_S, 2.0**self._failed)
        lost.bury()
        _say(f"Process {lost.process.pid} {fault}: another takes its place")
        self._workers[place] = self._start()

    # ------------------------------------------------------------------ a restart for an update

    def _take_up(self) -> Iterator[None]:
        """Prepare with the new program, then replace the workers one by one: each serves before one ends."""
        _say("Новая программа принимается / Taking up the new program")
        preparing = subprocess.Popen(
            [sys.executable, "-m", "ejournal.serve.prepare"], cwd=ROOT, stdin=subprocess.DEVNULL
        )
        self._others.append(preparing)
        while preparing.poll() is None:
            yield
        self._others.remove(preparing)
        if preparing.returncode:
            _say("Не принята, работает прежняя / Not taken up, see above: the former goes on")
            return
        for place in range(len(self._workers)):
            new = self._start()
            self._others.append(new)
            while not new.serves:
                new.listen()
                if fault := new.fault():
                    self._others.remove(new)
                    new.bury()
                    _say(f"Не принята, сервер работает как прежде / Not taken up: a new process {fault}")
                    return
                yield
            self._others.remove(new)
            old, self._workers[place] = self._workers[place], new
            yield from self._ended(old)
        _say("Новая программа работает / The new program serves")

    def _ended(self, old: Worker) -> Iterator[None]:
        self._others.append(old)
        old.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOPS_WITHIN_S
        while old.process.poll() is None and time.monotonic() < deadline:
            yield
        self._others.remove(old)
        old.bury()

    def _renew(self, _number: int, _frame: FrameType | None) -> None:
        if self._began and not self._dev and self._renewal is None:
            self._renewal = self._take_up()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True


def _bound(address: Address) -> socket.socket:
    """One socket for all workers: who dies or hangs takes no waiting connection along."""
    bound = socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address.host, address.port))
    except OSError as error:
        bound.close()
        raise CannotStart(f"port {address.port} on {address.host}: {error.strerror}") from None
    return bound


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


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - always our own http address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _say(line: str) -> None:
    print(time.strftime("%Y-%m-%d %H:%M:%S"), line, file=sys.stderr, flush=True)
