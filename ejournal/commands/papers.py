"""`python -m ejournal print journal|summary|report-card|letters|…`: the papers of a class as PDF."""

import argparse
import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ejournal.commands import failed, nouns_of, school_of, tell_object

PAPERS = (
    *("journal", "summary", "report-card", "letters"),
    *("class-list", "contacts", "health-sheet", "circles", "acknowledgements"),
)


def register(known: Any) -> None:
    """Add the command to the parser."""
    nouns = nouns_of(known, "print", "the papers of a class, or of the whole school, as PDF")
    about = (
        "the class journal", "the summary sheet", "report cards", "letters to parents",
        "the list of the class", "the list with contacts", "the health sheet to fill in",
        "extracurricular groups", "who of the parents has read the diary, with lines to sign",
    )  # fmt: skip
    for name, words in zip(PAPERS, about, strict=True):
        one = nouns.add_parser(name, help=words)
        one.add_argument(
            "--school", default="", help="the school's code; not needed where there is one school"
        )
        one.add_argument(
            "--class", required=True, dest="title", metavar="CLASS", help="6Б, as people write it"
        )
        if name == "journal":
            one.add_argument("--subject", default="", help="the journal of this subject alone")
        one.add_argument("--term", type=int, help="the number of the term; the whole year without")
        if name == "journal":
            one.add_argument("--booklet", action="store_true", help="A3 sheets to be folded to a book")
        one.add_argument("--out", type=Path, metavar="FILE", help="where to; a name is made when not given")
        one.add_argument("--json", action="store_true", help="one JSON object in place of a line")
        one.add_argument("--look", action="store_true", help="issue nothing: no number, no signature")
        one.set_defaults(
            run=_print, paper=name, **({} if name == "journal" else {"subject": "", "booklet": False})
        )


def _print(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.disk import write_whole
    from ejournal.errors import DomainError, NotFound
    from ejournal.serve.tables import prepared_session
    from ejournal.services.issued.issue import begin
    from ejournal.settings import settings

    try:
        with prepared_session(writing=False) as session:
            school = school_of(session, given.school)
            draw, matter = _drawing(session, school.id, given, clock.today(school.time_zone))
            issue = None
            if matter and not (matter.is_open or given.look):
                issue = begin(session, school.id, None, matter.thing, matter.content, settings().public_url)
        out = given.out or Path(f"{given.paper}-{given.title.replace('/', '-')}-{given.term or 'year'}.pdf")
        if issue is None:
            data: bytes = draw(None)
            write_whole(out, data)
        else:
            data = _issued(issue, draw, out)
    except NotFound:
        return failed(DomainError("There is no such term in the year of this class"), as_object=given.json)
    except (DomainError, OSError) as error:
        return failed(error, as_object=given.json)
    fingerprint = hashlib.sha256(data).hexdigest()
    number, draft = issue.number if issue else "", bool(matter and matter.is_open)
    if given.json:
        told = {"file": str(out), "bytes": len(data), "sha256": fingerprint}
        tell_object(told | {"draft": draft, "number": number})
    else:
        more = ", a draft: the term is not over" if draft else f", issued as {number}" if number else ""
        print(f"{out}: {len(data)} bytes{more}")
    if issue and not issue.address:
        print(
            "EJOURNAL_PUBLIC_URL is not set: the paper has no square that leads to its page", file=sys.stderr
        )
    if given.paper in ("journal", "letters", "contacts") and not given.subject:
        print("The file holds people's data: keep it as you keep the journal", file=sys.stderr)
    return 0


def _issued(issue: Any, draw: Any, out: Path) -> bytes:
    """The paper issued into the file; where it cannot be written down no file is left either."""
    from ejournal.disk import write_whole
    from ejournal.serve.tables import prepared_session
    from ejournal.services.issued.issue import keep, made_and_kept

    def kept(last: Any, paper: Any) -> None:
        with prepared_session(writing=True) as session:
            keep(session, last, paper)
            write_whole(out, paper.data)

    return made_and_kept(issue, draw, kept).data


def _drawing(session: Any, school_id: int, given: argparse.Namespace, today: Any) -> tuple[Any, Any]:
    """How the paper is drawn, of what was read of it, with its number or without; and its matter."""
    from ejournal.models import IssuedKind
    from ejournal.printouts.journal.book import Imprint
    from ejournal.printouts.journal.course import draw_courses
    from ejournal.printouts.journal.sheets import draw_letters, draw_report_cards, draw_summary
    from ejournal.printouts.journal.whole import draw_journal
    from ejournal.printouts.school.booklet import folded
    from ejournal.services.papers.cards import cards_of
    from ejournal.services.papers.classes import book_for_operator, class_named, read_basis
    from ejournal.services.papers.imprint import particulars
    from ejournal.services.papers.matters import cards_matter, course_matter, journal_matter, summary_matter

    klass = class_named(session, school_id, given.title, today)
    imprint, class_id = Imprint.of(particulars(session, school_id, None), "ru"), klass.id or 0
    draw: Any
    found: Any
    if given.paper in PAPERS[4:]:
        draw = _drawing_of_list(session, school_id, klass, given, today)
        return lambda _stamp: draw(), None  # a list that is issued by nobody has no number
    if given.paper == "summary":
        found = read_basis(session, school_id, klass, given.term, today)
        draw, matter = draw_summary, summary_matter(class_id, found)
    elif given.paper != "journal":
        found = cards_of(read_basis(session, school_id, klass, None, today), given.term, today)
        is_card = given.paper == "report-card"
        draw = draw_report_cards if is_card else draw_letters
        matter = cards_matter(IssuedKind.CARDS if is_card else IssuedKind.LETTERS, class_id, found, None)
    elif given.subject:
        found = read_basis(session, school_id, klass, given.term, today).of_subject(given.subject)
        draw, matter = draw_courses, course_matter(found, class_id)
    else:
        found = book_for_operator(session, school_id, klass, given.term, today)
        draw, matter = draw_journal, journal_matter(class_id, found)

    def drawn(stamp: Any) -> bytes:
        data: bytes = draw(found, imprint.stamped(stamp, is_open=matter.is_open))
        return folded(data) if given.booklet else data

    return drawn, matter


def _drawing_of_list(
    session: Any, school_id: int, klass: Any, given: argparse.Namespace, today: Any
) -> Callable[[], bytes]:
    """How a list of the class is drawn."""
    from ejournal.i18n import gettext
    from ejournal.models import School
    from ejournal.printouts.journal import lists
    from ejournal.printouts.journal.book import Imprint
    from ejournal.services.papers.acknowledged import acknowledged_of
    from ejournal.services.papers.classes import book_for_operator, read_basis
    from ejournal.services.papers.imprint import particulars

    imprint = Imprint.of(particulars(session, school_id, None), "ru")
    if given.paper == "contacts":
        book = book_for_operator(session, school_id, klass, given.term, today)
        title = f"{gettext('ru', 'Class list with contacts')}, {book.basis.title}"
        table = lists.contacts_table(title, book.people, "ru")
    else:
        basis = read_basis(session, school_id, klass, given.term, today)
        if given.paper == "acknowledgements":
            zone = session.get_one(School, school_id).time_zone
            found = acknowledged_of(session, school_id, basis, today, zone)
            table = lists.acknowledgement_table(basis, found, "ru")
        else:
            make = {
                "class-list": lists.names_table,
                "health-sheet": lists.health_table,
                "circles": lists.circles_table,
            }[given.paper]
            table = make(basis, "ru")
        title = f"{table.title}, {basis.title}"
        table = replace(table, title=title)
    return lambda: lists.draw_tables(title, [table], imprint)
