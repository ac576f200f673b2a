"""python -m ejournal check: is the installation's data whole? With a file: is the paper as it was issued?"""

import argparse
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

HELD, BROKEN, NOT_CHECKED = 0, 1, 2
MOST_LINES = 20
"""So many faults of a school are told one by one."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "check", help="verify the audit trail, marks and absences by it, and the archive; or a signed paper"
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE.pdf",
        help="a paper that was issued: it is verified by itself, without database and network",
    )  # fmt: skip
    parser.add_argument(
        "--certificate", default="", metavar="SHA256",
        help="the fingerprint of the certificate that the paper has to be signed by",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON object on the paper")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Verify every school, or a paper; 0 when all hold, 1 when one does not, 2 when nothing was checked."""
    if given.file is not None:
        from ejournal.commands.check.paper import check_paper

        return check_paper(given.file, given.certificate, as_object=given.json)
    if given.json or given.certificate:
        print("Not checked: --json and --certificate are for a paper: check FILE.pdf", file=sys.stderr)
        return NOT_CHECKED
    from ejournal.serve.checks import CannotStart, database_answers, settings_or_stop

    try:
        settings = settings_or_stop()
        _sqlite_is_there(make_url(settings.database_address))
        database_answers(settings)
        return _check()
    except CannotStart as error:
        print(f"Not checked: {error}", file=sys.stderr)
    except SQLAlchemyError as error:
        reason = next(iter(str(getattr(error, "orig", None) or error).splitlines()), type(error).__name__)
        print(f"Not checked: {reason}", file=sys.stderr)
    return NOT_CHECKED


def _sqlite_is_there(url: URL) -> None:
    from ejournal.serve.checks import CannotStart

    # Opened, a file that is not there would be made, and found to be in order.
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise CannotStart(f"there is no database file {url.database}")


def _check() -> int:
    from ejournal.database import engine, snapshot
    from ejournal.models import School
    from ejournal.serve.school import unlike_this_program
    from ejournal.services.audit.anchors import anchor_files
    from ejournal.services.audit.held import after_restore

    if reason := unlike_this_program(engine()):
        print(f"Not checked: {reason}", file=sys.stderr)
        return NOT_CHECKED
    sizes = anchor_files().sizes()
    with snapshot() as session:
        rows = session.scalars(select(School).order_by(col(School.id)))
        schools = {school.id: school.code for school in rows if school.id}
        found = [_report(session, school_id, code, sizes) for school_id, code in schools.items()]
        for school_id in sizes.keys() - schools.keys():
            path = anchor_files().path(school_id)
            print(f"school {school_id}: is not in the database, but was anchored: {after_restore(path)}")
            found.append(False)
    broken = found.count(False)
    print(f"Schools checked: {len(schools)}, not whole: {broken}")
    if broken:
        return BROKEN
    if True in found:
        return HELD
    print("Not checked: there was nothing to check", file=sys.stderr)
    return NOT_CHECKED


def _report(session: Session, school_id: int, code: str, sizes: dict[int, int]) -> bool | None:
    """Print what was checked in the school and what is wrong; whether it holds, None for nothing there."""
    from ejournal.services.audit.anchors import anchor_files
    from ejournal.services.audit.check import faults
    from ejournal.services.audit.compare import counted
    from ejournal.services.papers.whole.archives import faults_of_archive

    found = counted(session, school_id)
    of_books = faults(session, school_id, anchor_files(), sizes.get(school_id, 0))
    lines = list(_told_lines(chain(of_books, faults_of_archive(session, school_id))))
    verdict = "the audit trail holds, the tables say what it says" if found["entries"] else "nothing to check"
    told = ", ".join(f"{name} {number}" for name, number in found.items())
    print(f"{code}: {told}: {'NOT WHOLE' if lines else verdict}")
    for line in lines:
        print(f"  {line}")
    return not lines if lines or found["entries"] else None


def _told_lines(lines: Iterator[str]) -> Iterator[str]:
    yield from islice(lines, MOST_LINES)
    if rest := sum(1 for _ in lines):
        yield f"… and {rest} more"
