"""The staff's charts as paper and as spreadsheets."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.lists.reports import report_sheet
from ejournal.http.routes import route
from ejournal.integrations.workbook.report import write_report
from ejournal.printouts.reports import draw_report
from ejournal.services.reports.charts.printed import charts_filed
from ejournal.services.reports.charts.shown import View, charts
from ejournal.services.reports.filed import FiledReport


@route("/print/charts.pdf", Permission.REPORTS_READ)
def charts_paper(request: Request, session: Session, actor: Actor) -> File:
    """The charts of ?view=…&of=…&period=… as PDF."""
    sheet = report_sheet(session, actor, _filed(request, session, actor))
    return File("charts.pdf", PDF, lambda: draw_report(sheet))


@route("/print/charts.xlsx", Permission.REPORTS_READ)
def charts_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """Their numbers as a spreadsheet."""
    filed = _filed(request, session, actor)
    return File("charts.xlsx", SPREADSHEET, lambda: write_report(filed))


def _filed(request: Request, session: Session, actor: Actor) -> FiledReport:
    asked = request.query_params
    view = next((one for one in View if one.value == asked.get("view")), None)
    if view is None:
        raise NotFound
    found = charts(session, actor, view, asked.get("of", ""), asked.get("period"), actor.locale)
    if found is None:
        raise NotFound
    return charts_filed(found, actor.locale)
