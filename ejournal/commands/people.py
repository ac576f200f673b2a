"""`python -m ejournal import people FILE`: pupils, guardians and staff from a spreadsheet."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ejournal.commands import nouns_of, school_of


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
            if given.dry_run:
                report = try_in(session, school.id, today, file)
            else:
                report = take_in(session, school.id, None, today, file, clock.now(), given.file.name)
    except (DomainError, OSError) as error:
        return _fail(error)
    if given.json:
        print(json.dumps(as_json(report, given.file.name), ensure_ascii=False))
    else:
        _tell(report)
    return 0


def as_json(report: Any, file_name: str) -> dict[str, Any]:
    """The report as one object: made, changed, unchanged by kind, and the faults by place."""
    return {
        "made": report.made,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "faults": [
            {
                "file": f"{file_name}#{one.sheet}" if one.sheet else file_name,
                "row": one.row,
                "column": one.column,
                "message": one.text("en"),
                "suggestion": one.suggestion,
            }
            for one in report.faults
        ],
    }


def _tell(report: Any) -> None:
    for one in report.faults:
        place = f"{one.sheet or 'file'}, {one.column}{one.row}"
        more = f" ({one.suggestion}?)" if one.suggestion else ""
        left = "" if not one.stops else ": the line is left out"
        print(f"{place}: {one.text('en')}{more}{left}")
    for word, counts in (("made", report.made), ("changed", report.changed), ("as it was", report.unchanged)):
        told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        print(f"{word}: {told or 'nothing'}")


def _fail(error: Exception) -> int:
    from ejournal.errors import DomainError
    from ejournal.i18n import gettext

    text = gettext("en", error.message, **error.params) if isinstance(error, DomainError) else str(error)
    print(text, file=sys.stderr)
    return 1
