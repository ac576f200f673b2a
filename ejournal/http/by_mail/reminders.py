"""No more reminders, by the address in a letter: without a sign-in; a preview of it stops nothing."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ejournal.database import session_scope
from ejournal.http.by_mail.letter import Letter
from ejournal.http.door import Door, language, locale_of, show
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.registration import no_more
from ejournal.services.registration.channels import NO_MORE
from ejournal.services.registration.standing import EVERY

DOOR = Door(NO_MORE, "ejournal_reminders", EVERY)
LETTER = Letter(
    DOOR,
    lambda locale: gettext(locale, "Reminders to register"),
    lambda locale: gettext(
        locale, "Copy the last address of the newest letter, the one under “say so here”."
    ),
)


@public_route(DOOR.path)
async def ask(request: Request) -> Response:
    """Of which school the letters are, or the field for the address where the browser holds none."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, LETTER.asking(request))
    try:
        school = await run_in_threadpool(_whose, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
    locale = locale_of(request)
    told = {
        "intro": gettext(locale, "{school} reminds you to register in its journal.", school=school),
        "action": f"{DOOR.path}/stop{language(request)}",
        "submit": gettext(locale, "Remind me no more"),
    }
    return show(request, LETTER.page(request, **told))


@public_route(DOOR.opens, methods=("POST",))
async def take_secret(request: Request) -> Response:
    """Keep the secret of the address in a cookie; words when it opens nothing."""
    try:
        return await DOOR.take(request, _whose)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)


@public_route(f"{DOOR.path}/stop", methods=("POST",))
async def stop(request: Request) -> Response:
    """Write to them no more."""
    secret, locale = DOOR.secret(request), locale_of(request)
    try:
        await run_in_threadpool(_whose, secret)  # whoever holds no address does not keep the writers waiting
        await run_in_threadpool(_stop, secret)
    except LinkRefused as refused:
        return LETTER.refused(request, refused)
    told = gettext(locale, "No more reminders come. You can register by the slip at any time all the same.")
    return LETTER.told(request, title=gettext(locale, "That is done"), intro=told)


def _whose(secret: str) -> str:
    with session_scope(writing=False) as session:
        return no_more.school_of_stop(session, secret)


def _stop(secret: str) -> None:
    with session_scope() as session:
        no_more.stop(session, secret)
