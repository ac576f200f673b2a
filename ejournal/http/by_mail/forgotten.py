"""A forgotten password: whoever asks is answered the same, the letter goes to whom it belongs."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.addresses import client_address
from ejournal.http.door import DoorPage, Field, language, locale_of, show, spoken
from ejournal.http.forms import small_form
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.accounts import forgotten
from ejournal.services.mail.outbox import are_sent

PATH = "/password/forgotten"


@public_route("/auth/mail")
async def mail(_request: Request) -> Response:
    """Whether this installation sends mail: 204, or 404."""
    return Response(status_code=204 if are_sent() else 404, headers={"Cache-Control": "no-store"})


@public_route(PATH)
async def ask(request: Request) -> Response:
    """The field for the login or e-mail; where no mail is sent, whom to ask."""
    return show(request, _asking(request, {}) if are_sent() else _without_mail(request))


@public_route(f"{PATH}/letter", methods=("POST",))
async def write_letter(request: Request) -> Response:
    """Put down what was typed; the same answer to everybody."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    if not are_sent():
        return show(request, _without_mail(request))
    try:
        await run_in_threadpool(_ask, form.get("login", ""), client_address(request.scope))
    except DomainError as error:
        return show(request, _asking(request, form, error), 400)
    return show(request, _asked(request))


def _ask(typed: str, address: str) -> None:
    with session_scope() as session:
        forgotten.ask(session, typed, address)


def _page(request: Request, title: str, **more: Any) -> DoorPage:
    locale = locale_of(request)
    note = gettext(locale, "Journal, diary and timetable of the school")
    told = {"path": PATH, "back": "/login", "back_words": gettext(locale, "To the sign-in")}
    return DoorPage(locale, title, note, **told | more)


def _asking(request: Request, typed: Mapping[str, str], error: DomainError | None = None) -> DoorPage:
    locale = locale_of(request)
    wrong = spoken(error, locale) if error else ""
    field = Field(
        "login", gettext(locale, "Login or e-mail"), typed.get("login", ""), error=wrong,
        complete="username", required=True,
    )  # fmt: skip
    return _page(
        request,
        gettext(locale, "Forgotten password"),
        intro=gettext(
            locale,
            "You get a letter with an address at which you choose a new password. It goes to the e-mail "
            "that you have confirmed on your page “My account”.",
        ),
        fields=[field],
        action=f"{PATH}/letter{language(request)}",
        submit=gettext(locale, "Send the letter"),
    )


def _asked(request: Request) -> DoorPage:
    locale = locale_of(request)
    return _page(
        request,
        gettext(locale, "Look into your mail"),
        intro=gettext(
            locale,
            "If there is an account of this name with a confirmed e-mail, a letter is on its way. "
            "The address in it works once, for {n} minutes. No letter? Look among the unwanted ones, or ask "
            "the school's administrator for a new password.",
            n=int(forgotten.LASTS.total_seconds()) // 60,
        ),
    )


def _without_mail(request: Request) -> DoorPage:
    locale = locale_of(request)
    return _page(
        request,
        gettext(locale, "Forgotten password"),
        intro=gettext(locale, "The school's administrator gives you a new one. No mail is sent here."),
    )
