"""For whoever is signed in already, with a slip of the same school: two cards of theirs are made one."""

from functools import partial

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.http.door import DoorPage, language, locale_of, show, spoken
from ejournal.http.forms import see_other
from ejournal.http.registration.pages import DOOR, asking_page, step_page
from ejournal.http.routes import ROUTES, Declared, answer
from ejournal.i18n import gettext
from ejournal.models import Person
from ejournal.services.duplicates.own import OwnOffer, join_own, own_offer
from ejournal.services.registration.opening import CodeRefused

ONE = f"{DOOR.path}/mine/one"


def offer(request: Request, session: Session, actor: Actor) -> Response | None:
    """The page that offers to make the code's card one with the actor's own; None for a code of none."""
    found = own_offer(session, actor, DOOR.secret(request))
    return show(request, offer_page(request, found)) if found else None


async def take(request: Request) -> Response:
    """Make the two cards one, and go on to the journal."""
    return await run_in_threadpool(answer, partial(_take), request, Permission.ACCOUNT_WRITE, True)


ROUTES.append(Declared(ONE, ("POST",), Permission.ACCOUNT_WRITE.value, take))


def _take(request: Request, session: Session, actor: Actor) -> Response:
    owner = session.get_one(Person, actor.person_id).full_name
    try:
        join_own(session, actor, DOOR.secret(request))
    except CodeRefused as refused:
        return DOOR.refuse(request, asking_page(request, refused))
    except DomainError as error:  # nothing was changed yet
        return show(request, refused_page(request, spoken(error, locale_of(request)), owner), 400)
    led = see_other("/")
    DOOR.shut(led)
    return led


def offer_page(request: Request, found: OwnOffer) -> DoorPage:
    """Whose card it is, masked, with its children; what follows from making it one with one's own."""
    locale = locale_of(request)
    if found.refusal:
        return refused_page(request, gettext(locale, found.refusal), found.owner)
    return step_page(
        request,
        gettext(locale, "Two cards of yours"),
        intro=gettext(
            locale,
            "You are signed in as {owner}, and the slip is for {name}: the school has two cards of you. Made "
            "one, they have your login, and these children are in your diary too: {children}. The strictest "
            "rights stand; the school sees it in the history and can undo it.",
            owner=found.owner, name=found.name, children=", ".join(found.children),
        ),
        action=ONE + language(request),
        submit=gettext(locale, "Make them one"),
        back="/",
        back_words=gettext(locale, "To the journal"),
    )  # fmt: skip


def refused_page(request: Request, why: str, owner: str) -> DoorPage:
    """Why the card of the slip is not made one with one's own."""
    locale = locale_of(request)
    return step_page(
        request,
        gettext(locale, "You have an account already"),
        trouble=why,
        cure=gettext(locale, "You are signed in as {name}.", name=owner),
        back="/",
        back_words=gettext(locale, "To the journal"),
    )
