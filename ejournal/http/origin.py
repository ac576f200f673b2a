"""The doorkeeper before everything: no writes and no live connections from other people's pages."""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ejournal.http.addresses import is_our_host, is_own_origin
from ejournal.http.doors.requests import READING, refusal
from ejournal.http.doors.turnstile import pass_through
from ejournal.http.policy import BuiltPages, keeping, security_headers
from ejournal.services.delivery.letters import STOP
from ejournal.settings import settings

# Reflex's own upload route serves its folder to anybody and takes files of any size.
CLOSED = ("/_upload", "/_all_routes", "/auth-codespace")
EVENTS = "/_event"
PROVED_BY_ADDRESS = (STOP,)
"""Posted to by mail programs, which come from no page: the secret in the address is the proof."""
POLICY_VIOLATION = 1008
ANYWHERE = "frame-ancestors *"
"""In the policy of a page that other sites may show in a frame."""


class Doorkeeper:
    """Middleware around the whole app: origin check, closed doors, security headers."""

    def __init__(self, app: ASGIApp, pages: Path) -> None:
        self.app = app
        self.headers = security_headers()
        self.pages = BuiltPages(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] == "websocket" and not _may_connect(scope):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif scope["type"] == "websocket":
            await pass_through(self.app, scope, receive, send)
        elif scope["type"] == "http":
            answer = _refusal(scope) or self.app
            await answer(self._as_asked(scope), receive, self._with_headers(scope, send))
        else:
            await self.app(scope, receive, send)

    def _as_asked(self, scope: Scope) -> Scope:
        """The request as the browser sees it: https behind a proxy, a page without a detour by its slash."""
        path = scope["path"]
        if path in self.pages.paths:
            scope = {**scope, "path": path + "/", "raw_path": path.encode() + b"/"}
        return {**scope, "scheme": "https"} if settings().https else scope

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        return sending

    def _add_headers(self, headers: MutableHeaders, path: str, status: int) -> None:
        kind = headers.get("content-type", "")
        if kind.startswith("text/html"):
            headers.setdefault("content-security-policy", self.pages.policy)
        framed = ANYWHERE in headers.get("content-security-policy", "")
        for name, value in self.headers.items():
            if not (framed and name == "x-frame-options"):
                headers.setdefault(name, value)
        if keep := keeping(path, status, kind):
            headers.setdefault("cache-control", keep)


def _refusal(scope: Scope) -> Response | None:
    if refused := refusal(scope):
        return refused
    if scope["path"].startswith(CLOSED) or _is_polling(scope):
        return PlainTextResponse("Not found", status_code=404)
    if scope["path"].startswith(PROVED_BY_ADDRESS):
        return None
    if scope["method"] not in READING and not _comes_from_us(scope):
        return PlainTextResponse("This form was not sent from our own page", status_code=403)
    return None


def _is_polling(scope: Scope) -> bool:
    # Events come over a websocket; Engine.IO would read polling's bodies and queries before it says no.
    return str(scope["path"]).rstrip("/") == EVENTS


def _comes_from_us(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    named = headers.get("origin") or headers.get("referer") or ""
    return is_own_origin(scope, named)


def _may_connect(scope: Scope) -> bool:
    # A browser always names the page's origin here; a program that names none carries no one's cookies.
    origin = Headers(scope=scope).get("origin")
    if scope["path"].rstrip("/") != EVENTS or not is_our_host(scope):
        return False
    return origin is None or is_own_origin(scope, origin)
