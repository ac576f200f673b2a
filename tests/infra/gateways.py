"""A server of ours that takes what is posted, and answers as it is told to: for push, SMS and webhooks."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Call:
    """What was sent to it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Gateway:
    """What has come, and what is answered: the status, the words, after how long."""

    port: int = 0
    status: int = 201
    says: bytes = b""
    after_s: float = 0.0
    beyond: bytes = b""
    """What it says after its answer, unasked."""
    calls: list[Call] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def listening() -> Iterator[Gateway]:
    """One that listens meanwhile."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            gateway.calls.append(Call(self.command, self.path, headers, body))
            time.sleep(gateway.after_s)
            self.send_response(gateway.status)
            self.send_header("Content-Length", str(len(gateway.says)))
            self.end_headers()
            self.wfile.write(gateway.says + gateway.beyond)

        do_POST = do_GET = _take  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    gateway.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield gateway
    server.shutdown()
    server.server_close()
