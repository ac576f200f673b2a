"""`python -m ejournal import people FILE`: pupils, guardians and staff from a spreadsheet."""

import argparse
from pathlib import Path
from typing import Any

from ejournal.commands import cell_of, failed, nouns_of, of_sheet, school_of, tell, year_for


def register(known: Any) -> None:
    """Add the noun to the verb `import`."""
    into = nouns_of(known, "import", "take a file in").add_parser(
        "people", help="xlsx, xls, ods or csv: pupils, guardians, staff"
    )
    into.add_argument("file", type=Path)
    into.add_argument("--school", default="", help="the school's code; not needed where there is one school")
    into.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    into.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    into.set_defaults(run=_import)


def _import(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.errors import DomainError
    from ejournal.integrations.people.reading import read_people
    from ejournal.serve.tables import prepared_session
    from ejournal.services.people_import.importing import take_in, try_in

    try:
        file = read_people(given.file.read_bytes())
        with prepared_session() as session:
            school = school_of(session, given.school)
            today = clock.today(school.time_zone)
            year_for(session, school.id, today)
            if given.dry_run:
                report = try_in(session, school.id, today, file)
                session.rollback()
            else:
                report = take_in(session, school.id, None, today, file, clock.now(), given.file.name)
    except (DomainError, OSError) as error:
        return failed(error, as_object=given.json, file=given.file.name)
    tell(report, of_sheet(given.file.name), cell_of, as_object=given.json)
    return 0
