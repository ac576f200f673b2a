"""A network that can be slow, cut off, deaf or without a server: a relay between a browser and the server."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 65536


class Network:
    """Relays bytes to the server; what it does to them can be changed at any moment from another thread."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._target = (parts.hostname, parts.port)
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._delay_s = 0.0
        self._cut = False
        self._deaf = False
        self._answers = b""
        self._for: dict[bytes, bytes] = {}
        self.url = ""

    def slow_down(self, seconds: float) -> None:
        """Let everything take so long to come, each way."""
        self._delay_s = seconds

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        self._cut = True
        self._loop.call_soon_threadsafe(self._close_all)

    def deafen(self) -> None:
        """Lose what the server says, though it hears everything."""
        self._deaf = True

    def answer(self, status: str) -> None:
        """Answer everything as a proxy does whose server is away: «502 Bad Gateway»."""
        body = b"<h1>nginx</h1>"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
        self._answers = head.encode() + b"Connection: close\r\n\r\n" + body
        self._loop.call_soon_threadsafe(self._close_all)

    def put_in_place(self, given: bytes, other: bytes) -> None:
        """Let other bytes of the same number come in place of those that the server gives."""
        assert len(given) == len(other)
        self._for[given] = other

    def mend(self) -> None:
        """Work again; connections of before are gone."""
        self._cut = self._deaf = False
        self._answers = b""
        self._delay_s = 0.0
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
        yield self
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

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.close()
            return
        if self._answers:
            await reader.read(CHUNK)
            writer.write(self._answers)
            await writer.drain()
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._open |= {writer, far_writer}
        await asyncio.gather(
            self._pump(reader, far_writer, lambda: False), self._pump(far_reader, writer, lambda: self._deaf)
        )
        self._open -= {writer, far_writer}

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, loses: Callable[[], bool]
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if loses():
                    continue
                await asyncio.sleep(self._delay_s)
                for given, other in self._for.items():
                    data = data.replace(given, other)
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    def _close_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()
