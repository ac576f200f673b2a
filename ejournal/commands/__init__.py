"""The commands of the operator, one module each: `register(subparsers)` adds the command of its name."""

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
    found = [school for school in schools if code in ("", school.code)]
    if len(found) != 1:
        codes = ", ".join(school.code for school in schools)
        raise DomainError("Name the school with --school: {codes}", codes=codes or "–")
    return found[0]
