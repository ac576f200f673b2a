"""A browser tab as the server sees it: Reflex's event protocol over one websocket, nothing drawn."""

import asyncio
import json
import re
import uuid
from functools import cache
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect

from ejournal.serve.build import WEB

NAMESPACE = "/_event"
ROOT_STATE = "reflex___state____state"
LOADING = f"{ROOT_STATE}.reflex___state____on_load_internal_state"
LOADED = 'is_hydrated_rx_state_":true'
COOKIE = "ejournal_session"
PATIENCE_S = 30
CONTEXT = WEB / "utils" / "context.jsx"


@cache
def defaults_held() -> list[str]:
    """What a browser says of the defaults that stand in the built pages: they need not be sent to it."""
    found = re.search(r"initialStateHashes = (\[[^\]]*\])", CONTEXT.read_text(encoding="utf-8"))
    hashes: list[str] = json.loads(found[1]) if found else []
    return hashes


class Counted(ClientConnection):
    """A connection that counts what comes over the wire, deflated or not."""

    bytes_on_wire = 0

    def data_received(self, data: bytes) -> None:
        """Count what has come, and read it."""
        self.bytes_on_wire += len(data)
        super().data_received(data)


class Tab:
    """One connected tab; send() an event and wait for what it changes. Browsers deflate, a crowd does not."""

    def __init__(self, base: str, path: str, cookie: str = "", *, deflates: bool = False) -> None:
        self.base, self.path, self.cookie = base, path, cookie
        self.token = str(uuid.uuid4())
        self.bytes_received = 0
        self._compression = "deflate" if deflates else None
        self._socket: Counted

    async def __aenter__(self) -> Self:
        parts = urlsplit(self.base)
        query = urlencode({"token": self.token, "EIO": "4", "transport": "websocket"})
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        self._socket = await connect(  # type: ignore[assignment]
            f"ws://{parts.netloc}{NAMESPACE}/?{query}",
            additional_headers=headers,
            origin=self.base,  # type: ignore[arg-type]
            max_size=None,
            max_queue=None,  # a browser reads all the time, asked or not
            compression=self._compression,
            create_connection=Counted,
        )
        await self._socket.recv()
        boot = self._event(f"{ROOT_STATE}.hydrate_and_load", {"hashes": defaults_held()})
        await self._socket.send(f"40{NAMESPACE},{json.dumps({'event': boot})}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        router: dict[str, Any] = {"pathname": path, "asPath": self.path}
        if query:
            router["query"] = dict(pair.split("=", 1) for pair in query.split("&"))
        return {"name": name, "payload": payload, "router_data": router, "token": self.token}

    async def send(self, name: str, **payload: Any) -> None:
        """Send one event."""
        event = json.dumps(["event", self._event(name, payload)], ensure_ascii=False)
        await self._socket.send(f"42{NAMESPACE},{event}")

    @property
    def bytes_on_wire(self) -> int:
        """What has come over the wire so far, the handshake with it."""
        return self._socket.bytes_on_wire

    async def go(self, path: str) -> None:
        """Go to another page of the site, as a click on a link does, and wait until it has loaded."""
        self.path = path
        await self.send(f"{LOADING}.on_load_internal")
        await self.until(LOADED)

    async def until(self, word: str) -> str:
        """The first update that contains the word; TimeoutError after half a minute."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                text = await self.next()
                if word in text:
                    return text

    async def next(self) -> str:
        """The next update, however long it takes; the server's question whether one is there is answered."""
        while True:
            frame = await self._socket.recv()
            text = frame if isinstance(frame, str) else frame.decode()
            self.bytes_received += len(text)
            if text != "2":
                return text
            await self._socket.send("3")


async def sign_in(base: str, login: str, password: str = "demo") -> str:
    """The session cookie of a demo person; PermissionError when refused."""
    patient = httpx.AsyncHTTPTransport(retries=3, verify=False)
    async with httpx.AsyncClient(base_url=base, timeout=PATIENCE_S, transport=patient) as client:
        answer = await client.post(
            "/auth/login", data={"login": login, "password": password}, headers={"Origin": base}
        )
    cookie = SimpleCookie(answer.headers.get("set-cookie", ""))
    if COOKIE not in cookie:
        raise PermissionError(f"{login}: {answer.status_code} {answer.headers.get('location')}")
    return cookie[COOKIE].value
