"""The register of documents to take away: as a spreadsheet, and as a sheet of acknowledgement to be filed."""

from sqlmodel import Session
from starlette.requests import Request

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.http.files import SPREADSHEET, File
from ejournal.http.papers.issuing import METHODS, given
from ejournal.http.routes import route
from ejournal.i18n import DEFAULT, gettext
from ejournal.i18n.dates import full_date
from ejournal.integrations.list_sheet import write_list
from ejournal.models import DocumentVersion, IssuedKind, School, SchoolDocument
from ejournal.printouts.reports import ReportSheet, ReportTable, draw_report, stamped
from ejournal.services.calendar.year import current_year
from ejournal.services.documents.publishing import version_of
from ejournal.services.documents.register import (
    Line,
    LineState,
    Wanted,
    all_lines,
    class_choices,
    whole_register,
)
from ejournal.services.documents.signing import sees_all
from ejournal.services.issued.issue import Stamp
from ejournal.services.issued.things import Thing
from ejournal.services.papers.matters import register_matter
from ejournal.services.school.logo import logo_of
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.words.documents import STATES, how_words, kind_words

READ = Permission.DOCUMENT_REGISTER_READ
HEADS = (
    ("Class", 10), ("For whom", 28), ("Who", 36), ("Document", 40), ("State", 20), ("Version", 8),
    ("How and when", 40), ("SHA-256 of the text", 66),
)  # fmt: skip
PAPER_HEADS = (("No.", 5), ("Class", 8), ("For whom", 22), ("Who", 28), ("Version", 8), ("How and when", 29))


@route("/print/documents.xlsx", READ, writes=True)
def documents_spreadsheet(request: Request, session: Session, actor: Actor) -> File:
    """The lines as ?id=…&q=…&class=…&state=…."""
    query, locale = request.query_params, actor.locale
    wanted = Wanted(
        document_id=optional_row_id(query.get("id")),
        words=text(query.get("q", "")[: limits.SEARCH], limit=limits.SEARCH),
        class_id=optional_row_id(query.get("class")),
        state=next((one for one in LineState if one.value == query.get("state")), None),
    )
    found = whole_register(session, actor, wanted)
    title, heads = gettext(locale, "Register of documents"), [gettext(locale, head) for head, _ in HEADS]
    lines = [_cells(one, actor) for one in found]
    return File(
        "documents.xlsx", SPREADSHEET, lambda: write_list(title, heads, lines, [width for _, width in HEADS])
    )


def _cells(one: Line, actor: Actor) -> tuple[str | int, ...]:
    locale = actor.locale
    return (
        one.class_title,
        _about(one, actor),
        one.name,
        one.document,
        gettext(locale, STATES[one.state]),
        one.version or "",
        how_words(one, actor, locale),
        one.text_hash,
    )


def _about(one: Line, actor: Actor) -> str:
    return one.about or gettext(actor.locale, "themselves")


@route("/print/document-sheet.pdf", READ, methods=METHODS)
def document_sheet(request: Request, session: Session, actor: Actor) -> File:
    """The sheet of acknowledgement of ?id=…, of all who are asked or of ?class=…: with a number by POST."""
    document = guard.get(session, actor, SchoolDocument, row_id(request.query_params.get("id")), READ)
    class_id = optional_row_id(request.query_params.get("class")) or _only_class(actor)
    found = all_lines(session, actor, Wanted(document.id, class_id=class_id))
    title = next((name for number, name in class_choices(session, actor) if number == class_id), "")
    year = current_year(session, actor.school_id, actor.today)
    if year is None:
        raise DomainError("There is no academic year yet")
    thing = Thing.of(
        IssuedKind.DOCUMENT_SHEET, year, None, document_id=document.id, class_id=class_id, class_title=title,
        subject=kind_words(document.kind, document.number, DEFAULT),
    )  # fmt: skip
    sheet = _sheet(session, actor, document, version_of(session, document), found)

    def draw(stamp: Stamp | None) -> bytes:
        return draw_report(stamped(sheet, stamp, actor.locale))

    return given(request, session, actor, "acknowledgement.pdf", register_matter(thing, found), draw)


def _only_class(actor: Actor) -> int | None:
    """Whose sheet it is when no class is named: of all, for who sees all."""
    if sees_all(actor):
        return None
    if len(actor.class_ids) != 1:
        raise DomainError("Choose a class first")
    return next(iter(actor.class_ids))


def _sheet(
    session: Session,
    actor: Actor,
    document: SchoolDocument,
    version: DocumentVersion,
    found: tuple[Line, ...],
) -> ReportSheet:
    locale, school = actor.locale, session.get_one(School, actor.school_id)
    heads = tuple(gettext(locale, head) for head, _ in PAPER_HEADS)
    lines = tuple(
        (
            str(number), one.class_title, _about(one, actor), one.name, str(one.version or ""),
            how_words(one, actor, locale),
        )
        for number, one in enumerate(found, 1)
    )  # fmt: skip
    return ReportSheet(
        title=gettext(locale, "Sheet of acknowledgement: {title}", title=version.title),
        school=school.name,
        logo=logo_of(session, actor.school_id),
        draft="",
        facts=_facts(actor, document, version, found),
        tables=(ReportTable("", heads, tuple(share for _, share in PAPER_HEADS), lines),),
        signatures=((gettext(locale, "Head of school"), ""),),
        made=gettext(locale, "Made on {date}", date=full_date(locale, actor.today)),
        page_words=gettext(locale, "page {page} of {pages}", page="{page}", pages="{pages}"),
        across=True,
    )


def _facts(
    actor: Actor, document: SchoolDocument, version: DocumentVersion, found: tuple[Line, ...]
) -> tuple[str, ...]:
    locale = actor.locale
    published = version.published_at
    day = full_date(locale, clock.local(published, actor.time_zone).date()) if published else ""
    done = sum(one.state is LineState.DONE for one in found)
    facts = [
        kind_words(document.kind, document.number, locale),
        gettext(locale, "version {n} of {day}", n=version.version, day=day),
        gettext(locale, "SHA-256 of the text: {hash}", hash=version.text_hash),
        gettext(locale, "{done} of {all} signatures", done=done, all=len(found)),
    ]
    if document.withdrawn_at is not None:
        on = full_date(locale, clock.local(document.withdrawn_at, actor.time_zone).date())
        facts.append(gettext(locale, "Withdrawn on {day}: {reason}", day=on, reason=document.reason))
    return tuple(facts)
