"""Letters with notices stopped by one press in the mail program (RFC 8058): without a page or a sign-in."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from ejournal import clock
from ejournal.database import session_scope
from ejournal.http.door import locale_of
from ejournal.http.routes import public_route
from ejournal.i18n import gettext
from ejournal.services.delivery import choices
from ejournal.services.delivery.letters import CHOICES, STOP

PATH = STOP + "{token}"


@public_route(PATH, methods=("POST",))
async def stop(request: Request) -> Response:
    """Stop the letters of whose secret it is; a word and nothing of whose it was."""
    locale = locale_of(request)
    if not await run_in_threadpool(_stop, request.path_params["token"]):
        return PlainTextResponse(gettext(locale, "This address stops nothing."), 404)
    return PlainTextResponse(
        gettext(locale, "No more letters with notices come, save what the school requires.")
    )


@public_route(PATH)
async def show(_request: Request) -> Response:
    """A person who follows the address: to where one chooses. A preview of it stops nothing."""
    return RedirectResponse(CHOICES, 303)


def _stop(token: str) -> bool:
    with session_scope() as session:
        return choices.stop_by_token(session, token, clock.now())
