"""The public news of a school: /public/CODE/news, one item, the view for its own site, files of items."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import NotFound
from ejournal.http.addresses import own_address
from ejournal.http.door import locale_of, look
from ejournal.http.news.feed import write_feed
from ejournal.http.news.kept import kept
from ejournal.http.routes import public_route
from ejournal.http.stored.giving import answer_stranger
from ejournal.i18n import gettext
from ejournal.i18n.dates import long_date
from ejournal.models import FileKind
from ejournal.services.base.marked import as_html, as_plain
from ejournal.services.files.keeping import Stored
from ejournal.services.news import public
from ejournal.services.news.public import PublicItem, PublicPage

BASE = "/public/{code}/news"
FOR_STRANGERS = "public, max-age=60"
MOST_EMBEDDED = 10
THEMES = ("light", "dark")
_OWN_STYLE = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self' data:"
POLICY = f"{_OWN_STYLE}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
EMBEDDED_POLICY = f"{_OWN_STYLE}; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""Anybody's site may show it: nothing in it acts, and it knows nobody."""
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, auto_reload=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An item in words; pictures and papers: its files by address."""

    href: str
    title: str
    day: str
    iso: str
    html: Markup
    brief: str
    pictures: list[tuple[str, str]] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)


@public_route(BASE + ".rss", methods=("GET", "HEAD"))
async def feed(request: Request) -> Response:
    """The newest public news as RSS 2.0."""
    home = own_address(request.scope)

    def draw(session: Session, code: str) -> str:
        found = public.public_page(session, code)
        return write_feed(found, home + _base(code), locale_of(request))

    return await _answer(request, ("rss", home), draw, "application/rss+xml; charset=utf-8")


@public_route(BASE, methods=("GET", "HEAD"))
async def page(request: Request) -> Response:
    """A page of the public news."""
    number = _number(request, "page", 1)

    def draw(session: Session, code: str) -> str:
        found = public.public_page(session, code, number)
        items = [_shown(one, found, code, locale_of(request)) for one in found.items]
        return _page(request, found, code, items=items)

    return await _answer(request, ("page", number), draw)


@public_route(BASE + "/embed", methods=("GET", "HEAD"))
async def embedded(request: Request) -> Response:
    """The newest of them in a frame of the school's site: ?n= how many, ?theme= light or dark."""
    most = min(max(_number(request, "n", 5), 1), MOST_EMBEDDED)
    theme = request.query_params.get("theme", "")
    theme = theme if theme in THEMES else ""

    def draw(session: Session, code: str) -> str:
        locale = locale_of(request)
        found = public.public_page(session, code, 1, most)
        return _templates.get_template("embed.html").render(
            items=[_shown(one, found, code, locale) for one in found.items],
            locale=locale,
            theme=theme,
            title=gettext(locale, "News of the school"),
            none=gettext(locale, "No news yet"),
            all=gettext(locale, "All news"),
            href=_base(code),
        )

    answer = await _answer(request, ("embed", most, theme), draw)
    answer.headers["Content-Security-Policy"] = EMBEDDED_POLICY
    return answer


@public_route(BASE + "/{number:int}", methods=("GET", "HEAD"))
async def item(request: Request) -> Response:
    """One item; 404 for one that is not public, or is so no more."""
    number = min(int(request.path_params["number"]), 2**31 - 1)

    def draw(session: Session, code: str) -> str:
        found, one = public.public_item(session, code, number)
        return _page(request, found, code, items=[_shown(one, found, code, locale_of(request))], alone=True)

    return await _answer(request, ("item", number), draw)


@public_route(BASE + "/files/{key}", methods=("GET", "HEAD"))
async def file(request: Request) -> Response:
    """A file that a public item shows; ?small for the small picture of it."""
    small = "small" in request.query_params
    try:
        found = await run_in_threadpool(
            _file, str(request.path_params["code"]), str(request.path_params["key"])
        )
        return await run_in_threadpool(answer_stranger, request, found, FOR_STRANGERS, small=small)
    except NotFound:
        return _nothing(request)


def _file(code: str, key: str) -> Stored:
    with session_scope(writing=False) as session:
        return public.public_file(session, code, key[:60])


async def _answer(
    request: Request, what: tuple[object, ...], draw: Callable[[Session, str], str],
    media_type: str = "text/html; charset=utf-8",
) -> Response:  # fmt: skip
    """What is drawn, kept for some seconds; 404 for a school or an item that is not there."""
    code = str(request.path_params["code"])

    def drawn() -> str:
        with session_scope(writing=False) as session:
            return draw(session, code)

    try:
        text = await run_in_threadpool(kept.text, (code, locale_of(request), *what), drawn)
    except NotFound:
        return _nothing(request)
    headers = {"Cache-Control": FOR_STRANGERS, "Content-Security-Policy": POLICY}
    return HTMLResponse(text, media_type=media_type, headers=headers | {"Vary": "Accept-Language"})


def _nothing(request: Request) -> Response:
    words = gettext(locale_of(request), "There is no such page")
    return PlainTextResponse(words, status_code=404, headers={"Cache-Control": "no-store"})


def _number(request: Request, name: str, usual: int) -> int:
    given = request.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else usual


def _base(code: str) -> str:
    return BASE.format(code=code)


def _shown(one: PublicItem, found: PublicPage, code: str, locale: str) -> Shown:
    day = clock.local(one.at, found.time_zone).date()
    base = _base(code)
    pictures = [file for file in one.files if file.kind is FileKind.PICTURE]
    papers = [file for file in one.files if file.kind is not FileKind.PICTURE]
    return Shown(
        f"{base}/{one.id}", one.title, long_date(locale, day), day.isoformat(),
        Markup(as_html(one.words)),  # noqa: S704 - harmless HTML of our own making
        " ".join(as_plain(one.words).split()),
        [
            (f"{base}/files/{file.key}", f"{base}/files/{file.key}?small" if file.has_preview else "")
            for file in pictures
        ],
        [(f"{base}/files/{file.key}", file.name) for file in papers],
    )  # fmt: skip


def _page(request: Request, found: PublicPage, code: str, **more: Any) -> str:
    locale = locale_of(request)
    base = _base(code)
    pages = (
        (f"{base}?page={found.page - 1}", gettext(locale, "Previous page")) if found.page > 1 else None,
        (f"{base}?page={found.page + 1}", gettext(locale, "Next page")) if found.has_more else None,
    )
    words = {
        "news": gettext(locale, "News of the school"),
        "none": gettext(locale, "No news yet"),
        "all": gettext(locale, "All news"),
        "feed": gettext(locale, "News feed (RSS)"),
        "further": gettext(locale, "Read further"),
        "pages": gettext(locale, "Pages"),
        "picture": gettext(locale, "Picture"),
        "sign_in": gettext(locale, "Sign in to the journal"),
    }
    return _templates.get_template("page.html").render(
        locale=locale, school=found.school, words=words, base=base, look=look(),
        pages=[one for one in pages if one], **({"alone": False} | more),
    )  # fmt: skip
