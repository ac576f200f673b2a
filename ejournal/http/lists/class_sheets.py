"""Lists of a class and a pupil's week on paper; who takes contacts away is written down."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import PDF, File
from ejournal.http.lists.journal import imprint_of, term_asked
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.models import OpeningKind
from ejournal.printouts.journal import lists
from ejournal.printouts.journal.tables import Table
from ejournal.services.diary.week import day_to_show, open_week
from ejournal.services.papers.acknowledged import acknowledged_of
from ejournal.services.papers.classes import ClassBasis, class_basis
from ejournal.services.people.class_list import class_list, note_download
from ejournal.ui.runtime.inputs import optional_date, row_id


@route("/print/class-list", Permission.CLASS_READ)
def print_class_list(request: Request, session: Session, actor: Actor) -> File:
    """The pupils of ?class=… by name, with room to write, as PDF."""
    return _of_basis(request, session, actor, "class-list", lists.names_table)


@route("/print/health-sheet", Permission.CLASS_READ)
def print_health_sheet(request: Request, session: Session, actor: Actor) -> File:
    """The health sheet of ?class=… to be filled in by hand, as PDF."""
    return _of_basis(request, session, actor, "health-sheet", lists.health_table)


@route("/print/circles", Permission.CLASS_READ)
def print_circles(request: Request, session: Session, actor: Actor) -> File:
    """Which extracurricular groups the pupils of ?class=… are in, as PDF."""
    return _of_basis(request, session, actor, "circles", lists.circles_table)


@route("/print/acknowledgements", Permission.CLASS_READ)
def print_acknowledgements(request: Request, session: Session, actor: Actor) -> File:
    """Who of the guardians of ?class=… has acknowledged the diary in ?term=2, and lines to sign, as PDF."""

    def make(basis: ClassBasis, locale: str) -> Table:
        found = acknowledged_of(session, actor.school_id, basis, actor.today, actor.time_zone)
        return lists.acknowledgement_table(basis, found, locale)

    return _of_basis(request, session, actor, "acknowledgements", make)


@route("/print/class-contacts", Permission.CLASS_READ, writes=True)
def print_contacts(request: Request, session: Session, actor: Actor) -> File:
    """The pupils of ?class=… with guardians and contacts, those hidden from the actor left out, as PDF."""
    class_id = row_id(request.query_params.get("class"))
    title, people = class_list(session, actor, class_id, OpeningKind.CLASS_SHEET)
    note_download(session, actor, class_id)
    words = f"{gettext(actor.locale, 'Class list with contacts')}, {title}"
    table, imprint = lists.contacts_table(words, people, actor.locale), imprint_of(session, actor)
    return File(f"contacts-{class_id}.pdf", PDF, lambda: lists.draw_tables(words, [table], imprint))


@route("/print/diary-week", Permission.DIARY_READ)
def print_diary_week(request: Request, session: Session, actor: Actor) -> File:
    """The week of ?child=… that holds ?day=…, else this one, as PDF."""
    pupil_id = row_id(request.query_params.get("child"))
    day = optional_date(request.query_params.get("day")) or day_to_show(actor.today)
    found, imprint = open_week(session, actor, pupil_id, day), imprint_of(session, actor)
    return File(f"diary-{pupil_id}-{found.monday}.pdf", PDF, lambda: lists.draw_week(found, imprint))


def _of_basis(
    request: Request, session: Session, actor: Actor, name: str, make: Callable[[ClassBasis, str], Table]
) -> File:
    """A list of the class in ?term=2, or in the year."""
    class_id, term = row_id(request.query_params.get("class")), term_asked(request)
    basis, imprint = class_basis(session, actor, class_id, term), imprint_of(session, actor)
    table = make(basis, actor.locale)
    title = f"{table.title}, {basis.title}"
    table = replace(table, title=title)
    return File(f"{name}-{class_id}.pdf", PDF, lambda: lists.draw_tables(title, [table], imprint))
