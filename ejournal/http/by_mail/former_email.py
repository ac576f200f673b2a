"""The former e-mail's letter: agree to the new one, or «it was not me», which stops the change."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ejournal.database import session_scope
from ejournal.http.door import Door, DoorPage, Field, language, locale_of, show, spoken
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.accounts import email_change
from ejournal.services.accounts.email_change import Confirmed
from ejournal.services.base.one_time_links import LinkRefused

DOOR = Door(email_change.FORMER_PATH, "ejournal_former_email", email_change.LASTS)


@public_route(DOOR.path)
async def ask(request: Request) -> Response:
    """Which e-mail is to take this one's place, with both answers."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, _page(request, **_code(request)))
    try:
        masked = await run_in_threadpool(_whose, secret)
    except LinkRefused as refused:
        return _refused(request, refused)
    locale = locale_of(request)
    told = {
        "intro": gettext(
            locale, "Letters of the school journal are to go to {email} instead of this e-mail.", email=masked
        ),
        "action": f"{DOOR.path}/agree{language(request)}",
        "submit": gettext(locale, "Yes, it was me"),
        "other": f"{DOOR.path}/stop{language(request)}",
        "other_words": gettext(locale, "It was not me"),
    }
    return show(request, _page(request, **told))


@public_route(DOOR.opens, methods=("POST",))
async def take_secret(request: Request) -> Response:
    """Keep the secret of the address in a cookie; words when it opens nothing."""
    try:
        return await DOOR.take(request, _whose)
    except LinkRefused as refused:
        return _refused(request, refused)


@public_route(f"{DOOR.path}/agree", methods=("POST",))
async def agree(request: Request) -> Response:
    """Let the new e-mail take this one's place."""
    secret, locale = DOOR.secret(request), locale_of(request)
    try:
        await run_in_threadpool(_whose, secret)  # whoever holds no address does not keep the writers waiting
        done = await run_in_threadpool(_agree, secret)
    except LinkRefused as refused:
        return _refused(request, refused)
    told = (
        gettext(locale, "Now confirm {email} by the letter that went there.", email=done.email)
        if done.waits
        else gettext(locale, "From now on letters go to {email}.", email=done.email)
    )
    return _told(request, gettext(locale, "Thank you"), told, "/account", gettext(locale, "My account"))


@public_route(f"{DOOR.path}/stop", methods=("POST",))
async def stop(request: Request) -> Response:
    """Stop the change and sign out all browsers of the account."""
    secret, locale = DOOR.secret(request), locale_of(request)
    try:
        await run_in_threadpool(_whose, secret)
        await run_in_threadpool(_stop, secret)
    except LinkRefused as refused:
        return _refused(request, refused)
    told = gettext(
        locale,
        "Your e-mail stays as it was, and all browsers are signed out. Whoever asked for the change knew "
        "your password: choose a new one now.",
    )
    words = gettext(locale, "A new password")
    return _told(request, gettext(locale, "The change is stopped"), told, "/password/forgotten", words)


def _told(request: Request, title: str, told: str, back: str, back_words: str) -> Response:
    answer = show(request, _page(request, title=title, intro=told, back=back, back_words=back_words))
    DOOR.shut(answer)
    return answer


def _whose(secret: str) -> str:
    with session_scope(writing=False) as session:
        return email_change.change_of_link(session, secret)


def _agree(secret: str) -> Confirmed:
    with session_scope() as session:
        return email_change.agree_to_email(session, secret)


def _stop(secret: str) -> None:
    with session_scope() as session:
        email_change.stop_change(session, secret)


def _code(request: Request) -> dict[str, Any]:
    locale = locale_of(request)
    field = Field("code", gettext(locale, "The address in the letter"), required=True)
    action = DOOR.opens + language(request)
    return {"fields": [field], "action": action, "submit": gettext(locale, "Open")}


def _page(request: Request, **more: Any) -> DoorPage:
    locale = locale_of(request)
    told = {
        "title": gettext(locale, "Another e-mail for your account"), "opens": DOOR.opens, "path": DOOR.path,
        "back": "/login", "back_words": gettext(locale, "To the sign-in"),
    }  # fmt: skip
    return DoorPage(locale, note=gettext(locale, "Journal, diary and timetable of the school"), **told | more)


def _refused(request: Request, refused: LinkRefused) -> Response:
    locale = locale_of(request)
    cure = gettext(locale, "Name the e-mail once more on your page “My account”.")
    return DOOR.refuse(request, _page(request, trouble=spoken(refused, locale), cure=cure, **_code(request)))
