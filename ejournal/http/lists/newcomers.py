"""Who has not come yet, as paper and spreadsheet; who takes it is written into the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.integrations.list_sheet import write_list
from ejournal.models import School
from ejournal.printouts.newcomers import NewcomersPart, NewcomersSheet, draw_newcomers
from ejournal.services.registration.codes import Whom
from ejournal.services.registration.reminding import reminder_rule
from ejournal.services.registration.staff_standing import (
    StaffStanding,
    note_staff_download,
    standing_of_staff,
)
from ejournal.services.registration.standing import (
    ClassStanding,
    Standing,
    note_download,
    standing_of_classes,
)
from ejournal.ui.words.newcomers import mailing_words, standing_words

HEADS = ("No.", "Who", "Whose", "How far", "Letters")
WIDTHS = (10, 5, 36, 24, 34, 34)


@dataclass(frozen=True, slots=True)
class Part:
    """A class, or the staff: a line for each who has not come."""

    title: str
    lines: tuple[tuple[str, ...], ...]


@route("/print/newcomers.pdf", Permission.REGISTRATION_READ, writes=True)
def newcomers_paper(request: Request, session: Session, actor: Actor) -> File:
    """Those of ?class=…, of ?whom=staff or of all classes in the actor's care, who have not come; as PDF."""
    found = _found(request, session, actor)
    locale = actor.locale
    sheet = NewcomersSheet(
        title=f"{gettext(locale, 'Who has not come yet')}, {full_date(locale, actor.today)}",
        school=session.get_one(School, actor.school_id).name,
        heads=tuple(gettext(locale, head) for head in HEADS),
        parts=tuple(
            NewcomersPart(one.title, one.lines, gettext(locale, "Everybody has come")) for one in found
        ),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
    )
    return File("newcomers.pdf", PDF, lambda: draw_newcomers(sheet))


@route("/print/newcomers.xlsx", Permission.REGISTRATION_READ, writes=True)
def newcomers_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The same as a spreadsheet, the class in the first column."""
    found = _found(request, session, actor)
    title = gettext(actor.locale, "Who has not come yet")
    heads = [gettext(actor.locale, head) for head in ("Class", *HEADS)]
    lines = [(one.title, *line) for one in found for line in one.lines]
    return File("newcomers.xlsx", SPREADSHEET, lambda: write_list(title, heads, lines, WIDTHS))


def _found(request: Request, session: Session, actor: Actor) -> tuple[Part, ...]:
    rule = reminder_rule(session, actor.school_id)
    whom, asked = request.query_params.get("whom"), request.query_params.get("class")
    if whom is not None:
        if whom != Whom.STAFF.value:
            raise NotFound
        of_staff = standing_of_staff(session, actor, rule)
        note_staff_download(session, actor)
        return (Part(gettext(actor.locale, "Staff"), tuple(_staff_lines(of_staff, actor))),)
    if asked is not None and not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise NotFound
    class_id = None if asked is None else int(asked)
    found = standing_of_classes(session, actor, rule, class_id)
    note_download(session, actor, class_id)
    return tuple(Part(one.title, tuple(_lines(one, actor))) for one in found)


def _staff_lines(found: StaffStanding, actor: Actor) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(found.people, 1):
        if not one.has_come:
            yield str(number), one.name, gettext(actor.locale, "staff"), *_words(one, actor)


def _lines(one: ClassStanding, actor: Actor) -> Iterator[tuple[str, ...]]:
    """A line a person who has not come: the child, then the guardians."""
    for number, family in enumerate(one.families, 1):
        if not family.pupil.has_come:
            yield str(number), family.pupil.name, gettext(actor.locale, "pupil"), *_words(family.pupil, actor)
        for guardian in family.guardians:
            if not guardian.has_come:
                yield str(number), guardian.name, family.pupil.name, *_words(guardian, actor)


def _words(one: Standing, actor: Actor) -> tuple[str, str]:
    return standing_words(one, actor.time_zone, actor.locale), mailing_words(one.mailing, actor.locale)
