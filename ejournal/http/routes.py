"""The one way to declare a route: its path and the permission it asks for, or "public"."""

import functools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ejournal.access import guard
from ejournal.access.actor import COOKIE, Actor, actor_of
from ejournal.access.permissions import Permission
from ejournal.database import DatabaseAway, session_scope
from ejournal.disk import DiskFull
from ejournal.errors import (
    FACTOR_ASKED,
    DomainError,
    FactorAsked,
    NotAllowed,
    NotFound,
    NotSignedIn,
    OnlyLooking,
)
from ejournal.http.files import Drawn
from ejournal.i18n import DEFAULT, gettext
from ejournal.services.accounts import presence
from ejournal.services.accounts.sign_in import sign_in_page

log = logging.getLogger(__name__)

PUBLIC = "public"

Guarded = Callable[[Request, Session, Actor], Response | Drawn]
Public = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Declared:
    """A route with what it asks for: a permission's value, or "public"."""

    path: str
    methods: tuple[str, ...]
    guarded_by: str
    endpoint: Callable[[Request], Awaitable[Response]]


ROUTES: list[Declared] = []
"""Every route of the installation, for the app to serve and for the matrix test to walk."""


def route(
    path: str, permission: Permission, *, methods: tuple[str, ...] = ("GET",), writes: bool | None = None
) -> Callable[[Guarded], Guarded]:
    """Serve `function(request, session, actor)` at the path to holders of the permission, in one transaction.

    The function runs in a thread; what it gives to be drawn (`Drawn`) is drawn there when the transaction is
    over. Who may not, and what is not there, get the same 404; a stranger's browser is led to the sign-in
    page. Answers are never kept by the browser unless they say so themselves. `writes` says whether the
    transaction locks for writing; by default the permission tells.
    """
    writing = permission.writes if writes is None else writes

    def declare(function: Guarded) -> Guarded:
        @functools.wraps(function)
        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, function, request, permission, writing)

        ROUTES.append(Declared(path, methods, permission.value, endpoint))
        return function

    return declare


def public_route(path: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[Public], Public]:
    """Serve `async function(request)` at the path to anybody."""

    def declare(function: Public) -> Public:
        ROUTES.append(Declared(path, methods, PUBLIC, function))
        return function

    return declare


def starlette_routes() -> list[Route]:
    """All declared routes as Starlette wants them."""
    return [Route(one.path, one.endpoint, methods=list(one.methods)) for one in ROUTES]


def answer(function: Guarded, request: Request, permission: Permission, writing: bool) -> Response:
    """What the function says to a holder of the permission, in one transaction; else a refusal in words."""
    locale = DEFAULT
    try:
        with session_scope(writing=writing) as session:
            actor = actor_of(session, request.cookies.get(COOKIE, ""))
            if actor is None:
                raise NotSignedIn
            locale = actor.locale
            guard.require(actor, permission)
            if writing:
                guard.require_own_eyes(actor)
            given = function(request, session, actor)
        response = given if isinstance(given, Response) else given.answer()
    except NotSignedIn:
        return _to_sign_in(request)
    except FactorAsked:
        return _to_account(request, locale)
    except OnlyLooking as error:
        words = gettext(locale, "You are looking as {name}: nothing can be changed", name=str(error))
        return PlainTextResponse(words, status_code=403)
    except (NotFound, NotAllowed):
        return PlainTextResponse(gettext(locale, "There is no such page"), status_code=404)
    except DatabaseAway:
        return away(locale)
    except DomainError as error:
        status = 507 if isinstance(error, DiskFull) else 400
        return PlainTextResponse(gettext(locale, error.message, **error.params), status_code=status)
    presence.keep_alive(actor)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def away(locale: str = DEFAULT) -> Response:
    """In words that the database does not answer, and when to ask again."""
    words = gettext(locale, "The database does not answer. Try again in a minute, nothing saved is lost")
    return PlainTextResponse(
        words, status_code=503, headers={"Retry-After": "10", "Cache-Control": "no-store"}
    )


def _to_account(request: Request, locale: str) -> Response:
    """Where the school asks for a second factor, a person is led to where it is set up."""
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/account", status_code=303)
    return PlainTextResponse(gettext(locale, FACTOR_ASKED), status_code=403)


def _to_sign_in(request: Request) -> Response:
    """A person following a link is led to the sign-in page; a program is told that nothing is there."""
    if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse("Not found", status_code=404)
    address = sign_in_page(request.url.path, request.url.query, had_cookie=COOKIE in request.cookies)
    return RedirectResponse(address, status_code=303)
