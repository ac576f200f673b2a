"""One worker process: started, listened to, ended; never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from ejournal.settings import ROOT

STARTS_WITHIN_S = 180
HUNG_AFTER_S = 10
"""A worker tells each second that its event loop turns; the longest work on it takes a fraction of one."""
PR_SET_PDEATHSIG = 1


class Worker:
    """A process with the app in it. Without beats (Reflex's own, for development) it is never called hung."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, shared: Sequence[int] = ()
    ) -> None:
        self._beats, told_by = os.pipe()
        os.set_blocking(self._beats, False)
        try:
            self.process = subprocess.Popen(
                [*command, *map(str, shared), str(told_by)] if shared else list(command),
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE if shared else subprocess.DEVNULL,
                pass_fds=[*shared, told_by] if shared else (),
                start_new_session=True,  # a group, which we end whole; Ctrl+C reaches it through us
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads here; a killed parent frees the port
            )
        finally:
            os.close(told_by)
        self.serves = False
        self._heard_at = time.monotonic()

    def begin(self) -> None:
        """Let it serve: until now it has only read in the program."""
        if self.process.stdin is not None and not self.process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):  # it has ended; the watch will see
                self.process.stdin.write(b".")
                self.process.stdin.flush()

    def listen(self) -> None:
        """Take in what it has told since the last time."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self._beats, 65536):
                self.serves, self._heard_at = True, time.monotonic()

    def forgive(self) -> None:
        """Count its silence from now: we have not listened ourselves."""
        self._heard_at = time.monotonic()

    def fault(self) -> str:
        """Why it can serve no longer; empty while it can."""
        if (code := self.process.poll()) is not None:
            return f"ended with code {code}"
        silent = time.monotonic() - self._heard_at
        if self.process.stdin is not None and silent > (HUNG_AFTER_S if self.serves else STARTS_WITHIN_S):
            return f"has not stirred for {silent:.0f} s"
        return ""

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and all that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def bury(self) -> None:
        """Kill what is left of it, and let its pipes go."""
        self.signal(signal.SIGKILL)
        self.process.wait()
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        with contextlib.suppress(OSError):
            os.close(self._beats)


def worker_command() -> list[str]:
    """The command of one worker; the descriptors of its socket and its beats follow."""
    return [sys.executable, "-m", "ejournal.serve.worker"]


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
