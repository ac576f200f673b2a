"""The register of consents to take away, as a spreadsheet and on paper; each taking is written down."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal import limits
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.integrations.list_sheet import write_list
from ejournal.models import OpeningKind, School
from ejournal.printouts.consents import COLUMNS, consents_sheet, draw_consents
from ejournal.services.consents.giving import ConsentState
from ejournal.services.consents.register import Standing, Wanted, whole_register
from ejournal.ui.runtime.inputs import optional_row_id, text


@route("/print/consents.xlsx", Permission.CONSENTS_READ, writes=True)
def consents_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The lines as ?q=…&class=…&purpose=…&state=…&standing=today|former."""
    found = whole_register(session, actor, _wanted(request), OpeningKind.CONSENT_SHEET)
    title = gettext(actor.locale, "Register of consents")
    heads, widths = [gettext(actor.locale, one.head) for one in COLUMNS], [one.letters for one in COLUMNS]

    def draw() -> bytes:
        return write_list(
            title, heads, [[one.cell(line, actor) for one in COLUMNS] for line in found], widths
        )

    return File("consents.xlsx", SPREADSHEET, draw)


@route("/print/consents.pdf", Permission.CONSENTS_READ, writes=True)
def consents_paper(request: Request, session: Session, actor: Actor) -> File:
    """The same lines as PDF."""
    found = whole_register(session, actor, _wanted(request), OpeningKind.CONSENT_PAPER)
    school = session.get_one(School, actor.school_id).name
    return File("consents.pdf", PDF, lambda: draw_consents(consents_sheet(found, school, actor)))


def _wanted(request: Request) -> Wanted:
    query = request.query_params
    return Wanted(
        words=text(query.get("q", "")[: limits.SEARCH], limit=limits.SEARCH),
        class_id=optional_row_id(query.get("class")),
        purpose_id=optional_row_id(query.get("purpose")),
        state=next((one for one in ConsentState if one.value == query.get("state")), None),
        standing=next((one for one in Standing if one.value == query.get("standing")), Standing.TODAY),
    )
