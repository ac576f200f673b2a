"""Events that are handled or wait: some of an account at a time, and none longer than their page is open."""

import asyncio
from collections import defaultdict
from typing import Any

import reflex as rx
from reflex_base.event import Event
from reflex_base.event.processor.future import EventFuture

from ejournal.access.permissions import Permission
from ejournal.http.doors.sockets import Account, Socket
from ejournal.ui.runtime.doors.asked import Asked

_READS = frozenset(one.value for one in Permission if not one.writes)


class Waiting:
    """The events taken over from sockets, each until it and all it has called for are done."""

    def __init__(self, app: rx.App) -> None:
        self._app = app
        self._of: dict[str, dict[EventFuture, bool]] = defaultdict(dict)
        self._ending: set[asyncio.Task[None]] = set()

    async def take(self, sid: str, socket: Socket, tab: str, wanted: Asked, event: Event) -> None:
        """Queue the event once its account has room; until then the socket is not read any further."""
        account = socket.account
        assert account is not None
        await account.at_work.acquire()
        if socket.line.gone:
            account.at_work.release()
            return
        try:
            future = await self._app.event_processor.enqueue(tab, event)
        except BaseException:
            account.at_work.release()
            raise
        self._of[sid][future] = wanted.loads or wanted.guard in _READS
        if wanted.loads:
            self._await_all(sid, account, future)
        else:
            future.add_done_callback(lambda done: self._done(sid, account, done))

    def drop(self, sid: str) -> None:
        """The page has gone: questions whose answer nobody reads are dropped, an accepted change is made."""
        running: Any = self._app.event_processor._tasks
        for future, only_reads in list(self._of.pop(sid, {}).items()):
            if only_reads and future.txid not in running:
                future.cancel()

    def _await_all(self, sid: str, account: Account, future: EventFuture) -> None:
        """A page's loaders are events of their own, called for by this one."""

        async def whole() -> None:
            try:
                await future.wait_all()
            finally:
                self._done(sid, account, future)

        task = asyncio.create_task(whole())
        self._ending.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._ending.discard(task)
        if not task.cancelled():
            task.exception()  # told by the event's own task already

    def _done(self, sid: str, account: Account, future: Any) -> None:
        account.at_work.release()
        if sid in self._of:
            self._of[sid].pop(future, None)
            if not self._of[sid]:
                del self._of[sid]
