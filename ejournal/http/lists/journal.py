"""The journal on paper: of a course, of a whole class."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, File
from ejournal.http.papers.issuing import METHODS, given
from ejournal.http.routes import route
from ejournal.models import PaperLayout
from ejournal.printouts.journal.book import Imprint
from ejournal.printouts.journal.course import draw_blank, draw_course
from ejournal.printouts.journal.whole import draw_journal
from ejournal.printouts.school.booklet import folded
from ejournal.services.issued.issue import Stamp
from ejournal.services.papers.classes import class_book
from ejournal.services.papers.courses import blank_paper, course_paper
from ejournal.services.papers.imprint import particulars
from ejournal.services.papers.matters import course_matter, journal_matter
from ejournal.ui.runtime.inputs import optional_number, row_id

WHOLE_YEAR = "year"


@route("/print/journal", Permission.JOURNAL_READ, methods=METHODS)
def print_journal(request: Request, session: Session, actor: Actor) -> File:
    """The journal of ?course=… in ?term=2, or in the year for ?term=year, as PDF."""
    course_id, term = row_id(request.query_params.get("course")), term_asked(request)
    found = course_paper(session, actor, course_id, term)
    imprint, matter = imprint_of(session, actor), course_matter([found])
    name = f"journal-{course_id}-{term or WHOLE_YEAR}.pdf"

    def draw(stamp: Stamp | None) -> bytes:
        return laid_out(request, draw_course(found, imprint.stamped(stamp, is_open=matter.is_open)))

    return given(request, session, actor, name, matter, draw)


@route("/print/blank-spread", Permission.JOURNAL_READ)
def print_blank_spread(request: Request, session: Session, actor: Actor) -> File:
    """A spread of ?course=… with the names alone, to write on by hand, as PDF."""
    course_id, term = row_id(request.query_params.get("course")), term_asked(request)
    found, imprint = blank_paper(session, actor, course_id, term), imprint_of(session, actor)
    return File(f"blank-spread-{course_id}.pdf", PDF, lambda: draw_blank(found, imprint))


@route("/print/class-journal", Permission.CLASS_READ, methods=METHODS)
def print_class_journal(request: Request, session: Session, actor: Actor) -> File:
    """The whole journal of ?class=… in ?term=2, or in the year for ?term=year, as PDF."""
    class_id, term = row_id(request.query_params.get("class")), term_asked(request)
    found = class_book(session, actor, class_id, term)
    imprint, matter = imprint_of(session, actor), journal_matter(class_id, found)
    name = f"class-journal-{class_id}-{term or WHOLE_YEAR}.pdf"

    def draw(stamp: Stamp | None) -> bytes:
        return laid_out(request, draw_journal(found, imprint.stamped(stamp, is_open=matter.is_open)))

    return given(request, session, actor, name, matter, draw)


def term_asked(request: Request) -> int | None:
    """The number of a term, None for the year; NotFound for anything else."""
    asked = request.query_params.get("term", WHOLE_YEAR)
    if asked == WHOLE_YEAR:
        return None
    number = optional_number(asked)
    if number is None:
        raise NotFound
    return number


def laid_out(request: Request, drawn: bytes) -> bytes:
    """The journal as it was drawn, for ?layout=booklet on A3 sheets to be folded."""
    return folded(drawn) if request.query_params.get("layout") == PaperLayout.BOOKLET else drawn


def imprint_of(session: Session, actor: Actor) -> Imprint:
    """What the actor's printouts say of themselves, in the actor's language."""
    return Imprint.of(particulars(session, actor.school_id, actor.person_id), actor.locale)
