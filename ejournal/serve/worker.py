"""One process that serves pages and events: `python -m ejournal.serve.worker HOST PORT [shared]`."""

import socket
import sys

import uvicorn

LARGEST_EVENT = 2**20
"""Bytes; the largest is a column pasted into the journal, some kilobytes."""
LETS_FINISH_S = 5
WAITING_CONNECTIONS = 2048


def serve(host: str, port: int, *, shared: bool) -> None:
    """Serve until told to stop; shared lets the system deal connections out among several such processes."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server(
        (host, port), family=family, backlog=WAITING_CONNECTIONS, reuse_port=shared
    ) as listening:
        uvicorn.Server(_config()).run(sockets=[listening])


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        "ejournal.ejournal:app",
        factory=True,
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # compression would hold a window of its own for every open page
        ws_max_size=LARGEST_EVENT,
        proxy_headers=False,  # who stands behind a proxy is decided in http/addresses.py
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=LETS_FINISH_S,
    )


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), shared="shared" in sys.argv[3:])
