"""What browsers are told to allow on our pages: security headers and how long an answer is kept."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from ejournal.settings import settings

_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)

FOR_EVER = "public, max-age=31536000, immutable"
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


def content_policy(pages: Path | None) -> str:
    """The policy of pages: everything from here, and of inline scripts only those of the built pages.

    `pages` is the folder of built pages, None when there is no build.

    'unsafe-eval' is Reflex's own need: events that call JavaScript are evaluated by its client.
    """
    hashes = sorted(set(_script_hashes(pages))) if pages else []
    inline = " ".join(hashes) if hashes else "'unsafe-inline'"
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


def _script_hashes(pages: Path) -> Iterator[str]:
    for page in sorted(pages.rglob("*.html")):
        for script in _INLINE_SCRIPT.finditer(page.read_text(encoding="utf-8")):
            if "src=" not in script["attributes"]:
                digest = hashlib.sha256(script["code"].encode()).digest()
                yield f"'sha256-{base64.b64encode(digest).decode()}'"


def page_paths(pages: Path) -> frozenset[str]:
    """The addresses of the built pages, without a slash at the end."""
    return frozenset(
        f"/{page.parent.relative_to(pages).as_posix()}" for page in pages.glob("*/**/index.html")
    )


def keeping(path: str, status: int, content_type: str) -> str:
    """The Cache-Control of an answer that has none of its own; empty to leave it so."""
    if content_type.startswith("text/html"):
        return ASK_FIRST
    # The builder names these files by their content.
    return FOR_EVER if status == 200 and path.startswith("/assets/") else ""
