"""Lists of people in: the upload of the import page."""

from pathlib import Path

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.uploads import file_name, upload
from ejournal.integrations.kept import read_tables_anew
from ejournal.services.people_import.drafts import SHELF

MEGABYTES = 20


@upload(
    "/people/import/file", Permission.PEOPLE_MANAGE, megabytes=MEGABYTES, writes=False, first=read_tables_anew
)
def take_list(request: Request, session: Session, actor: Actor, file: Path) -> Response:
    """Keep a list of people for the wizard; one that cannot be read is refused in words."""
    SHELF.keep_file(session, actor, file, file_name(request))
    return PlainTextResponse("ok")
