"""Passkeys of a sign-in: what the browser is to sign, and the session for what it has signed; JSON."""

import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.addresses import client_address, own_address
from ejournal.http.auth import SECOND, asked_next, open_to
from ejournal.http.consents.asking import first_place
from ejournal.http.door import locale_of, spoken
from ejournal.http.forms import SIGN_IN, cookie_options, small_form
from ejournal.http.routes import public_route
from ejournal.http.second_step.page import browser_of, half_token
from ejournal.services.accounts.half_sign_in import HalfSignInOver
from ejournal.services.accounts.sign_in import SignedIn
from ejournal.services.second_factor import answering, challenges, passkeys
from ejournal.services.second_factor.passkeys import Site

log = logging.getLogger(__name__)
ALONE = f"{SIGN_IN}/passkey"
COOKIE = "ejournal_passkey"
"""Whose browser was asked to sign in by a passkey alone."""
NEVER_KEPT = {"Cache-Control": "no-store"}
Answer = Callable[[Session, str, str, Site], SignedIn]


@public_route(f"{ALONE}/options", methods=("POST",))
async def ask_alone(request: Request) -> Response:
    """What the browser is asked to sign in by any of its passkeys."""
    token = secrets.token_urlsafe(32)

    def ask() -> str:
        with session_scope() as session:
            return passkeys.sign_in_options(session, token, _site(request))

    answer = await _options(request, ask)
    age = int(challenges.LASTS.total_seconds())
    answer.set_cookie(COOKIE, token, max_age=age, **cookie_options(ALONE))
    return answer


@public_route(ALONE, methods=("POST",))
async def take_alone(request: Request) -> Response:
    """Sign in by what a passkey has signed: it is both factors at once."""
    token = request.cookies.get(COOKIE, "")

    def act(session: Session, answer: str, site: Site) -> SignedIn:
        return answering.sign_in_by_passkey(session, token, answer, site, browser_of(request))

    return await _sign_in(request, act)


@public_route(f"{SECOND}/passkey/options", methods=("POST",))
async def ask_second(request: Request) -> Response:
    """What the browser is asked to sign by a passkey of the account whose password was right."""

    def ask() -> str:
        with session_scope() as session:
            return answering.ask_passkey(session, half_token(request), _site(request))

    return await _options(request, ask)


@public_route(f"{SECOND}/passkey", methods=("POST",))
async def take_second(request: Request) -> Response:
    """Open the session of the half sign-in by what a passkey has signed."""
    token = half_token(request)

    def act(session: Session, answer: str, site: Site) -> SignedIn:
        return answering.answer_passkey(session, token, answer, site, browser_of(request))

    return await _sign_in(request, act)


async def _options(request: Request, ask: Callable[[], str]) -> Response:
    try:
        told = await run_in_threadpool(ask)
    except DomainError as error:
        return _refused(request, error, "")
    return Response(told, media_type="application/json", headers=NEVER_KEPT)


async def _sign_in(request: Request, act: Callable[[Session, str, Site], SignedIn]) -> Response:
    form = await small_form(request)
    if form is None:
        return JSONResponse({}, status_code=413)

    def opened() -> SignedIn:
        with session_scope() as session:
            return act(session, form.get("answer", ""), _site(request))

    wanted = form.get("next", "")
    try:
        found = await run_in_threadpool(opened)
    except DomainError as error:
        log.warning("A passkey was refused from %s", client_address(request.scope))
        return _refused(request, error, wanted)
    to = await first_place(found.token, wanted)
    return await open_to(request, found, JSONResponse({"to": to}, headers=NEVER_KEPT))


def _refused(request: Request, error: DomainError, wanted: str) -> Response:
    if isinstance(error, HalfSignInOver):
        told = {"to": "/login?" + urlencode({"error": "half"} | asked_next(wanted))}
    else:
        told = {"error": spoken(error, locale_of(request))}
    return JSONResponse(told, status_code=400, headers=NEVER_KEPT)


def _site(request: Request) -> Site:
    return passkeys.site_of(request.headers.get("origin") or own_address(request.scope))
