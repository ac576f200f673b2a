"""The first start of a real school, by a one-time address: the school, then its administrator.

Without the address the page is the same whether there is a school or not.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import anyio
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.addresses import client_address
from ejournal.http.auth import checking
from ejournal.http.door import language, locale_of, show
from ejournal.http.first_start_pages import (
    ADMINISTRATOR,
    DOOR,
    SCHOOL,
    administrator_page,
    asking_page,
    refused_page,
    school_page,
    typed_school,
)
from ejournal.http.forms import keep_signed_in, see_other, small_form
from ejournal.http.routes import public_route
from ejournal.services.accounts.sign_in import SignedIn, open_session
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.school.card import SchoolFields
from ejournal.services.setup import first_start
from ejournal.services.setup.first_start import AdministratorFields, SchoolMissing

Found = TypeVar("Found")


@public_route(DOOR.path)
async def begin(request: Request) -> Response:
    """The step that is next, or the field for the code where the browser has none."""
    secret = DOOR.secret(request)
    if not secret:
        return show(request, asking_page(request))
    try:
        school = await run_in_threadpool(_read, secret)
    except LinkRefused as refused:
        return _refused(request, refused)
    if school is None or request.query_params.get("step") == SCHOOL:
        return show(request, school_page(request, typed_school(school)))
    return show(request, administrator_page(request, {}))


@public_route(DOOR.opens, methods=("POST",))
async def take_secret(request: Request) -> Response:
    """Keep the secret of the address in a cookie; words when it opens nothing."""
    try:
        return await DOOR.take(request, _read)
    except LinkRefused as refused:
        return _refused(request, refused)


@public_route(f"{DOOR.path}/{SCHOOL}", methods=("POST",))
async def save_school(request: Request) -> Response:
    """The first step: which school this is."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    fields = SchoolFields(
        **{name: form.get(name, "") for name in ("name", "short_name", "inn", "address", "time_zone")}
    )
    try:
        await run_in_threadpool(_act, request, lambda s, secret: first_start.set_up_school(s, secret, fields))
    except LinkRefused as refused:
        return _refused(request, refused)
    except DomainError as error:
        return show(request, school_page(request, form, error), 400)
    return see_other(DOOR.path + language(request))


@public_route(f"{DOOR.path}/{ADMINISTRATOR}", methods=("POST",))
async def save_administrator(request: Request) -> Response:
    """The second step: who looks after the journal; they are signed in, and the address is used up."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    try:
        opened = await anyio.to_thread.run_sync(_become_administrator, request, form, limiter=checking())
    except LinkRefused as refused:
        return _refused(request, refused)
    except SchoolMissing as missing:
        return show(request, school_page(request, typed_school(None), missing), 400)
    except DomainError as error:
        return show(request, administrator_page(request, form, error), 400)
    answer = see_other("/setup")
    DOOR.shut(answer)
    keep_signed_in(answer, opened)
    return answer


def _become_administrator(request: Request, form: Mapping[str, str]) -> SignedIn:
    password = form.get("password", "")
    if password != form.get("password_again", ""):
        raise DomainError("The two passwords differ", field="password_again")
    fields = AdministratorFields(
        form.get("last_name", ""), form.get("first_name", ""), form.get("middle_name", ""),
        form.get("login", ""), deputy="deputy" in form,
    )  # fmt: skip

    def act(session: Session, secret: str) -> SignedIn:
        account = first_start.make_first_administrator(session, secret, fields, password)
        account.locale = locale_of(request)
        session.add(account)
        device = request.headers.get("user-agent", "")
        return open_session(session, account, client_address(request.scope), device)

    return _act(request, act)


def _read(secret: str) -> SchoolFields | None:
    with session_scope(writing=False) as session:
        return first_start.school_to_set_up(session, secret)


def _act(request: Request, act: Callable[[Session, str], Found]) -> Found:
    secret = DOOR.secret(request)
    _read(secret)  # whoever holds no address does not keep the writers waiting
    with session_scope() as session:
        return act(session, secret)


def _refused(request: Request, refused: LinkRefused) -> Response:
    return DOOR.refuse(request, refused_page(request, refused))
