"""The second step of a sign-in: a plain page that asks for a code, a recovery code or a passkey."""

import logging
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.addresses import client_address, local_path
from ejournal.http.auth import SECOND, asked_next, open_to
from ejournal.http.consents.asking import first_place
from ejournal.http.door import DoorPage, Field, PasskeyAsk, language, locale_of, show, spoken
from ejournal.http.forms import SIGN_IN, cookie_options, see_other, small_form
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts import half_sign_in
from ejournal.services.accounts.half_sign_in import HalfSignInOver
from ejournal.services.accounts.sign_in import SignedIn
from ejournal.services.registration.signs import LONGEST_TYPED
from ejournal.services.second_factor import answering
from ejournal.services.second_factor.answering import Browser, Ways
from ejournal.services.second_factor.challenges import PasskeyRefused
from ejournal.services.second_factor.codes import digits_of
from ejournal.services.second_factor.proofs import ProofRefused

log = logging.getLogger(__name__)


@public_route(SECOND)
async def ask(request: Request) -> Response:
    """The page, of what the half sign-in of this browser can be confirmed by; else the sign-in page."""
    wanted = request.query_params.get("next", "")
    try:
        ways = await run_in_threadpool(_ways, half_token(request))
    except HalfSignInOver:
        return over(wanted)
    return show(request, _page(request, ways, wanted))


@public_route(f"{SECOND}/code", methods=("POST",))
async def take_code(request: Request) -> Response:
    """Sign in by the code of the form; the page again with what is wrong with it."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    typed, wanted = form.get("code", ""), form.get("next", "")
    try:
        opened = await run_in_threadpool(_answer, request, typed)
        return await open_to(request, opened, see_other(await first_place(opened.token, wanted)))
    except (HalfSignInOver, PasskeyRefused):
        return over(wanted)
    except DomainError as refused:
        if isinstance(refused, ProofRefused):
            log.warning("A second factor was refused from %s", client_address(request.scope))
        try:
            ways = await run_in_threadpool(_ways, half_token(request))
        except HalfSignInOver:
            return over(wanted)
        return show(request, _page(request, ways, wanted, refused, typed), 400)


def over(wanted: str) -> Response:
    """Back to the sign-in page, which says that the time is over."""
    answer = see_other("/login?" + urlencode({"error": "half"} | asked_next(wanted)))
    answer.delete_cookie(half_sign_in.COOKIE, **cookie_options(SIGN_IN))
    return answer


def half_token(request: Request) -> str:
    """The token of the half sign-in of this browser; empty when it has none."""
    return request.cookies.get(half_sign_in.COOKIE, "")


def browser_of(request: Request) -> Browser:
    """Where the answer comes from."""
    device = request.headers.get("user-agent", "")
    return Browser(client_address(request.scope), device, request.cookies.get(known_devices.COOKIE, ""))


def _ways(token: str) -> Ways:
    with session_scope(writing=False) as session:
        return answering.ways_of(session, token)


def _answer(request: Request, typed: str) -> SignedIn:
    with session_scope() as session:
        return answering.answer_code(session, half_token(request), typed, browser_of(request))


def _page(
    request: Request, ways: Ways, wanted: str, error: DomainError | None = None, typed: str = ""
) -> DoorPage:
    locale = locale_of(request)
    form: dict[str, Any] = {}
    if ways.codes or ways.recovery:
        form = {
            "fields": [
                _code(locale, ways, error, typed),
                Field("next", "", local_path(wanted), kind="hidden"),
            ],
            "action": f"{SECOND}/code{language(request)}",
            "submit": gettext(locale, "Confirm"),
        }
    return DoorPage(
        locale,
        gettext(locale, "Confirm the sign-in"),
        gettext(locale, "Journal, diary and timetable of the school"),
        path=SECOND,
        keeps=asked_next(wanted),
        intro=gettext(locale, "One more step, so that nobody gets in by a stolen password alone."),
        passkey=_passkey(request, ways, wanted) if ways.passkeys else None,
        back="/login",
        back_words=gettext(locale, "Sign in as another"),
        **form,
    )


def _code(locale: str, ways: Ways, error: DomainError | None, typed: str) -> Field:
    told = spoken(error, locale) if error else ""
    stays = "" if digits_of(typed) else typed[:LONGEST_TYPED]  # the next code of the application is another
    if not ways.codes:
        return Field("code", gettext(locale, "Recovery code"), stays, error=told, required=True)
    hint = gettext(locale, "Lost the phone? Type one of your recovery codes here.") if ways.recovery else ""
    label = gettext(locale, "Code from the application")
    return Field("code", label, stays, hint, told, required=True, complete="one-time-code")


def _passkey(request: Request, ways: Ways, wanted: str) -> PasskeyAsk:
    locale = locale_of(request)
    return PasskeyAsk(
        words=gettext(locale, "Use a passkey"),
        options=f"{SECOND}/passkey/options{language(request)}",
        answer=f"{SECOND}/passkey{language(request)}",
        wanted=local_path(wanted),
        unable=gettext(locale, "This browser cannot use passkeys here. Open the journal in another one"),
        stopped=gettext(locale, "The passkey was not used. Try again, or choose another way"),
        failed=gettext(locale, "The server does not answer. Try again in a minute"),
        first=not ways.codes,
    )
