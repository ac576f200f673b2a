"""A report of one's own as paper and as a spreadsheet."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.lists.reports import report_sheet
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.integrations.workbook.report import write_report
from ejournal.printouts.reports import draw_report
from ejournal.services.own_reports.choice import read_choice
from ejournal.services.own_reports.drawing import draw_table, own_filed
from ejournal.services.own_reports.keeping import kept_report
from ejournal.services.reports.classes import note_taking
from ejournal.services.reports.filed import FiledReport
from ejournal.ui.runtime.inputs import optional_row_id


@route("/print/own-report.pdf", Permission.REPORTS_READ)
def own_report_paper(request: Request, session: Session, actor: Actor) -> File:
    """What the address chooses, under the name of the kept report ?id=…, as PDF."""
    sheet = report_sheet(session, actor, _filed(request, session, actor))
    return File("report.pdf", PDF, lambda: draw_report(sheet))


@route("/print/own-report.xlsx", Permission.REPORTS_READ)
def own_report_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet."""
    filed = _filed(request, session, actor)
    return File("report.xlsx", SPREADSHEET, lambda: write_report(filed))


def _filed(request: Request, session: Session, actor: Actor) -> FiledReport:
    number = optional_row_id(request.query_params.get("id"))
    kept = kept_report(session, actor, number) if number is not None else None
    chosen = read_choice(dict(request.query_params))
    if kept is not None and "rows" not in request.query_params:
        chosen = kept.choice
    found = draw_table(session, actor, chosen)
    if found is None:
        raise NotFound
    for class_id in found.named:
        note_taking(session, actor, class_id)
    locale = actor.locale
    title = kept.title if kept else gettext(locale, "Own report")
    role = "Deputy head" if actor.leads else "Class teacher" if actor.class_ids else "Teacher"
    return own_filed(found, title, gettext(locale, role), locale)
