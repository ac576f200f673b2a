"""Sheets of a class's results on paper: the summary sheet, report cards, letters to parents."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import SPREADSHEET, File
from ejournal.http.lists.journal import WHOLE_YEAR, imprint_of, term_asked
from ejournal.http.papers.issuing import METHODS, given
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.integrations.list_sheet import write_list
from ejournal.models import IssuedKind
from ejournal.printouts.journal.book import Imprint
from ejournal.printouts.journal.sheets import draw_letters, draw_report_cards, draw_summary, summary_sheet
from ejournal.printouts.journal.summary import summary_rows
from ejournal.services.issued.issue import Stamp
from ejournal.services.papers.cards import Cards, report_cards
from ejournal.services.papers.classes import class_basis
from ejournal.services.papers.matters import cards_matter, summary_matter
from ejournal.ui.runtime.inputs import optional_row_id, row_id


@route("/print/summary", Permission.CLASS_READ, methods=METHODS)
def print_summary(request: Request, session: Session, actor: Actor) -> File:
    """The summary sheet of ?class=… in ?term=2, or of the year, as PDF."""
    class_id, term = row_id(request.query_params.get("class")), term_asked(request)
    found, imprint = class_basis(session, actor, class_id, term), imprint_of(session, actor)
    matter, name = summary_matter(class_id, found), f"summary-{class_id}-{term or WHOLE_YEAR}.pdf"

    def draw(stamp: Stamp | None) -> bytes:
        return draw_summary(found, imprint.stamped(stamp, is_open=matter.is_open))

    return given(request, session, actor, name, matter, draw)


@route("/print/summary.xlsx", Permission.CLASS_READ)
def summary_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet: a row for each pupil and period."""
    class_id, term = row_id(request.query_params.get("class")), term_asked(request)
    sheet = summary_sheet(class_basis(session, actor, class_id, term), actor.locale)
    heads, rows = summary_rows(sheet)
    widths = (5, 34, 8, *(12 for _ in heads[3:]))
    name = f"summary-{class_id}-{term or WHOLE_YEAR}.xlsx"
    return File(
        name, SPREADSHEET, lambda: write_list(gettext(actor.locale, "Summary sheet"), heads, rows, widths)
    )


@route("/print/report-cards", Permission.CLASS_READ, methods=METHODS)
def print_report_cards(request: Request, session: Session, actor: Actor) -> File:
    """The report cards of ?class=…, or of ?pupil=… of it alone, up to ?term=2 or of the year, as PDF."""
    return _cards(request, session, actor, IssuedKind.CARDS, draw_report_cards)


@route("/print/letters", Permission.CLASS_READ, methods=METHODS)
def print_letters(request: Request, session: Session, actor: Actor) -> File:
    """Letters to the parents of ?class=…, or of ?pupil=… of it alone, on ?term=2 or the year, as PDF."""
    return _cards(request, session, actor, IssuedKind.LETTERS, draw_letters)


def _cards(
    request: Request,
    session: Session,
    actor: Actor,
    kind: IssuedKind,
    drawn: Callable[[Cards, Imprint], bytes],
) -> File:
    class_id, term = row_id(request.query_params.get("class")), term_asked(request)
    pupil_id = optional_row_id(request.query_params.get("pupil"))
    found = report_cards(session, actor, class_id, term, pupil_id)
    imprint, matter = imprint_of(session, actor), cards_matter(kind, class_id, found, pupil_id)

    def draw(stamp: Stamp | None) -> bytes:
        return drawn(found, imprint.stamped(stamp, is_open=matter.is_open))

    return given(request, session, actor, f"{kind.value}-{class_id}-{term or WHOLE_YEAR}.pdf", matter, draw)
