"""The turnstile before the app's sockets: who may open one, and what of it reaches the app."""

import asyncio
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ejournal.access.actor import COOKIE
from ejournal.http.addresses import client_address
from ejournal.http.doors.frames import BEGINS, PONG, is_spoken
from ejournal.http.doors.sockets import SOCKET, Line, Socket, sockets
from ejournal.services.accounts.throttle import network

BEGINS_WITHIN_S = 15.0
TRY_LATER = 1013
GONE: Message = {"type": "websocket.disconnect", "code": 1008}


async def pass_through(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve a socket, unless its address has too many; its packets come one by one, checked and paid for."""
    token = HTTPConnection(scope).cookies.get(COOKIE, "")
    socket = sockets.arrive(network(client_address(scope)), token[:200], _line(scope))
    if socket is None:
        await receive()
        await send({"type": "websocket.close", "code": TRY_LATER})
        return
    try:
        await app({**scope, SOCKET: socket}, _Packets(socket, receive), send)
    finally:
        socket.line.gone = True
        sockets.leave(socket)


def _line(scope: Scope) -> Line:
    found: Line | None = scope.get("state", {}).get("line")
    return found or Line(lambda: None)


class _Packets:
    """The app's `receive`: a packet that no page of ours would send ends the connection."""

    def __init__(self, socket: Socket, receive: Receive) -> None:
        self.socket, self.receive = socket, receive
        self.ended = False

    async def __call__(self) -> Message:
        if self.ended:
            return GONE
        try:
            message = await self._next()
        except TimeoutError:
            return self._hang_up()
        if message["type"] == "websocket.receive" and not await self._passes(message):
            return self._hang_up()
        return message

    async def _next(self) -> Message:
        if self.socket.begun:
            return await self.receive()
        async with asyncio.timeout(BEGINS_WITHIN_S):
            return await self.receive()

    async def _passes(self, message: Any) -> bool:
        packet = message.get("text")
        socket = self.socket
        if packet is None or not is_spoken(packet, begun=socket.begun):
            return False
        if packet == PONG:
            return socket.events.takes(0.1) if socket.account is None else await socket.pays(0)
        if packet.startswith(BEGINS):
            socket.begun = True  # paid for by the connection
            return True
        return await socket.pays(len(packet))

    def _hang_up(self) -> Message:
        self.ended = True
        self.socket.line.hang_up()
        return GONE
