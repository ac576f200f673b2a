"""Hostile hands at a running server: sockets by hand, and all that they are sent."""

import json
import re
import socket
import time
from typing import Any

from bench import rawsocket
from bench.processes import memory_kb
from ejournal.access.actor import COOKIE
from tests.infra.servers import LiveServer

ROOT = "reflex___state____state"
PATIENCE_S = 10


class RawTab:
    """A socket by hand: `send` frames as they are, `heard` all that has come, `is_closed` by the server."""

    def __init__(self, server: LiveServer, *, cookie: str = "", token: str = "", begins: bool = True) -> None:
        told = f"{COOKIE}={cookie}" if cookie else ""
        self.socket = _let_in(server, told, token)
        self.socket.settimeout(0.05)
        self.heard = b""
        self.is_closed = False
        if begins:
            self.send(rawsocket.begin())
            self.until("40/_event")

    def send(self, *frames: bytes) -> None:
        """Send the frames; a server that has hung up is noticed, not complained of."""
        self.socket.settimeout(PATIENCE_S)
        try:
            for one in frames:
                self.socket.sendall(one)
        except OSError:
            self.is_closed = True
        self.socket.settimeout(0.05)

    def say(self, packet: str) -> None:
        """Send a packet of text."""
        self.send(rawsocket.frame(packet.encode()))

    def ask(self, name: str, address: str = "/", **payload: Any) -> None:
        """Send an event of a page at the address."""
        path, _, query = address.partition("?")
        router: dict[str, Any] = {"pathname": path, "asPath": address}
        router["query"] = dict(part.split("=", 1) for part in query.split("&") if part)
        self.say(
            f"42/_event,{json.dumps(['event', {'name': name, 'payload': payload, 'router_data': router}])}"
        )

    def listen(self) -> bool:
        """Take what has come; whether anything has."""
        try:
            piece = self.socket.recv(65536)
        except TimeoutError:
            return False
        except OSError:
            piece = b""
        self.heard += piece
        self.is_closed = self.is_closed or not piece
        return bool(piece)

    def until(self, word: str) -> None:
        """Listen until the word has come; AssertionError when it does not, or when the server hangs up."""
        deadline = time.monotonic() + PATIENCE_S
        while word.encode() not in self.heard:
            self.listen()
            assert not self.is_closed, f"hung up before {word!r}"
            assert time.monotonic() < deadline, f"never heard {word!r} in {self.heard[-500:]!r}"

    def until_closed(self) -> None:
        """Listen until the server hangs up; AssertionError when it does not."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.is_closed and b"\x88" not in self.heard[-64:]:
            self.listen()
            assert time.monotonic() < deadline, "the server has not hung up"

    def close(self) -> None:
        self.socket.close()


def _let_in(server: LiveServer, cookie: str, token: str) -> socket.socket:
    """A new socket; one refused because others came just before tries again, as a page does."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return rawsocket.connect(server.url, cookie=cookie, token=token)
        except ConnectionError:
            if time.monotonic() > deadline:
                raise


def settle(server: LiveServer, *tabs: RawTab) -> None:
    """Let all that the tabs are to be told arrive: another page is served after it."""
    for tab in tabs:
        quiet = 0
        while quiet < 4 and not tab.is_closed:
            quiet = 0 if tab.listen() else quiet + 1


def grown_kb(server: LiveServer, before: int) -> int:
    """How much more memory the server holds than before."""
    return memory_kb(server.process.pid) - before


def log_lines(server: LiveServer, word: str) -> list[str]:
    """The lines of the server's log with the word."""
    text = server.log.read_bytes().decode(errors="replace")
    return [line for line in re.split(r"[\r\n]", text) if word in line]


def closes(opened: socket.socket, within_s: float = PATIENCE_S) -> bytes:
    """All that the server answers until it hangs up."""
    opened.settimeout(within_s)
    answer = b""
    try:
        while piece := opened.recv(65536):
            answer += piece
    except (ConnectionError, BrokenPipeError):
        pass
    return answer
