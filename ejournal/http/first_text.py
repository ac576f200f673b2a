"""A signed-in person's page with its first text in it; whoever else asks gets the page as it was built."""

import asyncio
import gzip
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ejournal.access.actor import COOKIE
from ejournal.http.policy import BuiltPages
from ejournal.i18n import gettext

log = logging.getLogger(__name__)

WITHIN_S = 1.0
"""Then the page comes without."""
AT_ONCE = 3
"""First texts being written; who comes beyond that gets the plain page, which costs nothing."""
_BODY = "<body>"
_SCRIPT = '<link rel="modulepreload"'
_RUSSIAN = '<html lang="ru">'
# No answer with somebody's data is kept anywhere, and no answer for one cookie is given for another.
_HEADERS = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Encoding"}


@dataclass(frozen=True)
class FirstText:
    """The markup of what a page will show, and the language that it is in."""

    locale: str
    markup: str


Write = Callable[[str, str, str], FirstText | None]
"""Gives the first text of a page for its path, its query and a session's token."""


class FirstTexts:
    """Middleware before the built pages."""

    def __init__(self, app: ASGIApp, pages: Path, write: Write) -> None:
        self.app, self.write = app, write
        self.pages = BuiltPages(pages)
        self._busy = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer here where there is a first text, else let the request through."""
        answer = await self._answer(Request(scope)) if _asks_for_a_page(scope) else None
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        token, path = request.cookies.get(COOKIE, ""), _path(request)
        page = self.pages.page(path) if token else None
        if page is None or self._busy >= AT_ONCE:
            return None
        query = request.url.query
        writing = asyncio.get_running_loop().run_in_executor(None, self._written, page, path, query, token)
        self._busy += 1
        writing.add_done_callback(self._done)
        done, _ = await asyncio.wait({writing}, timeout=WITHIN_S)
        body = writing.result() if done else None
        if body is None:
            return None
        packs = "gzip" in request.headers.get("accept-encoding", "")
        packed = {"Content-Encoding": "gzip"} if packs else {}
        return HTMLResponse(gzip.compress(body, 5) if packs else body, headers=_HEADERS | packed)

    def _written(self, page: str, path: str, query: str, token: str) -> bytes | None:
        try:
            written = self.write(path, query, token)
        except Exception:
            # The page does without: what is wrong with it is told when it is loaded.
            log.exception("The first text of %s could not be written", path)
            return None
        return _together(page, written).encode() if written is not None else None

    def _done(self, writing: "asyncio.Future[bytes | None]") -> None:
        self._busy -= 1
        if not writing.cancelled():
            writing.exception()


def _asks_for_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    told = Headers(scope=scope)
    return "text/html" in told.get("accept", "") and told.get("sec-fetch-dest", "document") == "document"


def _path(request: Request) -> str:
    return request.url.path.rstrip("/") or "/"


def _together(page: str, written: FirstText) -> str:
    """The built page with the text as the first thing of its body, ahead of the shell that waits."""
    remark = gettext(written.locale, "You can read this page. For all else switch JavaScript on")
    text = (
        f'{_BODY}<div id="first-text" lang="{written.locale}">{written.markup}'
        f'<noscript><p class="first-text-remark">{remark}</p></noscript></div>'
        '<script type="module" src="/first/first_text.js" async></script>'
    )
    # Scripts give way to the styles without which nothing is painted.
    page = page.replace(_SCRIPT, f'{_SCRIPT} fetchpriority="low"')
    return page.replace(_RUSSIAN, f'<html lang="{written.locale}">', 1).replace(_BODY, text, 1)
