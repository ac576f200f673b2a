"""Reflex's namespace of events behind doors: who asks is known before a state is touched."""

import logging
import time
import uuid
from typing import Any
from urllib.parse import parse_qs, urlencode

import reflex as rx
from reflex.app import EventNamespace
from reflex.state import State, StateUpdate
from reflex_base.constants import RouteVar
from reflex_base.event import Event
from sqlalchemy.exc import SQLAlchemyError

from ejournal.access.standing import Standing
from ejournal.http.doors.buckets import Bucket, Rate
from ejournal.http.doors.sockets import Socket, socket_of, sockets
from ejournal.ui.runtime import seats
from ejournal.ui.runtime import tab as holding
from ejournal.ui.runtime.doors import failures, members, strangers
from ejournal.ui.runtime.doors.asked import PAGE_FAILED, Asked, asked
from ejournal.ui.runtime.doors.waiting import Waiting
from ejournal.ui.runtime.session import SessionState

log = logging.getLogger(__name__)
STRANGER_FOR_S = 30.0
"""So long a cookie that opens nothing is not looked up again."""
MOST_UNREAD = 300
"""Updates that a page has not taken, beyond which it is hung up on."""
LONGEST_TAB = 64
HEADERS = "rx_router_headers_rx_state_"
complaints = Bucket(Rate(at_once=10, a_second=0.2))
"""Lines of the log for which nobody but a stranger is to blame."""
ROOT = State.get_full_name()


def attach(app: rx.App) -> None:
    """Let all live traffic of the app pass the doors."""
    doors = Doors(app)
    app._event_namespace = doors
    app.frontend_exception_handler = failures.report
    sio: Any = app.sio
    sio.register_namespace(doors)
    sio.eio.on("message", doors.hears(sio._handle_eio_message, sio.environ))


