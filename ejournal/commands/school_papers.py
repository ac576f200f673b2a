"""`python -m ejournal print school`: the papers of all classes into a folder."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ejournal.commands import failed, nouns_of, school_of, tell_object

WHICH = {"journal": "journal", "summary": "summary", "report-card": "report-cards"}
"""What the other commands call a paper, and what the program does."""


def register(known: Any) -> None:
    """Add the command to the parser."""
    nouns = nouns_of(known, "print", "the papers of a class, or of the whole school, as PDF")
    one = nouns.add_parser("school", help="the papers of all classes into a folder")
    one.add_argument("--school", default="", help="the school's code; not needed where there is one school")
    when = one.add_mutually_exclusive_group(required=True)
    when.add_argument("--term", type=int, help="the number of the term, of those that most classes have")
    when.add_argument("--year", action="store_true", help="the whole year")
    one.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to")
    one.add_argument(
        "--paper", action="append", choices=WHICH, help="what to print, may be repeated; journals without it"
    )
    one.add_argument("--booklet", action="store_true", help="journals on A3 sheets to be folded to books")
    one.add_argument("--look", action="store_true", help="issue nothing: no numbers, no signatures")
    one.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    one.set_defaults(run=_print)


def _print(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.errors import DomainError
    from ejournal.models import PaperLayout
    from ejournal.printouts.school.folder import fill_folder
    from ejournal.serve.tables import prepared_session
    from ejournal.services.papers.choice import PaperKind
    from ejournal.services.papers.whole.plans import plan_of

    kinds = [PaperKind(WHICH[name]) for name in given.paper or ("journal",)]
    layout = PaperLayout.BOOKLET if given.booklet else PaperLayout.A4
    try:
        with prepared_session(writing=False) as session:
            school = school_of(session, given.school)
            school_id = school.id
            plan = plan_of(session, school_id, clock.today(school.time_zone))
            pieces, left_out = plan.pieces(given.term, kinds)
        made = fill_folder(
            school_id, pieces, given.out, layout, _told(given, len(pieces)), issues=not given.look
        )
    except (DomainError, OSError) as error:
        return failed(error, as_object=given.json)
    _tell(given, made, left_out)
    return 1 if made.faults else 0


def _told(given: argparse.Namespace, total: int) -> Any:
    """A line on what is in hand, for whoever looks on."""

    def tell(number: int, piece: Any) -> None:
        if not given.json:
            print(f"{number} of {total}: {piece.title}", file=sys.stderr)

    return tell


def _tell(given: argparse.Namespace, made: Any, left_out: list[str]) -> None:
    from ejournal.i18n import gettext

    faults = [
        {"class": piece.title, "paper": piece.kind.value,
         "message": gettext("en", problem["message"], **problem["params"])}
        for piece, problem in made.faults
    ]  # fmt: skip
    if given.json:
        tell_object({"files": made.files, "left_out": left_out, "faults": faults})
    else:
        for one in made.files:
            print(f"{one['file']}: {one['pages']} pages, {one['size']} bytes")
        if left_out:
            print(f"No term of theirs ends then: {', '.join(left_out)}")
        for fault in faults:
            print(f"{fault['class']}, {fault['paper']}: {fault['message']}", file=sys.stderr)
    print("The files hold people's data: keep them as you keep the journals", file=sys.stderr)
