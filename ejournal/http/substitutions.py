"""The journal of substitutions of a month: paper and spreadsheet."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.routes import route
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import full_date, month_name
from ejournal.integrations.substitution_sheet import Cell, write_substitutions
from ejournal.models import School
from ejournal.printouts.substitutions import SubstitutionsSheet, draw_substitutions
from ejournal.services.substitutions.journal import (
    SubstitutionLine,
    journal_of_substitutions,
    month_days,
    what_was_done,
    why_away,
)

HEADS = (
    "Date",
    "Class",
    "Subject",
    "No.",
    "Absent teacher",
    "Reason",
    "Substitute",
    "Topic",
    "Order",
    "Hours",
)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@route("/print/substitutions.pdf", Permission.SUBSTITUTION_WRITE)
def substitutions_paper(request: Request, session: Session, actor: Actor) -> Response:
    """The month as ?month=2026-11, this one by default, as PDF."""
    first, last = month_days(request.query_params.get("month"), actor.today)
    found = journal_of_substitutions(session, actor, first, last)
    locale = actor.locale
    hours = sum(one.paid_hours for one in found)
    heads = [*HEADS, "Signature"]
    month = f"{month_name(locale, first).lower()} {first.year}"
    sheet = SubstitutionsSheet(
        title=f"{gettext(locale, 'Journal of substitutions')}, {month}",
        school=session.get_one(School, actor.school_id).name,
        heads=tuple(gettext(locale, head) for head in heads),
        lines=tuple((*map(str, _cells(one, locale, paper=True)), "") for one in found),
        total=ngettext(locale, "{n} hour to be paid", "{n} hours to be paid", hours),
        signature=gettext(locale, "Deputy head"),
        page_words=gettext(locale, "page {page}", page="{page}"),
    )
    return _file(draw_substitutions(sheet), "application/pdf", f"substitutions-{first:%Y-%m}.pdf")


@route("/print/substitutions.xlsx", Permission.SUBSTITUTION_WRITE)
def substitutions_spreadsheet(request: Request, session: Session, actor: Actor) -> Response:
    """The month as ?month=2026-11, this one by default, as a spreadsheet."""
    first, last = month_days(request.query_params.get("month"), actor.today)
    found = journal_of_substitutions(session, actor, first, last)
    heads = [gettext(actor.locale, head) for head in HEADS]
    lines = [_cells(one, actor.locale, paper=False) for one in found]
    written = write_substitutions(f"{first:%Y-%m}", heads, lines)
    return _file(written, SPREADSHEET, f"substitutions-{first:%Y-%m}.xlsx")


def _cells(one: SubstitutionLine, locale: str, *, paper: bool) -> list[Cell]:
    return [
        full_date(locale, one.day) if paper else one.day,
        " ".join(part for part in (one.classes, one.group) if part),
        one.subject,
        one.number,
        one.absent_teacher,
        gettext(locale, why_away(one)),
        one.substitute or gettext(locale, what_was_done(one)),
        one.topic or one.note,
        one.order_number,
        one.paid_hours or "" if paper else one.paid_hours,
    ]


def _file(written: bytes, media_type: str, name: str) -> Response:
    return Response(
        written,
        media_type=media_type,
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )
