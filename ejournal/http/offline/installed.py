"""What a browser asks for to install the journal: the manifest and the service worker."""

import functools
import hashlib
import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ejournal import limits
from ejournal.http.door import locale_of, look
from ejournal.http.policy import ASK_FIRST
from ejournal.http.routes import public_route
from ejournal.i18n import LOCALES, gettext
from ejournal.settings import ROOT
from ejournal.ui.frame.theme import LIGHT
from ejournal.ui.words.absences import ANNOUNCED_REASONS, WAITS

WORKER = Path(__file__).with_name("worker.js")
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, auto_reload=False,
)  # fmt: skip
FIRST_PAGE = ROOT / ".web" / "build" / "client" / "index.html"
READABLE = {"/": "Today", "/diary": "Diary", "/diary/marks": "Marks", "/schedule": "Schedule"}
"""The pages that are kept to be read without a network, with their names."""
FORM = "/diary/absences"
"""The page with the form of an absence, which can be filled in without a network."""
FILES = (
    "/offline/offline.css",
    "/offline/again.js",
    "/offline/absence.js",
    "/external/ejournal/ui/components/draft/draft/drafts.js",
    "/favicon.svg",
)
"""What the pages shown without a network need."""
ICONS = (
    {"src": "/icons/192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "/icons/512.png", "sizes": "512x512", "type": "image/png"},
    {"src": "/icons/512-maskable.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
)


@public_route("/app.webmanifest")
async def manifest(request: Request) -> Response:
    """The journal as an app, in the browser's language."""
    locale = locale_of(request)
    told = {
        "id": "/",
        "name": gettext(locale, "School journal"),
        "short_name": gettext(locale, "Journal"),
        "lang": locale,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": LIGHT["paper"],
        "theme_color": LIGHT["paper"],
        "icons": ICONS,
    }
    kept = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Language"}
    return JSONResponse(told, headers=kept, media_type="application/manifest+json")


@public_route("/service-worker.js")
async def worker(_request: Request) -> Response:
    """The service worker of this build: another build is another text, so browsers take it up."""
    return Response(_worker(_build()), media_type="text/javascript", headers={"Cache-Control": ASK_FIRST})


def _build() -> str:
    """A short name of the build of the pages: the first page names its scripts by their contents."""
    page = FIRST_PAGE.read_bytes() if FIRST_PAGE.exists() else b""
    return hashlib.sha256(page).hexdigest()[:12]


@cache
def _worker(build: str) -> str:
    told = {
        "build": build,
        "readable": list(READABLE),
        "form": FORM,
        "files": FILES,
        "push": {one: _push(one) for one in LOCALES},
        "pages": {one: _pages(one) for one in LOCALES},
    }
    return f"self.TOLD = {json.dumps(told, ensure_ascii=False)};\n{WORKER.read_text(encoding='utf-8')}"


def _push(locale: str) -> dict[str, str]:
    """What a push shows, by what it tells: no name and no mark, for anybody may look at the telephone."""
    return {
        "news": gettext(locale, "News in the diary"),
        "urgent": gettext(locale, "An urgent message of the school"),
        "trial": gettext(locale, "A trial: notices arrive here"),
    }


def _pages(locale: str) -> dict[str, str]:
    """The pages of this browser in place of its error: without a network, and signed out there."""
    words = functools.partial(gettext, locale)
    links = {path: words(name) for path, name in READABLE.items()}
    away = {
        "title": words("No network"),
        "note": words("This page is not kept on this device. It opens by itself when the network is back."),
        "kept": words("To be read now:"),
        "nothing": words("Nothing is kept on this device yet: the pages seen last will be."),
        "links": links,
        "waits": words(WAITS),
    }
    signed_out = {
        "title": words("Signed out on this device"),
        "note": words(
            "Nothing of yours is kept here any more. The server is told as soon as the network is back."
        ),
        "links": {},
        "waits": "",
    }
    reasons = [(code.value, words(name)) for code, name in ANNOUNCED_REASONS]
    absence = {
        "title": words("Announce an absence"),
        "note": words(
            "No network. What you write waits on this device and is sent by itself when the network is back."
        ),
        "backwards": words("The last day is before the first one"),
        "reasons": reasons,
        "limit": limits.NOTE,
        "t": words,
    }
    return {
        name: TEMPLATES.get_template(f"{file}.html").render(told, locale=locale, look=look())
        for name, file, told in (
            ("away", "page", away),
            ("signed_out", "page", signed_out),
            ("absence", "absence", absence),
        )
    }
