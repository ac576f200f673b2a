"""A network before the server, for pages and websockets alike: mobile, slow, cut off, deaf, without a server.

A browser's own slows no websocket.
"""

import asyncio
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK, WHOLE = 4096, 65536
"""Bytes that are carried at once, on a line with a rate and on one without."""
_OnTheWay = asyncio.Queue[tuple[float, bytes]]


class _Lane:
    """One direction: bytes of all connections go one after another, and each takes its time to come."""

    def __init__(self, bits_per_s: float, latency_s: float) -> None:
        self._byte_s, self.latency_s = 8 / bits_per_s, latency_s
        self._free_at = 0.0
        self.loses = False
        self.carried = 0

    def arrival(self, now: float, size: int) -> float:
        """When what is sent now is there."""
        self.carried += size
        self._free_at = max(now, self._free_at) + size * self._byte_s
        return self._free_at + self.latency_s


class Network:
    """Relays to the server at a rate and with a round trip; a new connection costs one more.

    What it does to the bytes can be changed at any moment from another thread.
    """

    def __init__(self, server: str, bits_per_s: float = math.inf, round_trip_s: float = 0.0) -> None:
        self._target = (urlsplit(server).hostname, urlsplit(server).port)
        self._up, self._down = (_Lane(bits_per_s, round_trip_s / 2) for _ in range(2))
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._chunk = WHOLE if math.isinf(bits_per_s) else CHUNK
        self._cut = False
        self._answers = b""
        self._for: dict[bytes, bytes] = {}
        self.url = ""

    @property
    def received(self) -> int:
        """Bytes that have come from the server."""
        return self._down.carried

    def slow_down(self, seconds: float) -> None:
        """Let everything take so long to come, each way."""
        self._up.latency_s = self._down.latency_s = seconds

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        self._cut = True
        self._loop.call_soon_threadsafe(self._close_all)

    def deafen(self) -> None:
        """Lose what the server says, though it hears everything."""
        self._down.loses = True

    def answer(self, status: str) -> None:
        """Answer everything as a proxy does whose server is away: «502 Bad Gateway»."""
        body = b"<h1>nginx</h1>"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
        self._answers = head.encode() + b"Connection: close\r\n\r\n" + body
        self._loop.call_soon_threadsafe(self._close_all)

    def put_in_place(self, given: bytes, other: bytes) -> None:
        """Let other bytes of the same number come in place of those that are given."""
        assert len(given) == len(other)
        self._for[given] = other

    def mend(self) -> None:
        """Work again, at once; connections of before are gone."""
        self._cut = self._down.loses = False
        self._answers = b""
        self.slow_down(0.0)
        self._loop.call_soon_threadsafe(self._close_all)

    @contextmanager
    def running(self) -> Iterator["Network"]:
        """Listen on a free port until the end of the block."""
        started = threading.Event()

        async def listen() -> None:
            server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            started.set()

        self._loop.create_task(listen())
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        started.wait()
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    async def _end(self) -> None:
        self._cut = True
        self._close_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _close_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        await asyncio.sleep(self._up.latency_s + self._down.latency_s)
        try:
            with suppress(OSError):  # the server is not there
                if self._answers:
                    await reader.read(CHUNK)
                    writer.write(self._answers)
                    await writer.drain()
                elif not self._cut:
                    await self._connected(reader, writer)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        if self._cut or writer.transport.is_closing():  # meanwhile
            far_writer.close()
            return
        self._open.add(far_writer)
        await asyncio.gather(
            self._carry(reader, far_writer, self._up), self._carry(far_reader, writer, self._down)
        )
        self._open.discard(far_writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lane: _Lane) -> None:
        on_the_way: _OnTheWay = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(on_the_way, writer))
        with suppress(OSError):
            while data := await reader.read(self._chunk):
                if not lane.loses:
                    on_the_way.put_nowait((lane.arrival(self._loop.time(), len(data)), data))
        on_the_way.put_nowait((self._loop.time(), b""))
        await delivery

    async def _deliver(self, queue: _OnTheWay, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                at, data = await queue.get()
                await asyncio.sleep(max(0.0, at - self._loop.time()))
                if not data:
                    break
                for given, other in self._for.items():
                    data = data.replace(given, other)
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()
