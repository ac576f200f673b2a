"""Open tabs on real websockets: each keeps all that it is told, in the order in which it came."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any, Self

import psutil

from bench.wire import Tab
from ejournal.ui.runtime.session import SessionState
from tests.infra.servers import LiveServer

PATIENCE_S = 20
HYDRATED = "is_hydrated"


class OpenTab(Tab):
    """A tab of one page; `of` is the state whose vars are asked for."""

    def __init__(self, base: str, path: str, cookie: str, of: type[SessionState]) -> None:
        super().__init__(base, path, cookie)
        self.of = of.get_full_name()
        self.told: list[tuple[float, dict[str, dict[str, Any]]]] = []
        self.events: list[str] = []

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())
        await self.until_told(lambda: any(self.values(HYDRATED, "reflex___state____state")))
        return self

    async def __aexit__(self, *error: object) -> None:
        self._reader.cancel()
        await super().__aexit__(*error)

    async def _read(self) -> None:
        async for frame in self._socket:
            text = str(frame)
            if text == "2":
                await self._socket.send("3")
            elif text.startswith("42/_event,"):
                update = json.loads(text[text.index("[") :])[1]
                self.told.append((time.monotonic(), update.get("delta") or {}))
                self.events += [event["name"] + str(event["payload"]) for event in update.get("events") or ()]
                self._news.set()

    async def until_closed(self) -> None:
        """Return when the connection has ended and all that came before is read."""
        await asyncio.gather(self._reader, return_exceptions=True)

    def values(self, var: str, state: str = "") -> list[Any]:
        """Everything that the var has been, as told."""
        return [value for _, value in self.timed(var, state)]

    def timed(self, var: str, state: str = "") -> list[tuple[float, Any]]:
        """The same with the moment at which each came."""
        name = var + "_rx_state_"
        return [
            (at, delta[state or self.of][name])
            for at, delta in self.told
            if name in delta.get(state or self.of, ())
        ]

    async def until_told(self, holds: Callable[[], bool], what: str = "") -> None:
        """Return as soon as it holds; AssertionError when it does not in time."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not holds():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"never told: {what} in {self.told[-3:]}") from None

    async def do(self, event: str, **payload: Any) -> None:
        """Send an event of the tab's own state."""
        await self.send(f"{self.of}.{event}", **payload)

    def cells(self) -> list[tuple[str, str, str]]:
        """Pupil, column and text of each cell that patches have brought."""
        return [
            (cell["p"], cell["c"], cell["v"])
            for patch in self.values("patch")
            for cell in patch.get("cells", ())
        ]

    def results(self) -> dict[str, dict[str, Any]]:
        """The answers to this tab's entries, by their ids."""
        return {one["id"]: one for patch in self.values("patch") for one in patch.get("results", ())}

    def worker(self, server: LiveServer) -> int:
        """The process that holds the tab's websocket."""
        port = self._socket.local_address[1]
        for process in workers_of(server):
            if any(one.raddr and one.raddr.port == port for one in process.net_connections("tcp")):
                return int(process.pid)
        raise AssertionError(f"no worker holds port {port}")


def at_once(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end."""
    asyncio.run(work)


def workers_of(server: LiveServer) -> list[psutil.Process]:
    """The server's processes, itself left out."""
    return list(psutil.Process(server.process.pid).children(recursive=True))
