"""Consents asked after the sign-in, before anything else: each apart, and one may answer later."""

from urllib.parse import urlencode

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import Actor, actor_of
from ejournal.access.permissions import Permission
from ejournal.database import session_scope
from ejournal.http.addresses import local_path
from ejournal.http.consents.fields import answers_in, consent_fields
from ejournal.http.door import DoorPage, Field, show
from ejournal.http.forms import see_other, small_form
from ejournal.http.routes import ROUTES, Declared, answer, route
from ejournal.i18n import LOCALES, gettext
from ejournal.models import Person
from ejournal.services.consents.giving import Asked, answer_own, waiting

PATH = "/consents/answer"
SAVE = f"{PATH}/save"
NEXT = "next"


def asked_first(token: str, wanted: str) -> str:
    """Where whoever has just signed in goes: to the questions that wait for them, else where they wanted."""
    with session_scope(writing=False) as session:
        actor = actor_of(session, token)
        if actor is None or not waiting(session, actor):
            return wanted
    return f"{PATH}?{urlencode({NEXT: wanted})}"


async def first_place(token: str, wanted: str) -> str:
    """The same, without holding anybody else up; what is wanted is an address of ours or the main page."""
    return await run_in_threadpool(asked_first, token, local_path(wanted))


@route(PATH, Permission.ACCOUNT_READ)
def ask(request: Request, session: Session, actor: Actor) -> Response:
    """What the person has not answered yet; who has answered all is told so."""
    wanted = local_path(request.query_params.get(NEXT, ""))
    asked = waiting(session, actor)
    name = session.get_one(Person, actor.person_id)
    return show(
        request, _page(request, actor, asked, f"{name.first_name} {name.middle_name}".strip(), wanted)
    )


async def save(request: Request) -> Response:
    """Write down what the form says; who has said nothing is asked again at the next sign-in."""
    form = await small_form(request)
    if form is None:
        return PlainTextResponse("Too large", status_code=413)

    def write(_request: Request, session: Session, actor: Actor) -> Response:
        said, keys = answers_in(form), {one.key for one in waiting(session, actor)}
        answer_own(session, actor, {key: word for key, word in said.items() if key in keys})
        return see_other(local_path(form.get(NEXT, "")))

    return await run_in_threadpool(answer, write, request, Permission.ACCOUNT_WRITE, True)


ROUTES.append(Declared(SAVE, ("POST",), Permission.ACCOUNT_WRITE.value, save))


def _page(request: Request, actor: Actor, asked: tuple[Asked, ...], name: str, wanted: str) -> DoorPage:
    chosen = request.query_params.get("lang", "")
    locale = chosen if chosen in LOCALES else actor.locale
    return DoorPage(
        locale,
        gettext(locale, "Consents"),
        gettext(locale, "Journal, diary and timetable of the school"),
        intro=gettext(locale, "You have answered everything that the school asks.")
        if not asked
        else gettext(
            locale,
            "{name}, the school asks for your consent. Each is your own decision: whatever you choose, the "
            "journal opens, and you can think again on the page of your account.",
            name=name,
        ),
        fields=[*consent_fields(asked, locale), Field(NEXT, "", wanted, kind="hidden")],
        action=SAVE if asked else "",
        submit=gettext(locale, "Save and go on"),
        back=wanted,
        back_words=gettext(locale, "I will answer later") if asked else gettext(locale, "To the journal"),
    )
