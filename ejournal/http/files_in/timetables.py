"""Timetable files in and out: the upload of the import page, the downloads of today's timetable."""

from datetime import date
from pathlib import Path
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.routes import route
from ejournal.http.uploads import file_name, upload
from ejournal.i18n import gettext
from ejournal.integrations.asc_xml_write import write_asc
from ejournal.integrations.timetable_kept import read_anew
from ejournal.integrations.timetable_sheet_write import write_sheet
from ejournal.services.exchange.exporting import give_out, version_today
from ejournal.services.exchange.uploads import SHELF

MEGABYTES = 20
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@upload(
    "/schedule/import/file", Permission.SCHEDULE_WRITE, megabytes=MEGABYTES, writes=False, first=read_anew
)
def take_file(request: Request, session: Session, actor: Actor, file: Path) -> Response:
    """Keep a timetable file for the wizard; one that cannot be read is refused with the line or cell."""
    SHELF.keep_file(session, actor, file, file_name(request))
    return PlainTextResponse("ok")


@route("/schedule/timetable.xlsx", Permission.SCHEDULE_WRITE, writes=False)
def as_spreadsheet(_request: Request, session: Session, actor: Actor) -> Response:
    """Today's timetable as a spreadsheet."""
    file = give_out(session, version_today(session, actor.school_id, actor.today))
    return _download(write_sheet(file), EXCEL, _name(actor.locale, actor.today, "xlsx"))


@route("/schedule/timetable.xml", Permission.SCHEDULE_WRITE, writes=False)
def as_asc(_request: Request, session: Session, actor: Actor) -> Response:
    """Today's timetable as aSc Timetables XML."""
    file = give_out(session, version_today(session, actor.school_id, actor.today))
    return _download(write_asc(file), "application/xml", _name(actor.locale, actor.today, "xml"))


def _name(locale: str, day: date, ending: str) -> str:
    return f"{gettext(locale, 'Timetable')} {day.isoformat()}.{ending}"


def _download(data: bytes, kind: str, name: str) -> Response:
    told = f"attachment; filename=\"timetable\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"Content-Disposition": told})
