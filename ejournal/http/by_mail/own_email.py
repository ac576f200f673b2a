"""An e-mail confirmed by the address in its letter; a preview of the address confirms nothing."""

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

DOOR = Door(email_change.PATH, "ejournal_email", email_change.LASTS)
LETTER = Letter(
    DOOR,
    lambda locale: gettext(locale, "Your e-mail"),
    lambda locale: gettext(locale, "Name the e-mail once more on your page “My account”."),
)


@public_route(DOOR.path)
async def ask(request: Request) -> Response:
    """Which e-mail is to be confirmed, or the field for the code where the browser has none."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, LETTER.asking(request))
    try:
        email = await run_in_threadpool(_whose, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
    locale = locale_of(request)
    told = {
        "intro": gettext(locale, "Letters of the school journal are to go to {email}.", email=email),
        "action": f"{DOOR.path}/confirm{language(request)}",
        "submit": gettext(locale, "This e-mail is mine"),
    }
    return show(request, LETTER.page(request, **told))


@public_route(DOOR.opens, methods=("POST",))
async def take_secret(request: Request) -> Response:
    """Keep the secret of the address in a cookie; words when it opens nothing."""
    try:
        return await DOOR.take(request, _whose)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)


@public_route(f"{DOOR.path}/confirm", methods=("POST",))
async def confirm(request: Request) -> Response:
    """Make the e-mail the account's."""
    secret, locale = DOOR.secret(request), locale_of(request)
    try:
        await run_in_threadpool(_whose, secret)  # whoever holds no address does not keep the writers waiting
        done = await run_in_threadpool(_confirm, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
    told = (
        gettext(
            locale,
            "{email} is confirmed. It becomes your account's as soon as you answer the letter that went to "
            "your former e-mail.",
            email=done.email,
        )
        if done.waits
        else gettext(
            locale, "{email} is confirmed: you can sign in by it, and letters go to it.", email=done.email
        )
    )
    title, words = gettext(locale, "The e-mail is yours"), gettext(locale, "My account")
    return LETTER.told(request, title=title, intro=told, back="/account", back_words=words)


def _whose(secret: str) -> str:
    with session_scope(writing=False) as session:
        return email_change.email_of_link(session, secret)


def _confirm(secret: str) -> Confirmed:
    with session_scope() as session:
        return email_change.confirm_email(session, secret)
