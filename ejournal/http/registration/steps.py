"""Registration by the code of a slip: typed, or behind the «#» of its square; consents, then a password.

No answer tells a stranger whether a code exists: what opens nothing gets one page and one text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import anyio
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.addresses import client_address
from ejournal.http.auth import checking
from ejournal.http.consents.fields import answers_in
from ejournal.http.door import code_of, language, locale_of, show
from ejournal.http.forms import keep_signed_in, see_other, small_form
from ejournal.http.registration import joining, own_cards
from ejournal.http.registration.pages import (
    ACCOUNT,
    DOOR,
    account_page,
    asking_page,
    consents_page,
    other_card_page,
)
from ejournal.http.routes import public_route, route
from ejournal.models import Person, School
from ejournal.services.accounts.sign_in import SignedIn, open_session
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.consents.giving import Asked, answer, asked_of
from ejournal.services.registration.opening import FIELD, CodeRefused, Newcomer, newcomer, register, try_code

REFUSED = (CodeRefused, LinkRefused)


@dataclass(frozen=True, slots=True)
class Opened:
    """Who registers, and what they are asked."""

    who: Newcomer
    asked: tuple[Asked, ...]


@public_route(DOOR.path)
async def begin(request: Request) -> Response:
    """The consents of whose code the browser holds, or the field for the code where it holds none."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, asking_page(request))
    try:
        opened = await run_in_threadpool(_read, secret)
    except REFUSED as refused:
        return _refused(request, refused)
    if await joining.wants_joining(request):
        return see_other(joining.MINE + language(request))
    if not opened.asked:
        return show(request, account_page(request, opened.who, {}, {}))
    return show(request, consents_page(request, opened.who, opened.asked))


@public_route(DOOR.opens, methods=("POST",))
async def take_code(request: Request) -> Response:
    """Keep the code in a cookie, sealed; one answer for all codes that open nothing."""
    typed = code_of((await small_form(request) or {}).get(FIELD, ""))
    try:
        sealed = await run_in_threadpool(_try, typed, client_address(request.scope))
    except DomainError as refused:
        return DOOR.refuse(request, asking_page(request, refused, typed))
    return DOOR.let_in(request, sealed)


@public_route(f"{DOOR.path}/consents", methods=("POST",))
async def save_consents(request: Request) -> Response:
    """What is said goes on with the form to the next step; whoever says nothing goes on too."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    try:
        opened = await run_in_threadpool(_read, DOOR.secret(request))
    except REFUSED as refused:
        return _refused(request, refused)
    return show(request, account_page(request, opened.who, answers_in(form), {}))


@public_route(f"{DOOR.path}/{ACCOUNT}", methods=("POST",))
async def make_account(request: Request) -> Response:
    """The last step: the account is opened, the code used up, the person signed in."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    secret = DOOR.secret(request)
    try:
        opened = await run_in_threadpool(_read, secret)
        signed_in = await anyio.to_thread.run_sync(_register, request, form, limiter=checking())
    except REFUSED as refused:
        return _refused(request, refused)
    except DomainError as error:
        return show(request, account_page(request, opened.who, answers_in(form), form, error), 400)
    reply = see_other("/")
    DOOR.shut(reply)
    keep_signed_in(reply, signed_in)
    return reply


@route(f"{DOOR.path}/mine", Permission.ACCOUNT_READ)
def has_account(request: Request, session: Session, actor: Actor) -> Response:
    """For whom an account exists already: another school joins it, a second card of theirs becomes one."""
    for offered in (joining.offer, own_cards.offer):
        if (found := offered(request, session, actor)) is not None:
            return found
    return show(request, other_card_page(request, session.get_one(Person, actor.person_id).full_name))


def _try(typed: str, address: str) -> str:
    with session_scope() as session:
        return try_code(session, typed, address)


def _read(secret: str) -> Opened:
    with session_scope(writing=False) as session:
        who = newcomer(session, secret)
        person = session.get_one(Person, who.person_id)
        school = session.get_one(School, person.school_id)
        asked = asked_of(session, person, clock.today(school.time_zone))
        return Opened(who, tuple(one for one in asked if one.waits))


def _register(request: Request, form: Mapping[str, str]) -> SignedIn:
    password = form.get("password", "")
    if password != form.get("password_again", ""):
        raise DomainError("The two passwords differ", field="password_again")
    secret, said = DOOR.secret(request), answers_in(form)
    with session_scope() as session:
        login, email = form.get("login", ""), form.get("email", "")
        account = register(session, secret, login, password, email, locale_of(request))
        person = session.get_one(Person, account.person_id)
        today = clock.today(session.get_one(School, person.school_id).time_zone)
        asked = {one.key for one in asked_of(session, person, today)}
        answer(session, person, {key: word for key, word in said.items() if key in asked}, today)
        device = request.headers.get("user-agent", "")
        return open_session(session, account, client_address(request.scope), device)


def _refused(request: Request, refused: DomainError) -> Response:
    return DOOR.refuse(request, asking_page(request, refused))
