"""Who has got a message of the school, as a spreadsheet; on paper the phones of those not reached."""

from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, SPREADSHEET, File
from ejournal.http.routes import route
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.integrations.list_sheet import write_list
from ejournal.models import MassMessage, School
from ejournal.printouts.newcomers import NewcomersPart, NewcomersSheet, draw_newcomers
from ejournal.services.base.contacts import phone_shown
from ejournal.services.messages.standing import NOT_REACHED, NOT_SEEN, PersonLine, all_people
from ejournal.ui.runtime.inputs import row_id, text
from ejournal.ui.words.messages.ways import missed_words, standing_words, way_words

HEADS = ("Who", "Because of whom", "Has it come", "Seen", "Answered", "The answer", "By channel")
WIDTHS = (36, 40, 24, 20, 20, 24, 60)
PHONE_HEADS = ("No.", "Who", "Because of whom", "Phone", "Why")


@route("/print/message.xlsx", Permission.MESSAGE_WRITE)
def message_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """Those of ?id=… who fit ?who=…, with what each has done, as a spreadsheet."""
    message, narrowed = _asked(request, session, actor)
    locale = actor.locale
    lines = [_line(one, message, actor) for one in all_people(session, actor, message.id or 0, narrowed)]
    title, heads = gettext(locale, "Message of the school"), [gettext(locale, head) for head in HEADS]
    return File("message.xlsx", SPREADSHEET, lambda: write_list(title, heads, lines, WIDTHS))


def _line(one: PersonLine, message: MassMessage, actor: Actor) -> tuple[str, ...]:
    locale = actor.locale
    answer = ""
    if one.answer is not None:
        answer = str(message.options[one.answer]) if message.options else gettext(locale, "Confirmed")
    ways = one.reached.ways if one.reached is not None else ()
    return (
        one.name,
        ", ".join(one.children),
        gettext(locale, "Yes") if one.seen_at is not None else standing_words(one, locale)[0],
        _at(one.seen_at, actor),
        _at(one.answered_at, actor),
        answer,
        "; ".join(way_words(way, locale, lambda at: _at(at, actor)) for way in ways),
    )


def _at(at: datetime | None, actor: Actor) -> str:
    return "" if at is None else moment(actor.locale, clock.local(at, actor.time_zone))


@route("/print/message-phones.pdf", Permission.MESSAGE_WRITE)
def message_phones(request: Request, session: Session, actor: Actor) -> File:
    """The phones of those of ?id=… whom nothing reaches, and of those who have not seen it yet; as PDF."""
    message, _ = _asked(request, session, actor)
    locale, number = actor.locale, message.id or 0
    unreached = all_people(session, actor, number, NOT_REACHED)
    known = {one.id for one in unreached}
    unseen = [one for one in all_people(session, actor, number, NOT_SEEN) if one.id not in known]
    sheet = NewcomersSheet(
        title=message.title,
        school=session.get_one(School, actor.school_id).name,
        heads=tuple(gettext(locale, head) for head in PHONE_HEADS),
        parts=(
            _part(gettext(locale, "Not reached"), unreached, locale),
            _part(gettext(locale, "Have not seen it yet"), unseen, locale),
        ),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
    )
    return File("message-phones.pdf", PDF, lambda: draw_newcomers(sheet))


def _part(title: str, people: list[PersonLine], locale: str) -> NewcomersPart:
    lines = tuple(
        (
            str(number), one.name, ", ".join(one.children), phone_shown(one.phone) if one.phone else "—",
            missed_words(one, locale) if one.is_missed else "",
        )
        for number, one in enumerate(people, 1)
    )  # fmt: skip
    return NewcomersPart(title, lines, gettext(locale, "Nobody"))


def _asked(request: Request, session: Session, actor: Actor) -> tuple[MassMessage, str]:
    message = guard.get(
        session, actor, MassMessage, row_id(request.query_params.get("id")), Permission.MESSAGE_WRITE
    )
    if message.sent_at is None:
        raise NotFound
    return message, text(request.query_params.get("who"), limit=limits.CHOSEN)
