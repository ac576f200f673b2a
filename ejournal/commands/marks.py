"""`python -m ejournal import marks FILE …`: marks, term marks and absences of another journal."""

import argparse
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from ejournal.commands import (
    as_json,
    cell_of,
    failed,
    nouns_of,
    of_sheet,
    school_of,
    tell_in_lines,
    tell_object,
)


def register(known: Any) -> None:
    """Add the noun to the verb `import`."""
    into = nouns_of(known, "import", "take a file in").add_parser(
        "marks", help="xlsx, xls, ods or csv of another journal: marks, term marks, absences"
    )
    into.add_argument("files", type=Path, nargs="+", metavar="FILE")
    into.add_argument("--school", default="", help="the school's code; not needed where there is one school")
    into.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    into.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    into.set_defaults(run=_import)


def _import(given: argparse.Namespace) -> int:
    from ejournal import clock
    from ejournal.database import session_scope
    from ejournal.errors import DomainError
    from ejournal.integrations.marks.reading import read_marks
    from ejournal.serve.tables import prepared_session
    from ejournal.services.marks_import.importing import plan, take_in, try_in, year_starts

    reports: list[tuple[str, Any]] = []
    try:
        with prepared_session(writing=False) as session:
            school = school_of(session, given.school)
            today, now = clock.today(school.time_zone), clock.now()
            begins = year_starts(session, school.id, today)
        # All are read before any is taken in: one that is none stops them all.
        read = [(file.name, read_marks(file.read_bytes(), begins)) for file in given.files]
        for name, one in read:
            with prepared_session(writing=False) as session:
                planned = plan(session, school.id, today, one)
                if given.dry_run:
                    report = try_in(session, planned, today, now)
                else:
                    report = take_in(session_scope, planned, None, today, now, name)
            reports.append((name, report))
    except (DomainError, OSError) as error:
        return failed(error, as_object=given.json)
    if given.json:
        tell_object(_together([as_json(report, of_sheet(name)) for name, report in reports]))
    else:
        for name, report in reports:
            tell_in_lines(report, partial(_place, name))
    return 0


def _place(name: str, one: Any) -> str:
    return f"{name}: {cell_of(one)}"


def _together(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The reports of several files as one: counts added, faults one after the other."""
    found: dict[str, Any] = {}
    for kind in ("made", "changed", "unchanged"):
        counts: Counter[str] = Counter()
        for one in objects:
            counts.update(one[kind])
        found[kind] = dict(counts)
    return found | {"faults": [fault for one in objects for fault in one["faults"]]}
