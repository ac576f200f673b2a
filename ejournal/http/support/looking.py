"""An administrator's way into a look with another's eyes, and back to their own sign-in.

While the look lasts its token stands in the cookie of the sign-in, and the own one waits in another.
"""

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import COOKIE, Actor, actor_of
from ejournal.database import session_scope
from ejournal.errors import DomainError, NotAllowed, NotFound, NotSignedIn, OnlyLooking
from ejournal.http.addresses import client_address
from ejournal.http.forms import OWN_COOKIE, OWN_PATH, cookie_options, see_other, small_form
from ejournal.http.routes import public_route
from ejournal.i18n import DEFAULT, gettext
from ejournal.services import support
from ejournal.settings import settings

PATH = "/auth/as"


@public_route(PATH)
async def own(request: Request) -> Response:
    """Whether an own sign-in waits behind a look, for the sign-in page: 204, or 404."""
    waits = await run_in_threadpool(_is_open, request.cookies.get(OWN_COOKIE, ""))
    return Response(status_code=204 if waits else 404, headers={"Cache-Control": "no-store"})


@public_route(f"{PATH}/begin", methods=("POST",))
async def begin(request: Request) -> Response:
    """Look as the form's person, for the form's reason."""
    form = await small_form(request) or {}
    try:
        token = await run_in_threadpool(_begin, request, form.get("person_id", ""), form.get("reason", ""))
    except _InWords as refused:
        return PlainTextResponse(str(refused), status_code=refused.status)
    answer = see_other("/")
    kept = settings().session_days * 86400
    answer.set_cookie(OWN_COOKIE, request.cookies[COOKIE], max_age=kept, **cookie_options(OWN_PATH))
    answer.set_cookie(COOKIE, token, max_age=kept, **cookie_options())
    return answer


@public_route(f"{PATH}/end", methods=("POST",))
async def end(request: Request) -> Response:
    """End the look and go on as oneself; to the sign-in page when the own sign-in has ended meanwhile."""
    token = request.cookies.get(OWN_COOKIE, "")
    returns = await run_in_threadpool(_end, request.cookies.get(COOKIE, ""), token)
    answer = see_other("/accounts" if returns else "/login?error=ended")
    answer.delete_cookie(OWN_COOKIE, **cookie_options(OWN_PATH))
    if returns:
        kept = settings().session_days * 86400
        answer.set_cookie(COOKIE, token, max_age=kept, **cookie_options())
    return answer


class _InWords(Exception):
    """A refusal that is to be read."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


def _begin(request: Request, person_id: str, reason: str) -> str:
    locale = DEFAULT
    try:
        with session_scope() as session:
            actor = _actor(session, request.cookies.get(COOKIE, ""))
            locale = actor.locale
            is_number = person_id.isascii() and person_id.isdecimal() and len(person_id) < 10
            number = int(person_id) if is_number else 0
            address, device = client_address(request.scope), request.headers.get("user-agent", "")
            return support.begin_look(session, actor, number, reason, address, device)
    except OnlyLooking as error:
        words = gettext(locale, "You are looking as {name}: nothing can be changed", name=str(error))
        raise _InWords(words, 403) from error
    except (NotFound, NotAllowed, NotSignedIn) as error:
        raise _InWords(gettext(locale, "There is no such page"), 404) from error
    except DomainError as error:
        raise _InWords(gettext(locale, error.message, **error.params), 400) from error


def _end(look: str, own_token: str) -> bool:
    """End the look; whether the own sign-in is still open."""
    with session_scope() as session:
        looking = actor_of(session, look)
        if looking is not None:
            support.end_look(session, looking)
        return _is_own(actor_of(session, own_token))


def _is_open(own_token: str) -> bool:
    with session_scope(writing=False) as session:
        return _is_own(actor_of(session, own_token))


def _is_own(actor: Actor | None) -> bool:
    return actor is not None and actor.looking is None


def _actor(session: Session, token: str) -> Actor:
    actor = actor_of(session, token)
    if actor is None:
        raise NotSignedIn
    return actor
