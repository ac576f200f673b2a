"""The commands of the operator, one module each: `register(subparsers)` adds the command of its name."""

import json
import sys
from collections.abc import Callable
from typing import Any


def nouns_of(known: Any, verb: str, about: str) -> Any:
    """The subcommands of a verb that several modules share: `import timetable`, `import people`."""
    if verb not in known.choices:
        parser = known.add_parser(verb, help=about)
        parser.set_defaults(nouns=parser.add_subparsers(required=True, metavar="WHAT"))
    return known.choices[verb].get_default("nouns")


def school_of(session: Any, code: str) -> Any:
    """The school of that code, or the only one; DomainError names those there are."""
    from sqlmodel import select

    from ejournal.errors import DomainError
    from ejournal.models import School

    schools = session.exec(select(School)).all()
    if not schools:
        raise DomainError("There is no school yet: python -m ejournal school create makes one")
    found = [school for school in schools if code in ("", school.code)]
    if len(found) != 1:
        codes = ", ".join(school.code for school in schools)
        raise DomainError("Name the school with --school: {codes}", codes=codes)
    return found[0]


Place = Callable[[Any], str]
"""Gives the file of a fault, with its sheet."""


def as_json(report: Any, file_of: Place) -> dict[str, Any]:
    """The report as one object: made, changed, unchanged by kind, and the faults by file, row and column."""
    return {
        "made": report.made,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "faults": [
            {
                "file": file_of(one),
                "row": one.row,
                "column": one.column,
                "message": one.text("en"),
                "suggestion": one.suggestion,
            }
            for one in report.faults
        ],
    }


def tell(
    report: Any, file_of: Place, place_of: Place, *, as_object: bool, left: str = "the line is left out"
) -> None:
    """Print the report: as one JSON object, or fault by fault with the counts below."""
    if as_object:
        tell_object(as_json(report, file_of))
    else:
        tell_in_lines(report, place_of, left)


def tell_object(found: dict[str, Any]) -> None:
    """Print one JSON object."""
    print(json.dumps(found, ensure_ascii=False))


def tell_in_lines(report: Any, place_of: Place, left: str = "the line is left out") -> None:
    """Print fault by fault, with the counts below."""
    for one in report.faults:
        more = f" ({one.suggestion}?)" if one.suggestion else ""
        out = f": {left}" if one.stops else ""
        print(f"{place_of(one)}: {one.text('en')}{more}{out}")
    for word, counts in (("made", report.made), ("changed", report.changed), ("as it was", report.unchanged)):
        told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        print(f"{word}: {told or 'nothing'}")


def of_sheet(file_name: str) -> Place:
    """«list.xlsx#Ученики»: the file with the sheet, where it has several."""
    return lambda one: f"{file_name}#{one.sheet}" if one.sheet else file_name


def cell_of(one: Any) -> str:
    """«Ученики, C5»."""
    return f"{one.sheet or 'file'}, {one.column}{one.row}"


def failed(error: Exception, *, as_object: bool = False, file: str = "") -> int:
    """Say what is wrong with the file as a whole, as a fault of a report too; the command's exit code."""
    from ejournal.errors import DomainError
    from ejournal.i18n import gettext

    text = gettext("en", error.message, **error.params) if isinstance(error, DomainError) else str(error)
    if as_object:
        fault = {"file": file, "row": None, "column": None, "message": text, "suggestion": ""}
        tell_object({"made": {}, "changed": {}, "unchanged": {}, "faults": [fault]})
    print(text, file=sys.stderr)
    return 1


def year_for(session: Any, school_id: int, today: Any) -> str:
    """The name of the year that comes with a file to a school that had none, told; empty where it has one."""
    from ejournal.services.school.year_beginning import begin_usual_year

    if name := begin_usual_year(session, school_id, today):
        print(
            f"The school had no academic year: {name} comes with the file, with the usual terms and "
            "holidays, to be corrected in the calendar",
            file=sys.stderr,
        )
    return name
