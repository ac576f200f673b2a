"""`python -m ejournal …`: the commands of the operator."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from ejournal import commands
from ejournal.disk import keep_to_ourselves


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what it says."""
    keep_to_ourselves()
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = _parser(words).parse_args(words)
    return int(given.run(given) or 0)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ejournal", description=__doc__)
    known = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    names = [module.name for module in iter_modules(commands.__path__)]
    # Only the command asked for is imported: it starts sooner, and no other can break it.
    for name in words[:1] if words[:1] and words[0] in names else names:
        import_module(f"{commands.__name__}.{name}").register(known)
    return parser


if __name__ == "__main__":
    sys.exit(main())
