"""The doorkeeper before everything: no writes and no live connections from other people's pages."""

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ejournal.http.addresses import is_own_origin
from ejournal.http.policy import keeping, security_headers

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Reflex's own upload route serves its folder to anybody and takes files of any size.
CLOSED = ("/_upload", "/_all_routes", "/auth-codespace")
POLICY_VIOLATION = 1008


class Doorkeeper:
    """Middleware around the whole app: origin check, closed doors, security headers."""

    def __init__(self, app: ASGIApp, pages: Path | None = None) -> None:
        self.app = app
        self.headers = security_headers(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] == "websocket" and not _may_connect(scope):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = _refusal(scope)
        await (refusal or self.app)(scope, receive, self._with_headers(scope, send))

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                present = set(headers.keys())
                headers.raw.extend(pair for pair in self.headers if pair[0].decode() not in present)
                keep = keeping(scope["path"], message["status"], headers.get("content-type", ""))
                if keep and "cache-control" not in present:
                    headers["Cache-Control"] = keep
            await send(message)

        return sending


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if scope["path"].startswith(CLOSED):
        return PlainTextResponse("Not found", status_code=404)
    if scope["method"] not in READING and not _comes_from_us(scope):
        return PlainTextResponse("This form was not sent from our own page", status_code=403)
    return None


def _comes_from_us(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    named = headers.get("origin") or headers.get("referer") or ""
    return is_own_origin(scope, named)


def _may_connect(scope: Scope) -> bool:
    # A browser always names the page's origin here; a program that names none carries no one's cookies.
    origin = Headers(scope=scope).get("origin")
    return origin is None or is_own_origin(scope, origin)
