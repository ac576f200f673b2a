"""One process that serves pages and events: `python -m ejournal.serve.worker`, file descriptors follow."""

import contextlib
import gc
import os
import socket
import sys
from importlib import import_module

import uvicorn

from ejournal.serve.wire.frames import SparingSocket
from ejournal.serve.wire.heads import BoundedHeads

APP = "ejournal.ejournal"
LETS_FINISH_S = 5
WAITING_CONNECTIONS = 2048
BEATS_EVERY_S = 1


def serve(listening: socket.socket, beats: int) -> None:
    """Serve on the socket that all such processes share, until told to stop; each second a byte says: alive.

    What takes long is read in before the word to begin comes: meanwhile others look after the database.
    """
    gc.disable()  # nothing that is read in goes away again: looking for it would be a tenth of a start
    import_module(APP)
    gc.enable()
    if not sys.stdin.buffer.read(1):
        return  # whoever started us has ended
    uvicorn.Server(_config(beats)).run(sockets=[listening])


def _config(beats: int) -> uvicorn.Config:
    os.set_blocking(beats, False)

    async def beat() -> None:
        with contextlib.suppress(OSError):  # nobody reads; the end of our parent ends us too
            os.write(beats, b".")

    return uvicorn.Config(
        f"{APP}:app",
        factory=True,
        http=BoundedHeads,
        ws=SparingSocket,
        ws_per_message_deflate=False,  # compression would hold a window of its own for every open page
        proxy_headers=False,  # who stands behind a proxy is decided in http/addresses.py
        server_header=False,
        access_log=False,
        log_level="warning",
        backlog=WAITING_CONNECTIONS,
        callback_notify=beat,
        timeout_notify=BEATS_EVERY_S,
        timeout_graceful_shutdown=LETS_FINISH_S,
    )


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
