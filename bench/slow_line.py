"""A mobile line before the server, for pages and websockets alike: a browser's own slows no websocket."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 4096
_OnTheWay = asyncio.Queue[tuple[float, bytes]]


class _Lane:
    """One direction: bytes of all connections go one after another, and each takes its time to come."""

    def __init__(self, bits_per_s: float, latency_s: float) -> None:
        self._byte_s, self._latency_s = 8 / bits_per_s, latency_s
        self._free_at = 0.0
        self.carried = 0

    def arrival(self, now: float, size: int) -> float:
        """When what is sent now is there."""
        self.carried += size
        self._free_at = max(now, self._free_at) + size * self._byte_s
        return self._free_at + self._latency_s


class SlowLine:
    """Relays to the server at a rate and with a round trip; a new connection costs one more."""

    def __init__(self, server: str, bits_per_s: float, round_trip_s: float) -> None:
        self._target = (urlsplit(server).hostname, urlsplit(server).port)
        self._round_trip_s = round_trip_s
        self._up, self._down = (_Lane(bits_per_s, round_trip_s / 2) for _ in range(2))
        self._loop = asyncio.new_event_loop()
        self.url = ""

    @property
    def received(self) -> int:
        """Bytes that have come from the server."""
        return self._down.carried

    @contextmanager
    def running(self) -> Iterator["SlowLine"]:
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
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self._round_trip_s)
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        await asyncio.gather(
            self._carry(reader, far_writer, self._up), self._carry(far_reader, writer, self._down)
        )

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lane: _Lane) -> None:
        on_the_way: _OnTheWay = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(on_the_way, writer))
        with suppress(OSError):
            while data := await reader.read(CHUNK):
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
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()
