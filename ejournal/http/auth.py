"""Sign-in and sign-out: native forms that set and clear the session cookie."""

import asyncio
import logging
from urllib.parse import urlencode

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import DatabaseAway, session_scope
from ejournal.demo.personal_data.two_schools import is_there
from ejournal.http.addresses import client_address, local_path
from ejournal.http.consents.asking import first_place
from ejournal.http.forms import (
    OWN_COOKIE,
    OWN_PATH,
    SIGN_IN,
    cookie_options,
    keep_signed_in,
    see_other,
    small_form,
)
from ejournal.http.routes import public_route
from ejournal.services import support
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts import half_sign_in, passwords
from ejournal.services.accounts import own as accounts
from ejournal.services.accounts.half_sign_in import HalfSignedIn
from ejournal.services.accounts.sign_in import SignedIn, SignInRefused, begin_sign_in, finish_sign_in
from ejournal.settings import settings

log = logging.getLogger(__name__)

SECOND = f"{SIGN_IN}/second"
"""The page that asks for the second factor; beneath the sign-in, where the cookies of known browsers go."""

_checks: dict[asyncio.AbstractEventLoop, anyio.CapacityLimiter] = {}


@public_route(SIGN_IN, methods=("POST",))
async def login(request: Request) -> Response:
    """Sign in with the fields login, password and next; a refusal leads back to the form with the reason."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    name, password, wanted = (form.get(field, "") for field in ("login", "password", "next"))
    try:
        opened = await anyio.to_thread.run_sync(_sign_in, request, name, password, limiter=checking())
    except SignInRefused as refused:
        log.warning("Sign-in refused from %s", client_address(request.scope))
        return see_other("/login?" + _reason(refused, wanted))
    except DatabaseAway:
        return see_other("/login?" + urlencode({"error": "away"} | asked_next(wanted)))
    return await let_in(request, opened, wanted)


async def let_in(request: Request, admitted: SignedIn | HalfSignedIn, wanted: str) -> Response:
    """Lead whoever `admit` has let in to where they wanted, or to where the second factor is asked.

    Who has consents to answer is asked them first.
    """
    if isinstance(admitted, HalfSignedIn):
        answer = see_other(f"{SECOND}?{urlencode(asked_next(wanted))}".removesuffix("?"))
        age = int(half_sign_in.LASTS.total_seconds())
        answer.set_cookie(half_sign_in.COOKIE, admitted.token, max_age=age, **cookie_options(SIGN_IN))
        return answer
    return await open_to(request, admitted, see_other(await first_place(admitted.token, wanted)))


async def open_to(request: Request, opened: SignedIn, answer: Response) -> Response:
    """The answer with the cookies of a new sign-in; the browser's former one is ended."""
    await _end_present(request)
    answer.delete_cookie(OWN_COOKIE, **cookie_options(OWN_PATH))
    keep_signed_in(answer, opened)
    answer.delete_cookie(half_sign_in.COOKIE, **cookie_options(SIGN_IN))
    return answer


@public_route("/auth/demo")
async def demo(_request: Request) -> Response:
    """Whether the sign-in page is to show the people of a demo school: 204, or 404."""
    return Response(status_code=204 if settings().demo else 404, headers={"Cache-Control": "no-store"})


@public_route("/auth/demo/family")
async def demo_family(_request: Request) -> Response:
    """Whether the sign-in page is to show a demo family that has children in two schools: 204, or 404."""
    found = settings().demo and await anyio.to_thread.run_sync(_demo_family)
    return Response(status_code=204 if found else 404, headers={"Cache-Control": "no-store"})


def _demo_family() -> bool:
    with session_scope(writing=False) as session:
        return is_there(session)


@public_route("/auth/logout", methods=("POST",))
async def logout(request: Request) -> Response:
    """End the session of the cookie, close its open tabs, clear the cookie."""
    await _end_present(request)
    answer = see_other("/login")
    answer.delete_cookie(COOKIE, **cookie_options())
    answer.delete_cookie(OWN_COOKIE, **cookie_options(OWN_PATH))
    return answer


def _sign_in(request: Request, name: str, password: str) -> SignedIn | HalfSignedIn:
    # Three steps, since a database that has one writer must not wait for the password's hash.
    with session_scope() as session:
        devices = request.cookies.get(known_devices.COOKIE, "")
        attempt = begin_sign_in(session, name, client_address(request.scope), devices)
    fits = attempt.password_fits(password)
    with session_scope() as session:
        return finish_sign_in(session, attempt, password, request.headers.get("user-agent", ""), fits=fits)


async def _end_present(request: Request) -> None:
    """End the session that the browser comes with, and the one behind a look; open tabs are told."""
    for cookie in (COOKIE, OWN_COOKIE):
        token = request.cookies.get(cookie, "")
        if token:
            await anyio.to_thread.run_sync(_sign_out, token)


def _sign_out(token: str) -> None:
    with session_scope() as session:
        actor = actor_of(session, token)
        if actor is not None and actor.looking is not None:
            support.end_look(session, actor)
        elif actor is not None:
            accounts.sign_out(session, actor)


def _reason(refused: SignInRefused, wanted: str) -> str:
    # Not the login: addresses are logged on their way, and it may be a SNILS. The page remembers it itself.
    told = {"error": "locked" if refused.locked else "wrong"}
    if refused.wait:
        told["wait"] = str(refused.wait)
    return urlencode(told | asked_next(wanted))


def asked_next(wanted: str) -> dict[str, str]:
    """Where to go after the sign-in, as addresses carry it."""
    return {"next": wanted} if local_path(wanted) != "/" else {}


def checking() -> anyio.CapacityLimiter:
    """Lets a few passwords be checked or hashed at a time."""
    loop = asyncio.get_running_loop()
    return _checks.setdefault(loop, anyio.CapacityLimiter(passwords.HASHED_AT_ONCE))
