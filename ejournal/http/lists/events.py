"""Who comes to a date of an event: on paper to be ticked at the door, and as a spreadsheet."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date
from ejournal.integrations.list_sheet import write_list
from ejournal.models import School
from ejournal.printouts.newcomers import NewcomersPart, NewcomersSheet, draw_newcomers
from ejournal.services.events.lists import Attendance, Line, attendance
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.words.events import SAID, WAS, times_words

HEADS = ("Who", "Class", "What was answered", "Guests", "Was there")
WIDTHS = (36, 12, 24, 10, 12)
PAPER_HEADS = ("No.", "Who", "Class", "Guests", "Was there")


@route("/print/event.xlsx", Permission.EVENT_WRITE, writes=False)
def event_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """Those who have answered for the date ?id=…, with their guests and who was there."""
    found = attendance(session, actor, row_id(request.query_params.get("id")))
    lines = [_line(one, actor.locale) for one in found.lines]
    title, heads = gettext(actor.locale, "Event"), [gettext(actor.locale, head) for head in HEADS]
    return File("event.xlsx", SPREADSHEET, lambda: write_list(title, heads, lines, WIDTHS))


def _line(one: Line, locale: str) -> tuple[str, ...]:
    said = gettext(locale, "waits") if one.waits else gettext(locale, SAID[one.said])
    was = "" if one.was_there is None else gettext(locale, WAS[one.was_there])
    return one.name, one.of_class, said, str(one.guests or ""), was


@route("/print/event.pdf", Permission.EVENT_WRITE, writes=False)
def event_paper(request: Request, session: Session, actor: Actor) -> File:
    """Those who come to the date ?id=…, and those who wait, with a place for a tick; as PDF."""
    found, locale = attendance(session, actor, row_id(request.query_params.get("id"))), actor.locale
    waiting = [one for one in found.lines if one.waits]
    sheet = NewcomersSheet(
        title=", ".join(part for part in (found.event.title, _when(found, locale)) if part),
        school=session.get_one(School, actor.school_id).name,
        heads=tuple(gettext(locale, head) for head in PAPER_HEADS),
        parts=(
            _part(gettext(locale, "Who will come"), list(found.coming), locale),
            *([_part(gettext(locale, "Wait for a place"), waiting, locale)] if waiting else []),
        ),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
    )
    return File("event.pdf", PDF, lambda: draw_newcomers(sheet))


def _when(found: Attendance, locale: str) -> str:
    at = found.at
    times = times_words(at.starts, at.ends, locale)
    return " ".join(part for part in (full_date(locale, at.day), times) if part)


def _part(title: str, people: list[Line], locale: str) -> NewcomersPart:
    lines = tuple(
        (
            str(number), one.name, one.of_class, str(one.guests or ""),
            "" if one.was_there is None else gettext(locale, WAS[one.was_there]),
        )
        for number, one in enumerate(people, 1)
    )  # fmt: skip
    return NewcomersPart(title, lines, gettext(locale, "Nobody"))
