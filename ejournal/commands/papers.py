"""`python -m ejournal print journal|summary|report-card|letters`: the papers of a class as PDF."""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Any

from ejournal.commands import failed, nouns_of, school_of, tell_object

PAPERS = ("journal", "summary", "report-card", "letters")


def register(known: Any) -> None:
    """Add the command to the parser."""
    nouns = nouns_of(known, "print", "the papers of a class, or of the whole school, as PDF")
    about = ("the class journal", "the summary sheet", "report cards", "letters to parents")
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
        one.set_defaults(
            run=_print, paper=name, **({} if name == "journal" else {"subject": "", "booklet": False})
        )


def _print(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.disk import write_whole
    from ejournal.errors import DomainError, NotFound
    from ejournal.printouts.school.booklet import folded
    from ejournal.serve.tables import prepared_session

    try:
        with prepared_session(writing=False) as session:
            school = school_of(session, given.school)
            draw, draft = _drawing(session, school.id, given, clock.today(school.time_zone))
        data: bytes = folded(draw()) if given.booklet else draw()
        out = given.out or Path(f"{given.paper}-{given.title.replace('/', '-')}-{given.term or 'year'}.pdf")
        write_whole(out, data)
    except NotFound:
        return failed(DomainError("There is no such term in the year of this class"), as_object=given.json)
    except (DomainError, OSError) as error:
        return failed(error, as_object=given.json)
    fingerprint = hashlib.sha256(data).hexdigest()
    if given.json:
        tell_object({"file": str(out), "bytes": len(data), "sha256": fingerprint, "draft": draft})
    else:
        print(f"{out}: {len(data)} bytes" + (", a draft: the term is not over" if draft else ""))
    if given.paper in ("journal", "letters") and not given.subject:
        print("The file holds people's data: keep it as you keep the journal", file=sys.stderr)
    return 0


def _drawing(session: Any, school_id: int, given: argparse.Namespace, today: Any) -> tuple[Any, bool]:
    """How the paper is drawn, of what was read of it, and whether it is a draft."""
    from ejournal.printouts.journal.book import Imprint
    from ejournal.printouts.journal.course import draw_courses
    from ejournal.printouts.journal.sheets import draw_letters, draw_report_cards, draw_summary
    from ejournal.printouts.journal.whole import draw_journal
    from ejournal.services.papers.cards import cards_of
    from ejournal.services.papers.classes import book_for_operator, class_named, read_basis
    from ejournal.services.papers.imprint import particulars

    klass = class_named(session, school_id, given.title, today)
    imprint = Imprint.of(particulars(session, school_id, None), "ru")
    if given.paper == "summary":
        basis = read_basis(session, school_id, klass, given.term, today)
        return lambda: draw_summary(basis, imprint), basis.is_open
    if given.paper != "journal":
        cards = cards_of(read_basis(session, school_id, klass, None, today), given.term, today)
        draw = draw_report_cards if given.paper == "report-card" else draw_letters
        return lambda: draw(cards, imprint), cards.is_open
    if given.subject:
        basis = read_basis(session, school_id, klass, given.term, today)
        courses = basis.of_subject(given.subject)
        return lambda: draw_courses(courses, imprint), basis.is_open
    book = book_for_operator(session, school_id, klass, given.term, today)
    return lambda: draw_journal(book, imprint), book.basis.is_open
