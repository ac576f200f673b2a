"""The former e-mail's letter: agree to the new one, or «it was not me», which stops the change."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ejournal.database import session_scope
from ejournal.http.by_mail.letter import Letter
from ejournal.http.door import Door, language, locale_of, show
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.accounts import email_change
from ejournal.services.accounts.email_change import Confirmed
from ejournal.services.base.one_time_links import LinkRefused

DOOR = Door(email_change.FORMER_PATH, "ejournal_former_email", email_change.LASTS)
LETTER = Letter(
    DOOR,
    lambda locale: gettext(locale, "Another e-mail for your account"),
    lambda locale: gettext(locale, "Name the e-mail once more on your page “My account”."),
)


@public_route(DOOR.path)
async def ask(request: Request) -> Response:
    """Which e-mail is to take this one's place, with both answers."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, LETTER.asking(request))
    try:
        masked = await run_in_threadpool(_whose, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
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
    return show(request, LETTER.page(request, **told))


@public_route(DOOR.opens, methods=("POST",))
async def take_secret(request: Request) -> Response:
    """Keep the secret of the address in a cookie; words when it opens nothing."""
    try:
        return await DOOR.take(request, _whose)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)


@public_route(f"{DOOR.path}/agree", methods=("POST",))
async def agree(request: Request) -> Response:
    """Let the new e-mail take this one's place."""
    secret, locale = DOOR.secret(request), locale_of(request)
    try:
        await run_in_threadpool(_whose, secret)  # whoever holds no address does not keep the writers waiting
        done = await run_in_threadpool(_agree, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
    told = (
        gettext(locale, "Now confirm {email} by the letter that went there.", email=done.email)
        if done.waits
        else gettext(locale, "From now on letters go to {email}.", email=done.email)
    )
    title, words = gettext(locale, "Thank you"), gettext(locale, "My account")
    return LETTER.told(request, title=title, intro=told, back="/account", back_words=words)


@public_route(f"{DOOR.path}/stop", methods=("POST",))
async def stop(request: Request) -> Response:
    """Stop the change and sign out all browsers of the account."""
    secret, locale = DOOR.secret(request), locale_of(request)
    try:
        await run_in_threadpool(_whose, secret)
        await run_in_threadpool(_stop, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
    told = gettext(
        locale,
        "Your e-mail stays as it was, and all browsers are signed out. Whoever asked for the change knew "
        "your password: choose a new one now.",
    )
    words = gettext(locale, "A new password")
    title = gettext(locale, "The change is stopped")
    return LETTER.told(request, title=title, intro=told, back="/password/forgotten", back_words=words)


def _whose(secret: str) -> str:
    with session_scope(writing=False) as session:
        return email_change.change_of_link(session, secret)


def _agree(secret: str) -> Confirmed:
    with session_scope() as session:
        return email_change.agree_to_email(session, secret)


def _stop(secret: str) -> None:
    with session_scope() as session:
        email_change.stop_change(session, secret)
