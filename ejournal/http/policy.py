"""What browsers are told to allow on our pages: security headers and how long an answer is kept."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ejournal.settings import settings

_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WEEK = "public, max-age=604800"
ASK_FIRST = "no-cache"


def security_headers() -> dict[str, str]:
    """The headers of every answer; pages have the content policy on top."""
    told = {
        "content-security-policy": "frame-ancestors 'self'",
        "x-content-type-options": "nosniff",
        # Not "no-referrer": with it a browser names no origin when it posts a form, and we ask for one.
        "referrer-policy": "same-origin",
        "x-frame-options": "SAMEORIGIN",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    if settings().https:
        told["strict-transport-security"] = "max-age=31536000"
    return told


class BuiltPages:
    """The pages as they were built: their addresses and the content policy that fits them.

    Read again after a new build, as happens while developing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built_at = -1
        self._policy = ""
        self._paths: frozenset[str] = frozenset()
        self._read: dict[str, str] = {}

    @property
    def policy(self) -> str:
        """The content policy of the pages."""
        self._refresh()
        return self._policy

    @property
    def paths(self) -> frozenset[str]:
        """The addresses of the pages, without a slash at the end."""
        self._refresh()
        return self._paths

    def page(self, path: str) -> str | None:
        """The page at the address as it was built; None where there is none."""
        self._refresh()
        if path != "/" and path not in self._paths:
            return None
        if path not in self._read:
            file = self._folder / path.strip("/") / "index.html"
            self._read[path] = file.read_text(encoding="utf-8") if self._built_at else ""
        return self._read[path] or None

    def _refresh(self) -> None:
        try:
            built_at = (self._folder / "index.html").stat().st_mtime_ns
        except FileNotFoundError:
            built_at = 0
        if built_at == self._built_at:
            return
        pages = sorted(self._folder.rglob("*.html")) if built_at else []
        names = (
            page.parent.relative_to(self._folder).as_posix() for page in pages if page.name == "index.html"
        )
        self._paths = frozenset(f"/{name}" for name in names if name != ".")
        self._policy = content_policy(sorted({found for page in pages for found in _script_hashes(page)}))
        self._read = {}
        self._built_at = built_at


def content_policy(hashes: Sequence[str]) -> str:
    """Everything from here, and of inline scripts only those with the hashes; all of them when none is given.

    'unsafe-eval' is Reflex's own need: events that call JavaScript are evaluated by its client.
    """
    inline = " ".join(hashes) or "'unsafe-inline'"
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' {inline}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _script_hashes(page: Path) -> Iterator[str]:
    for script in _INLINE_SCRIPT.finditer(page.read_text(encoding="utf-8")):
        if "src=" not in script["attributes"]:
            digest = hashlib.sha256(script["code"].encode()).digest()
            yield f"'sha256-{base64.b64encode(digest).decode()}'"


def keeping(path: str, status: int, content_type: str) -> str:
    """The Cache-Control of an answer that has none of its own; empty to leave it so."""
    if content_type.startswith("text/html"):
        return ASK_FIRST
    if status != 200:
        return ""
    # The builder names the files in /assets by their content; fonts keep their names and hardly change.
    return FOR_EVER if path.startswith("/assets/") else FOR_A_WEEK if path.startswith("/fonts/") else ""
