"""The school's emblem: taken in, shown to its people, and to strangers where there is one school alone."""

import hashlib
from pathlib import Path

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.database import session_scope
from ejournal.errors import NotFound
from ejournal.http.routes import public_route, route
from ejournal.http.uploads import upload
from ejournal.integrations import apart
from ejournal.integrations.pictures import logo as pictures
from ejournal.services.school import logo
from ejournal.ui.runtime.identity import LOGO

KEPT_BY_BROWSERS = "private, max-age=31536000, immutable"
FOR_STRANGERS = "public, max-age=300"


def draw_anew(file: Path) -> None:
    """Read the picture in a process of its own; DomainError in words."""
    pictures.keep_logo(file, apart.read_apart(file, kind=apart.LOGO))


@upload("/settings/logo", Permission.SETTINGS_MANAGE, megabytes=pictures.MEGABYTES, first=draw_anew)
def take_logo(_request: Request, session: Session, actor: Actor, file: Path) -> Response:
    """Show the picture as the school's emblem; what is none, or too large, is refused in words."""
    drawn = pictures.kept_logo(file)
    logo.set_logo(session, actor, drawn.png, drawn.width, drawn.height)
    return PlainTextResponse("ok")


@route(LOGO, Permission.HOME_READ)
def show_logo(request: Request, session: Session, actor: Actor) -> Response:
    """The emblem of one's own school; at the address with its hash the browser keeps it for good."""
    png = logo.logo_of(session, actor.school_id)
    if not png:
        raise NotFound
    known = request.query_params.get("v") == hashlib.sha256(png).hexdigest()
    return _picture(png, KEPT_BY_BROWSERS if known else "no-cache")


@public_route("/auth/logo")
async def show_strangers(_request: Request) -> Response:
    """The emblem for the sign-in page, where the installation has one school; else 404."""
    png = await run_in_threadpool(_of_strangers)
    if not png:
        return Response(status_code=404, headers={"Cache-Control": "no-store"})
    return _picture(png, FOR_STRANGERS)


def _of_strangers() -> bytes:
    with session_scope(writing=False) as session:
        return logo.logo_of_the_only_school(session)


def _picture(png: bytes, kept: str) -> Response:
    return Response(
        png, media_type="image/png", headers={"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    )
