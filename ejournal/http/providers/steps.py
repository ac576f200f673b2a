"""The steps to a provider and back; whatever goes wrong is said on the page where one began.

Below the sign-in's own path, where a browser brings the cookie of the accounts that it knows.
"""

import logging
from enum import StrEnum
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ejournal.access.actor import COOKIE, Actor, actor_of
from ejournal.database import DatabaseAway, session_scope
from ejournal.errors import NotFound
from ejournal.http.addresses import client_address, local_path
from ejournal.http.auth import let_in
from ejournal.http.forms import SIGN_IN, cookie_options, see_other
from ejournal.http.routes import public_route
from ejournal.integrations import openid
from ejournal.integrations.openid import AnswerRefused, Passage, ProviderAway
from ejournal.openid_provider import OidcProvider
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts.half_sign_in import HalfSignedIn
from ejournal.services.accounts.providers import links, tries
from ejournal.services.accounts.providers.tries import Begun, Taken
from ejournal.services.accounts.sign_in import SignedIn, SignInRefused, admit
from ejournal.settings import settings

log = logging.getLogger(__name__)

PATH = f"{SIGN_IN}/by"
BROWSER = "ejournal_provider"
LONGEST = 4000


class End(StrEnum):
    """How a way to a provider ended, as the pages put it into words."""

    LINKED = "linked"
    TAKEN = "taken"
    STRANGER = "stranger"
    CLOSED = "closed"
    REFUSED = "refused"
    DECLINED = "declined"
    AGAIN = "again"
    AWAY = "away"
    UNKNOWN = "unknown"


class _Ended(Exception):
    """The way has ended so."""

    def __init__(self, end: End) -> None:
        super().__init__(end.value)
        self.end = end


@public_route("/auth/providers")
async def offered(_request: Request) -> Response:
    """The providers for the sign-in page's buttons."""
    told = [{"address": f"{PATH}/{one.key}", "title": one.title} for one in settings().oidc_providers]
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


@public_route(PATH + "/{key}")
async def begin(request: Request) -> Response:
    """Lead a stranger to the provider."""
    provider = tries.provider_of(request.path_params["key"])
    if provider is None:
        return _to_sign_in(End.UNKNOWN)
    wanted = local_path(request.query_params.get("next", ""))
    try:
        begun = await run_in_threadpool(_begin, provider, client_address(request.scope), wanted)
        return await _lead_off(provider, begun)
    except SignInRefused as refused:
        return see_other("/login?" + urlencode({"error": "locked", "wait": refused.wait}))
    except ProviderAway as error:
        _log(request, provider, error)
        return _to_sign_in(End.AWAY, wanted)
    except DatabaseAway:
        return see_other("/login?error=away")


@public_route(PATH + "/{key}/link")
async def begin_link(request: Request) -> Response:
    """Lead somebody to the provider who has just given their password for it on the page of their account."""
    provider = tries.provider_of(request.path_params["key"])
    if provider is None:
        return _to_account(End.UNKNOWN)
    try:
        begun = await run_in_threadpool(_begin_link, request, provider)
        return await _lead_off(provider, begun)
    except NotFound:
        return _to_account(End.AGAIN)
    except ProviderAway as error:
        _log(request, provider, error)
        return _to_account(End.AWAY)
    except DatabaseAway:
        return see_other("/login?error=away")


@public_route(PATH + "/{key}/back")
async def come_back(request: Request) -> Response:
    """What the provider sends the browser back with: used up first, and only then judged."""
    provider, taken = tries.provider_of(request.path_params["key"]), None
    try:
        if provider is None:
            raise _Ended(End.UNKNOWN)
        taken = await run_in_threadpool(_take, request, provider)
        answer = await _arrive(request, provider, taken)
    except _Ended as ended:
        answer = await _tell(request, ended.end, taken)
    except DatabaseAway:
        answer = see_other("/login?error=away")
    answer.delete_cookie(BROWSER, **cookie_options(PATH))
    return answer


async def _arrive(request: Request, provider: OidcProvider, taken: Taken) -> Response:
    subject = await _subject(request, provider, taken)
    if taken.session_id is not None:
        await run_in_threadpool(_link, request, provider, subject, taken.session_id)
        return _to_account(End.LINKED)
    opened = await run_in_threadpool(_sign_in, request, provider, subject)
    return await let_in(request, opened, taken.wanted)