class Doors(EventNamespace):
    """Finds the actor by a read, answers strangers without a state, gives a tab to its owner alone."""

    def __init__(self, app: rx.App) -> None:
        super().__init__(app.event_namespace.namespace, app)  # type: ignore[union-attr]
        self._sockets: dict[str, Socket] = {}
        self._wanted: dict[str, str] = {}
        self._waiting = Waiting(app)

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> bool:
        """Let a page in as its owner or as a stranger; False when the account has too many open."""
        socket = self._sockets[sid] = socket_of(environ["asgi.scope"])
        query = parse_qs(environ.get("QUERY_STRING", ""))
        self._wanted[sid] = query.get("token", [""])[0][:LONGEST_TAB]
        self._static_router_data[sid] = self._build_static_router_data(sid, environ)
        given = dict(auth) if isinstance(auth, dict) else {}
        boot = asked(given.pop("event", None))
        try:
            standing = await self._look_up(socket)
        except (SQLAlchemyError, OSError):
            log.warning("A page was not let in: the database does not answer")
            return self._turn_away(sid)
        if standing is None:
            await self._tell_stranger(sid, boot)
            return True
        if not sockets.belongs(socket, standing.account_id):
            return self._turn_away(sid)
        known = {**environ, "QUERY_STRING": urlencode({"token": self._wanted[sid] or uuid.uuid4()})}
        known.pop("HTTP_SEC_WEBSOCKET_PROTOCOL", None)  # it would be logged as it is
        await super().on_connect(sid, known, given)
        self._note_rights(sid, standing)
        if boot is not None:
            await self._serve(sid, socket, boot)
        return True

    def on_disconnect(self, sid: str, *_reason: Any) -> Any:
        """Drop what waits, and forget the socket."""
        self._waiting.drop(sid)
        gone = super().on_disconnect(sid)
        self._turn_away(sid)
        return gone

    async def on_event(self, sid: str, data: Any) -> None:
        """An event of a page: handed over when its sender is signed in, answered at once when not."""
        socket, wanted = self._sockets.get(sid), asked(data)
        if socket is None or wanted is None:
            return
        if wanted.name == PAGE_FAILED:
            await self._note_failure(sid, socket, wanted)
        elif wanted.is_for_browsers:
            try:
                await self._ask(sid, socket, wanted)
            except (SQLAlchemyError, OSError):
                log.warning("An event was not heard: the database does not answer")

    async def on_client_error(self, sid: str, data: Any = None) -> None:
        """A page's report of an update that it could not draw."""
        socket = self._sockets.get(sid)
        if socket is not None and isinstance(data, dict):
            failures.note(data.get("message"), member=socket.account is not None)

    async def link_token_to_sid(self, sid: str, token: str, *, update_state: bool = True) -> None:
        """Give the page its tab, or a new one when the tab is another's."""
        socket = self._sockets[sid]
        if not seats.is_free_for(token, socket.token):
            token = str(uuid.uuid4())
            await self.emit("new_token", token, to=sid)
        await super().link_token_to_sid(sid, token, update_state=False)
        for surplus in seats.seat(self.sid_to_token[sid], socket.token, socket.account_id or 0):
            if surplus not in self._token_manager.token_to_socket:
                self._let_go(surplus)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Send an update to the tab's page, if it is still the owner's; headers stay here."""
        record, seat = self._token_manager.token_to_socket.get(token), seats.owner_of(token)
        socket = self._sockets.get(record.sid) if record is not None else None
        if socket is None or seat is None or socket.token != seat.token:
            return
        if HEADERS in update.delta.get(ROOT, ()):
            told = {name: value for name, value in update.delta[ROOT].items() if name != HEADERS}
            update = StateUpdate(delta={**update.delta, ROOT: told}, events=update.events)
        await super().emit_update(update, token)
        if self._unread(record.sid) > MOST_UNREAD:  # type: ignore[union-attr]
            socket.line.hang_up()

    def hears(self, hear: Any, environs: Any) -> Any:
        """Socket.IO's reader of packets, which hangs up at one that it cannot read."""

        async def heard(eio_sid: str, data: Any) -> None:
            try:
                await hear(eio_sid, data)
            except Exception as error:
                if complaints.takes():
                    log.warning("A packet could not be read: %s", failures.printable(repr(error)))
                socket_of(environs[eio_sid]["asgi.scope"]).line.hang_up()

        return heard

    async def _ask(self, sid: str, socket: Socket, wanted: Asked) -> None:
        if not await self._is_signed_in(sid, socket, hydrates=wanted.hydrates):
            if socket.account is not None:
                await self._turn_out(sid, socket)
            await self._tell_stranger(sid, wanted)
        else:
            await self._serve(sid, socket, wanted)

    async def _is_signed_in(self, sid: str, socket: Socket, *, hydrates: bool) -> bool:
        """Whether an account is behind the socket; all that a tab holds is given out only after a look."""
        if socket.account is None:
            return False  # a sign-in loads the page anew, and with it opens another socket
        if not hydrates and members.account_of(socket.token) == socket.account_id:
            return True
        standing = await self._look_up(socket)
        if standing is not None:
            self._note_rights(sid, standing)
        return standing is not None

    async def _look_up(self, socket: Socket) -> Standing | None:
        if not socket.token or time.monotonic() < socket.stranger_until:
            return None
        try:
            found = await members.look_up(socket.token)
        except (SQLAlchemyError, OSError):
            account_id = members.last_known(socket.token)
            if account_id is None:
                raise
            return Standing(account_id, rights="")  # an empty page, whose loader says what is the matter
        if found is None:
            socket.stranger_until = time.monotonic() + STRANGER_FOR_S
        return found

    async def _serve(self, sid: str, socket: Socket, wanted: Asked) -> None:
        tab = self.sid_to_token.get(sid)
        if tab is None:
            return
        event = Event(name=wanted.name, payload=wanted.payload, router_data=self._router(sid, tab, wanted))
        await self._waiting.take(sid, socket, tab, wanted, event)

    async def _tell_stranger(self, sid: str, wanted: Asked | None) -> None:
        if wanted is None or not wanted.is_for_browsers:
            return
        tab = self._wanted.get(sid, "")
        update = await strangers.answer(
            self.app,
            tab,
            wanted,
            self._router(sid, tab, wanted),
            had_cookie=bool(self._sockets[sid].token),
        )
        if update is not None:
            await self.emit("event", update, to=sid)

    async def _turn_out(self, sid: str, socket: Socket) -> None:
        """The sign-in behind an open page has ended: empty its tab, and know the page as a stranger's."""
        tab = self.sid_to_token.get(sid)
        if tab is not None:
            token: Any = rx.BaseStateToken(ident=tab, cls=SessionState)
            async with self.app.modify_state(token) as root:
                holding.empty(await root.get_state(SessionState))
            await self._token_manager.disconnect_token(tab, sid)
        sockets.is_nobodys(socket)

    async def _note_failure(self, sid: str, socket: Socket, wanted: Asked) -> None:
        words = str(wanted.payload.get("info", ""))
        failures.note(words, member=socket.account is not None)
        if events := failures.cure(words):
            await self.emit("event", StateUpdate(events=events), to=sid)

    def _router(self, sid: str, tab: str, wanted: Asked) -> dict[str, Any]:
        """Where the page is, as states are told; of the connection's headers only the page's origin."""
        route = self.app.router(wanted.path) or "404"
        return {
            **self._static_router_data[sid],
            RouteVar.PATH: "/" + route.removeprefix("/"),
            RouteVar.ORIGIN: wanted.address,
            RouteVar.QUERY: {name.replace("-", "_"): value for name, value in wanted.query.items()},
            RouteVar.CLIENT_TOKEN: tab,
        }

    def _build_static_router_data(self, sid: str, environ: dict[str, Any]) -> dict[str, Any]:
        told = super()._build_static_router_data(sid, environ)
        headers = told[RouteVar.HEADERS]
        told[RouteVar.HEADERS] = {"origin": headers["origin"]} if "origin" in headers else {}
        return told

    def _note_rights(self, sid: str, standing: Standing) -> None:
        seat = seats.owner_of(self.sid_to_token.get(sid, ""))
        if seat is not None:
            seat.rights = standing.rights

    def _let_go(self, tab: str) -> None:
        """Keep nothing more of a closed tab."""
        seats.let_go(tab)
        manager: Any = self.app.state_manager
        token: Any = rx.BaseStateToken(ident=tab, cls=State)
        lock = manager._states_locks.get(token.lock_key)
        if lock is None or not lock.locked():
            manager._purge_token(manager._coerce_token(token))

    def _unread(self, sid: str) -> int:
        sio: Any = self.app.sio
        found = sio.eio.sockets.get(sio.manager.eio_sid_from_sid(sid, self.namespace))
        return found.queue.qsize() if found is not None else 0

    def _turn_away(self, sid: str) -> bool:
        self._sockets.pop(sid, None)
        self._wanted.pop(sid, None)
        self._static_router_data.pop(sid, None)
        return False
