"""The use of the journal as paper and as a spreadsheet."""

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
from ejournal.services.reports.filed import FiledReport
from ejournal.services.usage.families import families_use
from ejournal.services.usage.school import school_use
from ejournal.services.usage.sheet import families_sheet, school_sheet
from ejournal.ui.runtime.inputs import optional_row_id


@route("/print/use.pdf", Permission.REPORTS_READ)
def use_paper(request: Request, session: Session, actor: Actor) -> File:
    """The use by the school in ?period=…, or by the families of ?class=…, as PDF."""
    sheet = report_sheet(session, actor, _filed(request, session, actor))
    return File("use.pdf", PDF, lambda: draw_report(sheet))


@route("/print/use.xlsx", Permission.REPORTS_READ)
def use_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet."""
    filed = _filed(request, session, actor)
    return File("use.xlsx", SPREADSHEET, lambda: write_report(filed))


def _filed(request: Request, session: Session, actor: Actor) -> FiledReport:
    class_id = optional_row_id(request.query_params.get("class"))
    if class_id is not None:
        of_class = families_use(session, actor, class_id)
        return families_sheet(of_class, ", ".join(one.title for one in of_class.classes), actor.locale)
    if actor.leads:
        found = school_use(session, actor, request.query_params.get("period"))
        if found is not None:
            return school_sheet(found, actor.locale)
    raise NotFound
