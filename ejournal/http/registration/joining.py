"""For whoever is signed in already: a slip of another school joins their account instead of opening one."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import COOKIE, Actor, actor_of
from ejournal.access.permissions import Permission
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.http.consents.fields import answers_in, consent_fields
from ejournal.http.door import DoorPage, Field, language, locale_of, show, spoken
from ejournal.http.forms import see_other, small_form
from ejournal.http.registration.pages import DOOR, asking_page, step_page
from ejournal.http.routes import ROUTES, Declared, answer
from ejournal.i18n import gettext
from ejournal.services.duplicates.own import own_offer
from ejournal.services.registration.joining import SAME_PERSON, Offer, join, offer_of
from ejournal.services.registration.opening import CodeRefused

MINE = f"{DOOR.path}/mine"
JOIN = f"{MINE}/join"
ANEW = "anew"
"""Says in the address that the code is to open an account of its own, whoever is signed in."""


async def wants_joining(request: Request) -> bool:
    """Whether whoever is signed in here is to be offered to join the code's school to their account."""
    if ANEW in request.query_params or not request.cookies.get(COOKIE):
        return False
    return await run_in_threadpool(_is_offered, request)


def _is_offered(request: Request) -> bool:
    with session_scope(writing=False) as session:
        actor = actor_of(session, request.cookies.get(COOKIE, ""))
        if actor is None:
            return False
        secret = DOOR.secret(request)
        own = own_offer(session, actor, secret)
        return offer_of(session, actor, secret) is not None or (own is not None and not own.refusal)


def offer(request: Request, session: Session, actor: Actor) -> Response | None:
    """The page that offers to join the code's school; None for a code of none, or of the same school."""
    try:
        found = offer_of(session, actor, DOOR.secret(request))
    except CodeRefused:
        return None
    return show(request, offer_page(request, found, {})) if found else None


async def take(request: Request) -> Response:
    """Join the school of the code to the account that is signed in, and go on there."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)
    taken = partial(_take, form)
    return await run_in_threadpool(answer, taken, request, Permission.ACCOUNT_WRITE, True)


ROUTES.append(Declared(JOIN, ("POST",), Permission.ACCOUNT_WRITE.value, take))


def _take(form: Mapping[str, str], request: Request, session: Session, actor: Actor) -> Response:
    secret = DOOR.secret(request)
    try:
        join(session, actor, secret, answers_in(form), same_person=SAME_PERSON in form)
    except CodeRefused as refused:
        return DOOR.refuse(request, asking_page(request, refused))
    except DomainError as error:  # nothing was changed yet
        found = offer_of(session, actor, secret)
        if found is None:
            raise
        return show(request, offer_page(request, found, form, error), 400)
    led = see_other("/")
    DOOR.shut(led)
    return led


def offer_page(
    request: Request, found: Offer, typed: Mapping[str, str], error: DomainError | None = None
) -> DoorPage:
    """Whose card it is, masked; what that school asks; whether a name written otherwise is theirs."""
    locale = locale_of(request)
    anew: dict[str, Any] = {
        "back": f"{DOOR.path}?{ANEW}=yes" + language(request).replace("?", "&"),
        "back_words": gettext(locale, "Register somebody else"),
    }
    title = gettext(locale, "One sign-in for both schools")
    if found.refusal:
        return step_page(
            request, title, trouble=gettext(locale, found.refusal),
            cure=gettext(locale, "You are signed in as {name}.", name=found.owner), **anew,
        )  # fmt: skip
    fields = consent_fields(found.asked, locale, answers_in(typed))
    if found.differs:
        wrong = spoken(error, locale) if error and error.field == SAME_PERSON else ""
        told = gettext(locale, "This is me: the two schools write my name in different ways")
        fields.append(Field(SAME_PERSON, told, kind="check", error=wrong))
    return step_page(
        request,
        title,
        intro=gettext(
            locale,
            "You are signed in as {owner}. By the slip of {school} ({name}) its children will be in your "
            "diary beside those you have: one login, one password.",
            owner=found.owner, school=found.school, name=found.name,
        ),
        fields=fields,
        action=JOIN + language(request),
        submit=gettext(locale, "Join them"),
        **anew,
    )  # fmt: skip
