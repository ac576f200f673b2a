"""`python -m ejournal import oneroster ZIP`, `export oneroster ZIP`: OneRoster 1.1 and 1.2."""

import argparse
from pathlib import Path
from typing import Any

from ejournal.commands import failed, nouns_of, school_of, tell, year_for


def register(known: Any) -> None:
    """Add the noun to the verbs `import` and `export`."""
    into = nouns_of(known, "import", "take a file in").add_parser(
        "oneroster", help="OneRoster 1.1 or 1.2: people, classes, roles, guardians"
    )
    into.add_argument("file", type=Path, metavar="ZIP")
    into.add_argument("--school", default="", help="the school's code; not needed where there is one school")
    into.add_argument(
        "--org", default="", help="the school's sourcedId, where the archive has several schools"
    )
    into.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    into.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    into.set_defaults(run=_import)
    out = nouns_of(known, "export", "write a file").add_parser(
        "oneroster", help="OneRoster 1.1 or 1.2: people, classes, roles, guardians, terms"
    )
    out.add_argument("file", type=Path, metavar="ZIP")
    out.add_argument("--school", default="")
    out.add_argument("--version", choices=("1.1", "1.2"), default="1.2")
    out.set_defaults(run=_export)


def _import(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.errors import DomainError
    from ejournal.integrations.oneroster.reading import read_roster
    from ejournal.serve.tables import prepared_session
    from ejournal.services.people_import.rosters import called, take_roster, try_roster

    try:
        data = given.file.read_bytes()
        with prepared_session() as session:
            school = school_of(session, given.school)
            roster = read_roster(data, called(session, school.id), given.org)
            today = clock.today(school.time_zone)
            year_for(session, school.id, today)
            if given.dry_run:
                report = try_roster(session, school.id, today, roster)
                session.rollback()
            else:
                report = take_roster(session, school.id, None, today, roster, clock.now(), given.file.name)
    except (DomainError, OSError) as error:
        return failed(error, as_object=given.json, file=given.file.name)
    tell(report, lambda one: str(one.sheet), _place, as_object=given.json, left="left out")
    return 0


def _place(one: Any) -> str:
    """«users.csv:12 email»."""
    place = f"{one.sheet}:{one.row}" if one.row else str(one.sheet)
    return f"{place} {one.column}" if one.column else place


def _export(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.disk import write_whole
    from ejournal.errors import DomainError
    from ejournal.integrations.oneroster.writing import write_roster
    from ejournal.serve.tables import prepared_session
    from ejournal.services.people_import.rosters import give_roster

    try:
        with prepared_session(writing=False) as session:
            school = school_of(session, given.school)
            roster = give_roster(session, school.id, clock.today(school.time_zone))
            data = write_roster(roster, given.version)
        write_whole(given.file, data)
    except (DomainError, OSError) as error:
        return failed(error)
    print(f"{given.file}: {len(roster.people)} people, {len(roster.classes)} classes")
    return 0
