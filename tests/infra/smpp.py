"""A real SMPP server: takes texts, or answers as it is told to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import smpp34

from tests.infra.servers import free_port


class Server:
    """A real SMPP server: what it was given, and what it answers."""

    def __init__(self) -> None:
        self.port = free_port()
        self.got: list[Any] = []
        self.refuses = 0
        self.is_silent = False
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        """Serve until the process ends."""
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        server = smpp34.Server(host="127.0.0.1", port=self.port, system_id="Test")
        await server.start()
        self._ready.set()
        while True:
            event = await server.next()
            if isinstance(event, smpp34.SubmitSmEvent):
                self.got.append(event)
                if self.refuses:
                    event.reject(self.refuses)
                elif not self.is_silent:
                    event.accept(message_id=f"m{len(self.got)}")


@contextmanager
def serving() -> Iterator[Server]:
    """One that serves meanwhile."""
    server = Server()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server._ready.wait(10)
    yield server


def spelled(server: Server) -> str:
    """The text of all parts together, without their heads."""
    return "".join(_text(one) for one in server.got)


def texts(server: Server) -> list[tuple[str, str]]:
    """Each phone, and the text that came for it in one part."""
    return [(one.destination_addr, _text(one)) for one in server.got]


def _text(one: Any) -> str:
    body = bytes(one.short_message)
    if one.esm_class & 0x40:
        body = body[body[0] + 1 :]
    return body.decode("utf-16-be") if one.data_coding == 8 else body.decode("ascii")
