"""A websocket that parses only as much as the app has taken, and knows when the other side has gone."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from ejournal.http.doors.frames import SMALL
from ejournal.http.doors.sockets import Line
from ejournal.serve.wire.deflate import SparingDeflateFactory

SLICE = 2048
"""Bytes parsed at a time: a socket with a thousand small frames must not keep the loop for all of them."""
MOST_HELD = 256 * 1024
"""Bytes received and not yet parsed, beyond which nothing more is read."""
EXTENSIONS = [SparingDeflateFactory()]
MOST_FRAGMENTS = 64
"""Frames of one message; browsers send one."""


class SparingSocket(WebSocketsSansIOProtocol):
    """Uvicorn's websocket, which by itself parses whatever has come and learns of an end after all of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = Line(self._hang_up, self._widen)
        self._widen(SMALL)
        self.conn.available_extensions = EXTENSIONS
        self._held = bytearray()
        self._reads = True
        # Uvicorn would stop reading at each message, and not see that the other side has gone.
        self.read_paused = True

    def handle_connect(self, event: Request) -> None:
        """Let the app find the line in its scope."""
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["state"]["line"] = self.line

    def data_received(self, data: bytes) -> None:
        """Keep what has come, and parse the beginning of it."""
        self._held += data
        if self._reads and len(self._held) > MOST_HELD:
            self._reads = False
            self.transport.pause_reading()
        self._parse()

    def eof_received(self) -> None:
        """The other side sends no more: what has waited is dropped."""
        self._gone()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone: what has waited is dropped."""
        self._gone()
        while not self.queue.empty():
            self.queue.get_nowait()
        super().connection_lost(exc)

    async def receive(self) -> Any:
        """The next message; more is parsed once it is taken."""
        message = await self.queue.get()
        if self._held:
            self.loop.call_soon(self._parse)
        return message

    def handle_cont(self, event: Frame) -> None:
        """A further fragment of a message."""
        if len(self.frames) >= MOST_FRAGMENTS:
            self._hang_up()
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless the answers to earlier ones have not been read."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self._hang_up()

    def _parse(self) -> None:
        while self._held and self.queue.empty() and not self.transport.is_closing():
            piece = bytes(self._held[:SLICE])
            del self._held[:SLICE]
            super().data_received(piece)
        if not self._reads and len(self._held) <= MOST_HELD and not self.transport.is_closing():
            self._reads = True
            self.transport.resume_reading()

    def _widen(self, largest: int) -> None:
        self.conn.max_message_size = largest

    def _gone(self) -> None:
        self.line.gone = True
        self._held.clear()

    def _hang_up(self) -> None:
        self._gone()
        self.transport.abort()
