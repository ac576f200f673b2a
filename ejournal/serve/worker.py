"""One process that serves pages and events: `python -m ejournal.serve.worker`, file descriptors follow."""

import asyncio
import contextlib
import gc
import os
import socket
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import uvicorn

from ejournal.serve.wire.frames import SparingSocket
from ejournal.serve.wire.heads import BoundedHeads

APP = "ejournal.ejournal"
LETS_FINISH_S = 5
WAITING_CONNECTIONS = 2048
BEATS_EVERY_S = 1
TURN_S = 0.0005
"""So long at most a thread that comes back from the database waits for the one that runs. It comes back from
each statement of a mark: the usual 5 ms would be longer than the whole mark takes."""
UNUSED = ("aiohttp", "valkey")
"""Clients that Socket.IO reads in wherever they are installed, 10 MB of them; nobody is a client here."""


def serve(listening: socket.socket, beats: int) -> None:
    """Serve on the socket that all such processes share, until told to stop; each second a byte says: alive.

    What takes long is read in before the word to begin comes: meanwhile others look after the database.
    """
    sys.setswitchinterval(TURN_S)
    read_in()
    if not sys.stdin.buffer.read(1):
        return  # whoever started us has ended
    Beating(beats).run(sockets=[listening])


def read_in() -> None:
    """Read in the app and what all requests need."""
    gc.disable()  # nothing that is read in goes away again: looking for it would be a tenth of a start
    with _left_out(UNUSED):
        import_module(APP)
    gc.enable()


@contextlib.contextmanager
def _left_out(names: Iterable[str]) -> Iterator[None]:
    """Meanwhile these libraries are as if not installed."""
    hidden = [name for name in names if name not in sys.modules]
    unknown: dict[str, Any] = dict.fromkeys(hidden)
    sys.modules.update(unknown)
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


class Beating(uvicorn.Server):
    """Uvicorn whose heart beats by a clock that nobody sets; `callback_notify` asks the wall's."""

    def __init__(self, beats: int) -> None:
        super().__init__(_config())
        os.set_blocking(beats, False)
        self._beats = beats

    async def main_loop(self) -> None:
        """Serve until told to stop, and beat meanwhile."""
        beating = asyncio.create_task(self._beat())
        try:
            await super().main_loop()
        finally:
            beating.cancel()

    async def _beat(self) -> None:
        while True:
            with contextlib.suppress(OSError):  # nobody reads; the end of our parent ends us too
                os.write(self._beats, b".")
            await asyncio.sleep(BEATS_EVERY_S)


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        f"{APP}:app",
        factory=True,
        http=BoundedHeads,
        ws=SparingSocket,
        ws_per_message_deflate=False,  # wire/deflate.py holds no window for every page
        proxy_headers=False,  # who stands behind a proxy is decided in http/addresses.py
        server_header=False,
        access_log=False,
        log_level="warning",
        backlog=WAITING_CONNECTIONS,
        timeout_graceful_shutdown=LETS_FINISH_S,
    )


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
