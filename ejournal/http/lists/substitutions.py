"""The journal of substitutions of a month: paper and spreadsheet."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.integrations.list_sheet import write_list
from ejournal.models import School
from ejournal.printouts.substitutions import IN_SPREADSHEET, draw_substitutions, substitutions_sheet
from ejournal.services.school.logo import logo_of
from ejournal.services.substitutions.journal import journal_of_substitutions, month_days


@route("/print/substitutions.pdf", Permission.SUBSTITUTION_WRITE, writes=False)
def substitutions_paper(request: Request, session: Session, actor: Actor) -> File:
    """The month as ?month=2026-11, this one by default, as PDF."""
    first, last = month_days(request.query_params.get("month"), actor.today)
    found = journal_of_substitutions(session, actor, first, last)
    school = session.get_one(School, actor.school_id).name
    emblem = logo_of(session, actor.school_id)
    sheet = substitutions_sheet(found, school, first, actor.locale, emblem)
    return File(f"substitutions-{first:%Y-%m}.pdf", PDF, lambda: draw_substitutions(sheet))


@route("/print/substitutions.xlsx", Permission.SUBSTITUTION_WRITE, writes=False)
def substitutions_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The month as ?month=2026-11, this one by default, as a spreadsheet."""
    first, last = month_days(request.query_params.get("month"), actor.today)
    found = journal_of_substitutions(session, actor, first, last)
    heads = [gettext(actor.locale, column.head) for column in IN_SPREADSHEET]
    lines = [[column.cell(one, actor.locale) for column in IN_SPREADSHEET] for one in found]
    widths = [column.letters for column in IN_SPREADSHEET]
    return File(
        f"substitutions-{first:%Y-%m}.xlsx",
        SPREADSHEET,
        lambda: write_list(f"{first:%Y-%m}", heads, lines, widths),
    )
