"""HTTP whose request heads are bounded in bytes, lines and time; a longer one is refused and hung up on."""

import asyncio
from collections import Counter

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from ejournal.http.addresses import is_proxy

LARGEST_HEAD = 32 * 1024
"""Bytes of a request's address and headers together; a browser sends two to six thousand."""
MOST_LINES = 100
MOST_PIPELINED = 8
"""Requests sent ahead of an answer; browsers send none."""
HEAD_WITHIN_S = 15.0
"""From the first byte awaited to the end of the head."""
BODY_WITHIN_S = 600.0
"""A file of twenty megabytes over a poor line."""
HANGS_UP_AFTER_S = 0.5
MOST_CONNECTIONS = 1500
"""Of one address that is not a proxy's; a page takes up to seven for its first seconds and one later."""

_open: Counter[str] = Counter()


class _TooLong(Exception):
    """The head of a request is longer than any browser's."""


class BoundedHeads(HttpToolsProtocol):
    """Uvicorn's HTTP protocol, which by itself reads a head of any length for ever."""

    _host = ""
    _in_head = False
    _head_bytes = 0
    _hurry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head; one address holds so many connections and no more."""
        super().connection_made(transport)
        self._host = self.client[0] if self.client else ""
        _open[self._host] += 1
        if _open[self._host] > MOST_CONNECTIONS and not is_proxy(self._host):
            transport.abort()
        else:
            self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._wait_no_more()
        _left(self._host)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what has come, unless the head it belongs to has grown too long."""
        # Counted before it is parsed: the parser keeps a line that has no end.
        self._head_bytes += len(data) if self._in_head else 0
        super().data_received(data)
        if self._in_head and self._head_bytes > LARGEST_HEAD and not self.transport.is_closing():
            self._refuse()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over to the websocket, whose sockets are counted at the turnstile."""
        self._wait_no_more()
        _left(self._host)
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        """A request begins, perhaps in the same bytes as the one before it."""
        if not self._in_head:
            self._begin_head()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        super().on_url(url)
        if len(self.url) > LARGEST_HEAD:
            raise _TooLong

    def on_header(self, name: bytes, value: bytes) -> None:
        """A line of the head."""
        if len(self.headers) >= MOST_LINES:
            raise _TooLong
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        if self._is_too_long() or len(self.pipeline) >= MOST_PIPELINED:
            raise _TooLong
        self._in_head = False
        self._wait(BODY_WITHIN_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is whole."""
        self._wait_no_more()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer is whole; the next head may come."""
        super().on_response_complete()
        if not self.transport.is_closing() and not self.pipeline and not self.cycle.more_body:
            self._begin_head()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be parsed; what we did not want to parse is called too long."""
        if self._in_head and self._is_too_long():
            self._refuse()
        else:
            super().send_400_response(msg)

    def _is_too_long(self) -> bool:
        headers = self.headers or ()
        size = len((self.scope and self.url) or b"") + sum(len(name) + len(value) for name, value in headers)
        return size > LARGEST_HEAD or len(headers) >= MOST_LINES

    def _begin_head(self) -> None:
        self._in_head, self._head_bytes = True, 0
        self._wait(HEAD_WITHIN_S)

    def _wait(self, seconds: float) -> None:
        self._wait_no_more()
        self._hurry = self.loop.call_later(seconds, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None

    def _refuse(self) -> None:
        answer = (STATUS_LINE[431], b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.write(b"".join(answer))
        # A polite close would first read all that is still being sent.
        self.flow.pause_reading()
        self._wait(HANGS_UP_AFTER_S)


def _left(host: str) -> None:
    _open[host] -= 1
    if _open[host] <= 0:
        del _open[host]