async def _subject(request: Request, provider: OidcProvider, taken: Taken) -> str:
    """Whom the provider vouches for."""
    told = request.query_params
    if "error" in told:
        _log(request, provider, told["error"])
        raise _Ended(End.DECLINED)
    code = told.get("code", "")
    if told.get("iss", provider.issuer) != provider.issuer or not 0 < len(code) <= LONGEST:
        _log(request, provider, "another issuer, or no code")
        raise _Ended(End.REFUSED)
    passage = Passage("", taken.nonce, taken.verifier)
    try:
        return await openid.subject_of(provider, _back(provider), passage, code)
    except AnswerRefused as error:
        _log(request, provider, error)
        raise _Ended(End.REFUSED) from error
    except ProviderAway as error:
        _log(request, provider, error)
        raise _Ended(End.AWAY) from error


async def _lead_off(provider: OidcProvider, begun: Begun) -> Response:
    passage = Passage(begun.state, begun.nonce, begun.verifier)
    answer = see_other(await openid.way_to(provider, _back(provider), passage))
    age = int(tries.LASTS.total_seconds())
    answer.set_cookie(BROWSER, begun.browser, max_age=age, **cookie_options(PATH))
    return answer


async def _tell(request: Request, end: End, taken: Taken | None) -> Response:
    """On the page where one began; when that is not known any more, on one's own if one is signed in."""
    of_link = taken.session_id is not None if taken else await run_in_threadpool(_is_signed_in, request)
    return _to_account(end) if of_link else _to_sign_in(end, taken.wanted if taken else "")


def _to_account(end: End) -> Response:
    return see_other(f"/account?link={end.value}")


def _to_sign_in(end: End, wanted: str = "") -> Response:
    asked = {"next": wanted} if local_path(wanted) != "/" else {}
    return see_other("/login?" + urlencode({"error": f"provider-{end.value}"} | asked))


def _back(provider: OidcProvider) -> str:
    """Where the provider leads back to, as it is entered there."""
    return f"{settings().public_url}{PATH}/{provider.key}/back"


def _log(request: Request, provider: OidcProvider, cause: object) -> None:
    words = "".join(sign if sign.isprintable() else " " for sign in str(cause)[:300])
    log.warning("Sign-in by %s from %s: %s", provider.key, client_address(request.scope), words)


# ------------------------------------------------------------------ in a thread, each its own transaction


def _begin(provider: OidcProvider, address: str, wanted: str) -> Begun:
    with session_scope() as session:
        return tries.begin(session, provider, address, wanted)


def _begin_link(request: Request, provider: OidcProvider) -> Begun:
    with session_scope() as session:
        return tries.begin_link(session, _actor(request, session), provider)


def _take(request: Request, provider: OidcProvider) -> Taken:
    state, browser = request.query_params.get("state", ""), request.cookies.get(BROWSER, "")
    with session_scope() as session:
        taken = tries.take(session, provider, state[:LONGEST], browser[:LONGEST])
    if taken is None:
        _log(request, provider, "a state that was used, is past, or is another browser's")
        raise _Ended(End.AGAIN)
    return taken


def _link(request: Request, provider: OidcProvider, subject: str, session_id: int) -> None:
    with session_scope() as session:
        try:
            actor = _actor(request, session)
            if actor.session_id != session_id:
                raise NotFound
            links.link(session, actor, provider, subject)
        except NotFound:
            raise _Ended(End.AGAIN) from None
        except links.LinkTaken:
            raise _Ended(End.TAKEN) from None


def _sign_in(request: Request, provider: OidcProvider, subject: str) -> SignedIn | HalfSignedIn:
    address, device = client_address(request.scope), request.headers.get("user-agent", "")
    devices = request.cookies.get(known_devices.COOKIE, "")
    with session_scope() as session:
        try:
            account = links.account_of(session, provider, subject)
        except links.AccountClosed:
            raise _Ended(End.CLOSED) from None
        if account is None:
            raise _Ended(End.STRANGER)
        tries.came_back_well(session, address)
        return admit(session, account, address, device, devices)


def _is_signed_in(request: Request) -> bool:
    with session_scope(writing=False) as session:
        return actor_of(session, request.cookies.get(COOKIE, "")) is not None


def _actor(request: Request, session: Session) -> Actor:
    actor = actor_of(session, request.cookies.get(COOKIE, ""))
    if actor is None:
        raise NotFound
    return actor
