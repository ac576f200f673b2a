"""Files of the archive, as they were laid into it."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import PDF
from ejournal.http.routes import route
from ejournal.services.papers.whole.archives import archived_file
from ejournal.ui.runtime.inputs import row_id


@route("/print/archive", Permission.SCHOOL_PAPERS, writes=False)
def take_archived(request: Request, session: Session, actor: Actor) -> Response:
    """The file of ?id=…; in words that it is gone, or not what it was."""
    row, file = archived_file(session, actor, row_id(request.query_params.get("id")))
    name = f"{row.kind}-{row.class_id}-{row.term_number or 'year'}-{row.id}.pdf"
    return FileResponse(file, media_type=PDF, filename=name, headers={"Cache-Control": "no-store"})
