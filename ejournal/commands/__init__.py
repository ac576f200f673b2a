"""The commands of the operator, one module each: `register(subparsers)` adds the command of its name."""

from typing import Any


def nouns_of(known: Any, verb: str, about: str) -> Any:
    """The subcommands of a verb that several modules share: `import timetable`, `import people`."""
    if verb not in known.choices:
        parser = known.add_parser(verb, help=about)
        parser.set_defaults(nouns=parser.add_subparsers(required=True, metavar="WHAT"))
    return known.choices[verb].get_default("nouns")
