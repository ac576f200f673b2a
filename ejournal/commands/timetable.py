"""`python -m ejournal import timetable FILE`, `python -m ejournal export timetable FILE`."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ejournal.commands import nouns_of, school_of


def register(known: Any) -> None:
    """Add the nouns to the verbs `import` and `export`."""
    into = nouns_of(known, "import", "take a file in").add_parser(
        "timetable", help="aSc XML or a spreadsheet"
    )
    into.add_argument("file", type=Path)
    into.add_argument("--school", default="", help="the school's code; not needed where there is one school")
    into.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    into.add_argument("--draft", action="store_true", help="do not publish, make no lessons")
    into.add_argument("--from", dest="starts", type=date.fromisoformat, help="first day, as 2026-11-23")
    into.add_argument(
        "--who",
        action="append",
        default=[],
        metavar="NAME=PERSON",
        help="who a teacher of the file is, by the full name in the journal, or “new”; may be given again",
    )
    into.set_defaults(run=_import)
    out = nouns_of(known, "export", "write a file").add_parser("timetable", help="today's timetable")
    out.add_argument("file", type=Path)
    out.add_argument("--format", choices=("asc", "xlsx"), required=True)
    out.add_argument("--school", default="")
    out.set_defaults(run=_export)


def _import(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.errors import DomainError
    from ejournal.serve.tables import prepared_session
    from ejournal.services.exchange.importing import ImportOptions, take_in, try_in

    try:
        file = _read(given.file)
        with prepared_session() as session:
            school = _school(session, given.school, make=not given.dry_run)
            choices = {("teacher", name): who for name, who in _who(session, school.id, given.who)}
            options = ImportOptions(starts=given.starts, publish=not given.draft, choices=choices)
            take = try_in if given.dry_run else take_in
            report = take(session, school.id, None, clock.today(school.time_zone), file, options)
    except (DomainError, OSError) as error:
        return _fail(error)
    _tell(report)
    return 0


def _export(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.disk import write_whole
    from ejournal.errors import DomainError
    from ejournal.integrations.asc_xml_write import write_asc
    from ejournal.integrations.timetable_sheet_write import write_sheet
    from ejournal.serve.tables import prepared_session
    from ejournal.services.exchange.exporting import give_out, version_today

    try:
        with prepared_session(writing=False) as session:
            school = _school(session, given.school, make=False)
            file = give_out(session, version_today(session, school.id, clock.today(school.time_zone)))
        data = write_asc(file) if given.format == "asc" else write_sheet(file)
        write_whole(given.file, data)
    except (DomainError, OSError) as error:
        return _fail(error)
    print(f"{given.file}: {len(file.classes)} classes, {len(file.entries)} lessons a week")
    return 0


def _read(path: Path) -> Any:
    from ejournal.integrations.timetable_files import read_timetable

    return read_timetable(path.read_bytes())


def _who(session: Session, school_id: int, told: list[str]) -> Iterator[tuple[str, int]]:
    """The names of the file with the person each stands for, 0 for somebody new."""
    from ejournal.errors import DomainError
    from ejournal.services.base.names import same
    from ejournal.services.exchange.people import load_people

    people = load_people(session, school_id)
    for pair in told:
        name, _, who = pair.partition("=")
        found = [one.id for one in people if same(one.name) == same(who) or str(one.id) == who]
        if who != "new" and len(found) != 1:
            names = ", ".join(f"{one.name} ({one.id})" for one in people) or "–"
            message = "--who {pair}: no one person is called so. Teachers: {names}"
            raise DomainError(message, pair=pair, names=names)
        yield name, 0 if who == "new" else found[0]


def _school(session: Session, code: str, make: bool) -> Any:
    from sqlmodel import select

    from ejournal.models import School
    from ejournal.services.school.card import SchoolFields, make_school

    if not make or session.exec(select(School)).first() is not None:
        return school_of(session, code)
    return make_school(session, SchoolFields(name=code or "Школа", short_name=code or "Школа"), code)


def _tell(report: Any) -> None:
    from ejournal.services.exchange.file import told

    for line in told(report.notes, "en"):
        print(line)
    for kind in ("class", "subject", "teacher", "room"):
        new = [match.name for match in report.names if match.kind == kind and match.target_id is None]
        if new:
            print(f"new {kind}: {', '.join(new)}")
    for one in report.differences:
        slot = one.slot
        where = f"{slot.classes} {slot.group}".strip()
        print(f"{where}, day {slot.weekday}, lesson {slot.number}: {_said(one.before)} → {_said(one.after)}")
    for one in report.teachers:
        print(f"another teacher from {report.starts}: {one.course}: {one.before} → {one.after}")
    for one in report.conflicts:
        place = f"day {one.weekday}, lesson {one.number}" if one.number else f"day {one.weekday}"
        print(f"{one.severity.value}: {place}: {one.text('en')}")
    for name, hours in report.unplaced:
        print(f"unplaced: {name}: {hours:g} a week")
    made = f", {report.lessons.added} lessons made" if report.lessons else ""
    print(f"from {report.starts}: {report.entries} entries, {report.courses_made} courses made{made}")


def _said(contents: Any) -> str:
    return " | ".join(" · ".join(part for part in one if part) for one in contents) or "–"


def _fail(error: Exception) -> int:
    from ejournal.errors import DomainError
    from ejournal.i18n import gettext

    text = gettext("en", error.message, **error.params) if isinstance(error, DomainError) else str(error)
    print(text, file=sys.stderr)
    return 1
