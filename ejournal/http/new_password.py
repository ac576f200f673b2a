"""A password of one's own by a one-time address."""

from collections.abc import Mapping
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.auth import checking
from ejournal.http.door import Door, DoorPage, Field, language, locale_of, show, spoken
from ejournal.http.forms import see_other, small_form
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.accounts.opening import set_password_by_link, whose_password
from ejournal.services.accounts.passwords import SHORTEST
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.setup.first_start import LASTS

DOOR = Door("/password", "ejournal_password", LASTS)


@public_route(DOOR.path)
async def ask(request: Request) -> Response:
    """The form for the new password, or the field for the code where the browser has none."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, _page(request, **_code(request)))
    try:
        login = await run_in_threadpool(_whose, secret)
    except LinkRefused as refused:
        return _refused(request, refused)
    return show(request, _form_page(request, login))


@public_route(DOOR.opens, methods=("POST",))
async def take_secret(request: Request) -> Response:
    """Keep the secret of the address in a cookie; words when it opens nothing."""
    try:
        return await DOOR.take(request, _whose)
    except LinkRefused as refused:
        return _refused(request, refused)


@public_route(f"{DOOR.path}/set", methods=("POST",))
async def set_password(request: Request) -> Response:
    """Set the password, end the account's sign-ins, and lead to the sign-in page."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    secret = DOOR.secret(request)
    try:
        login = await run_in_threadpool(_whose, secret)
        await anyio.to_thread.run_sync(_set, secret, form, limiter=checking())
    except LinkRefused as refused:
        return _refused(request, refused)
    except DomainError as error:
        return show(request, _form_page(request, login, error), 400)
    answer = see_other("/login?error=password")
    DOOR.shut(answer)
    return answer


def _whose(secret: str) -> str:
    with session_scope(writing=False) as session:
        return whose_password(session, secret)


def _set(secret: str, form: Mapping[str, str]) -> None:
    password = form.get("password", "")
    if password != form.get("password_again", ""):
        raise DomainError("The two passwords differ", field="password_again")
    with session_scope() as session:
        set_password_by_link(session, secret, password)


def _code(request: Request) -> dict[str, Any]:
    locale = locale_of(request)
    field = Field("code", gettext(locale, "The address that you were given"), required=True)
    return {"fields": [field], "submit": gettext(locale, "Open")}


def _page(request: Request, **more: Any) -> DoorPage:
    locale = locale_of(request)
    told = {
        "opens": DOOR.opens,
        "action": DOOR.opens + language(request),
        "back": "/login",
        "back_words": gettext(locale, "To the sign-in"),
    }
    note = gettext(locale, "Journal, diary and timetable of the school")
    return DoorPage(locale, gettext(locale, "New password"), note, **told | more)


def _refused(request: Request, refused: LinkRefused) -> Response:
    locale = locale_of(request)
    cure = gettext(locale, "Ask whoever gave it to you for a new one.")
    return DOOR.refuse(request, _page(request, trouble=spoken(refused, locale), cure=cure, **_code(request)))


def _form_page(request: Request, login: str, error: DomainError | None = None) -> DoorPage:
    locale = locale_of(request)

    def secret(name: str, label: str, hint: str = "") -> Field:
        told = spoken(error, locale) if error and error.field == name else ""
        return Field(
            name, label, "", hint, told, kind="password", required=True, half=True, complete="new-password"
        )

    return _page(
        request,
        intro=gettext(
            locale, "You sign in by the login {login} and the password that you choose here.", login=login
        ),
        fields=[
            secret(
                "password",
                gettext(locale, "Password"),
                gettext(locale, "At least {n} characters", n=SHORTEST),
            ),
            secret("password_again", gettext(locale, "The password once more")),
        ],
        action=f"{DOOR.path}/set{language(request)}",
        submit=gettext(locale, "Set the password"),
    )
