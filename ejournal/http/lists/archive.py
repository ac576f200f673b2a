"""Files of the archive, as they were laid into it, and the act of their handing over."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import PDF, File
from ejournal.http.lists.journal import imprint_of
from ejournal.http.routes import route
from ejournal.printouts.archive_act import draw_archive_act
from ejournal.services.papers.whole.archives import archived_file, laid_in_with
from ejournal.ui.runtime.inputs import row_id


@route("/print/archive", Permission.SCHOOL_PAPERS, writes=False)
def take_archived(request: Request, session: Session, actor: Actor) -> Response:
    """The file of ?id=…; in words that it is gone, or not what it was."""
    row, file = archived_file(session, actor, row_id(request.query_params.get("id")))
    name = f"{row.kind}-{row.class_id}-{row.term_number or 'year'}-{row.id}.pdf"
    return FileResponse(file, media_type=PDF, filename=name, headers={"Cache-Control": "no-store"})


@route("/print/archive-act", Permission.SCHOOL_PAPERS, writes=False)
def print_archive_act(request: Request, session: Session, actor: Actor) -> File:
    """The act by which what lies in the archive with ?id=… was handed over, to be signed, as PDF."""
    archive_id = row_id(request.query_params.get("id"))
    found, imprint = laid_in_with(session, actor, archive_id), imprint_of(session, actor)
    return File(
        f"archive-act-{archive_id}.pdf", PDF, lambda: draw_archive_act(found, imprint, actor.time_zone)
    )
