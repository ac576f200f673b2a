"""The papers of the whole school, taken when they are made: a zip, or one PDF."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF
from ejournal.http.routes import route
from ejournal.services.papers.whole import keeping, runs

MEDIA_TYPES = {keeping.ZIP: "application/zip", keeping.MERGED: PDF}


@route("/print/school.zip", Permission.SCHOOL_PAPERS, writes=False)
def take_school_zip(_request: Request, session: Session, actor: Actor) -> Response:
    """A file for each class, in a zip."""
    return _taken(session, actor, keeping.ZIP)


@route("/print/school.pdf", Permission.SCHOOL_PAPERS, writes=False)
def take_school_pdf(_request: Request, session: Session, actor: Actor) -> Response:
    """One file for all classes."""
    return _taken(session, actor, keeping.MERGED)


def _taken(session: Session, actor: Actor, what: str) -> Response:
    found = runs.taken(session, actor, what)
    file = keeping.result_file(actor.school_id, found.folder, what)
    if not file.exists():
        raise NotFound
    name = f"school-{found.term_number or 'year'}.{what}"
    headers = {"Cache-Control": "no-store"}
    return FileResponse(file, media_type=MEDIA_TYPES[what], filename=name, headers=headers)
